public import ActionPlan

/// One regulated party at one site. 对象
public struct Facility: Sendable, Hashable, Codable, Identifiable {
  public enum Kind: String, Sendable, CaseIterable, Codable {
    case enterprise
    /// A construction site.
    case site
    /// An air-quality station.
    case station
    case gasStation = "gas-station"
    case restaurant
    case mine
    case depot
    case garage
    case other
  }

  /// Lower-case letters, digits, hyphens; permanent.
  public let id: String
  /// The registered name; `en` repeats `zh` where there is no English one.
  public let name: Label
  /// Unified social credit code, 18 characters.
  public let creditCode: String?
  public let kind: Kind
  /// Place id of the plan.
  public let place: String?
  public let position: Coordinate?
  public let isSimulated: Bool

  public init(
    id: String, name: Label, creditCode: String? = nil, kind: Kind, place: String? = nil,
    position: Coordinate? = nil, isSimulated: Bool = false
  ) {
    self.id = id
    self.name = name
    self.creditCode = creditCode
    self.kind = kind
    self.place = place
    self.position = position
    self.isSimulated = isSimulated
  }
}
