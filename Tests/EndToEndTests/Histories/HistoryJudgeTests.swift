import ActionPlan
import Casework
import Foundation
import GRDB
import Ledger
import Testing
import Wiring

/// The judge of histories must see what was bent.
struct HistoryJudgeTests {
  private let folder: URL
  private let ledger: LedgerDatabase
  private let plan: Plan

  init() throws {
    folder = FileManager.default.temporaryDirectory
      .appending(path: "lantian-histories-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    ledger = try LedgerDatabase(
      path: folder.appending(path: "ledger.sqlite").path, migrations: DistrictSchema.migrations)
    let plans = BuiltCommand.packageRoot.appending(path: "Tests/EndToEndTests/Histories/Plan")
    plan = try #require(PlanFolder.read(plans.path).plan)
  }

  /// A case that was opened, dispatched and worked late; with what its people were told of their requests.
  private func live() async throws -> [String: CaseBoard.Sent] {
    let accounts = Accounts(
      ledger: ledger, hasher: PasswordHasher(cost: ScryptCost(rounds: 16)), now: { 1_000 })
    var people: [Account] = []
    for (name, unit, role) in [("desk", "BTF", Role.duty), ("police", "POL", .officer)] {
      people.append(
        try await accounts.create(
          AccountDraft(name: name, displayName: name, unit: unit, roles: [role]),
          password: "Histories-2026", units: Set(plan.units.map(\.id)), mustChangePassword: false,
          by: .system("test")))
    }
    let (desk, police) = (people[0], people[1])
    return try await ledger.write { [plan] db in
      let file = try CaseBook.open(
        CaseOpening(
          procedure: "plain", severity: .ordinary, source: .finding(1),
          title: CaseTitle(.rule, ["rule": "plain-spot"]), occurredAt: 1_000, place: "900001"),
        plan: plan, actor: .system("detection"), at: 1_000, in: db)
      let sent = try CaseBook.take(
        step: "dispatched", case: file.id, by: desk,
        evidence: StepEvidence(note: "request-1", assignTo: "POL"), requestID: "request-1",
        versionSeen: 1, plan: plan, at: 1_100, in: db)
      _ = try CaseBook.take(
        step: "handled", case: file.id, by: police,
        evidence: StepEvidence(note: "request-2", cause: "fault"), requestID: "request-2",
        versionSeen: sent.version, plan: plan, at: 5_000, in: db)
      return [
        "request-1": CaseBoard.Sent(id: file.id, outcome: .acknowledged(version: 2)),
        "request-2": CaseBoard.Sent(id: file.id, outcome: .acknowledged(version: 3)),
        "request-3": CaseBoard.Sent(id: file.id, outcome: .refused),
        "request-4": CaseBoard.Sent(id: file.id, outcome: .unanswered),
      ]
    }
  }

  private func breaches(_ sent: [String: CaseBoard.Sent]) async throws -> [String] {
    try await HistoryCheck(data: folder, plan: plan).judge(sent: sent).breaches
  }

  @Test func `a history as it was lived has no breach, also one that was late`() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let sent = try await live()
    #expect(try await breaches(sent) == [])
  }

  @Test(arguments: [
    ("UPDATE case_file SET state = 'closed'", "state is closed"),
    ("UPDATE case_file SET version = version - 1", "version is"),
    ("UPDATE case_file SET due_at = due_at + 1", "deadline is"),
    ("DELETE FROM case_event WHERE kind = 'late'", "was not told before entry"),
    ("DELETE FROM case_event WHERE sequence = 2", "request-1 is there 0 times"),
    (
      "UPDATE case_event SET \"values\" = json_set(\"values\", '$.note', 'request-3') WHERE sequence = 2",
      "was refused and is there"
    ),
    ("UPDATE case_event SET actor = 'account:2' WHERE sequence = 2", "is illegal"),
    ("DELETE FROM notification WHERE code = 'case-late'", "its history says"),
    ("UPDATE case_event SET to_state = 'closed' WHERE sequence = 2", "is illegal"),
  ])
  func `what was bent is a breach`(sql: String, told: String) async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let sent = try await live()
    try await ledger.write { db in
      try db.execute(
        sql: "DROP TRIGGER case_event_is_kept; DROP TRIGGER case_event_stays; \(sql)")
    }
    let found = try await breaches(sent)
    #expect(found.contains { $0.contains(told) }, "\(found)")
  }
}
