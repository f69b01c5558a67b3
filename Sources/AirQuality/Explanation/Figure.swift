/// A figure that can be opened down to its inputs.
public enum Figure: Sendable, Hashable {
  /// The daily index.
  case index(CalendarDay)
  /// A percentile is 1…99.
  case statistic(Pollutant, PeriodAssessment.Statistic, AssessmentPeriod)
  case composite(AssessmentPeriod)
  case goodDays(AssessmentPeriod)

  /// What names a figure, on the command line and in an address.
  public enum Parameter: String, Sendable, Hashable, CaseIterable {
    case figure, pollutant, day, period
  }

  /// A parameter that is missing or says nothing that can be read.
  public struct Fault: Error, Sendable, Hashable {
    public let parameter: Parameter
    /// As it was given; nil where it is missing.
    public let found: String?
  }

  /// Reads `figure` (`aqi`, `mean`, `p95`, `composite`, `good-days`) and what that figure needs besides.
  ///
  /// - Parameter text: what was given for a parameter; nil and an empty text are missing.
  public init(_ text: (Parameter) -> String?) throws(Fault) {
    func read<Value>(
      _ parameter: Parameter, _ make: (String) -> Value?
    ) throws(Fault) -> Value {
      let given = text(parameter) ?? ""
      guard let value = make(given) else {
        throw Fault(parameter: parameter, found: given.isEmpty ? nil : given)
      }
      return value
    }
    switch try read(.figure, { Name($0) }) {
    case .index: self = .index(try read(.day) { CalendarDay($0) })
    case .composite: self = .composite(try read(.period) { AssessmentPeriod($0) })
    case .goodDays: self = .goodDays(try read(.period) { AssessmentPeriod($0) })
    case .statistic(let statistic):
      self = .statistic(
        try read(.pollutant) { Pollutant(rawValue: $0.lowercased()) }, statistic,
        try read(.period) { AssessmentPeriod($0) })
    }
  }

  private enum Name {
    case index, composite, goodDays
    case statistic(PeriodAssessment.Statistic)

    init?(_ text: String) {
      switch text {
      case "aqi": self = .index
      case "composite": self = .composite
      case "good-days": self = .goodDays
      case "mean": self = .statistic(.mean)
      default:
        guard text.first == "p", let percent = Int(text.dropFirst()), (1...99).contains(percent),
          text == "p\(percent)"
        else { return nil }
        self = .statistic(.percentile(percent))
      }
    }
  }

  /// `aqi`, `mean`, `p95`, `composite` or `good-days`.
  public var name: String {
    switch self {
    case .index: "aqi"
    case .statistic(_, .mean, _): "mean"
    case .statistic(_, .percentile(let percent), _): "p\(percent)"
    case .composite: "composite"
    case .goodDays: "good-days"
    }
  }

  /// The day of an index, the period of any other figure.
  public var period: AssessmentPeriod {
    switch self {
    case .index(let day): .day(day)
    case .statistic(_, _, let period), .composite(let period), .goodDays(let period): period
    }
  }

  /// The same figure of another period; an index is of its day alone and stays.
  public func of(_ period: AssessmentPeriod) -> Figure {
    switch self {
    case .index: self
    case .statistic(let pollutant, let statistic, _): .statistic(pollutant, statistic, period)
    case .composite: .composite(period)
    case .goodDays: .goodDays(period)
    }
  }
}

extension Figure: CustomStringConvertible {
  /// What `init(_:)` reads, as the query of an address: `figure=mean&pollutant=pm25&period=2021-06`.
  public var description: String {
    switch self {
    case .index(let day): "figure=aqi&day=\(day)"
    case .statistic(let pollutant, _, let period):
      "figure=\(name)&pollutant=\(pollutant.rawValue)&period=\(period)"
    case .composite(let period), .goodDays(let period): "figure=\(name)&period=\(period)"
    }
  }
}
