import ActionPlan
import AirQuality
import Steering
import Testing

/// Everything that is asked of one year, which is lived once.
@Suite(.lived) struct ShangyuYear {}

/// Lives the year before the suite's tests and forgets it after them.
struct Lived: SuiteTrait, TestScoping {
  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    try await LivedYear.$current.withValue(LivedYear(), operation: function)
  }
}

extension Trait where Self == Lived {
  static var lived: Self { Lived() }
}

/// The year as it went: month by month the units' workbooks come in, corrections follow in the next
/// month, tasks are reported on, sites raise dust.
struct LivedYear: Sendable {
  /// The one that the suite has lived.
  @TaskLocal static var current: LivedYear?

  let district: YearDistrict
  /// What every indicator told at the end of each month, from January on.
  private(set) var months: [[String: IndicatorReading]] = []
  private(set) var taken: [YearDistrict.Taken] = []
  private(set) var tasks: TaskStory
  private(set) var incidents: IncidentStory
  private(set) var objectives: [String: ObjectiveReading] = [:]

  init() async throws {
    let sheets = try FactSheet.all(of: YearDistrict.plan)
    district = try await YearDistrict(sheets)
    tasks = TaskStory(district)
    incidents = IncidentStory(district)
    // They carry their own times; what lies ahead of a day is not asked for on it.
    try await district.sendHourlyMeans()
    for month in 1...12 {
      let last = CalendarDay.last(ofMonth: month, in: 2021)
      let middle = "\(CalendarDay(year: 2021, month: month, day: 20))"
      try await tasks.begin(month)
      try await incidents.happen(in: month)
      district.move(to: middle, hour: 10)
      for sheet in sheets {
        for cells in sheet.rows(month, .removal) { try await district.remove(cells, of: sheet) }
        try await take(sheet, month, .correction)
      }
      try await tasks.end(month)
      district.move(to: "\(last)", hour: 17)
      for sheet in sheets { try await take(sheet, month, .month) }
      district.move(to: "\(last)", hour: 23)
      months.append(try await district.readings(on: last))
    }
    objectives = try await AirStory.objectives(of: district)
  }

  private mutating func take(
    _ sheet: FactSheet, _ month: Int, _ way: FactSheet.Arrival.Way
  ) async throws {
    let rows = sheet.rows(month, way)
    guard !rows.isEmpty else { return }
    let forms = MonthFile.Form.allCases
    taken.append(
      try await district.take(
        rows, of: sheet, as: forms[(taken.count + month) % forms.count]))
  }

  /// - Parameter quarter: 1…4.
  func figures(_ quarter: Int) -> [String: IndicatorReading] { months[quarter * 3 - 1] }

  static func lastDay(ofQuarter quarter: Int) -> CalendarDay {
    CalendarDay.last(ofMonth: quarter * 3, in: 2021)
  }
}
