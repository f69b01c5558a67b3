import AirQuality
import Testing

struct DayOutlookTests {
  private let first = CalendarDay(year: 2019, month: 1, day: 1)

  @Test func `air that never changes is expected to stay`() throws {
    let outlook = try #require(
      DayOutlook(
        of: Array(repeating: 70, count: 700), from: first, on: first.adding(days: 700)))
    #expect((outlook.low, outlook.middle, outlook.high) == (70, 70, 70))
    #expect(outlook.precedentCount == DayOutlook.precedents)
  }

  @Test func `days that came after a like one count before others`() throws {
    // A fortnight of clean air, then a fortnight of dirty air, over and over.
    let indices = (0..<730).map { $0 / 14 % 2 == 0 ? 40 : 160 }
    let clean = try #require(DayOutlook(of: indices, from: first, on: first.adding(days: 706)))
    #expect(indices[705] == 40)
    #expect(clean.middle == 40)
    let dirty = try #require(DayOutlook(of: indices, from: first, on: first.adding(days: 720)))
    #expect(indices[719] == 160)
    #expect(dirty.middle == 160)
  }

  @Test func `without a day before, or with a short record, nothing is said`() {
    let day = first.adding(days: 700)
    #expect(DayOutlook(of: Array(repeating: 70, count: 20), from: first, on: day) == nil)
    #expect(
      DayOutlook(of: Array(repeating: 70, count: 20), from: first, on: first.adding(days: 20))
        == nil)
    #expect(
      DayOutlook(of: Array(repeating: 70, count: 699) + [nil], from: first, on: day) == nil)
  }

  @Test func `later days are not looked at`() {
    let day = first.adding(days: 700)
    let known = (0..<700).map { 50 + $0 % 60 }
    #expect(
      DayOutlook(of: known.map { $0 }, from: first, on: day)
        == DayOutlook(of: known.map { $0 } + [400, 400], from: first, on: day))
  }

  @Test(arguments: [
    ("2021-01-01..2021-12-31", "2021"), ("2021-05-01..2021-05-31", "2021-05"),
    ("2021-01-01..2021-03-31", "2021-Q1"), ("2021-07-01..2021-12-31", "2021-H2"),
    ("2021-01-01..2021-05-31", "2021-01-01..2021-05-31"), ("2021-05-02..2021-05-02", "2021-05-02"),
  ])
  func `a span that has a name of its own is called by it`(span: String, name: String) {
    #expect(AssessmentPeriod(span)?.named.description == name)
  }
}
