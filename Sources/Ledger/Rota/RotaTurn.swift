/// Somebody's turn at the duty desk.
public struct RotaTurn: Sendable, Hashable, Identifiable {
  public enum Part: String, Sendable, CaseIterable {
    /// From the morning's change to the next day's.
    case whole
    /// From the morning's change to the evening's, and from there to the next morning's.
    case day, night
  }
  public let id: Int64
  /// The local day it begins on, 2026-06-01.
  public let day: String
  public let part: Part
  /// Account id.
  public let account: Int64
  /// Epoch seconds, [from, until).
  public let from: Int
  public let until: Int
}

/// When the desk changes hands, local time. The hours are ours; the plan only says that the task force
/// stands (S.1.b).
public enum RotaHours {
  public static let morningSeconds = 8 * 3_600 + 1_800
  public static let eveningSeconds = 17 * 3_600 + 1_800

  /// - Parameter midnight: of the day the turn begins on, epoch seconds.
  static func span(_ part: RotaTurn.Part, midnight: Int) -> Range<Int> {
    let nextMorning = midnight + 86_400 + morningSeconds
    return switch part {
    case .whole: midnight + morningSeconds..<nextMorning
    case .day: midnight + morningSeconds..<midnight + eveningSeconds
    case .night: midnight + eveningSeconds..<nextMorning
    }
  }
}

public enum RotaRefusal: String, Error, Sendable, Equatable, CustomStringConvertible {
  case notOfTheDesk = "desk"
  case badDay = "day"
  case isThere = "there"
  case nothing
  case empty
  case tooLong = "long"
  case toOneself = "oneself"
  case isTaken = "taken"
  case notYours = "yours"

  public var description: String {
    switch self {
    case .notOfTheDesk: "only people of the duty desk take turns; choose one of them"
    case .badDay: "the day is none, or over a year away; write it as 2026-06-01"
    case .isThere: "that turn is there already"
    case .nothing: "there is no such turn or hand-over"
    case .empty: "nothing is written; write what happened"
    case .tooLong: "the text is too long; write at most \(ShiftLog.longest) characters"
    case .toOneself: "nobody hands over to oneself; choose who takes over"
    case .isTaken: "this hand-over is signed by both already"
    case .notYours: "this hand-over is to somebody else"
    }
  }
}
