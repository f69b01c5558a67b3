public import AirQuality

/// A promised result of the year. 目标
public struct Objective: Sendable, Hashable {
  public enum Measure: Sendable, Hashable {
    /// Of a quantity, by its id.
    case annualMean(of: String)
    case annualPercentile90(of: String)
    case goodDayShare
    /// Whether all six pollutants of the standard meet class II; it has no target of its own.
    case classTwo(ClassReading)
    /// The district's rank in a ranking, by its id.
    case rank(in: String)
    /// Change against the same part of the year before.
    case changeOnYear(ChangedFigure)
  }

  /// How class II is read; which one counts is the plan's choice, both are shown. 达标口径
  public enum ClassReading: String, Sendable, Hashable, CaseIterable {
    /// As bulletins do: annual means of SO2, NO2, PM10 and PM2.5, 95th percentile of CO, 90th of O3.
    case bulletin
    /// Every averaging time the standard limits for the pollutant.
    case strict
  }

  /// What a change on year is judged by; the others are shown beside it. 同比
  public enum ChangedFigure: Sendable, Hashable {
    case compositeIndex
    /// The pollutant's headline statistic.
    case pollutant(Pollutant)
  }

  public enum Direction: String, Sendable {
    case atMost = "at-most"
    case atLeast = "at-least"
  }

  public struct Target: Sendable, Hashable {
    public let direction: Direction
    public let number: ExactDecimal
    /// As printed, e.g. `µg/m³`; empty for a rank.
    public let unit: String

    public init(_ direction: Direction, _ number: ExactDecimal, unit: String) {
      self.direction = direction
      self.number = number
      self.unit = unit
    }

    /// - Parameter figure: as stated, in the target's unit.
    public func isMet(by figure: ExactDecimal) -> Bool {
      direction == .atMost ? figure <= number : figure >= number
    }
  }

  public let id: String
  public let clause: String
  public let label: Label
  public let measure: Measure
  /// nil for class II alone, whose limits are the standard's.
  public let target: Target?

  public init(id: String, clause: String, label: Label, measure: Measure, target: Target?) {
    self.id = id
    self.clause = clause
    self.label = label
    self.measure = measure
    self.target = target
  }
}
