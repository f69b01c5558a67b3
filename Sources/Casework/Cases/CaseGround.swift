/// One condition that held when a finding was made: what was measured, and against which limit.
///
/// Kept with the case as it was, so that the evidence can be drawn and checked long after the rule
/// or the binding changed. Numbers are exact decimals as text, in the quantity's unit.
public struct CaseGround: Sendable, Hashable, Codable {
  /// Place of the condition in the rule, from 0; nil where the rule has none (silence).
  public let condition: Int?
  /// The series: point, quantity, statistic (`rtd`, `avg` …) and window in seconds. Nil point for
  /// a device's silence.
  public let point: String?
  public let quantity: String?
  public let statistic: String?
  public let windowSeconds: Int
  /// `above`, `below`, `outside`, `equals`, `silent` or `unchanged`.
  public let comparison: String
  public let limit: String?
  /// The upper limit of `outside`.
  public let upperLimit: String?
  public let value: String?
  /// The instrument was over its range: the value is at least this.
  public let isAboveRange: Bool
  /// From when the condition has held, epoch seconds.
  public let since: Int
  /// When the value was known, epoch seconds: the sample's time, or the end of its window; for
  /// silence, the clock.
  public let at: Int

  public init(
    condition: Int?, point: String?, quantity: String?, statistic: String?, windowSeconds: Int,
    comparison: String, limit: String?, upperLimit: String?, value: String?,
    isAboveRange: Bool = false, since: Int, at: Int
  ) {
    self.condition = condition
    self.point = point
    self.quantity = quantity
    self.statistic = statistic
    self.windowSeconds = windowSeconds
    self.comparison = comparison
    self.limit = limit
    self.upperLimit = upperLimit
    self.value = value
    self.isAboveRange = isAboveRange
    self.since = since
    self.at = at
  }
}
