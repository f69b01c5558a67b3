import ActionPlan
import Foundation
import GRDB
import Ledger
import Testing

@testable import Casework

/// Numbers without gaps, drafts of late steps exactly once, service and withdrawal.
@Suite struct DocumentLifeTests {
  private static let late = Procedure(
    id: "fire", label: .any, clause: nil, lead: "BUREAU", intake: Intake(),
    steps: [
      .sample(
        "dispatched", from: ["opened"], by: [.duty, .system], assign: .townOfPlace, within: 300),
      .sample("handled", from: ["dispatched"], by: [.assignee], within: 1_800),
    ],
    late: [
      Lateness(afterSeconds: 0, tell: [.assignee]),
      Lateness(afterSeconds: 86_400, tell: [], draft: .init(document: "letter", sign: .leader)),
    ])

  private let district: District

  init() throws {
    district = try District(procedures: [Self.late], documents: [.order, .letter])
  }

  private func letters(_ district: District) async throws -> [CaseDocument] {
    try await district.ledger.read { db in
      try DocumentBook.list(.drafts, for: .leader, in: db).map(\.document)
    }
  }

  private func sweep(_ district: District, at now: Int) async throws {
    try await district.ledger.write { db in _ = try CaseBook.lateSweep(now: now, in: db) }
  }

  @Test func `a late step is drafted once, also across restarts, and its signer is told`()
    async throws
  {
    let file = try await district.open()
    let due = try #require(file.dueAt)
    try await sweep(district, at: due + 1)
    #expect(try await letters(district) == [])
    try await sweep(district, at: due + 86_401)
    try await sweep(district, at: due + 86_402)
    // A plan without the document does not matter to a case that was opened under one.
    let restarted = try District(restarting: district, plan: .sample(procedures: []))
    try await sweep(restarted, at: due + 90_000)
    try await sweep(restarted, at: due + 86_000)
    let drafts = try await letters(restarted)
    #expect(drafts.map(\.signers) == [[.leader]])
    let told = try await district.ledger.read { db in
      try Notifications.about("case/\(file.id)", in: db).filter { $0.code == "document-draft" }
    }
    #expect(told.map(\.recipient) == [.role(.leader)])
    for (account, count) in [(Account.desk, 0), (.leader, 1)] {
      let (listed, counted) = try await district.ledger.read { db in
        (
          try DocumentBook.list(.mine, for: account, in: db).count,
          try DocumentBook.waitingCount(for: account, in: db)
        )
      }
      #expect(listed == count)
      #expect(counted == count)
    }
    let issued = try await district.issue(try #require(drafts.first), at: due + 90_000)
    #expect(issued.issue?.text.zh == "督2026\\-1逾期1天：标签")
  }

  @Test func `numbers of a year leave none out and are given once, whoever signs at once`()
    async throws
  {
    var drafts: [CaseDocument] = []
    for finding in 1...24 {
      let file = try await district.open(finding: Int64(finding))
      drafts.append(try await district.draft("letter", file, by: .desk))
    }
    let whole = District.start + 86_400 * 40
    await withTaskGroup(of: Void.self) { group in
      for (index, draft) in drafts.enumerated() {
        group.addTask {
          // Every third is refused: it has no deadline that passed.
          let document =
            index.isMultiple(of: 3)
            ? draft
            : try? await district.edit(
              draft, ["late": DocumentValue("1天")], by: .desk)
          for _ in 0..<2 {
            _ = try? await district.issue(document ?? draft, at: whole)
          }
        }
      }
    }
    let counts = try await district.ledger.read { db in
      try Int.fetchAll(
        db, sql: "SELECT count FROM case_document WHERE count IS NOT NULL ORDER BY count")
    }
    #expect(counts == Array(1...16))
    let next = try await district.edit(drafts[0], ["late": DocumentValue("1天")], by: .desk)
    let issued = try await district.issue(next, at: District.start + 86_400 * 370)
    #expect(issued.issue?.number == "督2027-1")
  }

  @Test func `a repeated request signs once and gets the same answer`() async throws {
    let file = try await district.open()
    let draft = try await district.edit(
      try await district.draft("letter", file, by: .desk), ["late": DocumentValue("1天")],
      by: .desk)
    let first = try await district.issue(draft, request: "request-1")
    let again = try await district.issue(draft, request: "request-1")
    #expect(first == again)
    await #expect(throws: DocumentRefusal.noDraft(state: .issued)) {
      try await district.issue(draft, request: "request-2")
    }
  }

  @Test func `what was issued is served once, on a day that can be`() async throws {
    let plan = district.plan
    let file = try await district.open()
    let draft = try await district.edit(
      try await district.draft("letter", file, by: .desk), ["late": DocumentValue("1天")],
      by: .desk)
    @Sendable func serve(_ document: CaseDocument, on day: String) async throws -> CaseDocument {
      try await district.ledger.write { db in
        try DocumentBook.serve(
          document.id, as: ServiceNote(way: .direct, on: day, receiver: "王五"), by: .desk,
          requestID: UUID().uuidString, versionSeen: document.version, plan: plan,
          at: District.start + 86_400, in: db)
      }
    }
    await #expect(throws: DocumentRefusal.notIssued(state: .draft)) {
      try await serve(draft, on: "2026-01-01")
    }
    let issued = try await district.issue(draft)
    for day in ["2025-12-31", "2026-01-03", "soon"] {
      await #expect(throws: DocumentRefusal.serviceDate) { try await serve(issued, on: day) }
    }
    let served = try await serve(issued, on: "2026-01-02")
    #expect(served.state == .served && served.service?.receiver == "王五")
    let notes = try await district.events(file).compactMap(CaseDocumentNote.init)
    #expect(notes.map(\.change) == ["draft", "issue", "serve"])
  }

  @Test func `what is withdrawn keeps its number and its ground`() async throws {
    let file = try await district.open()
    let draft = try await district.edit(
      try await district.draft("letter", file, by: .desk), ["late": DocumentValue("1天")],
      by: .desk)
    let issued = try await district.issue(draft)
    @Sendable func withdraw(_ ground: String) async throws -> CaseDocument {
      try await district.ledger.write { db in
        try DocumentBook.withdraw(
          issued.id, ground: ground, by: .leader, requestID: UUID().uuidString,
          versionSeen: issued.version, at: District.start, in: db)
      }
    }
    await #expect(throws: DocumentRefusal.groundMissing) { try await withdraw("  ") }
    let withdrawn = try await withdraw("事实有误")
    #expect(withdrawn.state == .withdrawn && withdrawn.ground == "事实有误")
    #expect(withdrawn.issue?.number == "督2026-1")
    let verified = try await district.ledger.read { db in try AuditLog.head(in: db).seq }
    #expect(verified > 0)
  }
}
