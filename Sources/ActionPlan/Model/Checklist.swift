/// What is looked at on site, point by point. Its inspections are rows of a register of the same id,
/// which the plan does not declare: fields `subject` (facility, or a row of the register it inspects),
/// `on` (date), `inspector` (text), one choice `pass`, `fail`, `none` for each item under the item's id,
/// `photo` (attachment), `place` (place) and `note` (text). 检查表
public struct Checklist: Sendable, Hashable {
  public struct Item: Sendable, Hashable {
    public let id: String
    public let label: Label

    public init(id: String, label: Label) {
      self.id = id
      self.label = label
    }
  }

  public let id: String
  public let clause: String
  public let label: Label
  /// The register whose rows are inspected; nil for facilities.
  public let of: String?
  public let items: [Item]

  public init(id: String, clause: String, label: Label, of: String?, items: [Item]) {
    self.id = id
    self.clause = clause
    self.label = label
    self.of = of
    self.items = items
  }
}
