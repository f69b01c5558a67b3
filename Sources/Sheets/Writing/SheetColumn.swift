public import AirQuality

/// A column of a table that is written.
public struct SheetColumn: Sendable, Hashable {
  public enum Kind: Sendable, Hashable {
    case text, number, date, instant
    /// One of these texts, offered as a list.
    case choice([String])
  }

  public let header: String
  public let kind: Kind
  /// What may stand in it, for who fills it in; empty for none.
  public let note: String

  public init(header: String, kind: Kind, note: String = "") {
    self.header = header
    self.kind = kind
    self.note = note
  }
}

/// A cell that is written.
public enum SheetCell: Sendable, Hashable {
  case empty
  case text(String)
  case number(ExactDecimal)
  case day(CalendarDay)
  /// Seconds since 1970 on the clock of the place.
  case localInstant(Int)
}

extension CalendarDay {
  /// `0987-06-05`: four digits of the year whichever it is.
  var cellText: String {
    let text = description
    return String(repeating: "0", count: max(0, 10 - text.utf8.count)) + text
  }
}
