import AirQuality
import Testing

struct CalendarTests {
  @Test(arguments: ["2021-03-01", "0999-12-31", "0019-10-01", "0001-01-02"])
  func `a day is written as it is read, four digits of the year whichever it is`(
    _ text: String
  ) throws {
    #expect(try #require(CalendarDay(text)).description == text)
  }

  @Test func `a day's number leads back to the day`() {
    for number in stride(from: -800_000, through: 800_000, by: 7) {
      let day = CalendarDay(dayNumber: number)
      #expect(day.dayNumber == number)
      #expect(day.adding(days: 1).dayNumber == number + 1)
      #expect((1...CalendarDay.dayCount(ofMonth: day.month, in: day.year)).contains(day.day))
    }
  }

  @Test(arguments: [
    ("2021-06-01", "2021-06-01"), ("2021/6/1", "2021-06-01"), ("20210601", "2021-06-01"),
    ("2024-02-29", "2024-02-29"), ("2023-02-29", nil), ("2021-13-01", nil), ("2021-00-10", nil),
    ("2021-06", nil), ("", nil), ("-2021-06-01", nil), ("2021-06-01 ", nil), ("2021--06-01", nil),
    ("99999999999-1-1", nil), ("2021-06-01-01", nil), ("二〇二一", nil),
  ])
  func `a day is read as files write it, or refused`(text: String, day: String?) {
    #expect(CalendarDay(text)?.description == day)
  }

  @Test func `knows its weekday`() {
    #expect(CalendarDay(year: 1970, month: 1, day: 1).weekday == 4)
    #expect(CalendarDay(year: 2026, month: 11, day: 27).weekday == 5)
    #expect(CalendarDay(year: 1969, month: 12, day: 28).weekday == 7)
  }

  @Test(arguments: [
    ("2021", "2021-01-01", "2021-12-31", 365), ("2020", "2020-01-01", "2020-12-31", 366),
    ("2021-02", "2021-02-01", "2021-02-28", 28), ("2021-Q2", "2021-04-01", "2021-06-30", 91),
    ("2021-H1", "2021-01-01", "2021-06-30", 181), ("2021-H2", "2021-07-01", "2021-12-31", 184),
    ("2021-06-05", "2021-06-05", "2021-06-05", 1),
    ("2021-01-01..2021-06-05", "2021-01-01", "2021-06-05", 156),
  ])
  func `a period is read, and says itself as it was written`(
    text: String, first: String, last: String, days: Int
  ) throws {
    let period = try #require(AssessmentPeriod(text))
    #expect(period.firstDay.description == first)
    #expect(period.lastDay.description == last)
    #expect(period.dayCount == days)
    #expect(period.description == text)
  }

  @Test(arguments: [
    "", "x", "2021-", "2021-Q5", "2021-H3", "2021-00", "2021-13", "2021-Q", "0", "2021-06-05..",
    "2021-06-05..2021-06-01", "2021-Qx", "2021-012",
  ])
  func `a text that names no period is refused`(text: String) {
    #expect(AssessmentPeriod(text) == nil)
  }
}
