public import AirQuality

/// Points that a facility loses or gains by rows of registers, and when it is blacklisted. 信用评分
public struct CreditScheme: Sendable, Hashable {
  public struct Rule: Sendable, Hashable {
    public let id: String
    public let label: Label
    /// Register, filter and the date that points count from.
    public let rows: Indicator.Rows
    /// The field of kind facility whose points they are.
    public let facility: String
    /// Below 0 where points are lost.
    public let points: ExactDecimal
    /// Days that the points stand.
    public let lastsDays: Int

    public init(
      id: String, label: Label, rows: Indicator.Rows, facility: String, points: ExactDecimal,
      lastsDays: Int
    ) {
      self.id = id
      self.label = label
      self.rows = rows
      self.facility = facility
      self.points = points
      self.lastsDays = lastsDays
    }
  }

  public let id: String
  public let clause: String
  public let label: Label
  /// Points without any row.
  public let start: ExactDecimal
  public let rules: [Rule]
  /// Blacklisted below this; nil where nobody is.
  public let blacklistBelow: ExactDecimal?

  public init(
    id: String, clause: String, label: Label, start: ExactDecimal, rules: [Rule],
    blacklistBelow: ExactDecimal?
  ) {
    self.id = id
    self.clause = clause
    self.label = label
    self.start = start
    self.rules = rules
    self.blacklistBelow = blacklistBelow
  }
}

/// What bars a facility from support, funds and awards: any row of a register that fulfils the filter.
/// 一票否决
public struct Veto: Sendable, Hashable {
  public let id: String
  public let clause: String
  public let label: Label
  public let rows: Indicator.Rows
  /// The field of kind facility that is barred.
  public let facility: String

  public init(id: String, clause: String, label: Label, rows: Indicator.Rows, facility: String) {
    self.id = id
    self.clause = clause
    self.label = label
    self.rows = rows
    self.facility = facility
  }
}
