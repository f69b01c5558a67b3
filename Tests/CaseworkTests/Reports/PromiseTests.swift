import ActionPlan
import GRDB
import Testing

@testable import Casework
@testable import Ledger

struct PromiseTests {
  private let start = District.start

  @Test func `a report is promised to be taken up and answered, and steps keep that`() async throws
  {
    let house = try await ReportHouse()
    let receipt = try await house.report(1)
    let code = receipt.code.description
    func promises() async throws -> [ReportPromise] {
      try await house.district.ledger.read { db in
        try PublicReports.track(code, in: db)?.promises ?? []
      }
    }
    #expect(try await promises().map(\.due.at) == [start + 3_600, start + 86_400])
    try await house.close(receipt.file, at: start + 600)
    #expect(try await promises().map(\.keptAt) == [start + 600, start + 600])
  }

  @Test func `late promises are told once a level, also after a restart and a clock set back`()
    async throws
  {
    let house = try await ReportHouse()
    _ = try await house.report(1)
    for now in [
      start + 3_600, start + 3_601, start + 3_700, start + 10, start + 7_300, start + 7_400,
    ] {
      try await house.sweep(at: now)
    }
    #expect(try await house.told("report-accept-late") == ["duty", "BUREAU"])
    #expect(try await house.told("report-answer-late") == [])
    let counts = try await house.district.ledger.read { db in
      try ReportPromises.counts(scope: .all, now: District.start + 7_400, in: db)
    }
    #expect(counts[.accept] == PromiseCount(waiting: 1, late: 1))
    #expect(counts[.answer] == PromiseCount(waiting: 1, late: 0))
  }

  @Test func `deadlines in working time pass no rest`() async throws {
    let district = try District(
      procedures: [.answering], calendar: .office,
      reports: ReportRules(acceptWithin: .working(3_600)))
    let plan = district.plan
    // Saturday, 2026-01-03, 17:00 by the plan's clock: half an hour is left, Sunday and Monday rest.
    let saturday = start + 2 * 86_400 + 9 * 3_600
    let due = try await district.ledger.write { db in
      let receipt = try PublicReports.submit(
        ReportDraft(category: "smell", text: "x", requestID: "report-request-9"), sentThisHour: 0,
        plan: plan, at: saturday, in: db)
      return try ReportPromises.of(receipt.report, in: db).map(\.due)
    }
    #expect(due == [CaseDeadline(at: saturday + 3 * 86_400 - 8 * 3_600, isWorking: true)])
  }

  @Test func `closing alone answers nobody, but what is written afterwards does`() async throws {
    let house = try await ReportHouse()
    let receipt = try await house.report(1)
    let closed = try await house.close(receipt.file, answer: nil, at: start + 60)
    func isAnswered() async throws -> Bool {
      try await house.district.ledger.read { db in
        try ReportPromises.of(receipt.report, in: db).allSatisfy { $0.keptAt != nil }
      }
    }
    #expect(try await !isAnswered())
    try await house.district.ledger.write { db in
      _ = try PublicReports.reply(
        "已查实并整改", case: closed.id, by: .desk, requestID: "reply-request-1",
        at: District.start + 90, in: db)
    }
    #expect(try await isAnswered())
    await #expect(throws: CaseRefusal.self) {
      try await house.district.ledger.write { db in
        _ = try PublicReports.reply(
          "再写", case: closed.id, by: .desk, requestID: "reply-request-2",
          at: District.start + 95, in: db)
      }
    }
  }

  @Test func `whoever disagrees is promised an answer anew`() async throws {
    let house = try await ReportHouse()
    let receipt = try await house.report(1)
    try await house.close(receipt.file, at: start + 60)
    let (code, plan) = (receipt.code.description, house.district.plan)
    let promises = try await house.district.ledger.write { db in
      try PublicReports.disagree(
        "还在冒烟", code: code, plan: plan, at: District.start + 1_000, in: db)
      return try ReportPromises.of(receipt.report, in: db)
    }
    let answer = promises.first { $0.kind == .answer }
    #expect(answer?.keptAt == nil && answer?.due.at == start + 1_000 + 86_400)
  }

  @Test func `the answer to the case that goes on answers those merged into it`() async throws {
    let house = try await ReportHouse()
    let (one, two) = (try await house.report(1), try await house.report(2, phone: nil))
    let plan = house.district.plan
    try await house.district.ledger.write { db in
      _ = try CaseBook.tie(
        .merge, case: two.file.id, to: one.file.number, by: .desk, note: "同一件",
        requestID: "merge-request-1", versionSeen: two.file.version, plan: plan,
        at: District.start + 5, in: db)
    }
    let file = try #require(try await house.district.file(one.file.id))
    try await house.close(file, at: start + 60)
    let kept = try await house.district.ledger.read { db in
      try ReportPromises.of(two.report, in: db).map(\.keptAt)
    }
    #expect(kept == [District.start + 5, District.start + 60])
  }

  @Test func `reports become complaints, repeated where the same is told again near by`()
    async throws
  {
    let house = try await ReportHouse(registers: [.complaints])
    let here = Coordinate(longitude: 120.9, latitude: 30)
    let first = try await house.report(1, phone: nil, position: here)
    _ = try await house.report(
      2, phone: nil, at: start + 60, position: Coordinate(longitude: 120.905, latitude: 30))
    _ = try await house.report(
      3, phone: nil, at: start + 90, position: Coordinate(longitude: 120.95, latitude: 30))
    _ = try await house.report(
      4, phone: nil, at: start + 100_000, position: here)
    try await house.close(first.file, at: start + 120)
    try await house.sweep(at: start + 200)
    let rows = try await house.district.ledger.read { db in
      try RegisterStore.rows(.complaints, in: db)
    }
    #expect(rows.map { $0["repeated"] } == [.flag(false), .flag(true), .flag(false), .flag(false)])
    #expect(rows[0]["about"].text == "异味 \(first.file.number)")
    #expect(rows[0]["answered-on"].text == "2026-01-01" && rows[1]["answered-on"].text == nil)
  }
}
