import ActionPlan
import GRDB

/// An event of a case as signs are looked for in it.
struct WatchedEvent: Sendable {
  let id: Int64
  let caseID: Int64
  let at: Int
  /// When it was done, where a phone without network sent it later; when it arrived for others.
  let doneAt: Int
  /// The phone's clock cannot be right.
  let isDoneDoubtful: Bool
  let actor: String
  let kind: CaseEvent.Kind
  let from: String?
  let to: String?
  let note: String?
  let position: Coordinate?
  let digest: String
  let procedure: String
  let likeness: String?

  var isByPerson: Bool { actor.hasPrefix("account:") }
  var isStep: Bool { kind == .step || kind == .skipped }

  /// The next events after one, in the order in which they were written.
  static func after(_ last: Int64, limit: Int, in db: Database) throws -> [WatchedEvent] {
    try Row.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT e.id, e.case_id, e.at, e.actor, e.kind, e.from_state, e.to_state,
            e."values" ->> '$.note' AS note,
            ifnull(CAST(e."values" ->> '$."done-at"' AS INTEGER), e.at) AS done_at,
            e."values" ->> '$."done-doubt"' IS NOT NULL AS is_doubtful, e.longitude, e.latitude, f.plan_digest, f.procedure,
            f.likeness
          FROM case_event AS e JOIN case_file AS f ON f.id = e.case_id
          WHERE e.id > ? ORDER BY e.id LIMIT ?
          """), arguments: [last, limit]
    ).map { row in
      let name: String = row["kind"]
      guard let kind = CaseEvent.Kind(rawValue: name) else {
        throw CaseRecordError.unknownEventKind(name)
      }
      return WatchedEvent(
        id: row["id"], caseID: row["case_id"], at: row["at"], doneAt: row["done_at"],
        isDoneDoubtful: row["is_doubtful"], actor: row["actor"], kind: kind,
        from: row["from_state"], to: row["to_state"], note: row["note"],
        position: coordinate(row), digest: row["plan_digest"], procedure: row["procedure"],
        likeness: row["likeness"])
    }
  }
}

/// Goes through what was written since the last time, each once, also across restarts.
enum Watermark {
  static func last(_ name: String, in db: Database) throws -> Int64 {
    try Int64.fetchOne(
      db.cachedStatement(sql: "SELECT last FROM loop_watch WHERE name = ?"), arguments: [name]) ?? 0
  }

  static func move(_ name: String, to last: Int64, in db: Database) throws {
    try db.cachedStatement(
      sql: """
        INSERT INTO loop_watch (name, last) VALUES (?, ?)
        ON CONFLICT (name) DO UPDATE SET last = excluded.last
        """
    ).execute(arguments: [name, last])
  }
}
