import ActionPlan
import Foundation
import GRDB
import Ledger
import Testing

@testable import Casework

struct BulkTests {
  private func bulk(
    _ district: District, _ work: BulkWork, _ files: [CaseFile], by account: Account = .desk,
    _ evidence: StepEvidence = StepEvidence(note: "as agreed", cause: "other"),
    request: String = UUID().uuidString
  ) async throws -> [BulkLine] {
    let (plan, targets) = (
      district.plan, files.map { BulkTarget(id: $0.id, version: $0.version) }
    )
    return try await district.ledger.write { db in
      try CaseBook.bulk(
        work, on: targets, by: account, evidence: evidence, requestID: request, plan: plan,
        at: District.start, in: db)
    }
  }

  @Test func `three hundred cases are assigned at once, and the one that moved on is told`()
    async throws
  {
    let district = try District(procedures: [.full])
    var files: [CaseFile] = []
    for finding in 1...300 as ClosedRange<Int64> {
      files.append(try await district.open(finding: finding))
    }
    try await district.act(.prioritise(.high), files[7], by: .desk)
    let lines = try await bulk(district, .assign(unit: "TOWN"), files)
    #expect(lines.count == 300)
    #expect(lines.filter { $0.refusal != nil }.map(\.id) == [files[7].id])
    #expect(lines[7].refusal == "stale" && lines[7].number == files[7].number)
    #expect(try await district.file(files[0].id)?.assignedUnit == "TOWN")
    #expect(try await district.file(files[7].id)?.state == "opened")
    let verdict = try await district.ledger.read { db in try AuditLog.verify(in: db) }
    guard case .intact = verdict else {
      Issue.record("\(verdict)")
      return
    }
  }

  @Test func `a repeat gets the first answer, and another content under its id is refused`()
    async throws
  {
    let district = try District(procedures: [.full])
    let file = try await district.open()
    let first = try await bulk(district, .prioritise(.urgent), [file], request: "request-1")
    let again = try await bulk(district, .prioritise(.urgent), [file], request: "request-1")
    #expect(first == again && first[0].refusal == nil)
    #expect(try await district.events(file).count == 2)
    await #expect(throws: CaseRefusal.requestReused("request-1")) {
      try await bulk(district, .prioritise(.low), [file], request: "request-1")
    }
  }

  @Test func `only what may be closed is closed, by whom it may be`() async throws {
    let district = try District(procedures: [.full])
    var handled = try await district.surveyed(finding: 1)
    handled = try await district.take("handled", handled, by: .town, .complete)
    let open = try await district.open(finding: 2)
    let lines = try await bulk(district, .close, [handled, open, handled])
    #expect(lines.map(\.refusal) == [nil, "not-from-here"])
    #expect(try await district.file(handled.id)?.isOpen == false)
  }

  @Test func `a case that is not the account's is refused like one that is not there`() async throws
  {
    let district = try District(procedures: [.full])
    let file = try await district.open()
    let lines = try await bulk(district, .note, [file], by: .otherTown)
    #expect(lines.map(\.refusal) == ["unknown-case"])
    #expect(lines[0].number == nil)
    await #expect(throws: CaseRefusal.tooMany(found: 501, limit: 500)) {
      try await bulk(district, .note, Array(repeating: file, count: 501))
    }
  }

  @Test func `whoever ends a case that a rule opened says why it happened, if nobody has`()
    async throws
  {
    let district = try District()
    var file = try await district.open("site", place: "town")
    file = try await district.take("dispatched", file, by: .desk, StepEvidence(assignTo: "TOWN"))
    file = try await district.take(
      "answered", file, by: .town,
      StepEvidence(note: "swept", position: Coordinate(longitude: 120.9, latitude: 30)))
    await #expect(throws: CaseRefusal.missingEvidence(step: "closed", [.cause])) {
      try await district.take("closed", file, by: .desk)
    }
    file = try await district.take("closed", file, by: .desk, StepEvidence(cause: "weather"))
    #expect(file.causeClass == .unclear)
  }

  @Test func `precision is what was real of what the closings say`() async throws {
    let causes = [
      Cause(id: "real", label: .any, kind: .real),
      Cause(id: "none", label: .any, kind: .nothing), Cause(id: "other", label: .any),
    ]
    let quick = Procedure(
      id: "fire", label: .any, clause: nil, lead: "BUREAU", intake: Intake(), causes: causes,
      steps: [.sample("done", from: ["opened"], by: [.duty], within: 60)], late: [])
    let district = try District(procedures: [quick])
    for (finding, cause) in [(1, "real"), (2, "real"), (3, "none"), (4, "other")]
      as [(Int64, String)]
    {
      let file = try await district.open(
        finding: finding, title: ["rule": "r", "subject": "s-\(finding)"])
      try await district.take("done", file, by: .desk, StepEvidence(cause: cause))
    }
    let rules = try await district.ledger.read { db in
      try CaseBook.precision(since: 0, scope: .all, in: db)
    }
    #expect(rules.map(\.rule) == ["r"])
    #expect(rules[0].closed == 4 && rules[0].judged == 3)
    #expect(rules[0].share.map { ($0 * 1_000).rounded() } == 667)
  }

  @Test func `findings beyond a day's budget come together in one case, what is grave does not`()
    async throws
  {
    let district = try District(procedures: [.full], dailyBudget: 2)
    var opened: [Int64] = []
    for finding in 1...6 as ClosedRange<Int64> {
      opened.append(try await district.open(finding: finding).id)
    }
    #expect(Set(opened).count == 3)
    #expect(opened[2...] == [opened[2], opened[2], opened[2], opened[2]])
    let digest = try #require(try await district.file(opened[2]))
    #expect(digest.isDigest && digest.furtherFindings == 3)
    // The next day has a budget of its own.
    let tomorrow = try await district.open(finding: 7, at: District.start + 86_400)
    #expect(!opened.contains(tomorrow.id) && !tomorrow.isDigest)
  }
}
