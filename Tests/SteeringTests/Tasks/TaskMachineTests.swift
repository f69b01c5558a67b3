import Ledger
import Testing

@testable import Steering

struct TaskMachineTests {
  private let office: TaskOffice

  init() throws { office = try TaskOffice() }

  private func refused(
    _ refusal: TaskRefusal, _ step: TaskStep, _ id: TaskID = fuel, by account: Account,
    on text: String = "2021-03-20"
  ) async throws {
    let before = try await office.standing(id, on: text).events.count
    await #expect(throws: refusal) { try await office.take(step, id, by: account, on: text) }
    #expect(try await office.standing(id, on: text).events.count == before)
  }

  @Test func `only the lead unit and the desk report`() async throws {
    for account in [transport, ecology, leader] {
      try await refused(.notYours, .report("x"), by: account)
    }
    try await refused(.letterMissing, .report("x"), by: desk)
    #expect(try await office.take(.report("x"), by: market, on: "2021-03-20").state == .reported)
  }

  @Test(arguments: [
    (TaskStep.report(" "), TaskRefusal.textMissing),
    (.report(String(repeating: "字", count: 4_001)), .textTooLong(found: 4_001, limit: 4_000)),
    (.report("x", progress: 101), .progressOutOfRange(101)),
    (.report("x", progress: -1), .progressOutOfRange(-1)),
    (.report("x", on: "2021-Q9"), .unknownItem("2021-Q9")),
    (.report("x", on: "2021-Q2"), .notYet(item: "2021-Q2")),
    (.accepted, .nothingWaiting),
    (.back("x"), .nothingWaiting),
    (.withdraw(report: 1), .nothingWaiting),
    (.ask(unit: "MSB", "x"), .unknownHelper("MSB")),
    (.ask(unit: "EEB", ""), .textMissing),
  ])
  func `what is not right is refused by name`(step: TaskStep, refusal: TaskRefusal) async throws {
    try await refused(refusal, step, by: market)
  }

  @Test func `a milestone may be reported before its time`() async throws {
    let after = try await office.take(
      .report("x", on: "milestone/half"), by: market, on: "2021-02-01")
    #expect(after.item("milestone/half")?.state == .reported)
  }

  @Test func `what was reported or accepted is not reported twice`() async throws {
    try await office.take(.report("x"), by: market, on: "2021-03-20")
    try await refused(.alreadyReported(item: "2021-Q1"), .report("y", on: "2021-Q1"), by: market)
    try await refused(.nothingOwed, .report("y"), by: market)
    try await office.take(.accepted, by: leader, on: "2021-03-20")
    try await refused(.alreadyAccepted(item: "2021-Q1"), .report("y", on: "2021-Q1"), by: market)
  }

  @Test func `who reported does not judge`() async throws {
    try await office.take(.report("x"), by: market, on: "2021-03-20")
    try await refused(.ownReport, .accepted, by: market)
    // Of the same unit: the coordinating one, whose reports the desk and leaders judge.
    try await refused(.ownReport, .accepted, by: officer(9, "MSB"))
    try await refused(.notYours, .accepted, by: ecology)
    let file = StagedAttachment.letter
    try await office.take(
      .report(item: nil, TaskWords("x", letters: [file]), progress: nil, isCompletion: false),
      fuelOfTransport, by: desk, on: "2021-03-20")
    try await refused(.ownReport, .accepted, fuelOfTransport, by: desk)
    let after = try await office.take(.accepted, fuelOfTransport, by: otherDesk, on: "2021-03-21")
    #expect(after.state == .accepted)
  }

  @Test func `the coordinating unit judges the other leads`() async throws {
    try await office.take(.report("x"), fuelOfTransport, by: transport, on: "2021-03-20")
    try await refused(.groundMissing, .back("  "), fuelOfTransport, by: market)
    let back = try await office.take(
      .back("没有附表"), fuelOfTransport, by: market, on: "2021-03-21")
    #expect(back.state == .returned)
  }

  @Test func `a report is taken back by who made it, and not once it is judged`() async throws {
    try await office.take(.report("x"), by: market, on: "2021-03-20")
    try await refused(.notYourReport, .withdraw(report: 1), by: officer(9, "MSB"))
    #expect(
      try await office.take(.withdraw(report: 1), by: market, on: "2021-03-20").state == .open)
    try await refused(.nothingWaiting, .withdraw(report: 1), by: market)
  }

  @Test func `nothing is done to a completed task`() async throws {
    try await office.take(.report("x", isCompletion: true), by: market, on: "2021-03-20")
    try await office.take(.accepted, by: leader, on: "2021-03-20")
    for step in [TaskStep.report("y"), .accepted, .back("x"), .withdraw(report: 1)] {
      try await refused(.completed, step, by: market)
    }
  }

  @Test func `a helper tells its share, the desk tells it with a letter`() async throws {
    try await refused(
      .notYours, .contribute(unit: "EEB", TaskWords("x")), by: market)
    try await refused(
      .letterMissing, .contribute(unit: "EEB", TaskWords("x")), by: desk)
    try await refused(
      .unknownHelper("TRB"), .contribute(unit: "TRB", TaskWords("x")), by: transport)
    let after = try await office.take(
      .contribute(unit: "EEB", TaskWords("抽检 3 批")), by: ecology, on: "2021-03-20")
    #expect(after.events.last?.kind == .contributed)
    #expect(after.state == .open)
  }
}
