import ActionPlan
import Casework
import GRDB
import Ledger
import Testing

struct OpeningTests {
  @Test func `one finding opens one case, ever`() async throws {
    let district = try District()
    let first = try await district.open(finding: 7)
    let again = try await district.open(finding: 7, place: nil, at: District.start + 99)
    #expect(first == again)
    let restarted = try District(restarting: district)
    #expect(try await restarted.open(finding: 7).id == first.id)
    let count = try await district.ledger.read { db in
      try Int.fetchOne(db, sql: "SELECT count(*) FROM case_file")
    }
    #expect(count == 1)
  }

  @Test func `twenty openings of one finding at once make one case`() async throws {
    let district = try District()
    let ids = try await withThrowingTaskGroup(of: Int64.self) { group in
      for _ in 0..<20 { group.addTask { try await district.open(finding: 3).id } }
      return try await group.reduce(into: Set<Int64>()) { $0.insert($1) }
    }
    #expect(ids.count == 1)
  }

  @Test func `numbers count by plan and local year`() async throws {
    let district = try District()
    let lastSecond = District.start - 28_801
    #expect(
      try await district.open("site", finding: 1, at: lastSecond).number == "SHANGYU-2025-000001")
    #expect(
      try await district.open("site", finding: 2, at: lastSecond + 1).number
        == "SHANGYU-2026-000001")
    #expect(
      try await district.open("site", finding: 3, at: District.start).number
        == "SHANGYU-2026-000002")
  }

  @Test func `Lantian dispatches where the place is known, and tells whom it concerns`()
    async throws
  {
    let district = try District()
    let file = try await district.open()
    #expect(file.state == "dispatched")
    #expect(file.assignedUnit == "TOWN")
    #expect(file.informedUnits == ["BUREAU"])
    #expect(file.dueAt == District.start + 1_800)
    let events = try await district.events(file)
    #expect(events.map(\.kind) == [.opened, .step])
    #expect(events.map(\.actor) == ["system:detection", "system:casework"])
    let told = try await district.ledger.read { db in
      try Notifications.about("case/\(file.id)", in: db).map { "\($0.code) \($0.recipient)" }
    }
    #expect(
      told == [
        "case-opened role(Ledger.Role.duty)", "case-assigned unit(\"TOWN\")",
        "case-informed unit(\"BUREAU\")",
      ])
  }

  @Test func `a position without a boundary proposes a town and waits for the desk`() async throws {
    let district = try District()
    let plan = district.plan
    func open(_ finding: Int64, longitude: Double, latitude: Double = 30) async throws -> CaseFile {
      try await district.ledger.write { db in
        try CaseBook.open(
          CaseOpening(
            procedure: "fire", severity: .minor, source: .finding(finding),
            title: CaseTitle(.rule, [:]), occurredAt: 0,
            position: Coordinate(longitude: longitude, latitude: latitude)),
          plan: plan, actor: .system("detection"), at: District.start, in: db)
      }
    }
    let guessed = try await open(1, longitude: 120.91)
    #expect(guessed.place == "town")
    #expect(!guessed.isPlaceCertain)
    #expect(guessed.state == "opened")
    #expect(guessed.dueAt == District.start + 300)
    let inside = try await open(2, longitude: 121.2)
    #expect(inside.place == "other")
    #expect(inside.state == "dispatched")
    let far = try await open(3, longitude: 100)
    #expect(far.place == nil)
    #expect(far.state == "opened")
    let dispatched = try await district.take(
      "dispatched", guessed, by: .desk, StepEvidence(assignTo: "OTHER"))
    #expect(dispatched.assignedUnit == "OTHER")
  }

  @Test func `a procedure the plan does not have is refused`() async throws {
    let district = try District()
    await #expect(throws: CaseOpeningError.unknownProcedure("none")) {
      try await district.open("none")
    }
  }

  @Test func `a case finishes under the procedure it was opened with`() async throws {
    let district = try District()
    var file = try await district.open()
    let reduced = Procedure(
      id: "fire", label: .any, clause: nil, lead: "OTHER", intake: Intake(),
      steps: [.sample("gone", from: ["opened"], by: [.duty])], late: [])
    let later = try District(
      restarting: district, plan: .sample(digest: "d2", procedures: [reduced]))
    file = try await later.take("handled", file, by: .town, .complete)
    file = try await later.take("verified", file, by: .bureau)
    #expect(!file.isOpen)
    #expect(file.planDigest == "d1")
    let kept = try await later.ledger.read { [file] db in
      try ProcedureArchive.procedure(of: file, in: db)
    }
    #expect(kept == .fire)
    #expect(try await later.open(finding: 2).planDigest == "d2")
  }

  @Test func `the audit log names what a case was opened with and what a step brought`()
    async throws
  {
    let district = try District()
    let plan = district.plan
    let ground = CaseGround(
      condition: 0, point: "p-1", quantity: "power", statistic: "rtd", windowSeconds: 0,
      comparison: "below", limit: "5.00", upperLimit: nil, value: "0.10", since: 900, at: 1_000)
    let file = try await district.ledger.write { db in
      try CaseBook.open(
        CaseOpening(
          procedure: "fire", severity: .serious, source: .finding(7),
          title: CaseTitle(.rule, ["rule": "r"]), occurredAt: 0, facility: "f-1", place: "town",
          grounds: [ground]),
        plan: plan, actor: .system("detection"), at: District.start, in: db)
    }
    _ = try await district.take("handled", file, by: .town, .complete)
    let details = try await district.ledger.read { db in
      try AuditLog.entries(object: "case/\(file.id)", in: db).reversed().map { $0.detail ?? [:] }
    }
    let opened = details[0]
    #expect(opened["source"] == "finding")
    #expect(opened["sourceID"] == "7")
    #expect(opened["facility"] == "f-1")
    #expect(opened["place"] == "town")
    #expect(opened["town"] == "TOWN")
    #expect(opened["title"] == "rule")
    #expect(opened["title-rule"] == "r")
    #expect(opened["grounds"]?.wholeMatch(of: #/[0-9a-f]{64}/#) != nil)
    #expect(details[1]["informed"] == "BUREAU")
    #expect(details[2]["position"] == "120.9,30.0")
  }

  @Test func `every change has its audit entry and the chain holds`() async throws {
    let district = try District()
    var file = try await district.open()
    file = try await district.take("handled", file, by: .town, .complete)
    file = try await district.take("verified", file, by: .bureau)
    let (actions, verdict) = try await district.ledger.read { [file] db in
      (
        try AuditLog.entries(object: "case/\(file.id)", in: db).map(\.action).reversed(),
        try AuditLog.verify(in: db)
      )
    }
    #expect(Array(actions) == ["case.open", "case.step", "case.step", "case.step"])
    guard case .intact = verdict else {
      Issue.record("\(verdict)")
      return
    }
  }
}
