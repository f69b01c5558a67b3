public import ActionPlan
public import AirQuality

/// Why a lamp shows what it shows, as a code that a page has words for.
public enum IndicatorReason: String, Sendable, Hashable, CaseIterable, Codable {
  /// What should be reached by now is reached, or no more is used than may be.
  case onCourse = "on-course"
  /// Missed by no more than the target's tolerance.
  case withinTolerance = "within-tolerance"
  case behind
  /// The target's day is over.
  case met, missed
  /// Nobody judges the figure.
  case noTarget = "no-target"
  /// The level above has not set the number yet.
  case targetUnset = "target-unset"
  /// The plan's year has not begun.
  case notBegun = "not-begun"
  /// No step of the target has passed yet.
  case noStepYet = "no-step-yet"
  /// No row has a value to take a mean or a percentile of.
  case noRows = "no-rows"
  /// What would be divided by is nothing.
  case nothingToDivideBy = "nothing-to-divide-by"
  /// The register names no point, or none of its points sent a value.
  case noSamples = "no-samples"
  /// Nobody who asked had samples at hand.
  case noStore = "no-store"
  /// The figure leaves the range of numbers.
  case tooLarge = "too-large"
  case queryRefused = "query-refused"
  case queryTooSlow = "query-too-slow"
  case queryFailed = "query-failed"
}

/// What an indicator tells on a day, with everything that a sentence about it needs.
public struct IndicatorReading: Sendable, Hashable {
  /// One value of the field by which a figure is broken down.
  public struct Part: Sendable, Hashable {
    /// Id of a place, a unit or a choice; nil for rows that have none.
    public let key: String?
    /// nil where there is nothing to divide by, or no value.
    public let value: ExactDecimal?
    public let rowCount: Int
  }

  public let indicator: String
  public let day: CalendarDay
  /// Epoch second up to whose end the rows are as they were known; nil for all that is known now.
  public let knownAt: Int?
  /// As printed, in the indicator's unit; nil where there is none, and the reason says why.
  public let value: ExactDecimal?
  /// What is counted or added up; of growth the part of this year.
  public let numerator: ExactDecimal?
  /// What it is divided by; nil where it is not. Of growth the part of the year before.
  public let denominator: ExactDecimal?
  /// Rows it rests on; of samples hours.
  public let rowCount: Int
  /// What should be reached, or may be used, by the end of the day; to two decimals.
  public let expected: ExactDecimal?
  /// nil where nobody set one.
  public let target: Indicator.Target?
  /// Where it ends if it goes on evenly; nil where its pace is not even and when the year is over.
  public let projection: ExactDecimal?
  public let lamp: IndicatorLamp
  public let reason: IndicatorReason
  /// In the order of the plan; those without a row are left out.
  public let breakdown: [Part]

  /// Days until the target's own is over, that of the reading not counted; below 0 once it is.
  public var daysLeft: Int? { target.map { $0.by.dayNumber - day.dayNumber } }
}
