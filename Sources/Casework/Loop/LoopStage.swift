public import ActionPlan

/// What the time of a loop is measured to, from the first bad value on.
public enum LoopStage: String, Sendable, CaseIterable {
  /// The case was opened.
  case found
  /// A unit had it.
  case dispatched
  /// Somebody stood within `CaseTimes.onSiteMetres` of it.
  case onSite = "on-site"
  /// What was found was over: values under their limits, no further alarm.
  case quiet
  case closed
}

/// By what loops are told apart.
public enum LoopDimension: String, Sendable, CaseIterable {
  case town, unit, rule, procedure, severity

  var column: String { rawValue }
}

/// Which cases are measured.
public struct LoopFilter: Sendable, Hashable {
  /// Cases opened in [from, until), epoch seconds.
  public var from: Int
  public var until: Int
  public var town: String?
  public var unit: String?
  public var rule: String?
  public var procedure: String?
  public var severity: Severity?

  public init(
    from: Int, until: Int, town: String? = nil, unit: String? = nil, rule: String? = nil,
    procedure: String? = nil, severity: Severity? = nil
  ) {
    self.from = from
    self.until = until
    self.town = town
    self.unit = unit
    self.rule = rule
    self.procedure = procedure
    self.severity = severity
  }
}
