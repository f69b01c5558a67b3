import ActionPlan
import Casework
import GRDB
import Ledger
import Testing

struct StepTests {
  @Test func `a case goes from finding to verified by three different hands`() async throws {
    let district = try District()
    var file = try await district.open()
    file = try await district.take("handled", file, by: .town, .complete, at: District.start + 60)
    #expect(file.dueAt == District.start + 60 + 86_400)
    file = try await district.take(
      "verified", file, by: .bureau, StepEvidence(note: "checked"), at: District.start + 120)
    #expect(file.closedAt == District.start + 120)
    #expect(file.dueAt == nil)
    let events = try await district.events(file)
    #expect(events.map(\.sequence) == [1, 2, 3, 4])
    #expect(events[2].values == ["note": "done", "cause": "other"])
    #expect(events[2].attachments.count == 1)
    #expect(events[2].position == Coordinate(longitude: 120.9, latitude: 30))
    await #expect(throws: CaseRefusal.finished(state: "verified")) {
      try await district.take("handled", file, by: .town, .complete)
    }
  }

  @Test func `nobody verifies what they handled, whatever their unit is by then`() async throws {
    let district = try District()
    var file = try await district.open()
    file = try await district.take("handled", file, by: .town, .complete)
    let moved = Account.sample(2, .officer, unit: "BUREAU")
    await #expect(throws: CaseRefusal.ownWork(step: "verified", earlier: "handled")) {
      try await district.take("verified", file, by: moved)
    }
    #expect(try await district.take("verified", file, by: .bureau).state == "verified")
  }

  @Test func `a return keeps the assignment, restarts the clock and counts every handler`()
    async throws
  {
    let district = try District()
    var file = try await district.open()
    file = try await district.take("handled", file, by: .town, .complete)
    file = try await district.take(
      "dispatched", file, by: .bureau, StepEvidence(note: "no photo of the field"),
      at: District.start + 500)
    #expect(file.assignedUnit == "TOWN")
    #expect(file.dueAt == District.start + 2_300)
    #expect(try await district.events(file).last?.kind == .returned)
    file = try await district.take(
      "handled", file, by: .sample(12, .officer, unit: "TOWN"), .complete)
    for id in [2, 12] as [Int64] {
      await #expect(throws: CaseRefusal.ownWork(step: "verified", earlier: "handled")) {
        try await district.take("verified", file, by: .sample(id, .officer, unit: "BUREAU"))
      }
    }
  }

  @Test func `the same request twice is one step and one answer`() async throws {
    let district = try District()
    let file = try await district.open()
    let first = try await district.take("handled", file, by: .town, .complete, request: "request-1")
    let again = try await district.take("handled", file, by: .town, .complete, request: "request-1")
    #expect(first == again)
    #expect(try await district.events(file).count == 3)
    await #expect(throws: CaseRefusal.requestReused("request-1")) {
      try await district.take(
        "handled", file, by: .town, StepEvidence(note: "other"), request: "request-1")
    }
    await #expect(throws: CaseRefusal.badRequestID) {
      try await district.take("handled", file, by: .town, .complete, request: "x'; --")
    }
  }

  @Test func `a repeat is answered even when the case has left the taker's sight`() async throws {
    let district = try District()
    let chosen = Procedure(
      id: "fire", label: .any, clause: nil, lead: "BUREAU", intake: Intake(),
      steps: [
        .sample("passed", from: ["opened"], by: [.duty], assign: .unit("TOWN")),
        .sample("on", from: ["passed"], by: [.assignee], assign: .unit("OTHER")),
      ], late: [])
    let here = try District(
      restarting: district, plan: .sample(digest: "d3", procedures: [chosen]))
    var file = try await here.open()
    file = try await here.take("passed", file, by: .desk)
    let first = try await here.take("on", file, by: .town, request: "request-9")
    #expect(try await here.take("on", file, by: .town, request: "request-9") == first)
  }

  @Test func `of two who step at once one wins and the other hears the new state`() async throws {
    let district = try District()
    let file = try await district.open("site", place: "town")
    let outcomes = await withTaskGroup(of: Result<CaseFile, any Error>.self) { group in
      for id in 1...2 as ClosedRange<Int64> {
        group.addTask {
          do {
            return .success(
              try await district.take(
                "dispatched", file, by: .sample(id, .duty, unit: "DESK"),
                StepEvidence(assignTo: id == 1 ? "TOWN" : "OTHER")))
          } catch { return .failure(error) }
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(outcomes.filter { (try? $0.get()) != nil }.count == 1)
    let refusals = outcomes.compactMap { outcome -> CaseRefusal? in
      if case .failure(let error) = outcome { error as? CaseRefusal } else { nil }
    }
    #expect(refusals == [.stale(state: "dispatched", version: 2, seen: 1)])
    #expect(try await district.events(file).count == 2)
  }

  @Test func `a refused step leaves nothing behind`() async throws {
    let district = try District()
    let file = try await district.open()
    let before = try await district.ledger.read { db in try AuditLog.head(in: db) }
    await #expect(throws: CaseRefusal.self) {
      try await district.take("handled", file, by: .town, StepEvidence(photos: [.sample]))
    }
    let after = try await district.ledger.read { db in try AuditLog.head(in: db) }
    #expect(before == after)
    #expect(try await district.file(file.id) == file)
  }

  @Test(arguments: [Account.otherTown, .firm, .sample(9, .officer)])
  func `another unit's case does not exist for whoever guesses its number`(account: Account)
    async throws
  {
    let district = try District()
    let file = try await district.open()
    await #expect(throws: CaseRefusal.unknownCase(file.id)) {
      try await district.take("handled", file, by: account, .complete)
    }
    let plan = district.plan
    let detail = try await district.ledger.read { db in
      try CaseBook.detail(file.id, for: account, plan: plan, at: District.start, in: db) == nil
    }
    #expect(detail)
  }

  @Test func `an informed unit reads and adds notes but takes no step`() async throws {
    let procedure = Procedure(
      id: "fire", label: .any, clause: nil, lead: "DESK", intake: Intake(),
      steps: [
        .sample(
          "dispatched", from: ["opened"], by: [.duty], assign: .unit("TOWN"),
          inform: [.unit("OTHER")]),
        .sample("done", from: ["dispatched"], by: [.assignee]),
      ], late: [])
    let district = try District(procedures: [procedure])
    var file = try await district.open()
    file = try await district.take("dispatched", file, by: .desk)
    await #expect(throws: CaseRefusal.notYours(step: "done", allowed: [.assignee])) {
      try await district.take("done", file, by: .otherTown)
    }
    let seen = try await district.ledger.write { [file] db in
      try CaseBook.annotate(
        case: file.id, by: .otherTown, note: "we see smoke too", requestID: "note-0001",
        at: District.start + 5, in: db)
    }
    #expect(seen.version == file.version)
    #expect(try await district.events(file).last?.values == ["note": "we see smoke too"])
    #expect(try await district.take("done", file, by: .town).isOpen == false)
  }

  @Test func `an auditor reads everything and changes nothing`() async throws {
    let district = try District()
    let file = try await district.open()
    let plan = district.plan
    let detail = try await district.ledger.read { db in
      try CaseBook.detail(file.id, for: .auditor, plan: plan, at: District.start, in: db)
    }
    #expect(detail?.openSteps.isEmpty == true)
    #expect(detail?.mayAnnotate == false)
    await #expect(throws: CaseRefusal.self) {
      try await district.ledger.write { db in
        try CaseBook.annotate(
          case: file.id, by: .auditor, note: "x", requestID: "note-0002", at: 0, in: db)
      }
    }
  }

  @Test(arguments: [
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "'; DROP TABLE case_file; --",
    "{{{note}}}", "%00%0a", "日本\u{202E}語",
  ])
  func `script in a text field is kept as it is`(text: String) async throws {
    let district = try District()
    var file = try await district.open(title: ["rule": text, "subject": text])
    #expect(file.title.values == ["rule": text, "subject": text])
    var evidence = StepEvidence.complete
    evidence.note = text
    file = try await district.take("handled", file, by: .town, evidence)
    #expect(try await district.events(file).last?.values["note"] == text)
    _ = try await district.ledger.write { [file] db in
      try CaseBook.annotate(
        case: file.id, by: .bureau, note: text, requestID: "note-0003", at: 0, in: db)
    }
    #expect(try await district.events(file).last?.values["note"] == text)
    let found = try await district.ledger.read { db in
      try CaseBook.list(
        CaseFilter(text: text), scope: .all, now: District.start, in: db
      ).cases.count
    }
    #expect(found == 1)
  }

  @Test func `history can be neither changed nor removed`() async throws {
    let district = try District()
    _ = try await district.open()
    for sql in ["UPDATE case_event SET actor = 'nobody'", "DELETE FROM case_event"] {
      await #expect(throws: DatabaseError.self) {
        try await district.ledger.write { db in try db.execute(sql: sql) }
      }
    }
  }
}
