import ActionPlan
import AirQuality
import Steering

/// What the indicators must tell at the end of the quarters, from `expected.txt`.
struct ExpectedFigures {
  /// Clause → indicators, as the file has them.
  let clauses: [(clause: String, indicators: [String])]
  /// Indicator → the ends of March, June, September and December, each as `Self.words` says it.
  let figures: [String: [String]]

  init() throws {
    var clauses: [(String, [String])] = []
    var figures: [String: [String]] = [:]
    for section in try YearText("expected.txt").sections {
      clauses.append((section.title[0], section.lines.map { $0[0] }))
      for line in section.lines {
        guard line.count == 5,
          figures.updateValue(Array(line.dropFirst()), forKey: line[0]) == nil
        else { throw YearFault("\(line) is not a figure for each quarter, once") }
      }
    }
    self.clauses = clauses
    self.figures = figures
  }

  /// Value as printed, what should be reached by then, lamp: `80.0 of 100.00 red`. With its decimals:
  /// 80.0 is not 80.
  static func words(_ reading: IndicatorReading) -> String {
    let value = reading.value?.description ?? "-"
    let expected = reading.expected.map { " of \($0)" } ?? ""
    return "\(value)\(expected) \(reading.lamp.rawValue)"
  }
}
