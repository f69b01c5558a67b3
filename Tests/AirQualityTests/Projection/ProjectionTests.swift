import AirQuality
import Testing

struct ProjectionTests {
  private static let first = CalendarDay(year: 2018, month: 1, day: 1)

  /// Three years: clean summers, dirty winters.
  private static let daily: [Double?] = (0..<1_096).map { day in
    let date = first.adding(days: day)
    return ([11, 12, 1, 2].contains(date.month) ? 60 : 20) + Double(day * 7 % 11)
  }

  private func project(
    _ statistic: Projection.Statistic, at origin: CalendarDay, year: Int = 2020,
    settings: Projection.Settings = .init(), daily: [Double?] = Self.daily
  ) -> Projection? {
    Projection(
      of: statistic, daily: daily, from: Self.first, in: .year(year), at: origin,
      settings: settings)
  }

  @Test func `knows that a dirty winter is still to come`() throws {
    let origin = CalendarDay(year: 2020, month: 11, day: 1)
    let projection = try #require(project(.mean, at: origin))
    let toDate = Self.daily[730..<(730 + 305)].compactMap(\.self).reduce(0, +) / 305
    #expect(projection.quantile(0.5) > toDate + 3)
    #expect(projection.quantile(0.1) < projection.quantile(0.9))
    #expect(projection.fan.map(\.day.description) == ["2020-11-30", "2020-12-31"])
    #expect(projection.fan.allSatisfy { $0.low <= $0.middle && $0.middle <= $0.high })
    #expect(projection.yearsOfHistory == 2)
  }

  @Test func `the nearer the end, the narrower the fan`() throws {
    let widths = try [3, 7, 11].map { month in
      let projection = try #require(
        project(.mean, at: CalendarDay(year: 2020, month: month, day: 1)))
      return projection.quantile(0.9) - projection.quantile(0.1)
    }
    #expect(widths[0] > widths[1])
    #expect(widths[1] > widths[2])
  }

  @Test func `what is over is certain`() throws {
    let after = CalendarDay(year: 2021, month: 1, day: 1)
    let projection = try #require(project(.mean, at: after))
    let mean = Self.daily[730..<1_096].compactMap(\.self).reduce(0, +) / 366
    #expect(abs(projection.quantile(0.5) - mean) < 1e-9)
    #expect(projection.finals.count == 1)
  }

  @Test func `a probability follows the target as it is stated`() throws {
    let origin = CalendarDay(year: 2020, month: 7, day: 1)
    let projection = try #require(project(.mean, at: origin))
    let middle = Int64(projection.quantile(0.5).rounded())
    func meets(_ target: Int64) -> Double {
      projection.probability(atMost: ExactDecimal(target), decimals: 0)
    }
    #expect(meets(middle - 20) == 0)
    #expect(meets(middle + 20) == 1)
    #expect(meets(middle - 1) <= meets(middle))
    #expect(meets(middle) <= meets(middle + 1))
    let good = try #require(project(.shareAtMost(50), at: origin))
    #expect(good.probability(atLeast: ExactDecimal(0), decimals: 1) == 1)
    #expect(good.quantile(0.5) > 60 && good.quantile(0.5) < 75)
  }

  @Test func `the same inputs give the same answer, another seed another`() {
    let origin = CalendarDay(year: 2020, month: 7, day: 1)
    let first = project(.percentile(90), at: origin)
    #expect(first != nil)
    #expect(project(.percentile(90), at: origin) == first)
    var settings = Projection.Settings()
    settings.seed = 1
    #expect(project(.percentile(90), at: origin, settings: settings) != first)
  }

  @Test func `without a year of history there is none`() {
    let origin = CalendarDay(year: 2018, month: 10, day: 1)
    #expect(project(.mean, at: origin, year: 2018) == nil)
    #expect(project(.mean, at: CalendarDay(year: 2019, month: 1, day: 1)) == nil)
    let empty = [Double?](repeating: nil, count: 1_096)
    #expect(
      project(.mean, at: CalendarDay(year: 2020, month: 7, day: 1), daily: empty) == nil)
  }

  @Test func `days without a value are passed over`() throws {
    var sparse = Self.daily
    for day in stride(from: 0, to: sparse.count, by: 3) { sparse[day] = nil }
    let origin = CalendarDay(year: 2020, month: 7, day: 1)
    let full = try #require(project(.mean, at: origin))
    let some = try #require(project(.mean, at: origin, daily: sparse))
    #expect(abs(full.quantile(0.5) - some.quantile(0.5)) < 3)
  }
}
