/// One edition of the technical regulation on the ambient air quality index, with its tables.
///
/// Which edition judges a value follows from the day it was observed, not from today.
public struct IndexEdition: Sendable, Hashable {
  /// What is judged: a pollutant over an averaging period.
  public struct Item: Sendable, Hashable {
    public enum Period: Int, Sendable, Hashable, CaseIterable {
      case oneHour = 1
      case eightHours = 8
      case twentyFourHours = 24
    }
    public let pollutant: Pollutant
    public let period: Period
    public init(_ pollutant: Pollutant, _ period: Period) {
      self.pollutant = pollutant
      self.period = period
    }
  }

  /// As cited, e.g. `HJ 633-2012`.
  public let id: String
  /// First day of observation it applies to; nil for the earliest edition known here.
  public let firstDay: CalendarDay?
  /// Last day of observation it applies to; nil while no successor is known.
  public let lastDay: CalendarDay?
  /// With an item missing, an index up to 100 is not published.
  public let withholdsIncompleteUpTo: Int?
  public let tables: [Item: BreakpointTable]

  /// The edition for values observed on a local day.
  public static func inForce(on day: CalendarDay) -> IndexEdition {
    day < CalendarDay(year: 2026, month: 3, day: 1) ? .hj633of2012 : .hj633of2026
  }

  /// The table that a report judges a pollutant by; nil for an item without a table.
  public func table(for pollutant: Pollutant, in report: AirQualityIndex.Report) -> BreakpointTable?
  {
    tables[report.item(pollutant)]
  }

  /// - Source: HJ 633-2012, Table 1 and its notes.
  public static let hj633of2012 = IndexEdition(
    id: "HJ 633-2012", firstDay: nil, lastDay: CalendarDay(year: 2026, month: 2, day: 28),
    withholdsIncompleteUpTo: nil,
    tables: tables(
      pm10AtIndex100: 150, pm25AtIndex100: 75, so2HourlyAbove: .noIndex, o3EightHourAbove: .noIndex)
  )

  /// - Source: HJ 633-2026, Table 3 and its notes; in force from 2026-03-01.
  public static let hj633of2026 = IndexEdition(
    id: "HJ 633-2026", firstDay: CalendarDay(year: 2026, month: 3, day: 1), lastDay: nil,
    withholdsIncompleteUpTo: 100,
    tables: tables(
      pm10AtIndex100: 120, pm25AtIndex100: 60, so2HourlyAbove: .fixed(200),
      o3EightHourAbove: .fixed(300)))

  /// The table both editions share but for two cells and two notes.
  private static func tables(
    pm10AtIndex100: Int, pm25AtIndex100: Int, so2HourlyAbove: BreakpointTable.Above,
    o3EightHourAbove: BreakpointTable.Above
  ) -> [Item: BreakpointTable] {
    let indices = [0, 50, 100, 150, 200, 300, 400, 500]
    func row(_ concentrations: [Int], above: BreakpointTable.Above = .fixed(500)) -> BreakpointTable
    {
      BreakpointTable(
        indices: Array(indices.prefix(concentrations.count)), concentrations: concentrations,
        above: above)
    }
    return [
      Item(.so2, .twentyFourHours): row([0, 50, 150, 475, 800, 1600, 2100, 2620]),
      Item(.so2, .oneHour): row([0, 150, 500, 650, 800], above: so2HourlyAbove),
      Item(.no2, .twentyFourHours): row([0, 40, 80, 180, 280, 565, 750, 940]),
      Item(.no2, .oneHour): row([0, 100, 200, 700, 1200, 2340, 3090, 3840]),
      Item(.pm10, .twentyFourHours): row([0, 50, pm10AtIndex100, 250, 350, 420, 500, 600]),
      Item(.co, .twentyFourHours): row([0, 2, 4, 14, 24, 36, 48, 60]),
      Item(.co, .oneHour): row([0, 5, 10, 35, 60, 90, 120, 150]),
      Item(.o3, .oneHour): row([0, 160, 200, 300, 400, 800, 1000, 1200]),
      Item(.o3, .eightHours): row([0, 100, 160, 215, 265, 800], above: o3EightHourAbove),
      Item(.pm25, .twentyFourHours): row([0, 35, pm25AtIndex100, 115, 150, 250, 350, 500]),
    ]
  }
}
