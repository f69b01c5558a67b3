/// Where a rule is written: a document, and the place in it.
public struct Clause: Sendable, Hashable {
  public enum Place: Sendable, Hashable {
    case section(String)
    case table(String)
    case annex(String)
  }

  /// As cited, e.g. `GB/T 8170-2008`.
  public let document: String
  public let places: [Place]

  public init(_ document: String, _ places: Place...) {
    self.document = document
    self.places = places
  }

  /// Rounding, ties to even.
  public static let rounding = Clause("GB/T 8170-2008", .section("3.2"))

  /// How an individual index follows from a concentration.
  static func individualIndex(of edition: IndexEdition) -> Clause {
    edition == .hj633of2012
      ? Clause(edition.id, .table("1"), .section("6.2"))
      : Clause(edition.id, .table("3"), .section("4.2.6"))
  }

  /// How much must have been measured for a statistic to be valid.
  static func validity(on day: CalendarDay) -> Clause {
    Clause(AmbientStandard.inForce(on: day).id, .table("4"))
  }

  /// How a statistic is computed. What is confirmed of HJ 663-2026 keeps the annex of 2013.
  static func method(
    of statistic: PeriodAssessment.Statistic, rules: AssessmentRules
  ) -> Clause {
    statistic == .mean ? Clause(rules.id) : Clause(rules.id, .annex("A"))
  }
}
