/// What people of the district are called by their work, and what they may do. 角色
public struct PlanRole: Sendable, Hashable {
  /// What may be allowed, in the bundles that the product has; the words are the names of its own roles.
  public enum Power: String, Sendable, Hashable, CaseIterable {
    case duty, officer, leader, enterprise, administrator, security, auditor, payer
  }
  public let id: String
  public let label: Label
  /// Each once, at least one.
  public let may: [Power]
  /// Units whose people may have the role; empty for everybody.
  public let units: [String]

  public init(id: String, label: Label, may: [Power], units: [String]) {
    self.id = id
    self.label = label
    self.may = may
    self.units = units
  }
}
