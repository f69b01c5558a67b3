import AirQuality
import Testing

struct AmbientStandardTests {
  static let limitFile = "standards/vectors/gb3095_limits.csv"

  static let substances: [String: AmbientStandard.Substance] = [
    "SO2": .so2, "NO2": .no2, "CO": .co, "O3": .o3, "PM10": .pm10, "PM2.5": .pm25, "TSP": .tsp,
    "NOx": .nox, "Pb": .lead, "BaP": .benzoapyrene,
  ]
  static let averagings: [String: AmbientStandard.Averaging] = [
    "annual": .year, "quarter": .quarter, "24h": .day, "1h": .hour, "mda8": .dailyMaximum8h,
  ]

  @Test(.enabled(if: Vectors.exists(limitFile), "\(Vectors.note(limitFile))"))
  func `carries every limit of every edition and no other`() throws {
    let rows = try Vectors.rows(Self.limitFile)
    #expect(rows.count == 62)
    var seen: [String: Int] = [:]
    for row in rows {
      let standards: [AmbientStandard] =
        switch (row["standard"]!, row["phase"]!) {
        case ("GB 3095-2012", _): [.gb3095of2012, .gb3095of2012amended]
        case (_, "transition"): [.gb3095of2026transition]
        case (_, "final"): [.gb3095of2026final]
        default: [.gb3095of2026transition, .gb3095of2026final]
        }
      let substance = try #require(Self.substances[row["pollutant"]!])
      let averaging = try #require(Self.averagings[row["averaging"]!])
      for standard in standards {
        seen[standard.id, default: 0] += 1
        for (zone, column) in [(AmbientStandard.ZoneClass.one, "class1"), (.two, "class2")] {
          #expect(
            standard.limit(of: substance, over: averaging, in: zone) == ExactDecimal(row[column]!),
            "\(standard.id) \(substance) \(averaging) \(zone)")
        }
      }
    }
    for standard in AmbientStandard.all { #expect(standard.limits.count == seen[standard.id]) }
  }

  @Test(arguments: [
    (2013, 1, 1, "GB 3095-2012"), (2018, 8, 31, "GB 3095-2012"),
    (2018, 9, 1, "GB 3095-2012 (2018)"), (2026, 2, 28, "GB 3095-2012 (2018)"),
    (2026, 3, 1, "GB 3095-2026 (transition)"), (2030, 12, 31, "GB 3095-2026 (transition)"),
    (2031, 1, 1, "GB 3095-2026 (final)"), (2040, 1, 1, "GB 3095-2026 (final)"),
  ])
  func `the day of observation chooses the edition`(year: Int, month: Int, day: Int, id: String) {
    #expect(AmbientStandard.inForce(on: CalendarDay(year: year, month: month, day: day)).id == id)
  }

  @Test func `sets no limit where the standard has none`() {
    #expect(AmbientStandard.gb3095of2012.limit(of: .co, over: .year) == nil)
    #expect(AmbientStandard.gb3095of2012.limit(of: .o3, over: .year) == nil)
    #expect(AmbientStandard.gb3095of2012.limit(of: .pm25, over: .hour) == nil)
  }

  @Test func `each edition follows the one before without a gap`() {
    for (before, after) in zip(AmbientStandard.all, AmbientStandard.all.dropFirst()) {
      #expect(before.lastDay?.adding(days: 1) == after.firstDay)
    }
  }
}
