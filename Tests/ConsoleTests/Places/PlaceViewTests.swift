import ActionPlan
import AirQuality
import Testing

@testable import Console
@testable import Steering

struct PlaceViewTests {
  static let place = AirBook.Place(id: 3, city: "", name: "A", point: nil)

  private func texts(_ language: Language) throws -> Texts {
    try Catalogue(folder: ConsoleResources.folder("Texts")).texts(in: language)
  }

  /// Days of PM2.5 from a first day on.
  private func daily(
    _ values: [Int64?], from first: CalendarDay = CalendarDay(year: 2024, month: 1, day: 1)
  ) throws -> DailyRecord {
    let days = try DailyValues(
      firstDay: first, published: values.map { $0.map { ExactDecimal($0) } })
    return DailyRecord(published: [.pm25: days])
  }

  private func view(
    _ daily: DailyRecord, hours: PollutantValues<HourlyValues> = [:], wind: HourlyWind? = nil,
    year: Int? = nil, month: Int? = nil, in language: Language = .zh
  ) throws -> PlaceView {
    let shown = PlaceYear(
      of: daily, hours: hours, wind: wind, year: year, month: month,
      today: CalendarDay(year: 2026, month: 6, day: 1))
    return PlaceView(
      PlaceBoard.Reading(places: [Self.place], place: Self.place, year: shown),
      texts: try texts(language))
  }

  @Test(arguments: [(2023, 365, 7), (2024, 366, 1), (2100, 365, 5), (2000, 366, 6)])
  func `a calendar has every day once, weeks from Monday on`(
    year: Int, count: Int, firstWeekday: Int
  ) throws {
    let first = CalendarDay(year: year, month: 1, day: 1)
    let calendar = try #require(
      try view(daily([Int64?](repeating: 40, count: count), from: first)).calendar)
    #expect(calendar.months.count == 12)
    let cells = calendar.months.flatMap(\.weeks).flatMap(\.cells)
    #expect(cells.count { $0.day != nil } == count)
    #expect(cells.count { $0.index != nil } == count)
    #expect(calendar.months.flatMap(\.weeks).allSatisfy { $0.cells.count == 7 })
    let week = try #require(calendar.months.first?.weeks.first)
    #expect(week.cells.prefix { $0.day == nil }.count == firstWeekday - 1)
    let february = calendar.months[1].weeks.flatMap(\.cells).compactMap(\.day)
    #expect(february == (1...(count - 337)).map { "\($0)" })
  }

  @Test func `the legend counts the days of each category and those without an index`() throws {
    let values: [Int64?] = [20, 35, 36, 75, 80, 120, 160, nil, 300, nil, 10]
    for (language, unit) in [(Language.zh, " 天"), (.en, " d")] {
      let calendar = try #require(try view(daily(values), in: language).calendar)
      #expect(calendar.legend.map(\.days) == [3, 2, 1, 1, 1, 1].map { "\($0)\(unit)" })
      #expect(calendar.missing == "2\(unit)")
    }
    let calendar = try #require(try view(daily(values)).calendar)
    let january = calendar.months[0].weeks.flatMap(\.cells)
    #expect(january.first?.label == "2024-01-01：AQI 29，优")
    #expect(january.count { $0.isAhead } == 20)
    #expect(january[3].label == "2024-01-04：AQI 100，良，首要污染物 PM2.5")
    #expect(january[7].label == "2024-01-08：无有效数据")
  }

  @Test func `a value is drawn against its limit, which lies in the middle`() throws {
    let view = try view(daily([Int64?](repeating: 70, count: 366)))
    let period = try #require(view.periods.first)
    let row = try #require(period.rows.first)
    #expect((row.value, row.limit, row.percent, row.bar) == ("70", "35", "200%", "100.0"))
    #expect(row.verdict == "超标 1.00 倍")
    #expect(row.href == "/air/places/3/figure?figure=mean&pollutant=pm25&period=2024")
    let strict = period.rows[1]
    #expect((strict.isStrict, strict.verdict, strict.percent) == (true, "达标", "93%"))
    #expect(strict.days == nil)
    #expect(row.days?.rate == "100.0%")
    #expect(row.change == nil)
  }

  @Test func `a change is told only on a year before that has enough days`() throws {
    let first = CalendarDay(year: 2022, month: 1, day: 1)
    let whole = [Int64?](repeating: 40, count: 365) + [Int64?](repeating: 30, count: 365)
    let full = try view(daily(whole, from: first)).periods[0].rows[0].change
    #expect(full?.text == "↓ 25.0%")
    #expect(full?.tone == "better")
    let month = [Int64?](repeating: nil, count: 31) + whole.dropFirst(31)
    #expect(try view(daily(month, from: first)).periods[0].rows[0].change?.text == "↓ 25.0% *")
    let gap = [Int64?](repeating: nil, count: 60) + whole.dropFirst(60)
    #expect(try view(daily(gap, from: first)).periods[0].rows[0].change == nil)
  }

  @Test func `what a period lacks is told once for pollutants that lack the same`() throws {
    let view = try view(daily([Int64?](repeating: 20, count: 60)), month: 2)
    #expect(view.periods.map(\.title) == ["2024年2月", "2024-01-01 至 2024-02-29"])
    #expect(view.periods[0].isProvisional)
    #expect(view.periods[0].lacks.map(\.text) == ["PM10、二氧化硫、二氧化氮、一氧化碳、臭氧：没有有效数据"])
    #expect(view.periods[0].verdicts.map(\.tone) == ["plain", "plain"])
  }

  @Test func `hours and wind are drawn with their numbers, in both languages`() throws {
    let first = CalendarDay(year: 2024, month: 3, day: 1)
    let count = 30 * 24
    let hours = HourlyValues(
      firstDay: first, decimals: 0,
      mantissas: (0..<count).map { $0 % 24 == 3 ? HourlyValues.missing : Int32(20 + $0 % 24) })
    let wind = HourlyWind(
      speed: HourlyValues(
        firstDay: first, decimals: 1, mantissas: (0..<count).map { $0 % 24 == 0 ? 0 : 21 }),
      direction: HourlyValues(
        firstDay: first, decimals: 0,
        mantissas: (0..<count).map { $0 % 24 == 0 ? HourlyValues.missing : $0 == 5 ? 180 : 45 }))
    let record = DailyRecord(of: [.pm25: hours])
    for (language, said) in [
      (Language.zh, "最多风向 东北（95.7%），静风 4.2%，缺测 0 小时"),
      (.en, "Mostly from NE (95.7 %); calm 4.2 %; 0 hours without wind data"),
    ] {
      let patterns = try view(
        record, hours: [.pm25: hours], wind: wind, month: 3, in: language
      ).patterns
      #expect(patterns.diurnal.count == 1)
      let chart = try #require(patterns.diurnal.first)
      #expect(chart.line?.count { $0 == "M" } == 2)
      #expect(chart.levels.first?.text == "0")
      #expect(patterns.diurnalTable.rows.count == 24)
      #expect(patterns.diurnalTable.rows[3].cells.first?.value == "—")
      #expect(patterns.diurnalTable.rows[4].cells.first?.value == "24.0")
      #expect(patterns.diurnalTable.rows[4].cells.first?.count == "30")
      #expect(patterns.weekly.first?.bars.count == 7)
      let winds = try #require(patterns.winds)
      #expect(winds.rose.said == said)
      #expect(winds.rose.petals.count == 2)
      #expect(winds.table.rows.count == 18)
      let pollution = try #require(winds.pollution.first)
      #expect(pollution.petals.count { $0.style == "rose-thin" } == 1)
      #expect(winds.pollutionTable?.rows.last?.cells.first?.value == "20.0")
    }
  }

  @Test(arguments: [
    (0.4, "0.1", 4.0), (0.41, "0.2", 3), (1, "0.5", 2), (7, "2", 4), (160, "50", 4), (0, "0.01", 1),
  ])
  func `a scale has few round steps`(largest: Double, step: String, count: Double) {
    let found = Drawing.step(reaching: largest)
    #expect(Drawing.plain(found) == step)
    #expect(max(1, (largest / found).rounded(.up)) == count)
  }

  @Test func `numbers of a drawing keep their sign`() {
    #expect(
      [-0.44, -0.06, 0, 12.25, -100].map(Drawing.number) == [
        "-0.4", "-0.1", "0.0", "12.3", "-100.0",
      ])
  }
}
