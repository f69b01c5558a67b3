import AirQuality
import Seeds
import Testing

struct DailyValuesTests {
  @Test func `a daily mean is exact and needs twenty hours`() throws {
    let hours = Array(repeating: "10", count: 19) + ["11"] + Array(repeating: "", count: 4)
    let enough = try HourlyValues.sample(hours).dailyMeans()
    #expect(enough[0] == ExactFraction(201, over: 20))
    #expect(enough.counts == [20])
    let few = try HourlyValues.sample(Array(hours.dropFirst()) + [""]).dailyMeans()
    #expect(few[0] == nil)
    #expect(few.counts == [19])
  }

  @Test(arguments: 1...24) func `a mean of any count of hours is exact`(count: Int) throws {
    let hours = (0..<24).map { $0 < count ? "\($0 * 7 % 11).\($0 % 10)" : "" }
    var minimum = DataMinimum.gb3095
    minimum.hoursOfDay = 1
    let mean = try HourlyValues.sample(hours).dailyMeans(minimum: minimum)[0]
    let expected = ExactFraction(
      meanOf: hours.prefix(count).compactMap { ExactDecimal($0).map { ExactFraction($0) } })
    #expect(mean == expected)
  }

  @Test func `O3 takes the largest running mean that lies within the day`() throws {
    // Yesterday's night is high; the windows that reach into it do not count today.
    var hours = Array(repeating: "300", count: 24) + Array(repeating: "80", count: 24)
    hours[24 + 15] = "120"
    let values = try HourlyValues.sample(hours)
    #expect(values.dailyMaximum8h(limit: nil)[1] == ExactFraction(85))
    #expect(
      values.dailyMaximum8h(limit: nil, window: .endingInDay)[1]
        == ExactFraction(7 * 300 + 80, over: 8))
    #expect(values.dailyMaximum8h(limit: nil).counts[1] == 17)
  }

  @Test func `O3 with few running means counts only where it is above the limit`() throws {
    func day(_ value: String) -> [String] {
      (0..<24).map { $0 < 16 ? value : "" }
    }
    let limit = ExactDecimal(160)
    let low = try HourlyValues.sample(day("160"))
    // Windows that end from 08 to 18 have six hours: 11 of them.
    #expect(low.dailyMaximum8h(limit: limit).counts == [11])
    #expect(low.dailyMaximum8h(limit: limit)[0] == nil)
    let high = try HourlyValues.sample(day("160.1"))
    #expect(high.dailyMaximum8h(limit: limit)[0] == ExactFraction(1601, over: 10))
    #expect(high.dailyMaximum8h(limit: nil)[0] == nil)
  }

  @Test func `a running mean needs six of its eight hours`() throws {
    let hours = ["10", "", "20", "30", "", "40", "50", "60"] + Array(repeating: "", count: 16)
    let means = try HourlyValues.sample(hours).running8hMeans()
    #expect(means[7] == ExactFraction(35))
    #expect(means[6] == nil)
    #expect(means[8] == nil)
  }

  @Test func `a city's day is the mean of its valid stations when enough are valid`() throws {
    let stations = try [["10", "20"], ["11", ""], ["13", ""], ["", "30"]].map {
      try DailyValues.sample($0)
    }
    let city = try #require(DailyValues(meanOver: stations))
    #expect(city[0] == ExactFraction(34, over: 3))
    #expect(city[1] == nil)
    #expect(city.counts == [3, 2])
    let half = try #require(
      DailyValues(meanOver: stations, share: StationShare(percent: 50, percentOfFew: 50)))
    #expect(half[1] == ExactFraction(25))
  }

  @Test func `stations that begin on different days meet on the calendar`() throws {
    let later = try DailyValues.sample(["30"], from: CalendarDay(year: 2021, month: 1, day: 3))
    let city = try #require(
      DailyValues(
        meanOver: [try .sample(["10", "20", "40"]), later],
        share: StationShare(percent: 50, percentOfFew: 50)))
    #expect(city.firstDay == CalendarDay(year: 2021, month: 1, day: 1))
    #expect((0..<3).map { city[$0] } == [ExactFraction(10), ExactFraction(20), ExactFraction(35)])
  }

  @Test func `the order of stations does not matter`() throws {
    var generator = SeededGenerator(seed: 3)
    let stations = try (0..<7).map { _ in
      try DailyValues.sample(
        (0..<40).map { _ in
          Bool.random(using: &generator) ? "\(Int.random(in: 0...300, using: &generator))" : ""
        })
    }
    let first = DailyValues(meanOver: stations)
    #expect(first != nil)
    #expect(DailyValues(meanOver: stations.shuffled(using: &generator)) == first)
  }

  @Test func `a value that cannot be kept is refused and changes nothing`() throws {
    var values = try HourlyValues.sample(["12.5"])
    #expect(throws: ValueFault.negative(ExactDecimal(-1))) {
      try values.set(ExactDecimal(-1), at: 0)
    }
    #expect(throws: ValueFault.tooFine(ExactDecimal(1255, scale: 2), decimals: 1)) {
      try values.set(ExactDecimal(1255, scale: 2), at: 0)
    }
    #expect(throws: ValueFault.tooLarge(ExactDecimal(Int64.max / 10))) {
      try values.set(ExactDecimal(Int64.max / 10), at: 0)
    }
    #expect(values[0] == ExactDecimal(125, scale: 1))
    #expect(throws: ValueFault.negative(ExactDecimal(-5))) {
      try DailyValues.sample(["10", "-5"])
    }
  }

  @Test func `excluded hours leave the particles and nothing else`() throws {
    let hours = Array(repeating: "500", count: 4) + Array(repeating: "50", count: 20)
    let values = try HourlyValues.sample(hours)
    let sand = ExcludedHours([
      ExcludedHours.Span(
        firstDay: values.firstDay, firstHour: 0, lastDay: values.firstDay, lastHour: 3)
    ])
    let rest = sand.applied(to: values, of: .pm10)
    #expect(rest.leftOut == 4)
    #expect(rest.values.dailyMeans()[0] == ExactFraction(50))
    #expect(sand.applied(to: values, of: .so2).leftOut == 0)
    #expect(values.dailyMeans()[0] == ExactFraction(125))
  }
}
