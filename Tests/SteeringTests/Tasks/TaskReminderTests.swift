import Ledger
import Testing

@testable import Steering

struct TaskReminderTests {
  private let office: TaskOffice

  init() throws { office = try TaskOffice() }

  private func sweep(_ text: String) async throws {
    _ = try await office.house.ledger.write { db in
      try TaskReminders.sweep(plan: taskPlan, on: day(text), at: epoch(text), in: db)
    }
  }

  private func codes(_ recipient: String) async throws -> [String] {
    try await office.told(recipient).map(\.code)
  }

  @Test func `a unit is reminded a week and a day before, and daily once it is late`() async throws
  {
    for text in [
      "2021-03-23", "2021-03-24", "2021-03-24", "2021-03-27", "2021-03-30", "2021-03-30",
      "2021-03-31", "2021-04-01", "2021-04-01", "2021-04-02",
    ] { try await sweep(text) }
    #expect(
      try await codes("TRB") == [
        "task-due-week", "task-due-day", "task-due-late", "task-due-late",
      ])
    let first = try #require(await office.told("TRB").first)
    #expect(first.object == "task/3.3.a/TRB")
    #expect(first.values["days"] == "7")
    #expect(first.values["item"] == "2021-Q1")
  }

  @Test func `after three days the coordinating unit and the leaders are told`() async throws {
    try await office.take(.report("x"), by: market, on: "2021-03-20")
    try await sweep("2021-04-03")
    #expect(try await codes("leader") == [])
    #expect(try await codes("MSB") == [])
    try await sweep("2021-04-04")
    #expect(try await codes("MSB") == ["task-due-late"])
    #expect(try await codes("leader") == ["task-due-late"])
    let told = try #require(await office.told("leader").first)
    // Transport's quarter and the ecology branch's month: one message counts them.
    #expect(told.values["count"] == "2")
    #expect(told.object == "tasks/role:leader")
  }

  @Test func `who has reported is left alone`() async throws {
    try await office.take(.report("x"), fuelOfTransport, by: transport, on: "2021-03-20")
    for text in ["2021-03-24", "2021-03-30", "2021-04-01", "2021-04-20"] { try await sweep(text) }
    #expect(try await codes("TRB") == [])
  }

  @Test func `nobody is reminded for ever, nor of what was due before the plan came`() async throws
  {
    try await office.begin(on: "2026-05-01")
    try await sweep("2026-06-01")
    for name in ["MSB", "TRB", "EEB", "leader"] {
      #expect(try await codes(name) == [])
    }
  }

  @Test func `a server that was down on the day reminds on the next`() async throws {
    try await sweep("2021-03-26")
    let told = try await office.told("TRB")
    #expect(told.map(\.code) == ["task-due-week"])
    #expect(told.first?.values["days"] == "5")
  }
}
