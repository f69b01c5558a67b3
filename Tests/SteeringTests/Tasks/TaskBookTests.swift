import Foundation
import GRDB
import Ledger
import Testing

@testable import Steering

extension StagedAttachment {
  /// As a store stages it; these tests need no file behind it.
  static let letter: StagedAttachment = {
    let png = Data(
      base64Encoded:
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
    )!
    guard let photo = try? AttachmentStore.examine([UInt8](png)) else {
      preconditionFailure("one pixel is a photo")
    }
    return photo.staged
  }()
}

struct TaskBookTests {
  private let office: TaskOffice

  init() throws { office = try TaskOffice() }

  @Test func `a step, its audit entry and what is told are one`() async throws {
    try await office.take(
      .report(
        item: nil, TaskWords("抽检 14 批", evidence: [.letter]), progress: 40, isCompletion: false),
      fuelOfTransport, by: transport, on: "2021-03-20")
    try await office.take(.back("缺附表"), fuelOfTransport, by: market, on: "2021-03-21")
    let (entries, detail) = try await office.house.ledger.read { db in
      (
        try AuditLog.entries(object: fuelOfTransport.object, in: db).reversed(),
        try TaskBook.detail(of: fuelOfTransport, plan: taskPlan, on: day("2021-03-21"), in: db)
      )
    }
    #expect(entries.map(\.action) == ["task.reported", "task.returned"])
    #expect(entries.first?.detail?["text"] == "抽检 14 批")
    #expect(entries.first?.detail?["progress"] == "40")
    #expect(entries.first?.detail?["attachments"] == "1")
    #expect(entries.last?.detail?["text"] == "缺附表")
    #expect(detail?.entries.map(\.text) == ["抽检 14 批", "缺附表"])
    #expect(detail?.entries.first?.evidence == [1])
    #expect(try await office.told("MSB").map(\.code) == ["task-reported"])
    #expect(try await office.told("TRB").map(\.code) == ["task-returned"])
  }

  @Test func `what the coordinating unit reports is told to the desk`() async throws {
    try await office.take(.report("x"), by: market, on: "2021-03-20")
    #expect(try await office.told("duty").map(\.code) == ["task-reported"])
    #expect(try await office.told("MSB").isEmpty)
  }

  @Test func `a report by letter names the person and the unit`() async throws {
    try await office.take(
      .report(
        item: nil, TaskWords("来函", letters: [.letter]), progress: nil, isCompletion: false),
      by: desk, on: "2021-03-20")
    let (entry, history) = try await office.house.ledger.read { db in
      (
        try AuditLog.entries(object: fuel.object, in: db).first,
        try TaskBook.detail(of: fuel, plan: taskPlan, on: day("2021-03-20"), in: db)?.entries
      )
    }
    #expect(entry?.actor == "account:4")
    #expect(entry?.detail?["on-behalf-of"] == "MSB")
    #expect(history?.first?.event.isOnBehalf == true)
    #expect(history?.first?.letters == [1])
    #expect(history?.first?.evidence == [])
  }

  @Test func `a form sent twice counts once, and another one under its id is refused`()
    async throws
  {
    for _ in 1...2 {
      try await office.take(.report("x"), by: market, on: "2021-03-20", request: "twice-sent")
    }
    #expect(try await office.standing(on: "2021-03-20").events.count == 1)
    await #expect(throws: TaskRefusal.requestReused("twice-sent")) {
      try await office.take(.report("y"), by: market, on: "2021-03-20", request: "twice-sent")
    }
    await #expect(throws: TaskRefusal.badRequestID) {
      try await office.take(.report("y"), by: market, on: "2021-03-20", request: "?")
    }
  }

  @Test func `the history is append-only, and a unit without a task has none`() async throws {
    try await office.take(.report("x"), by: market, on: "2021-03-20")
    for change in ["UPDATE task_event SET text = 'y'", "DELETE FROM task_event"] {
      await #expect(throws: DatabaseError.self) {
        try await office.house.ledger.write { db in try db.execute(sql: change) }
      }
    }
    let none = TaskID(clause: "3.3.a", unit: "EEB")
    await #expect(throws: TaskRefusal.unknownTask(none)) {
      try await office.take(.report("x"), none, by: ecology, on: "2021-03-20")
    }
  }

  @Test func `all tasks are read at once as each stands`() async throws {
    try await office.begin(on: "2021-01-04")
    try await office.take(.report("x"), by: market, on: "2021-03-20")
    let all = try await office.house.ledger.read { db in
      try TaskBook.tasks(of: taskPlan, on: day("2021-04-01"), in: db)
    }
    #expect(all.map(\.task.id) == taskPlan.tasks.map(\.id))
    #expect(all.map(\.state) == [.reported, .overdue, .overdue, .open])
    for standing in all {
      #expect(try await office.standing(standing.task.id, on: "2021-04-01") == standing)
    }
  }
}
