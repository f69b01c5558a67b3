import ActionPlan
import Casework
import Foundation
import GRDB
import Ledger

/// What the ledger says of all histories, against what the officers were told.
struct HistoryCheck: Sendable {
  private let file: DatabaseQueue
  private let accounts: [String: Account]
  private let plan: Plan

  /// - Parameter data: the state folder, read beside the server.
  init(data: URL, plan: Plan) throws {
    var configuration = Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(30)
    file = try DatabaseQueue(
      path: data.appending(path: "ledger.sqlite").path, configuration: configuration)
    self.plan = plan
    accounts = try file.read { db in
      Dictionary(
        uniqueKeysWithValues: try Accounts.list(in: db).map {
          (Actor.account($0.id).auditName, $0)
        })
    }
  }

  struct Outcome: Sendable {
    var breaches: [String] = []
    var cases = 0
    var entries = 0
    var told = 0
  }

  func cases(after last: Int64) async throws -> [Int64] {
    try await file.read { db in
      try Int64.fetchAll(
        db, sql: "SELECT id FROM case_file WHERE id > ? ORDER BY id", arguments: [last])
    }
  }

  var lastEntry: Int64 {
    get async throws {
      try await file.read { db in
        try Int64.fetchOne(db, sql: "SELECT ifnull(max(id), 0) FROM case_event") ?? 0
      }
    }
  }

  /// Whether nothing is left that the clock has passed.
  func isQuiet(at now: Int) async throws -> Bool {
    try await file.read { db in
      try Bool.fetchOne(
        db,
        sql: """
          SELECT NOT EXISTS (SELECT 1 FROM case_file
              WHERE closed_at IS NULL AND (next_late_at < :now OR suspended_until < :now))
            AND NOT EXISTS (SELECT 1 FROM case_appeal
              WHERE decided_at IS NULL AND told_at IS NULL AND due_at < :now)
          """, arguments: ["now": now]) == true
    }
  }

  /// Judges the cases with an entry after `last`.
  ///
  /// - Parameters:
  ///   - sent: what the server had said before.
  ///   - rest: epoch seconds that the server's clock has reached, where nothing is under way.
  func judge(
    after last: Int64 = 0, sent: [String: CaseBoard.Sent], atRest rest: Int? = nil
  ) async throws -> Outcome {
    try await file.read { [accounts, plan] db in
      var outcome = Outcome()
      let ids = try Int64.fetchAll(
        db, sql: "SELECT DISTINCT case_id FROM case_event WHERE id > ?", arguments: [last])
      var found: [String: (count: Int, version: Int?, id: Int64)] = [:]
      for id in ids {
        guard let file = try CaseBook.find(id, in: db) else { continue }
        let events = try CaseBook.events(of: id, in: db)
        let machine = CaseMachine(
          procedure: try ProcedureArchive.procedure(of: file, in: db), units: plan.units)
        var replay = HistoryReplay(file, machine: machine, accounts: accounts)
        replay.walk(events, isAtRest: rest)
        outcome.breaches += replay.breaches
        outcome.cases += 1
        outcome.entries += events.count
        outcome.told += events.count { $0.kind == .late || $0.kind == .reminded }
        for (event, next) in zip(events, events.dropFirst().map(\.actor) + [""]) {
          guard let request = event.values["note"] else { continue }
          let version = next == "system:casework" ? nil : replay.versions[event.sequence]
          found[request] = ((found[request]?.count ?? 0) + 1, version, id)
        }
        outcome.breaches += try Self.notices(of: file, events, in: db)
      }
      outcome.breaches += Self.compare(
        sent.filter { ids.contains($0.value.id) || last == 0 }, found)
      return outcome
    }
  }

  /// Acknowledged: once, at the version that was told. Refused: never. Unanswered: at most once.
  private static func compare(
    _ sent: [String: CaseBoard.Sent], _ found: [String: (count: Int, version: Int?, id: Int64)]
  ) -> [String] {
    var breaches: [String] = []
    for (request, sent) in sent {
      let count = found[request]?.count ?? 0
      switch sent.outcome {
      case .acknowledged(let version):
        if count != 1 { breaches.append("case \(sent.id): \(request) is there \(count) times") }
        if let version, let kept = found[request]?.version, kept != version {
          breaches.append("case \(sent.id): \(request) was told version \(version), not \(kept)")
        }
      case .refused:
        if count > 0 { breaches.append("case \(sent.id): \(request) was refused and is there") }
      case .unanswered:
        if count > 1 { breaches.append("case \(sent.id): \(request) is there \(count) times") }
      }
    }
    for (request, entry) in found where entry.count > 1 && sent[request] == nil {
      breaches.append("case \(entry.id): \(request) is there \(entry.count) times")
    }
    return breaches
  }

  /// One message to each recipient of each reminder and level of lateness, one entry of the audit log for
  /// each step and act.
  private static func notices(
    of file: CaseFile, _ events: [CaseEvent], in db: Database
  ) throws -> [String] {
    var breaches: [String] = []
    var expected: [String: Int] = [:]
    for event in events {
      let code: String? =
        switch event.kind {
        case .late: "case-late"
        case .reminded: "case-reminded"
        case .appealLate: "case-appeal-late"
        default: nil
        }
      guard let code else { continue }
      for name in (event.values["told"] ?? "").split(separator: ",") {
        expected["\(code) \(name)", default: 0] += 1
      }
    }
    let object = "case/\(file.id)"
    var told: [String: Int] = [:]
    for row in try Row.fetchAll(
      db,
      sql: """
        SELECT code || ' ' || recipient_kind || ':' || recipient AS name, count(*) AS count
        FROM notification WHERE object = ? AND code IN ('case-late', 'case-reminded', 'case-appeal-late')
        GROUP BY name
        """, arguments: [object])
    { told[row["name"]] = row["count"] }
    if told != expected {
      breaches.append("case \(file.id): told \(told), its history says \(expected)")
    }
    let audited = try Int.fetchOne(
      db,
      sql: """
        SELECT count(*) FROM audit_entry WHERE object = ? AND action LIKE 'case.%'
        """, arguments: [object])
    if audited != events.count {
      breaches.append("case \(file.id): \(audited ?? 0) audit entries for \(events.count) events")
    }
    return breaches
  }
}
