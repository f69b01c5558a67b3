import AirQuality
import Ledger
import Seeds
import Testing

@testable import Steering

/// People who try everything on a task through a year.
struct TaskWalkTests {
  private static let people = [market, transport, ecology, desk, otherDesk, leader]

  private static func step(
    _ standing: TaskStanding, _ generator: inout SeededGenerator
  ) -> TaskStep {
    let report = Int.random(in: 0...standing.events.count + 1, using: &generator)
    let item = standing.task.items.randomElement(using: &generator)?.id
    let letters = Bool.random(using: &generator) ? [StagedAttachment.letter] : []
    switch Int.random(in: 0...6, using: &generator) {
    case 0, 1:
      return .report(
        item: Bool.random(using: &generator) ? item : nil, TaskWords("x", letters: letters),
        progress: Int.random(in: -1...101, using: &generator),
        isCompletion: Int.random(in: 0...9, using: &generator) == 0)
    case 2: return .accept(report: Bool.random(using: &generator) ? report : nil, note: "")
    case 3: return .giveBack(report: Bool.random(using: &generator) ? report : nil, why: "x")
    case 4: return .withdraw(report: report)
    case 5: return .ask(unit: "EEB", "x")
    default: return .contribute(unit: "EEB", TaskWords("x", letters: letters))
    }
  }

  @Test(arguments: 0..<300 as Range<UInt64>)
  func `no walk judges the own report, reports twice or moves what is completed`(
    seed: UInt64
  ) throws {
    var generator = SeededGenerator(seed: seed)
    let task = try #require(taskPlan.task(Bool.random(using: &generator) ? fuel : fuelOfTransport))
    var events: [TaskEvent] = []
    for turn in 0..<60 {
      let today = day("2021-01-05").adding(days: turn * 6)
      let standing = TaskStanding(
        task, events: events, since: nil, today: today, utcOffsetSeconds: 28_800)
      let account = try #require(Self.people.randomElement(using: &generator))
      let step = Self.step(standing, &generator)
      guard
        let move = try? TaskMachine(standing).move(step, by: TaskBook.mover(account, in: task))
      else { continue }
      #expect(!standing.isCompleted)
      events.append(
        TaskEvent(
          sequence: events.count + 1, at: epoch("\(today)"),
          actor: Actor.account(account.id).auditName, kind: move.kind, item: move.item,
          report: move.report, helper: move.helper, isOnBehalf: move.isOnBehalf,
          progress: move.progress, isCompletion: move.isCompletion))
      check(events, task, today)
    }
  }

  private func check(_ events: [TaskEvent], _ task: PlanTask, _ today: CalendarDay) {
    guard let last = events.last else { return }
    let after = TaskStanding(
      task, events: events, since: nil, today: today, utcOffsetSeconds: 28_800)
    if let judged = events.first(where: { $0.sequence == last.report }) {
      #expect(judged.kind == .reported)
      #expect((last.actor == judged.actor) == (last.kind == .withdrawn))
      // Each report has one fate.
      #expect(events.count { $0.report == last.report } == 1)
    }
    if last.kind == .reported {
      #expect(after.item(last.item ?? "")?.state == .reported)
      #expect(last.isOnBehalf == (last.actor == "account:4" || last.actor == "account:5"))
    }
    #expect(after.isCompleted == (after.completedAt != nil))
    if after.isCompleted { #expect(after.state == .accepted && after.owed.isEmpty) }
    for item in after.items {
      #expect(!(item.isOwed && item.report?.fate == .waiting))
    }
  }
}
