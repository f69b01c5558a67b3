import ActionPlan
import AirQuality
import Steering

/// What the indicators must tell at the end of the quarters, from `expected.txt`.
struct ExpectedFigures {
  struct Figure: Hashable, CustomStringConvertible {
    /// As printed; nil for none.
    let value: ExactDecimal?
    let lamp: IndicatorLamp

    init(value: ExactDecimal?, lamp: IndicatorLamp) {
      self.value = value
      self.lamp = lamp
    }

    init(_ reading: IndicatorReading) {
      self.init(value: reading.value, lamp: reading.lamp)
    }

    init?(_ text: String) {
      let parts = text.split(separator: " ")
      guard parts.count == 2, let lamp = IndicatorLamp(rawValue: String(parts[1])) else {
        return nil
      }
      let value = ExactDecimal(String(parts[0]))
      guard value != nil || parts[0] == "-" else { return nil }
      self.init(value: value, lamp: lamp)
    }

    /// With its decimals: 80.0 is not 80.
    var description: String { "\(value.map(\.description) ?? "-") \(lamp.rawValue)" }
  }

  /// Clause → indicators, as the file has them.
  let clauses: [(clause: String, indicators: [String])]
  /// Indicator → the ends of March, June, September and December.
  let figures: [String: [Figure]]

  init() throws {
    var clauses: [(String, [String])] = []
    var figures: [String: [Figure]] = [:]
    for section in try YearText("expected.txt").sections {
      clauses.append((section.title[0], section.lines.map { $0[0] }))
      for line in section.lines {
        let quarters = line.dropFirst().compactMap(Figure.init)
        guard quarters.count == 4, line.count == 5,
          figures.updateValue(quarters, forKey: line[0]) == nil
        else { throw YearFault("\(line) is not a figure for each quarter, once") }
      }
    }
    self.clauses = clauses
    self.figures = figures
  }
}
