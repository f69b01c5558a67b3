import ActionPlan
import Foundation
import GRDB
import Ledger
import Testing

@testable import Casework

/// A fire with every right beside the steps.
extension Procedure {
  static let full = Procedure(
    id: "fire", label: .any, clause: nil, lead: "BUREAU", intake: Intake(), causes: fire.causes,
    steps: [
      .sample("dispatched", from: ["opened"], by: [.duty], assign: .townOfPlace, within: 300),
      Step(
        to: "surveyed", label: .any, from: ["dispatched"], by: [],
        parallel: [.unit("BUREAU"), .townOfPlace], optional: [.duty], assign: nil, inform: [],
        within: .clock(3_600), needs: [.note], notBy: [], isReturn: false),
      .sample("handled", from: ["surveyed"], by: [.assignee], within: 1_800, needs: [.note]),
      .sample(
        "closed", from: ["handled"], by: [.lead, .duty], within: 86_400, notBy: ["handled"]),
    ], late: [Lateness(afterSeconds: 0, tell: [.assignee, .lead])],
    rules: CaseRules(
      suspension: SuspensionRule(by: [.lead, .duty], longestSeconds: 86_400),
      transfer: TransferRule(by: [.assignee], arbitrate: [.duty]),
      reopening: ReopeningRule(by: [.lead, .leader], to: "dispatched", withinSeconds: 864_000),
      appeal: AppealRule(
        within: .clock(172_800), decideBy: [.lead], decideWithin: .clock(86_400)),
      relapseSeconds: 604_800))
}

extension District {
  @discardableResult
  func act(
    _ act: CaseAct, _ file: CaseFile, by account: Account, _ note: String? = "because",
    request: String = UUID().uuidString, version: Int? = nil, at now: Int = start
  ) async throws -> CaseFile {
    let plan = plan
    return try await ledger.write { db in
      try CaseBook.act(
        act, case: file.id, by: account, evidence: StepEvidence(note: note), requestID: request,
        versionSeen: version ?? file.version, plan: plan, at: now, in: db)
    }
  }

  @discardableResult
  func tie(
    _ tie: CaseBook.Tie, _ file: CaseFile, to other: String, by account: Account = .desk,
    at now: Int = start
  ) async throws -> CaseFile {
    let plan = plan
    return try await ledger.write { db in
      try CaseBook.tie(
        tie, case: file.id, to: other, by: account, note: "the same", requestID: UUID().uuidString,
        versionSeen: file.version, plan: plan, at: now, in: db)
    }
  }

  /// Dispatched to the town, and surveyed by both units.
  func surveyed(finding: Int64 = 1, facility: String? = nil) async throws -> CaseFile {
    var file = try await open(finding: finding, facility: facility)
    file = try await take("dispatched", file, by: .desk, StepEvidence(assignTo: "TOWN"))
    file = try await take("surveyed", file, by: .town, .complete)
    return try await take("surveyed", file, by: .bureau, .complete)
  }

  func closed(finding: Int64 = 1, facility: String? = nil) async throws -> CaseFile {
    var file = try await surveyed(finding: finding, facility: facility)
    file = try await take("handled", file, by: .town, .complete)
    return try await take("closed", file, by: .bureau)
  }
}

struct ActTests {
  @Test func `a step of several units waits for each, in either order, and tells who is missing`()
    async throws
  {
    let district = try District(procedures: [.full])
    var file = try await district.open()
    file = try await district.take("dispatched", file, by: .desk, StepEvidence(assignTo: "TOWN"))
    #expect(file.informedUnits == ["BUREAU"])
    file = try await district.take("surveyed", file, by: .bureau, .complete)
    #expect(file.state == "dispatched")
    #expect(file.dueAt == District.start + 3_600)
    await #expect(throws: CaseRefusal.notYours(step: "surveyed", allowed: [])) {
      try await district.take("surveyed", file, by: .bureau, .complete)
    }
    let plan = district.plan
    let detail = try await district.ledger.read { [file] db in
      try CaseBook.detail(file.id, for: .desk, plan: plan, at: District.start, in: db)
    }
    #expect(detail?.waitingUnits == ["TOWN"])
    file = try await district.take("surveyed", file, by: .town, .complete)
    #expect(file.state == "surveyed")
    let kinds = try await district.events(file).map(\.kind)
    #expect(kinds == [.opened, .step, .shared, .step])
  }

  @Test func `an optional step is skipped by whom the plan says, with a ground`() async throws {
    let district = try District(procedures: [.full])
    var file = try await district.open()
    file = try await district.take("dispatched", file, by: .desk, StepEvidence(assignTo: "TOWN"))
    let plan = district.plan
    func skip(_ account: Account, _ note: String?) async throws -> CaseFile {
      try await district.ledger.write { [file] db in
        try CaseBook.take(
          step: "surveyed", case: file.id, by: account, evidence: StepEvidence(note: note),
          isSkip: true, requestID: UUID().uuidString, versionSeen: file.version, plan: plan,
          at: District.start, in: db)
      }
    }
    await #expect(throws: CaseRefusal.missingEvidence(step: "surveyed", [.note])) {
      try await skip(.desk, " ")
    }
    await #expect(throws: CaseRefusal.self) { try await skip(.town, "no time") }
    file = try await skip(.desk, "seen by drone")
    #expect(file.state == "surveyed")
    #expect(try await district.events(file).last?.kind == .skipped)
  }

  @Test func `a suspended case has no deadline, takes no step, and goes on with what was left`()
    async throws
  {
    let district = try District(procedures: [.full])
    var file = try await district.surveyed()
    #expect(file.dueAt == District.start + 1_800)
    await #expect(throws: CaseRefusal.notYours(step: "suspend", allowed: [.lead, .duty])) {
      try await district.act(.suspend, file, by: .town)
    }
    await #expect(throws: CaseRefusal.missingEvidence(step: "suspend", [.note])) {
      try await district.act(.suspend, file, by: .desk, nil)
    }
    file = try await district.act(.suspend, file, by: .desk, at: District.start + 600)
    #expect(file.dueAt == nil)
    await #expect(throws: CaseRefusal.suspended) {
      try await district.take("handled", file, by: .town, .complete)
    }
    #expect(try await sweep(district, at: District.start + 80_000).told.isEmpty)
    file = try await district.act(.resume, file, by: .desk, nil, at: District.start + 50_000)
    #expect(file.dueAt == District.start + 50_000 + 1_200)
    #expect(file.suspension == nil)
  }

  @Test func `a suspension ends by itself when it has lasted as long as it may, once`() async throws
  {
    let district = try District(procedures: [.full])
    var file = try await district.surveyed()
    file = try await district.act(.suspend, file, by: .desk)
    let end = District.start + 86_401
    #expect(try await sweep(district, at: end).resumed == [file.id])
    #expect(try await sweep(district, at: end).resumed == [])
    #expect(try await district.file(file.id)?.dueAt == end + 1_800)
    #expect(try await sweep(district, at: end + 1_801).told.count == 1)
  }

  private func sweep(_ district: District, at now: Int) async throws -> LateSweep {
    try await district.ledger.write { db in try CaseBook.lateSweep(now: now, in: db) }
  }

  @Test func `a transfer is offered, refused with a ground and decided by the desk`() async throws {
    let district = try District(procedures: [.full])
    var file = try await district.surveyed()
    file = try await district.act(.offer(unit: "OTHER"), file, by: .town)
    #expect(file.assignedUnit == "TOWN")
    #expect(file.transfer == CaseTransfer(to: "OTHER", stage: .offered))
    await #expect(throws: CaseRefusal.notYours(step: "refuse", allowed: [])) {
      try await district.act(.refuse, file, by: .bureau)
    }
    await #expect(throws: CaseRefusal.missingEvidence(step: "refuse", [.note])) {
      try await district.act(.refuse, file, by: .otherTown, "")
    }
    file = try await district.act(.refuse, file, by: .otherTown)
    #expect(file.transfer?.stage == .refused)
    await #expect(throws: CaseRefusal.nothingChanged("accept")) {
      try await district.act(.accept, file, by: .otherTown)
    }
    let due = file.dueAt
    file = try await district.act(.arbitrate(unit: "OTHER"), file, by: .desk)
    #expect(file.assignedUnit == "OTHER" && file.transfer == nil && file.dueAt == due)
    // Who gave it away goes on seeing it.
    #expect(file.informedUnits.contains("TOWN"))
  }

  @Test func `a transfer that is taken moves the case, and a step taken meanwhile ends the offer`()
    async throws
  {
    let district = try District(procedures: [.full])
    var file = try await district.surveyed()
    file = try await district.act(.offer(unit: "OTHER"), file, by: .town)
    file = try await district.act(.accept, file, by: .otherTown, nil)
    #expect(file.assignedUnit == "OTHER")
    file = try await district.act(.offer(unit: "TOWN"), file, by: .otherTown)
    file = try await district.take("handled", file, by: .otherTown, .complete)
    #expect(file.transfer == nil)
  }

  @Test func `a closed case is reopened with a ground, not for ever, and can be closed again`()
    async throws
  {
    let district = try District(procedures: [.full])
    var file = try await district.closed()
    await #expect(throws: CaseRefusal.self) { try await district.act(.reopen, file, by: .town) }
    await #expect(throws: CaseRefusal.tooLate("reopen")) {
      try await district.act(.reopen, file, by: .bureau, at: District.start + 864_001)
    }
    file = try await district.act(.reopen, file, by: .leader, at: District.start + 100)
    #expect(file.isOpen && file.state == "dispatched" && file.assignedUnit == "TOWN")
    #expect(file.dueAt == District.start + 100 + 3_600)
    #expect(file.reopenedCount == 1)
    #expect(try await sweep(district, at: District.start + 3_701).told.count == 1)
    for account in [Account.bureau, .town] {
      file = try await district.take("surveyed", file, by: account, .complete)
    }
    file = try await district.take("handled", file, by: .town, .complete)
    file = try await district.take("closed", file, by: .bureau)
    #expect(!file.isOpen)
  }

  @Test func `the facility appeals in time, and an appeal that nobody decides is told once`()
    async throws
  {
    let district = try District(procedures: [.full])
    var file = try await district.closed(facility: "f-1")
    await #expect(throws: CaseRefusal.tooLate("appeal")) {
      try await district.act(.appeal, file, by: .firm, at: District.start + 172_801)
    }
    await #expect(throws: CaseRefusal.nothingChanged("decide")) {
      try await district.act(.decide(isGranted: true), file, by: .bureau)
    }
    file = try await district.act(.appeal, file, by: .firm)
    await #expect(throws: CaseRefusal.nothingChanged("appeal")) {
      try await district.act(.appeal, file, by: .firm)
    }
    #expect(try await sweep(district, at: District.start + 86_401).lateAppeals == [file.id])
    #expect(try await sweep(district, at: District.start + 86_402).lateAppeals == [])
    file = try await district.act(.decide(isGranted: false), file, by: .bureau)
    #expect(!file.isAppealed)
    #expect(try await district.events(file).last?.values["decision"] == "upheld")
  }

  @Test func `of two closings at once one wins, and the other hears what the case is`() async throws
  {
    let district = try District(procedures: [.full])
    var file = try await district.surveyed()
    file = try await district.take("handled", file, by: .town, .complete)
    let version = file.version
    let outcomes = await withTaskGroup(of: CaseRefusal?.self) { group in
      for account in [Account.bureau, .desk] {
        group.addTask { [file] in
          do {
            try await district.take("closed", file, by: account)
            return nil
          } catch { return error as? CaseRefusal }
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    let stale = CaseRefusal.stale(state: "closed", version: version + 1, seen: version)
    #expect(outcomes.count == 2 && outcomes.contains(nil) && outcomes.contains(stale))
  }

  @Test func `priority and severity change with a ground and move no deadline`() async throws {
    let district = try District(procedures: [.full])
    var file = try await district.surveyed()
    let due = file.dueAt
    file = try await district.act(.prioritise(.urgent), file, by: .desk)
    file = try await district.act(.reclassify(.grave), file, by: .bureau)
    #expect(file.priority == .urgent && file.severity == .grave && file.dueAt == due)
    await #expect(throws: CaseRefusal.nothingChanged("prioritise")) {
      try await district.act(.prioritise(.urgent), file, by: .desk)
    }
    let found = try await district.ledger.read { db in
      try CaseBook.list(
        CaseFilter(priority: .urgent, severity: .grave), scope: .all, now: 0, in: db)
    }
    #expect(found.cases.map(\.id) == [file.id])
  }

  @Test func `an act repeated is done once, and one on an old page is refused`() async throws {
    let district = try District(procedures: [.full])
    let file = try await district.surveyed()
    let first = try await district.act(
      .prioritise(.high), file, by: .desk, request: "request-1")
    let again = try await district.act(
      .prioritise(.high), file, by: .desk, request: "request-1")
    #expect(first == again)
    await #expect(throws: CaseRefusal.self) {
      try await district.act(.prioritise(.low), file, by: .desk)
    }
  }
}
