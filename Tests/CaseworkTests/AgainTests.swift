import ActionPlan
import GRDB
import Ledger
import Testing

@testable import Casework

struct AgainTests {
  private func find(
    _ district: District, _ finding: Int64, subject: String = "s-1", at now: Int
  ) async throws -> CaseFile {
    try await district.open(
      finding: finding, title: ["rule": "r", "subject": subject], at: now)
  }

  private func closed(_ district: District) async throws -> CaseFile {
    var file = try await find(district, 1, at: District.start)
    file = try await district.take("dispatched", file, by: .desk, StepEvidence(assignTo: "TOWN"))
    file = try await district.take("surveyed", file, by: .town, .complete)
    file = try await district.take("surveyed", file, by: .bureau, .complete)
    file = try await district.take("handled", file, by: .town, .complete)
    return try await district.take("closed", file, by: .bureau)
  }

  @Test func `a case that no unit ever had begins anew when it is reopened`() async throws {
    let site = Procedure.site
    let procedure = Procedure(
      id: site.id, label: site.label, clause: nil, lead: site.lead, intake: site.intake, causes: [],
      steps: site.steps + [.sample("dismissed", from: ["opened"], by: [.duty])], late: site.late,
      rules: CaseRules(
        suspension: nil, transfer: nil,
        reopening: ReopeningRule(by: [.duty], to: "dispatched", withinSeconds: 86_400),
        appeal: nil, relapseSeconds: nil))
    let district = try District(procedures: [procedure])
    var file = try await district.open("site")
    file = try await district.take("dismissed", file, by: .desk)
    #expect(!file.isOpen && file.assignedUnit == nil)
    file = try await district.act(.reopen, file, by: .desk, at: District.start + 60)
    #expect(file.isOpen && file.state == Procedure.openedState)
    file = try await district.take(
      "dispatched", file, by: .desk, StepEvidence(assignTo: "TOWN"), at: District.start + 90)
    #expect(file.assignedUnit == "TOWN")
  }

  @Test func `the same found again soon after closing reopens the case, later opens another`()
    async throws
  {
    let district = try District(procedures: [.full])
    let file = try await closed(district)
    let again = try await find(district, 2, at: District.start + 604_800)
    #expect(again.id == file.id && again.isOpen && again.state == "dispatched")
    #expect(again.reopenedCount == 1)
    #expect(try await district.events(again).last?.kind == .relapsed)
    #expect(try await find(district, 2, at: District.start + 604_900).id == file.id)
    let other = try District(procedures: [.full])
    let first = try await closed(other)
    #expect(try await find(other, 2, at: District.start + 604_801).id != first.id)
  }

  @Test func `the same found while the case is open joins it, another subject does not`()
    async throws
  {
    let district = try District(procedures: [.full])
    let file = try await find(district, 1, at: District.start)
    let again = try await find(district, 2, at: District.start + 60)
    #expect(again.id == file.id && again.version == file.version)
    #expect(try await district.events(file).map(\.kind) == [.opened, .joined])
    #expect(try await find(district, 3, subject: "s-2", at: District.start + 60).id != file.id)
    let source = try await district.ledger.read { db in
      try CaseBook.find(source: .finding(2), in: db)?.id
    }
    #expect(source == file.id)
  }

  @Test func `a merged case closes into the other, and comes out with the time it had left`()
    async throws
  {
    let district = try District(procedures: [.full])
    let main = try await district.surveyed(finding: 1)
    var twin = try await district.surveyed(finding: 2)
    let left = (twin.dueAt ?? 0) - District.start
    await #expect(throws: CaseRefusal.notYours(step: "merge", allowed: [.duty, .lead])) {
      try await district.tie(.merge, twin, to: main.number, by: .town)
    }
    await #expect(throws: CaseRefusal.noSuchOther(twin.number)) {
      try await district.tie(.merge, twin, to: twin.number)
    }
    twin = try await district.tie(.merge, twin, to: main.number)
    #expect(twin.mergedInto?.number == main.number && !twin.isOpen && twin.dueAt == nil)
    await #expect(throws: CaseRefusal.merged(into: main.number)) {
      try await district.take("handled", twin, by: .town, .complete)
    }
    await #expect(throws: CaseRefusal.merged(into: main.number)) {
      try await district.act(.prioritise(.high), twin, by: .desk)
    }
    await #expect(throws: CaseRefusal.noSuchOther(twin.number)) {
      try await district.tie(.merge, main, to: twin.number)
    }
    twin = try await district.tie(.unmerge, twin, to: "", at: District.start + 9_000)
    #expect(twin.isOpen && twin.dueAt == District.start + 9_000 + left)
    #expect(try await district.events(main).map(\.kind).suffix(2) == [.absorbed, .released])
  }

  @Test func `two cases are linked on both sides and unlinked on both`() async throws {
    let district = try District(procedures: [.full])
    let (one, other) = (
      try await district.surveyed(finding: 1), try await district.surveyed(finding: 2)
    )
    try await district.tie(.link, one, to: other.number.lowercased())
    func linked(_ file: CaseFile) async throws -> [String] {
      try await district.ledger.read { db in
        try CaseBook.tied(to: file, scope: .all, in: db).linked.map(\.number)
      }
    }
    #expect(try await linked(one) == [other.number])
    #expect(try await linked(other) == [one.number])
    await #expect(throws: CaseRefusal.nothingChanged("link")) {
      try await district.tie(.link, other, to: one.number)
    }
    try await district.tie(.unlink, other, to: one.number)
    #expect(try await linked(one) == [])
  }

  @Test func `every rule kept with a case reads back as it was`() throws {
    let kept = try encoded(ProcedureRecord(.full))
    #expect(try decoded(ProcedureRecord.self, kept).procedure() == .full)
  }

  @Test func `whoever reported it may disagree once, within the time, and the office is told`()
    async throws
  {
    let district = try District(procedures: [.full])
    let plan = district.plan
    var file = try await district.ledger.write { db in
      try CaseBook.open(
        CaseOpening(
          procedure: "fire", severity: .minor, source: .report(7),
          title: CaseTitle(.report, ["category": "smell"]), occurredAt: District.start,
          place: "town"),
        plan: plan, actor: .reporter, at: District.start, in: db)
    }
    func disagree(_ why: String = "it still smells", at now: Int = District.start + 60)
      async throws -> CaseFile
    {
      try await district.ledger.write { db in
        try CaseBook.disagree(report: 7, why: why, plan: plan, at: now, in: db)
      }
    }
    await #expect(throws: CaseRefusal.isOpen) { try await disagree() }
    file = try await district.take("dispatched", file, by: .desk, StepEvidence(assignTo: "TOWN"))
    for account in [Account.town, .bureau] {
      file = try await district.take("surveyed", file, by: account, .complete)
    }
    for _ in 1...2 {
      file = try await district.take("handled", file, by: .town, .complete)
      file = try await district.take("closed", file, by: .bureau)
      guard file.reopenedCount == 0 else { break }
      await #expect(throws: CaseRefusal.missingEvidence(step: "reopen", [.note])) {
        try await disagree(" ")
      }
      await #expect(throws: CaseRefusal.tooLate("reopen")) {
        try await disagree(at: District.start + 864_001)
      }
      file = try await disagree()
      #expect(file.isOpen && file.state == "dispatched")
      for account in [Account.town, .bureau] {
        file = try await district.take("surveyed", file, by: account, .complete)
      }
    }
    await #expect(throws: CaseRefusal.disagreedBefore) { try await disagree() }
    let told = try await district.ledger.read { [file] db in
      try String.fetchAll(
        db,
        sql: "SELECT DISTINCT code FROM notification WHERE object = ? AND code = 'case-reopened'",
        arguments: ["case/\(file.id)"])
    }
    #expect(told == ["case-reopened"])
  }
}
