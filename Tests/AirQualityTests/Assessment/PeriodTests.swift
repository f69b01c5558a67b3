import AirQuality
import Testing

struct PeriodTests {
  static let percentileFile = "standards/vectors/percentile_vectors.csv"
  static let validityFile = "standards/vectors/data_validity.csv"

  @Test(.enabled(if: Vectors.exists(percentileFile), "\(Vectors.note(percentileFile))"))
  func `gives the percentile of every vector`() throws {
    let rows = try Vectors.rows(Self.percentileFile)
    #expect(rows.count == 18)
    for row in rows {
      let series = try Self.series(row["series"]!)
      #expect(series.count == Int(row["n"]!), "\(row["id"]!)")
      let values = try DailyValues.sample(series.shuffled())
      let period = AssessmentPeriod.days(values.firstDay, through: values.lastDay)
      let percent = try #require(Int(row["percentile"]!))
      let expected = try #require(ExactDecimal(row["expected"]!))
      #expect(
        values.percentile(percent, in: period) == ExactFraction(expected), "\(row["id"]!)")
    }
  }

  /// `1..365`, `10,20,..,100`, `329 days at 60 then 36 days at 200`, or the values themselves.
  static func series(_ text: String) throws -> [String] {
    if let match = text.firstMatch(of: /(\d+) days at (\d+) then (\d+) days at (\d+)/) {
      return Array(repeating: String(match.2), count: try #require(Int(match.1)))
        + Array(repeating: String(match.4), count: try #require(Int(match.3)))
    }
    if text.hasPrefix("10,20,..,100") { return (1...10).map { "\($0 * 10)" } }
    if let match = text.firstMatch(of: /^(\d+)\.\.(\d+)/) {
      return (try #require(Int(match.1))...(try #require(Int(match.2)))).map { "\($0)" }
    }
    if let match = text.firstMatch(of: /^single value (\d+)/) { return [String(match.1)] }
    return text.prefix { $0 != "(" }.split(separator: ",").map { $0.filter { $0 != " " } }
  }

  @Test(.enabled(if: Vectors.exists(validityFile), "\(Vectors.note(validityFile))"))
  func `asks for as much data as the standard does`() throws {
    let minimum = DataMinimum.gb3095
    let expected: [String: Int] = [
      "minutes sampled in the hour": minimum.minutesOfHour,
      "hourly means in the 8 h": minimum.hoursOf8h,
      "8 h means in the day (2012/2013: those ending 08-24)": minimum.running8hOfDay,
      "hourly means (or hours sampled)": minimum.hoursOfDay,
      "daily means in the month (not February)": minimum.daysOfMonth,
      "daily means in February": minimum.daysOfFebruary,
      "daily means in the year": minimum.daysOfYear,
    ]
    let rows = try Vectors.rows(Self.validityFile)
    var judged = 0
    for row in rows {
      // TSP, BaP and Pb are sampled by hand for a few days a month; no monitor here reports them.
      guard let value = expected[row["rule"]!] else {
        #expect(["TSP,BaP,Pb", "Pb"].contains(row["pollutants"]!))
        continue
      }
      judged += 1
      #expect(String(value) == row["minimum"]!, "\(row["rule"]!)")
    }
    #expect(judged == expected.count)
  }

  private static func year(missing: (Int) -> Bool) throws -> DailyValues {
    try DailyValues.sample((0..<365).map { missing($0) ? "" : "30" })
  }

  @Test func `a year is valid with 324 days and 27 in each month`() throws {
    let year = AssessmentPeriod.year(2021)
    // One day missing in each month but for a second in January and in March.
    let full = try Self.year { _ in false }.coverage(of: year)
    #expect(full.isValid)
    #expect(full.validDays == 365)
    let short = try Self.year { (0..<5).contains($0) }.coverage(of: year)
    #expect(short.lacks == [.daysOfMonth(year: 2021, month: 1, found: 26, needed: 27)])
    let february = try Self.year { (31..<35).contains($0) }.coverage(of: year)
    #expect(february.lacks == [.daysOfMonth(year: 2021, month: 2, found: 24, needed: 25)])
    // Every month keeps its 27 (February its 25), the year does not keep its 324.
    var left: [Int: Int] = [:]
    let sparse = try Self.year { day in
      let date = CalendarDay(year: 2021, month: 1, day: 1).adding(days: day)
      left[date.month, default: 0] += 1
      return left[date.month, default: 0] > DataMinimum.gb3095.days(ofMonth: date.month)
    }.coverage(of: year)
    #expect(sparse.lacks == [.daysOfYear(found: 322, needed: 324)])
    #expect(try Self.year { _ in true }.coverage(of: year).lacks == [.nothingMeasured])
  }

  @Test func `a running year judges the months that are whole`() throws {
    let values = try Self.year { (0..<6).contains($0) || (40..<60).contains($0) }
    let period = try #require(AssessmentPeriod("2021-01-01..2021-02-15"))
    #expect(
      values.coverage(of: period).lacks == [
        .daysOfMonth(year: 2021, month: 1, found: 25, needed: 27)
      ])
  }

  @Test func `both readings stand side by side`() throws {
    // PM2.5 averages 30 within 35, but its 95th percentile is above 75.
    let pm25 = try DailyValues.sample((0..<365).map { $0 < 20 ? "90" : "26" })
    var daily = PollutantValues<DailyValues> { pollutant in
      pollutant == .pm25
        ? pm25
        : try? DailyValues.sample(Array(repeating: pollutant == .co ? "0.5" : "10", count: 365))
    }
    let assessment = PeriodAssessment(of: daily, in: .year(2021))
    #expect(assessment.standard == "GB 3095-2012 (2018)")
    #expect(assessment.rules == "HJ 663-2013")
    #expect(assessment.attainsAsBulletin == true)
    #expect(assessment.attainsStrictly == false)
    #expect(assessment.isValid)
    let percentile = try #require(assessment.item(.pm25, .percentile(95)))
    #expect(percentile.stated == ExactDecimal(90))
    #expect(percentile.exceedanceMultiple == ExactDecimal(20, scale: 2))
    #expect(assessment.item(.pm25, .mean)?.stated == ExactDecimal(30))
    #expect(assessment.coverage[.pm25]?.daysAbove == 20)
    #expect(assessment.coverage[.pm25]?.attainmentRate == ExactDecimal(945, scale: 1))
    daily[.o3] = nil
    let incomplete = PeriodAssessment(of: daily, in: .year(2021))
    #expect(incomplete.missing == [.o3])
    #expect(incomplete.attainsAsBulletin == nil)
    #expect(!incomplete.isValid)
  }

  @Test func `a period follows the editions of its last day`() throws {
    let values: PollutantValues<DailyValues> = [
      .pm25: try .sample(
        Array(repeating: "32.4", count: 365), from: CalendarDay(year: 2027, month: 1, day: 1))
    ]
    let assessment = PeriodAssessment(of: values, in: .year(2027))
    #expect(assessment.standard == "GB 3095-2026 (transition)")
    #expect(assessment.rules == "HJ 663-2026")
    let item = try #require(assessment.item(.pm25, .mean))
    #expect(item.stated.description == "32.4")
    #expect(item.judged.description == "32")
    #expect(!item.attains)
  }
}
