import Seeds
import Testing

@testable import AirQuality

struct PatternTests {
  static let year = AssessmentPeriod.year(2021)
  static let first = CalendarDay(year: 2021, month: 1, day: 1)

  /// A year of hours between 0 and 300, one in nine missing.
  private func hours(seed: UInt64, most: Int32 = 3_000) -> [Int32] {
    var generator = SeededGenerator(seed: seed)
    return (0..<365 * 24).map { _ in
      Int.random(in: 0..<9, using: &generator) == 0
        ? HourlyValues.missing : Int32.random(in: 0...most, using: &generator)
    }
  }

  private func values(_ mantissas: [Int32], from day: CalendarDay = first) -> HourlyValues {
    HourlyValues(firstDay: day, decimals: 1, mantissas: mantissas)
  }

  @Test func `the counts of a diurnal pattern are the hours with a value`() {
    let mantissas = hours(seed: 1)
    let pattern = DiurnalPattern(of: values(mantissas), in: Self.year)
    #expect(pattern.hours.count == 24)
    #expect(
      pattern.hours.reduce(0) { $0 + $1.count } == mantissas.count { $0 != HourlyValues.missing })
    let summer = DiurnalPattern(of: values(mantissas), in: .quarter(3, of: 2021))
    #expect(summer.hours.allSatisfy { $0.count <= 92 })
    #expect(
      DiurnalPattern(of: values(mantissas), in: .year(2020)).hours
        == Array(repeating: PatternMean(mean: nil, count: 0), count: 24))
  }

  @Test func `the order of days does not change a diurnal pattern`() {
    let mantissas = hours(seed: 2)
    var generator = SeededGenerator(seed: 3)
    let shuffled = (0..<365).shuffled(using: &generator).flatMap { day in
      mantissas[day * 24..<day * 24 + 24]
    }
    #expect(
      DiurnalPattern(of: values(mantissas), in: Self.year)
        == DiurnalPattern(of: values(Array(shuffled)), in: Self.year))
  }

  @Test func `an even series has flat patterns, exactly`() throws {
    let even = values([Int32](repeating: 123, count: 365 * 24))
    let third = ExactFraction(123, over: 10)
    #expect(DiurnalPattern(of: even, in: Self.year).hours.allSatisfy { $0.mean == third })
    let weekly = WeeklyPattern(of: even.dailyMeans(), in: Self.year)
    #expect(weekly.days.map(\.mean) == Array(repeating: third, count: 7))
    // 2021 begins and ends on a Friday.
    #expect(weekly.days.map(\.count) == [52, 52, 52, 52, 53, 52, 52])
  }

  @Test func `a diurnal mean is the mean of its hour alone`() throws {
    var texts = [String](repeating: "", count: 72)
    (texts[5], texts[29], texts[6]) = ("10", "11.1", "40")
    let pattern = DiurnalPattern(of: try .sample(texts), in: Self.year)
    #expect(pattern.hours[5] == PatternMean(mean: ExactFraction(211, over: 20), count: 2))
    #expect(pattern.hours[6] == PatternMean(mean: ExactFraction(40), count: 1))
    #expect(pattern.hours[7] == PatternMean(mean: nil, count: 0))
  }

  @Test func `a week begins on Monday`() throws {
    // 2021-01-01 is a Friday.
    let days = try DailyValues.sample(["50", "60", "70", "10", "", "30", "40", "52"])
    let weekly = WeeklyPattern(of: days, in: Self.year)
    #expect(
      weekly.days.map(\.mean)
        == [10, nil, 30, 40, 51, 60, 70].map { (whole: Int128?) in whole.map { ExactFraction($0) } }
    )
    #expect(weekly.days.map(\.count) == [1, 0, 1, 1, 2, 1, 1])
  }

  @Test(arguments: [
    ("0", WindSector.n), ("360", .n), ("11.25", .n), ("11.26", .nne), ("22.5", .nne),
    ("33.75", .nne), ("33.7501", .ne), ("90", .e), ("180", .s), ("270", .w), ("348.75", .nnw),
    ("348.76", .n), ("326.25", .nw),
  ])
  func `the edge of a sector belongs to the one before it`(text: String, sector: WindSector) throws
  {
    #expect(WindSector(degrees: try #require(ExactDecimal(text))) == sector)
  }

  @Test func `a sector's middle lies in it, and what is no direction has none`() {
    for sector in WindSector.allCases {
      #expect(WindSector(degrees: sector.degrees) == sector)
    }
    #expect(WindSector(degrees: ExactDecimal(3_601, scale: 1)) == nil)
    #expect(WindSector(degrees: ExactDecimal(-1, scale: 1)) == nil)
  }

  @Test(arguments: [
    ("0", nil), ("0.2", nil), ("0.29", nil), ("0.3", 0), ("1.5", 0), ("1.51", 1), ("1.6", 1),
    ("3.3", 1), ("3.4", 2), ("5.4", 2), ("7.9", 3), ("8", 4), ("40", 4),
  ])
  func `speeds fall into the classes of the wind scale`(text: String, index: Int?) throws {
    #expect(
      WindRose.SpeedClasses.beaufort.index(of: try #require(ExactDecimal(text))) == index)
  }

  @Test func `every hour of the period is in the rose once`() {
    let wind = HourlyWind(
      speed: values(hours(seed: 4, most: 120)), direction: values(hours(seed: 5, most: 3_600)))
    let rose = WindRose(of: wind, in: Self.year)
    #expect(rose.measured + rose.missing == 8_760)
    #expect(rose.calm > 0 && rose.missing > 0)
    #expect(WindSector.allCases.reduce(rose.calm) { $0 + rose.hours(from: $1) } == rose.measured)
    let longer = WindRose(of: wind, in: .days(Self.first, through: Self.first.adding(days: 399)))
    #expect(longer.missing == rose.missing + 35 * 24)
    #expect(longer.counts == rose.counts)
    let shares = WindSector.allCases.compactMap { rose.share(of: rose.hours(from: $0)) }
    #expect(shares.count == 16)
    #expect(abs(shares.reduce(0) { $0 + $1.approximate } - 100) < 20)
  }

  @Test func `wind without a direction is missing, calm without one is calm`() throws {
    let wind = HourlyWind(
      speed: try .sample(["0.1", "2", "2", "", "9"]),
      direction: try .sample(["", "", "45", "45", "360"]))
    let rose = WindRose(of: wind, in: .day(Self.first))
    #expect((rose.calm, rose.missing, rose.measured) == (1, 21, 3))
    #expect(rose.counts[WindSector.ne.rawValue] == [0, 1, 0, 0, 0])
    #expect(rose.counts[WindSector.n.rawValue] == [0, 0, 0, 0, 1])
    #expect(rose.prevailing == .n)
    #expect(rose.share(of: 1)?.description == "33.3")
    let still = WindRose(of: wind, in: .day(Self.first.adding(days: 1)))
    #expect((still.prevailing, still.missing, still.share(of: 0)) == (nil, 24, nil))
  }

  @Test func `speeds and directions that begin on different days are told apart`() throws {
    let directions = [String](repeating: "90", count: 24) + [String](repeating: "270", count: 24)
    let wind = HourlyWind(
      speed: try .sample([String](repeating: "3", count: 24), from: Self.first.adding(days: 1)),
      direction: try .sample(directions))
    let rose = WindRose(of: wind, in: Self.year)
    #expect(rose.hours(from: .w) == 24)
    #expect(rose.hours(from: .e) == 0)
  }

  @Test func `a pollution rose parts the hours of the series and weighs back to its mean`() throws {
    let wind = HourlyWind(
      speed: values(hours(seed: 6, most: 40)), direction: values(hours(seed: 7, most: 3_600)))
    let series = values(hours(seed: 8))
    let rose = PollutionRose(of: series, wind: wind, in: Self.year)
    let parts = rose.sectors + [rose.calm]
    #expect(
      parts.reduce(rose.withoutWind) { $0 + $1.count }
        == series.mantissas.count { $0 != HourlyValues.missing })
    let even = values([Int32](repeating: 250, count: 365 * 24))
    let flat = PollutionRose(of: even, wind: wind, in: Self.year)
    #expect((flat.sectors + [flat.calm]).allSatisfy { $0.mean == ExactFraction(25) })
  }

  @Test func `a sector of few hours is thin`() throws {
    let wind = HourlyWind(
      speed: try .sample(["2", "2", "2", "0.1"]), direction: try .sample(["90", "90", "180", ""]))
    let rose = PollutionRose(
      of: try .sample(["10", "11", "40", "70"]), wind: wind, in: Self.year, leastHours: 2)
    #expect(rose.sectors[WindSector.e.rawValue].mean == ExactFraction(21, over: 2))
    #expect(!rose.isThin(.e))
    #expect(rose.isThin(.s) && rose.isThin(.n))
    #expect(rose.calm == PatternMean(mean: ExactFraction(70), count: 1))
  }

  @Test func `every number of a pattern is what its inputs give`() throws {
    let values = values(hours(seed: 21), from: Self.first.adding(days: -3))
    // Wind that begins later and ends earlier than the concentrations, with calm and gaps.
    func wind(seed: UInt64, most: Int32, decimals: Int) -> HourlyValues {
      HourlyValues(
        firstDay: Self.first.adding(days: 5), decimals: decimals,
        mantissas: Array(hours(seed: seed, most: most).prefix(300 * 24)))
    }
    let wind = HourlyWind(
      speed: wind(seed: 22, most: 99, decimals: 1),
      direction: wind(seed: 23, most: 360, decimals: 0))
    for period in [Self.year, .month(5, of: 2021), .year(1999)] {
      for (hour, mean) in DiurnalPattern(of: values, in: period).hours.enumerated() {
        let inputs = PatternInputs(ofHour: hour, of: values, in: period)
        #expect(inputs.mean == mean.mean && inputs.inputs.count == mean.count)
      }
      let days = values.dailyMeans()
      for (day, mean) in WeeklyPattern(of: days, in: period).days.enumerated() {
        let inputs = PatternInputs(ofWeekday: day + 1, of: days, in: period)
        #expect(inputs.mean == mean.mean && inputs.inputs.count == mean.count)
      }
      let rose = WindRose(of: wind, in: period)
      let pollution = PollutionRose(of: values, wind: wind, in: period)
      for sector in WindSector.allCases {
        for (speedClass, hours) in rose.counts[sector.rawValue].enumerated() {
          let inputs = PatternInputs(
            of: .sector(sector, speedClass: speedClass), wind: wind, in: period)
          #expect(inputs.inputs.count == hours)
        }
        let part = PatternPart.sector(sector, speedClass: nil)
        let inputs = PatternInputs(of: part, values: values, wind: wind, in: period)
        #expect(inputs.mean == pollution.sectors[sector.rawValue].mean)
        #expect(inputs.inputs.count == pollution.sectors[sector.rawValue].count)
      }
      #expect(PatternInputs(of: .calm, wind: wind, in: period).inputs.count == rose.calm)
      #expect(
        PatternInputs(of: .calm, values: values, wind: wind, in: period).mean
          == pollution.calm.mean)
    }
  }
}
