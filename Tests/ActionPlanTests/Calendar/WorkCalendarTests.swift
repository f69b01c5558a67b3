import AirQuality
import Testing

@testable import ActionPlan

struct WorkCalendarTests {
  static let calendar = WorkCalendar(
    hours: [.init(from: 510, until: 720), .init(from: 810, until: 1050)], rest: [6, 7],
    off: Set((1...7).map { CalendarDay(year: 2021, month: 10, day: $0) }),
    worked: [
      CalendarDay(year: 2021, month: 9, day: 26), CalendarDay(year: 2021, month: 10, day: 9),
    ],
    utcOffsetSeconds: 28_800)

  /// `2021-09-26 08:30` of the plan's local time as epoch seconds.
  static func at(_ text: String) -> Int {
    let parts = text.split(separator: " ")
    let clock = parts[1].split(separator: ":").compactMap { Int($0) }
    return CalendarDay(parts[0])!.dayNumber * 86_400 - 28_800 + clock[0] * 3600 + clock[1] * 60
  }

  @Test(arguments: [
    ("2021-09-24", true), ("2021-09-25", false), ("2021-09-26", true), ("2021-10-01", false),
    ("2021-10-07", false), ("2021-10-08", true), ("2021-10-09", true), ("2021-10-10", false),
  ])
  func `moved holidays and moved working days decide who works`(day: String, works: Bool) throws {
    #expect(Self.calendar.isWorkingDay(try #require(CalendarDay(day))) == works)
  }

  @Test(arguments: [
    ("2021-09-27 09:00", 3, "2021-09-27 12:00"), ("2021-09-27 09:00", 4, "2021-09-27 14:30"),
    ("2021-09-27 12:30", 1, "2021-09-27 14:30"), ("2021-09-27 20:00", 1, "2021-09-28 09:30"),
    ("2021-09-30 17:00", 1, "2021-10-08 09:00"), ("2021-09-27 06:00", 0, "2021-09-27 08:30"),
    ("2021-09-30 17:30", 0, "2021-10-08 08:30"),
  ])
  func `working hours pass only while the offices work`(from: String, hours: Int, due: String) {
    let limit = TimeLimit.working(hours * 3600)
    #expect(limit.due(from: Self.at(from), calendar: Self.calendar) == Self.at(due))
  }

  @Test(arguments: [
    ("2021-09-24 09:00", 1, "2021-09-26 17:30"), ("2021-09-24 23:00", 3, "2021-09-28 17:30"),
    ("2021-09-30 08:00", 2, "2021-10-09 17:30"), ("2021-10-03 08:00", 1, "2021-10-08 17:30"),
  ])
  func `working days end with the work of the nth day, the first not counted`(
    from: String, days: Int, due: String
  ) {
    let limit = TimeLimit.workingDays(days)
    #expect(limit.due(from: Self.at(from), calendar: Self.calendar) == Self.at(due))
  }

  @Test
  func `working time between two instants is what has to be added to come from one to the other`() {
    let start = Self.at("2021-09-25 03:00")
    for step in 0..<400 {
      let from = start + step * 4_321
      for seconds in [1, 1_800, 27_000, 27_001, 100_000] {
        let until = Self.calendar.instant(afterWorking: seconds, from: from)
        #expect(Self.calendar.workingSeconds(from: from, until: until) == seconds)
      }
    }
    #expect(Self.calendar.workingSeconds(from: start, until: start - 5) == 0)
  }

  @Test func `the clock runs through nights and holidays`() {
    #expect(TimeLimit.clock(90).due(from: 10, calendar: Self.calendar) == 100)
  }

  @Test func `a plan that counts working time must say when its offices work`() throws {
    let reading = PlanFolder.read(
      files: SmallPlan.texts.map { path, text in
        let text =
          path == "plan.yml"
          ? String(text.prefix(upTo: text.firstRange(of: "calendar:")!.lowerBound))
          : text.replacing("within: 2 h", with: "within: 2 working-days")
        return PlanFile(path: path, bytes: Array(text.utf8))
      })
    #expect(
      reading.diagnostics.map(\.description) == [
        "procedures/off.yml:7:74: error: \"within\" of step \"handled\" of procedure \"off\" counts working time, but plan.yml has no calendar; add calendar: {hours: [\"08:30-12:00\", \"14:00-17:30\"]}, or write s, min, h or d"
      ])
  }

  @Test func `the shipped plan works and rests as the State Council arranged 2021`() throws {
    let calendar = try #require(ShippedPlan.reading.plan?.calendar)
    let days = (0..<365).map { CalendarDay(year: 2021, month: 1, day: 1).adding(days: $0) }
    // 365 days, 104 of them Saturdays and Sundays; 11 statutory holidays.
    #expect(days.count { calendar.isWorkingDay($0) } == 250)
  }
}
