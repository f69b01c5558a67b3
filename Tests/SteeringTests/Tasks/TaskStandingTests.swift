import AirQuality
import Testing

@testable import Steering

struct TaskStandingTests {
  private func standing(
    _ events: [TaskEvent] = [], on text: String, since: String? = nil, _ id: TaskID = fuel
  ) -> TaskStanding {
    TaskStanding(
      taskPlan.task(id)!, events: events, since: since.map(day), today: day(text),
      utcOffsetSeconds: 28_800)
  }

  private func report(
    _ sequence: Int, _ item: String, on text: String, isCompletion: Bool = false,
    progress: Int? = nil
  ) -> TaskEvent {
    TaskEvent(
      sequence: sequence, at: epoch(text), actor: "account:1", kind: .reported, item: item,
      progress: progress, isCompletion: isCompletion)
  }

  private func judged(
    _ sequence: Int, _ kind: TaskEvent.Kind, _ report: Int, on text: String
  ) -> TaskEvent {
    TaskEvent(
      sequence: sequence, at: epoch(text), actor: "account:4", kind: kind, report: report)
  }

  @Test(arguments: [
    ("2021-01-01", TaskState.open), ("2021-03-31", .open), ("2021-04-01", .overdue),
  ])
  func `a report is owed through the last day of its period`(today: String, state: TaskState) {
    #expect(standing(on: today, fuelOfTransport).state == state)
  }

  @Test func `a milestone is owed from thirty days before its limit`() {
    let reported = [report(1, "2021-Q2", on: "2021-05-01")]
    #expect(standing(reported, on: "2021-05-30").item("milestone/half")?.state == .ahead)
    #expect(standing(reported, on: "2021-05-31").item("milestone/half")?.state == .open)
    #expect(standing(reported, on: "2021-06-30").item("milestone/half")?.state == .open)
    #expect(standing(reported, on: "2021-07-01").item("milestone/half")?.state == .overdue)
  }

  @Test func `a report is reported, returned, reported again, accepted`() {
    var events = [report(1, "2021-Q1", on: "2021-03-20", progress: 20)]
    #expect(standing(events, on: "2021-03-20").state == .reported)
    #expect(standing(events, on: "2021-03-20").progress == 20)
    events.append(judged(2, .returned, 1, on: "2021-03-21"))
    #expect(standing(events, on: "2021-03-21").state == .returned)
    #expect(standing(events, on: "2021-03-21").progress == nil)
    events.append(report(3, "2021-Q1", on: "2021-03-22", progress: 25))
    #expect(standing(events, on: "2021-03-22").state == .reported)
    events.append(judged(4, .accepted, 3, on: "2021-03-23"))
    let accepted = standing(events, on: "2021-03-23")
    #expect(accepted.state == .accepted)
    #expect(accepted.owed.isEmpty)
    #expect(accepted.progress == 25)
    #expect(standing(events, on: "2021-04-01").state == .open)
  }

  @Test func `a report that was taken back never was`() {
    let events = [
      report(1, "2021-Q1", on: "2021-03-20"),
      TaskEvent(
        sequence: 2, at: epoch("2021-03-20"), actor: "account:1", kind: .withdrawn, report: 1),
    ]
    #expect(standing(events, on: "2021-03-20").state == .open)
    #expect(standing(events, on: "2021-04-02").state == .overdue)
  }

  @Test func `who waits to be judged is not late, and a correction has three days`() {
    let waiting = [report(1, "2021-Q1", on: "2021-03-31")]
    #expect(
      standing(waiting, on: "2021-04-20", fuelOfTransport).item("2021-Q1")?.state == .reported)
    let returned = waiting + [judged(2, .returned, 1, on: "2021-04-10")]
    let item = standing(returned, on: "2021-04-13", fuelOfTransport).item("2021-Q1")
    #expect(item?.state == .returned)
    #expect(item?.limit == day("2021-04-13"))
    #expect(
      standing(returned, on: "2021-04-14", fuelOfTransport).item("2021-Q1")?.state == .overdue)
  }

  @Test func `a later report answers for periods left out`() {
    let events = [report(1, "2021-Q3", on: "2021-09-01")]
    let now = standing(events, on: "2021-09-01", fuelOfTransport)
    #expect(now.items.map(\.state) == [.covered, .covered, .reported, .ahead])
    #expect(now.state == .reported)
  }

  @Test func `of periods left out one after another the last one is late`() {
    let now = standing(on: "2021-10-05", fuelOfTransport)
    #expect(now.items.map(\.state) == [.covered, .covered, .overdue, .open])
    #expect(now.missedCount == 2)
    #expect(now.next?.item.id == "2021-Q4")
  }

  @Test func `what was due before the plan came into force is not owed, but the end is`() {
    let now = standing(on: "2021-08-01", since: "2021-07-15", fuelOfTransport)
    #expect(now.items.map(\.state) == [.dropped, .dropped, .open, .ahead])
    let after = standing(on: "2026-08-01", since: "2026-07-15", fuelOfTransport)
    #expect(after.items.map(\.state) == [.dropped, .dropped, .dropped, .overdue])
  }

  @Test func `the acceptance of the final report completes the task`() {
    let events = [
      report(1, "2021-Q4", on: "2021-12-20"), judged(2, .accepted, 1, on: "2021-12-21"),
    ]
    let now = standing(events, on: "2022-05-01")
    #expect(now.state == .accepted)
    #expect(now.completedAt == epoch("2021-12-21"))
    #expect(now.owed.isEmpty)
  }

  @Test func `what was left out before the last report stays left out once the task is completed`()
  {
    let events = [
      report(1, "2021-Q1", on: "2021-03-20"), judged(2, .accepted, 1, on: "2021-03-21"),
      report(3, "2021-Q3", on: "2021-09-20", isCompletion: true),
      judged(4, .accepted, 3, on: "2021-09-21"),
    ]
    let now = standing(events, on: "2022-05-01", fuelOfTransport)
    #expect(now.items.map(\.state) == [.accepted, .covered, .accepted, .dropped])
    #expect(now.missedCount == 1)
  }

  @Test func `a task said to be done early is completed once that is accepted`() {
    let said = [report(1, "2021-Q2", on: "2021-05-01", isCompletion: true)]
    #expect(!standing(said, on: "2021-05-01").isCompleted)
    let done = said + [judged(2, .accepted, 1, on: "2021-05-02")]
    #expect(standing(done, on: "2021-12-31").isCompleted)
    #expect(standing(done, on: "2021-12-31").state == .accepted)
  }

  @Test func `a helper that was asked is awaited until it tells its share`() {
    func event(_ sequence: Int, _ kind: TaskEvent.Kind) -> TaskEvent {
      TaskEvent(sequence: sequence, at: 0, actor: "account:1", kind: kind, helper: "EEB")
    }
    #expect(standing([event(1, .asked)], on: "2021-01-02").askedHelpers == ["EEB"])
    #expect(
      standing([event(1, .asked), event(2, .contributed)], on: "2021-01-02").askedHelpers == [])
  }
}
