import ActionPlan
import GRDB
import Ledger

/// The append-only events of cases.
enum CaseHistory {
  struct Entry {
    var kind: CaseEvent.Kind
    var fromState: String?
    var toState: String?
    var assignedUnit: String?
    var values: [String: String] = [:]
    var position: Coordinate?
    var attachments: [Int64] = []
  }

  /// - Returns: the event's number within the case.
  @discardableResult
  static func append(
    _ entry: Entry, to caseID: Int64, actor: Actor, at now: Int, in db: Database
  ) throws -> Int {
    let row = try Row.fetchOne(
      db.cachedStatement(
        sql: """
          INSERT INTO case_event (
            case_id, sequence, at, actor, kind, from_state, to_state, assigned_unit, "values",
            longitude, latitude)
          VALUES (
            :case, 1 + (SELECT count(*) FROM case_event WHERE case_id = :case), :at, :actor, :kind,
            :from, :to, :unit, :values, :longitude, :latitude)
          RETURNING id, sequence
          """),
      arguments: [
        "case": caseID, "at": now, "actor": actor.auditName, "kind": entry.kind.rawValue,
        "from": entry.fromState, "to": entry.toState, "unit": entry.assignedUnit,
        "values": encoded(entry.values), "longitude": entry.position?.longitude,
        "latitude": entry.position?.latitude,
      ])
    guard let row else { preconditionFailure("an insert returns its row") }
    let event: Int64 = row["id"]
    let attach = try db.cachedStatement(
      sql: """
        INSERT INTO case_event_attachment (event_id, ordinal, attachment_id) VALUES (?, ?, ?)
        """)
    for (ordinal, attachment) in entry.attachments.enumerated() {
      try attach.execute(arguments: [event, ordinal, attachment])
    }
    try CaseTimes.note(entry, of: caseID, by: actor, at: now, in: db)
    try ReportPromises.note(entry, of: caseID, at: now, in: db)
    return row["sequence"]
  }

  static func events(of caseID: Int64, in db: Database) throws -> [CaseEvent] {
    try Row.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT \(CaseEvent.columns) FROM case_event WHERE case_id = ? ORDER BY sequence
          """),
      arguments: [caseID]
    ).map(CaseEvent.init(row:))
  }

  static func steps(of caseID: Int64, in db: Database) throws -> [PastStep] {
    try Row.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT from_state, to_state, actor, kind, "values" ->> '$.share' AS share
          FROM case_event
          WHERE case_id = ? AND kind IN ('step', 'returned', 'shared', 'skipped')
          ORDER BY sequence
          """),
      arguments: [caseID]
    ).map { row in
      PastStep(
        from: row["from_state"], to: row["to_state"], by: row["actor"],
        isReturn: (row["kind"] as String) == "returned",
        isSkip: (row["kind"] as String) == "skipped", share: row["share"])
    }
  }
}
