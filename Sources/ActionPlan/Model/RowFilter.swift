public import AirQuality

/// Which rows of a register are meant, as a plan writes it: `product = 'vehicle-diesel' and result is
/// not empty`. Typed against the register's fields when the plan is read, so that it can neither fail
/// nor reach anything else when it runs.
public struct RowFilter: Sendable, Hashable {
  /// As the plan writes it, for people.
  public let text: String
  public let predicate: Predicate

  public init(text: String, predicate: Predicate) {
    self.text = text
    self.predicate = predicate
  }
}

/// What a row must fulfil. A comparison with an empty field does not hold.
public indirect enum Predicate: Sendable, Hashable {
  case compare(Operand, Comparison, Operand)
  case isEmpty(field: String)
  /// One of the values.
  case isOne(Operand, of: [Literal])
  case all([Predicate])
  case any([Predicate])
  case not(Predicate)

  public enum Comparison: String, Sendable, Hashable, CaseIterable {
    case equal = "="
    case unequal = "!="
    case less = "<"
    case atMost = "<="
    case greater = ">"
    case atLeast = ">="
  }

  public enum Operand: Sendable, Hashable {
    case field(String)
    case literal(Literal)
    /// The plan's local day of asking, plus so many days: `today`, `today - 30`.
    case today(plusDays: Int)
  }

  public enum Literal: Sendable, Hashable {
    /// Also the id of a choice, facility, point, place or unit.
    case text(String)
    case number(ExactDecimal)
    case flag(Bool)
    case day(CalendarDay)
  }
}
