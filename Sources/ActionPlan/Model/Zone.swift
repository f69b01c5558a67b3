public import AirQuality

/// A zone on the map with rules of entry for projects. 管控单元
public struct Zone: Sendable, Hashable {
  public enum Entry: String, Sendable, Hashable, CaseIterable, Comparable {
    case allowed, restricted, forbidden
    public static func < (a: Entry, b: Entry) -> Bool {
      allCases.firstIndex(of: a)! < allCases.firstIndex(of: b)!
    }
  }

  /// The strictest rule that concerns a project's trade decides.
  public struct Rule: Sendable, Hashable {
    /// Trade ids; every trade where empty.
    public let trades: [String]
    public let entry: Entry
    public let why: Label

    public init(trades: [String], entry: Entry, why: Label) {
      self.trades = trades
      self.entry = entry
      self.why = why
    }
  }

  public let id: String
  public let label: Label
  public let clause: String?
  /// Places it covers wholly; empty where an outline tells.
  public let places: [String]
  /// WGS-84; nil where places tell.
  public let boundary: Boundary?
  public let rules: [Rule]

  public init(
    id: String, label: Label, clause: String?, places: [String], boundary: Boundary?, rules: [Rule]
  ) {
    self.id = id
    self.label = label
    self.clause = clause
    self.places = places
    self.boundary = boundary
    self.rules = rules
  }
}

/// A trade as the catalogue of structure adjustment and the rules of capacity see it. 行业
public struct Trade: Sendable, Hashable {
  public enum Catalogue: String, Sendable, Hashable, CaseIterable {
    case encouraged, allowed, restricted, eliminated
  }

  public let id: String
  public let label: Label
  public let catalogue: Catalogue
  /// New capacity is not allowed at all.
  public let isClosed: Bool
  /// Old capacity that must go for each unit of new; nil where none is asked.
  public let replacement: ExactDecimal?
  /// High in energy use and emissions. 两高
  public let isTwoHigh: Bool

  public init(
    id: String, label: Label, catalogue: Catalogue, isClosed: Bool, replacement: ExactDecimal?,
    isTwoHigh: Bool
  ) {
    self.id = id
    self.label = label
    self.catalogue = catalogue
    self.isClosed = isClosed
    self.replacement = replacement
    self.isTwoHigh = isTwoHigh
  }
}
