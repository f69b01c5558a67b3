public import ActionPlan
public import AirQuality
public import Telemetry

/// What a rule saw: one episode of one rule over one subject. 线索
///
/// A finding is unique by rule, subject and start. It comes into being with the first stage its
/// episode reaches and grows with each further one.
public struct Finding: Sendable, Hashable, Identifiable {
  /// What the stage that was reached asks for.
  public enum Reached: String, Sendable, Hashable, Codable {
    /// The facility was told.
    case told
    /// A case was opened.
    case opened
  }

  public let id: Int64
  /// Rule id.
  public let rule: String
  /// `equipment-pairs/12` (a register and its row) or `device/MN`.
  public let subject: String
  /// When the episode began, UTC epoch seconds by sample time (rules of silence: by arrival).
  public let start: Int
  /// When the newest stage was reached, by the same time as `start`.
  public let at: Int
  /// Index of the newest stage reached, in the rule's order in the plan named by `planDigest`.
  public let stage: Int
  public let reached: Reached
  /// When the episode ended; nil while it lasts.
  public let endedAt: Int?
  /// The plan by which the newest stage was reached.
  public let planDigest: String
  public let clause: String?
  public let facility: String?
  public let place: String?
  public let position: Coordinate?
  /// The sample that completed the newest stage came late: no live alarm.
  public let isLate: Bool
  /// Why, one for each condition, as it stood when the newest stage was reached.
  public let grounds: [Ground]
  /// Server clock when the newest stage was recorded.
  public let recordedAt: Int

  /// Register and row of the subject; nil where it is a device.
  public var row: (register: String, id: Int64)? {
    let parts = subject.split(separator: "/", maxSplits: 1)
    guard parts.count == 2, parts[0] != "device", let id = Int64(parts[1]) else { return nil }
    return (String(parts[0]), id)
  }
}

/// Why one condition held.
public struct Ground: Sendable, Hashable, Codable {
  public enum Comparison: String, Sendable, Hashable, Codable {
    case above, below, outside, equals, unchanged, silent
  }
  /// Index of the condition in the rule.
  public let condition: Int
  public let comparison: Comparison
  /// Nil for silence.
  public let series: SeriesKey?
  /// The newest value that was judged; nil for silence.
  public let value: ExactDecimal?
  /// The instrument was over its range: the value is at least this.
  public let isAboveRange: Bool
  /// The limit in the quantity's unit; the lower one where there are two. Nil for unchanged, silent.
  public let limit: ExactDecimal?
  /// Second limit of `outside`.
  public let upperLimit: ExactDecimal?
  /// From when the condition has held.
  public let since: Int
  /// Time of the value; for silence, the clock.
  public let at: Int
}

/// What detection asks of the rest of the system.
public enum DetectionEffect: Sendable, Hashable {
  /// Tell the facility's contacts.
  case tellFacility(Finding)
  /// Open a case; not an alarm where the finding is late.
  case open(Finding, procedure: String, severity: Severity)
  /// The episode of a finding ended at a sample time.
  case ended(findingID: Int64, at: Int)
  /// A finding that was said to have ended lasts: back-fill closed the gap.
  case resumed(findingID: Int64)
  /// A row that a finding rests on was corrected, or another one joined it.
  case rowChanged(findingID: Int64, RowGroundChange)
}
