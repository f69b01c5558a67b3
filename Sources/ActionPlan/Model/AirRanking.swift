public import AirQuality

/// A place as imported tables and bulletins name it.
public struct AirPlaceName: Sendable, Hashable {
  public let name: String
  /// Where the name alone is ambiguous.
  public let city: String?

  public init(name: String, city: String? = nil) {
    self.name = name
    self.city = city
  }

  /// Whether a table's place is the one named. Where either side says no city, the name decides.
  ///
  /// - Parameter city: empty where the table names none.
  public func isName(of name: String, city: String) -> Bool {
    name == self.name && (self.city == nil || city.isEmpty || city == self.city)
  }
}

/// Places or stations put in order of their composite index, the smallest first. 排名
public struct AirRanking: Sendable, Hashable {
  /// Roles of the stations whose figures are published; micro-stations never are.
  public enum StationRole: String, Sendable, Hashable, CaseIterable {
    case assessed, town
  }

  public enum Members: Sendable, Hashable {
    /// Every station of the role.
    case stations(StationRole)
    case places([AirPlaceName])
  }

  public let id: String
  public let label: Label
  public let clause: String?
  public let members: Members
  public let ties: RankingTies
  /// Whether everybody may see it.
  public let isPublic: Bool

  public init(
    id: String, label: Label, clause: String?, members: Members, ties: RankingTies, isPublic: Bool
  ) {
    self.id = id
    self.label = label
    self.clause = clause
    self.members = members
    self.ties = ties
    self.isPublic = isPublic
  }
}
