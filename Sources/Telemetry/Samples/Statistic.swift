/// What a value says about its window: HJ 212 suffixes `-Rtd`, `-Avg`, `-Min`, `-Max`, `-Cou`, `-RS`.
///
/// - Source: HJ 212-2017, table 4 and annex C.
public enum Statistic: String, Sendable, Codable, CaseIterable {
  /// The instrument's value at its start instant.
  case realTime = "rtd"
  case mean = "avg"
  case minimum = "min"
  case maximum = "max"
  /// Sum over the window (flow, discharged mass, energy).
  case total = "cou"
  /// Running state of a piece of equipment.
  case state = "rs"
}
