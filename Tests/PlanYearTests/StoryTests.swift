import ActionPlan
import AirQuality
import Casework
import Detection
import Ledger
import Steering
import Testing

extension ShangyuYear {
  /// Tasks and cases of the year, and what they make of a clause.
  struct StoryTests {
    private let year: LivedYear

    init() throws { year = try #require(LivedYear.current) }

    @Test(arguments: [
      ("2021-01-30", "2021-01", "accepted", TaskState.accepted),
      ("2021-03-02", "2021-02", "overdue", .overdue),
      // Late, but it is there; March's own is owed beside it.
      ("2021-03-03", "2021-02", "reported", .reported),
      ("2021-03-31", "2021-03", "returned", .returned),
      // A day after the month, within the three that a correction has.
      ("2021-04-01", "2021-03", "returned", .returned),
      ("2021-04-03", "2021-03", "accepted", .open),
      ("2021-04-29", "2021-04", "accepted", .accepted),
      // June's report tells of May too.
      ("2021-06-29", "2021-05", "covered", .accepted),
      ("2021-06-29", "milestone/half", "accepted", .accepted),
      ("2021-12-30", "2021-12", "reported", .reported),
      ("2021-12-31", "2021-12", "accepted", .accepted),
    ])
    func `a task stands as its reports were filed, late, returned, mended and accepted`(
      day: String, item: String, itemState: String, state: TaskState
    ) throws {
      let standing = try #require(year.tasks.standings[day])
      #expect(standing.item(item)?.state.rawValue == itemState)
      #expect(standing.state == state)
    }

    @Test func `the desk reports for a unit only with its letter`() throws {
      #expect(year.tasks.refusal == .letterMissing)
      let april = try #require(year.tasks.standings["2021-04-29"]?.item("2021-04")?.report)
      #expect(april.event.isOnBehalf)
    }

    @Test func `a task is completed with its last report`() throws {
      let end = try #require(year.tasks.standings["2021-12-31"])
      #expect(end.isCompleted)
      #expect(end.progress == 100)
      #expect(end.missedCount == 1)
    }

    @Test func `a quarter of an hour of dust opens a case that goes its way to the end`() {
      #expect(
        year.incidents.handled.map(\.state) == [
          "opened", "dispatched", "handled", "verified", "closed",
        ])
      #expect(year.incidents.handled.last?.assignedUnit == "CSB")
      #expect(year.incidents.handled.last?.isOpen == false)
      #expect(year.incidents.counts["2021-05-18"]?.open == 1)
      #expect(year.incidents.counts["2021-05-19"] == nil)
    }

    @Test func `a case that nobody handles is late`() {
      #expect(year.incidents.counts["2021-09-15"]?.open == 1)
      #expect(year.incidents.counts["2021-09-15"]?.late == 1)
    }

    /// Diesel CY-06, and CY-09 once it was judged anew; paint TL-5 and ink TL-6; 浙D50006 above the
    /// limits in September and October. Each file came twice.
    @Test(arguments: [
      ("fuel-failed", 2), ("product-over-limit", 2), ("repeated-exceedance", 1),
      ("site-dust-high", 2),
    ])
    func `what workbooks and monitors show opens each case once`(
      rule: String, count: Int
    ) async throws {
      let cases = try await year.district.ledger.read { db in
        try Findings.list(rule: rule, in: db).compactMap {
          try CaseBook.find(source: .finding($0.id), in: db)
        }
      }
      #expect(cases.count == count)
      #expect(Set(cases.map(\.id)).count == count)
    }

    /// Tasks of 3.3.a: one, completed. Of 6.1.a: five leads that reported nothing, all overdue. Of O.1: none.
    @Test(arguments: [
      ("3.3.a", 1, 1, 0, IndicatorLamp.green), ("6.1.a", 5, 0, 5, .yellow), ("5.5.b", 8, 0, 8, nil),
      ("S.1.a", 22, 0, 22, .green), ("O.1", 0, 0, 0, .green), ("7.2.c", 2, 0, 2, .yellow),
    ])
    func `at the year's end a clause stands by its tasks and its worst lamp`(
      clause: String, total: Int, completed: Int, overdue: Int, worst: IndicatorLamp?
    ) async throws {
      let plan = year.district.plan
      let day = CalendarDay(year: 2022, month: 1, day: 1)
      let tasks = try await year.district.ledger.read { db in
        try TaskBook.tasks(of: plan, on: day, in: db).filter { $0.task.id.clause == clause }
      }
      #expect(tasks.count == total)
      #expect(tasks.count(where: \.isCompleted) == completed)
      #expect(tasks.count { $0.state == .overdue } == overdue)
      let lamps = plan.indicators.filter { $0.clause == clause }.compactMap {
        year.figures(4)[$0.id]?.lamp
      }
      #expect([IndicatorLamp.red, .yellow, .green, .grey].first(where: lamps.contains) == worst)
    }
  }
}
