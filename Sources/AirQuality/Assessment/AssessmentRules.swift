/// How a period is assessed: one edition of the technical regulation, and where its text is not
/// confirmed, the choice made.
///
/// - Source: HJ 663-2013; what is confirmed of HJ 663-2026.
public struct AssessmentRules: Sendable, Hashable {
  /// Whether daily values enter the statistics of longer periods as printed or exactly.
  public enum DailyInput: String, Sendable, Hashable, CaseIterable {
    /// Exactly: a figure is rounded once, when it is stated (GB/T 8170: never in a chain).
    case exact
    /// As a daily report prints them: whole µg/m³, CO 0.1 mg/m³.
    case asPrinted
  }

  /// As cited, e.g. `HJ 663-2013`.
  public let id: String
  /// First day of observation it applies to; nil for the earliest edition known here.
  public let firstDay: CalendarDay?
  /// Decimals of a stated statistic of PM2.5: 0 in 2013, 1 in 2026 (as transcribed). Others follow
  /// `Pollutant.reportedDecimals`.
  public var pm25StatisticDecimals: Int
  public var minimum: DataMinimum
  public var ozoneWindow: OzoneWindow
  public var stationShare: StationShare
  public var dailyInput: DailyInput
  public var composite: CompositeRules

  /// - Source: HJ 663-2013 as transcribed; the composite index by 环办监测〔2018〕19号.
  public static let hj663of2013 = AssessmentRules(
    id: "HJ 663-2013", firstDay: nil, pm25StatisticDecimals: 0, minimum: .gb3095,
    ozoneWindow: .withinDay, stationShare: StationShare(), dailyInput: .exact,
    composite: .letter2018)

  /// Unconfirmed and chosen here: the window of O3 stays, and the composite index keeps equal weights
  /// and the limits of class II of 2012.
  public static let hj663of2026 = AssessmentRules(
    id: "HJ 663-2026", firstDay: CalendarDay(year: 2026, month: 3, day: 1),
    pm25StatisticDecimals: 1, minimum: .gb3095, ozoneWindow: .withinDay,
    stationShare: StationShare(), dailyInput: .exact, composite: .letter2018)

  /// The rules for values observed on a local day; a period follows its last day.
  public static func inForce(on day: CalendarDay) -> AssessmentRules {
    day < CalendarDay(year: 2026, month: 3, day: 1) ? .hj663of2013 : .hj663of2026
  }

  /// Decimals of a mean or percentile as it is stated.
  public func statisticDecimals(of pollutant: Pollutant) -> Int {
    pollutant == .pm25 ? pm25StatisticDecimals : pollutant.reportedDecimals
  }
}
