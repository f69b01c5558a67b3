import AirQuality
import Seeds
import Testing

struct ExplanationTests {
  static let start = CalendarDay(year: 2021, month: 1, day: 1)

  private func statistic(
    _ statistic: PeriodAssessment.Statistic, of values: DailyValues,
    _ pollutant: Pollutant = .pm25, in period: AssessmentPeriod? = nil
  ) throws -> StatisticExplanation {
    let inputs = FigureInputs(record: DailyRecord(published: [pollutant: values]))
    let period = period ?? .days(values.firstDay, through: values.lastDay)
    let figure = Figure.statistic(pollutant, statistic, period)
    guard case .statistic(let opened) = Explanation(of: figure, from: inputs) else {
      throw Unexpected()
    }
    return opened
  }

  private func index(_ inputs: FigureInputs, on day: CalendarDay) throws -> IndexExplanation {
    guard case .index(let opened) = Explanation(of: .index(day), from: inputs) else {
      throw Unexpected()
    }
    return opened
  }

  private struct Unexpected: Error {}

  @Test(
    .enabled(
      if: Vectors.exists(PeriodTests.percentileFile), "\(Vectors.note(PeriodTests.percentileFile))")
  )
  func `a percentile lies between the two ordered days at k`() throws {
    for row in try Vectors.rows(PeriodTests.percentileFile) {
      let values = try DailyValues.sample(try PeriodTests.series(row["series"]!).shuffled())
      let percent = try #require(Int(row["percentile"]!))
      let opened = try statistic(.percentile(percent), of: values)
      let rank = try #require(opened.rank)
      let position = try #require(ExactDecimal(row["k"]!))
      let expected = try #require(ExactDecimal(row["expected"]!))
      #expect(rank.position == ExactFraction(position), "\(row)")
      #expect(rank.count == Int(row["n"]!))
      let (whole, rest) = (rank.position.roundedDown ?? 0, rank.position)
      #expect(rank.lower.rank == whole)
      #expect(values[rank.lower.day] == rank.lower.value)
      if let upper = rank.upper {
        #expect(upper.rank == whole + 1)
        #expect(values[upper.day] == upper.value)
        let share = try #require(rest.subtracting(ExactFraction(Int128(whole))))
        let rise = try #require(upper.value.subtracting(rank.lower.value)?.multiplied(by: share))
        #expect(rank.lower.value.adding(rise) == opened.exact)
      } else {
        #expect(rank.lower.value == opened.exact)
      }
      #expect(opened.exact == ExactFraction(expected))
    }
  }

  @Test(.enabled(if: Vectors.exists(vectorFile), "\(Vectors.note(vectorFile))"))
  func `the breakpoints around a value give its index, rounded up`() throws {
    var judged = 0
    for row in try Vectors.rows(Self.vectorFile) {
      let item = try #require(Vectors.item(row["item"]!))
      let table = try #require(Vectors.edition(row["standard"]!)?.tables[item])
      let given = try #require(ExactDecimal(row["concentration"]!))
      let value = given.rounded(to: row["item"]!.hasPrefix("CO") ? 1 : 0)
      guard let segment = table.segment(of: value) else {
        #expect(value > ExactDecimal(Int64(table.concentrations[table.concentrations.count - 1])))
        continue
      }
      judged += 1
      #expect(ExactDecimal(Int64(segment.concentrationLow)) <= value)
      #expect(value <= ExactDecimal(Int64(segment.concentrationHigh)))
      #expect(segment.exactIndex(of: value)?.roundedUp == Int(row["expected_iaqi"]!), "\(row)")
    }
    #expect(judged > 500)
  }

  private static let vectorFile = "standards/vectors/iaqi_vectors.csv"

  @Test(
    .enabled(
      if: Vectors.exists(CompositeIndexTests.publishedFile),
      "\(Vectors.note(CompositeIndexTests.publishedFile))"))
  func `a composite index opens to the single indices it adds`() throws {
    for row in try Vectors.rows(CompositeIndexTests.publishedFile) {
      var values = PollutantValues<DailyValues>()
      for (pollutant, column) in CompositeIndexTests.columns {
        values[pollutant] = try DailyValues.sample([row[column]!])
      }
      let inputs = FigureInputs(record: DailyRecord(published: values))
      let figure = Figure.composite(.day(Self.start))
      guard case .composite(let opened) = Explanation(of: figure, from: inputs) else { continue }
      #expect(opened.index?.total == ExactDecimal(row["sum_of_2dp_half_even"]!), "\(row["case"]!)")
      for part in opened.parts {
        #expect(part.single == ExactDecimal(row["i_\(part.pollutant.rawValue)"]!))
        #expect(part.quotient?.rounded(to: 2) == part.single)
        #expect(
          Explanation(of: part.figure(in: opened.period), from: inputs).stated == part.stated)
      }
    }
  }

  @Test func `without a pollutant there is no composite index, and it is named`() throws {
    let inputs = FigureInputs(
      record: DailyRecord(published: [.pm25: try .sample(["35", "40"])]))
    let figure = Figure.composite(.days(Self.start, through: Self.start.adding(days: 1)))
    guard case .composite(let opened) = Explanation(of: figure, from: inputs) else {
      throw Unexpected()
    }
    #expect(opened.index == nil)
    #expect(opened.missing == [.pm10, .so2, .no2, .co, .o3])
    #expect(opened.parts[0].stated == ExactDecimal(38))
  }

  @Test func `a mean tells its sum, its days and what it lacks`() throws {
    let opened = try statistic(
      .mean, of: try .sample(["10", "", "15"]), in: .month(1, of: 2021))
    #expect(opened.exact == ExactFraction(25, over: 2))
    #expect(opened.sum == ExactFraction(25))
    #expect(opened.stated == ExactDecimal(12))
    #expect((opened.coverage.validDays, opened.coverage.days) == (2, 31))
    #expect(
      opened.coverage.lacks == [.daysOfMonth(year: 2021, month: 1, found: 2, needed: 27)])
    #expect(opened.days[0].content == .counted(ExactFraction(10), .figure))
    #expect(opened.leftOut.count == 29)
    #expect(opened.leftOut.allSatisfy { $0.why == .notMeasured })
    #expect(opened.item?.limit == ExactDecimal(35))
    #expect(opened.validity == Clause("GB 3095-2012 (2018)", .table("4")))
  }

  /// Two days of hours of one pollutant; the second has as many as `count`.
  private func hours(count: Int) throws -> HourlyValues {
    try .sample((0..<48).map { $0 < 24 + count ? "\(20 + $0 % 7).5" : "" })
  }

  @Test(arguments: [
    (0, DayInput.Content.leftOut(.notMeasured)), (19, .leftOut(.tooFew(found: 19, needed: 20))),
  ])
  func `a day without a value says how many hours it had`(
    count: Int, content: DayInput.Content
  ) throws {
    let hours: PollutantValues<HourlyValues> = [.pm25: try hours(count: count)]
    let inputs = FigureInputs(record: DailyRecord(of: hours), hours: [hours])
    let day = Self.start.adding(days: 1)
    let opened = try index(inputs, on: day)
    #expect(opened.parts[0].input.content == content)
    #expect(opened.parts[1].leftOut == .notMeasured)
    #expect(opened.index == nil)
    #expect(opened.parts[0].hours.compactMap(\.self).count == count)
  }

  @Test func `a day of hours opens to all twenty-four`() throws {
    let hours: PollutantValues<HourlyValues> = [.pm25: try hours(count: 20)]
    let record = DailyRecord(of: hours)
    let opened = try index(
      FigureInputs(record: record, hours: [hours]), on: Self.start.adding(days: 1))
    let part = opened.parts[0]
    let value = try #require(record.values[.pm25]?[Self.start.adding(days: 1)])
    #expect(part.input.content == .counted(value, .hours(20)))
    #expect(part.hours.count == 24)
    #expect(ExactFraction(meanOf: part.hours.compactMap { $0.map { ExactFraction($0) } }) == value)
    #expect(part.exactIAQI?.roundedUp == opened.index?.iaqi[.pm25])
    #expect(opened.method == Clause("HJ 633-2012", .table("1"), .section("6.2")))
  }

  @Test func `a published day does not pass for one of its hours`() throws {
    let hours: PollutantValues<HourlyValues> = [.pm25: try hours(count: 24)]
    let record = DailyRecord(published: [.pm25: try .sample(["90", "90"])])
    let part = try index(FigureInputs(record: record, hours: [hours]), on: Self.start).parts[0]
    #expect(part.input.content == .counted(ExactFraction(90), .figure))
    #expect(part.hours.isEmpty)
  }

  @Test func `the daily value of O3 names the hour its eight end at`() throws {
    var texts = Array(repeating: "40", count: 24)
    for hour in 10...17 { texts[hour] = "160" }
    texts[2] = ""
    let hours: PollutantValues<HourlyValues> = [.o3: try .sample(texts)]
    let inputs = FigureInputs(record: DailyRecord(of: hours), hours: [hours])
    let part = try index(inputs, on: Self.start).parts[5]
    #expect(part.runningMeans.map(\.endsAt) == Array(8...24))
    #expect(part.largestRunningMean?.endsAt == 18)
    #expect(part.largestRunningMean?.mean == part.input.value)
    #expect(part.runningMeans.first?.hours == 7)
    #expect(part.input.content == .counted(ExactFraction(160), .runningMeans(17)))
  }

  @Test func `O3 above a table that ends is left out and says so`() throws {
    let inputs = FigureInputs(record: DailyRecord(published: [.o3: try .sample(["801"])]))
    #expect(try index(inputs, on: Self.start).parts[5].leftOut == .aboveTable)
  }

  @Test func `hours that a list of sand-dust took are told as such`() throws {
    let list = ExcludedHours([
      .init(
        firstDay: Self.start, firstHour: 20, lastDay: Self.start.adding(days: 1), lastHour: 9)
    ])
    let rest = list.applied(to: try hours(count: 24), of: .pm25).values
    let hours: PollutantValues<HourlyValues> = [.pm25: rest]
    let inputs = FigureInputs(record: DailyRecord(of: hours), hours: [hours], excluded: list)
    #expect(
      try index(inputs, on: Self.start.adding(days: 1)).parts[0].leftOut == .excluded(hours: 10))
    let first = try #require(inputs.record.values[.pm25]?[Self.start])
    #expect(
      try index(inputs, on: Self.start).parts[0].input.content == .counted(first, .hours(20)))
  }

  @Test func `every stated value is the library's own`() throws {
    var random = SeededGenerator(seed: 20)
    for _ in 0..<40 {
      let start = CalendarDay(year: 2026, month: 2, day: Int.random(in: 1...28, using: &random))
      var hours = PollutantValues<HourlyValues>()
      for pollutant in Pollutant.allCases where Int.random(in: 0..<8, using: &random) > 0 {
        let gaps = Int.random(in: 0..<6, using: &random)
        hours[pollutant] = try .sample(
          (0..<20 * 24).map { _ in
            Int.random(in: 0..<20, using: &random) < gaps
              ? "" : "\(Int.random(in: 0...(pollutant == .co ? 9 : 250), using: &random)).5"
          }, from: start)
      }
      let record = DailyRecord(of: hours)
      let inputs = FigureInputs(record: record, hours: [hours])
      let period = AssessmentPeriod.days(
        start.adding(days: Int.random(in: -5...5, using: &random)),
        through: start.adding(days: Int.random(in: 6...25, using: &random)))
      check(inputs, in: period)
    }
  }

  private func check(_ inputs: FigureInputs, in period: AssessmentPeriod) {
    let record = inputs.record
    let assessment = PeriodAssessment(of: record.values, in: period)
    for item in assessment.items {
      let figure = Figure.statistic(item.pollutant, item.statistic, period)
      let opened = Explanation(of: figure, from: inputs)
      #expect(opened.stated == item.stated)
      guard case .statistic(let statistic) = opened else { continue }
      #expect(statistic.exact == item.value)
      #expect(statistic.days.count == period.dayCount)
      #expect(statistic.days.count { $0.value != nil } == statistic.coverage.validDays)
    }
    #expect(
      Explanation(of: .composite(period), from: inputs).stated
        == CompositeIndex(of: assessment)?.total)
    #expect(
      Explanation(of: .goodDays(period), from: inputs).stated
        == GoodDays(period.days.map { record.index(on: $0)?.aqi }).ratio)
    for day in period.days {
      guard case .index(let opened) = Explanation(of: .index(day), from: inputs) else { continue }
      #expect(opened.index == record.index(on: day))
      for part in opened.parts {
        #expect(part.judgement?.iaqi == opened.index?.iaqi[part.pollutant])
        if let exact = part.exactIAQI { #expect(exact.roundedUp == part.judgement?.iaqi) }
        #expect((part.leftOut == nil) == (part.judgement != nil))
        if part.pollutant == .o3, part.input.value != nil {
          #expect(part.largestRunningMean?.mean == part.input.value)
        }
      }
    }
  }
}
