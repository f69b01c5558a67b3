import ActionPlan
import GRDB
import Ledger

/// Closings: many at once, at the last minute, and of what is found again.
extension SignWatch {
  /// Each closing is of one sign at most: once the auditor has judged one, it takes as many again.
  func lookForBulk(_ event: WatchedEvent, in db: Database) throws {
    let since = event.at - limits.bulkSeconds
    let sign = try Row.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT id, last_at, first_at, verdict IS NULL AS is_open FROM loop_sign
          WHERE kind = ? AND actor = ? AND last_at > ? AND first_at <= ?
          ORDER BY last_at DESC, id DESC LIMIT 1
          """),
      arguments: [LoopSign.Kind.bulkClosings.rawValue, event.actor, since, event.at])
    if let sign, sign["is_open"] {
      return try extend(sign["id"], from: sign["first_at"], by: event, in: db)
    }
    let judged: Int? = sign?["last_at"]
    let closings = try Row.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT event_id, case_id, at FROM loop_act
          WHERE actor = ? AND is_closing = 1 AND at > ? AND at <= ? AND event_id <= ?
          ORDER BY at, event_id
          """),
      arguments: [event.actor, max(since, judged ?? since), event.at, event.id])
    let cases = Set(closings.map { $0["case_id"] as Int64 })
    guard cases.count >= limits.bulkCases, let first = closings.first else { return }
    let from: Int = first["at"]
    try LoopSigns.add(
      .bulkClosings, mark: "\(first["event_id"] as Int64)", actor: event.actor, from: from,
      to: event.at, grounds: ["count": "\(cases.count)", "seconds": "\(event.at - from)"],
      cases: cases.sorted(), at: now, in: db)
  }

  private func extend(
    _ sign: Int64, from: Int, by event: WatchedEvent, in db: Database
  ) throws {
    try LoopSigns.join([event.caseID], to: sign, in: db)
    let count =
      try Int.fetchOne(
        db.cachedStatement(sql: "SELECT count(*) FROM loop_sign_case WHERE sign_id = ?"),
        arguments: [sign]) ?? 0
    try db.cachedStatement(
      sql: "UPDATE loop_sign SET last_at = max(last_at, ?), grounds = ? WHERE id = ?"
    ).execute(arguments: [
      event.at, encoded(["count": "\(count)", "seconds": "\(event.at - from)"]), sign,
    ])
  }

  /// What follows is still to be seen.
  func lookForLastMinute(_ event: WatchedEvent, in db: Database) throws {
    guard let times = try CaseTimes.of(event.caseID, in: db), times.closedAt == event.at,
      let due = times.closeDue, (0...limits.lastSeconds).contains(due - event.at)
    else { return }
    try db.cachedStatement(
      sql: """
        INSERT INTO loop_wait (event_id, case_id, actor, closed_at, due_at, look_at)
        VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
        """
    ).execute(arguments: [
      event.id, event.caseID, event.actor, event.at, due, event.at + limits.followSeconds,
    ])
  }

  /// Whether anything followed: values that fell again, or at least somebody who had been there.
  func lookAtWaiting(in db: Database) throws {
    let waiting = try Row.fetchAll(
      db.cachedStatement(
        sql: "SELECT * FROM loop_wait WHERE look_at <= ? ORDER BY look_at, event_id LIMIT 500"),
      arguments: [now])
    for row in waiting {
      let (event, id): (Int64, Int64) = (row["event_id"], row["case_id"])
      let (closed, due): (Int, Int) = (row["closed_at"], row["due_at"])
      try db.cachedStatement(sql: "DELETE FROM loop_wait WHERE event_id = ?")
        .execute(arguments: [event])
      guard let times = try CaseTimes.of(id, in: db), times.closedAt == closed else { continue }
      let lacks: String
      if times.watchesQuiet {
        guard times.quietAt.map({ $0 > closed + limits.followSeconds }) ?? true else { continue }
        lacks = "quiet"
      } else {
        guard try !hasVisit(id, in: db) else { continue }
        lacks = "visit"
      }
      try LoopSigns.add(
        .lastMinute, mark: "\(event)", actor: row["actor"], from: closed, to: closed,
        grounds: ["left": "\(due - closed)", "lacks": lacks], cases: [id], at: now, in: db)
    }
  }

  /// A photo, a position or a reading that somebody brought back.
  private func hasVisit(_ id: Int64, in db: Database) throws -> Bool {
    try Bool.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT EXISTS (SELECT 1 FROM case_event AS e
            WHERE e.case_id = ? AND e.actor LIKE 'account:%' AND e.kind <> 'opened'
              AND (e.longitude IS NOT NULL OR e."values" ->> '$."reading-instrument"' IS NOT NULL
                OR EXISTS (SELECT 1 FROM case_event_attachment WHERE event_id = e.id)))
          """), arguments: [id]) ?? false
  }

  /// The same case goes on again, or another one of the same rule and subject was opened.
  func lookForAgain(_ event: WatchedEvent, in db: Database) throws {
    let before: Int64
    if event.kind == .relapsed {
      before = event.caseID
    } else {
      guard let likeness = event.likeness,
        let other = try Int64.fetchOne(
          db.cachedStatement(
            sql: """
              SELECT f.id FROM case_file AS f JOIN case_times AS t ON t.case_id = f.id
              WHERE f.likeness = ? AND f.id < ? AND f.merged_into IS NULL
                AND t.closed_at BETWEEN ? AND ? ORDER BY t.closed_at DESC, f.id DESC LIMIT 1
              """),
          arguments: [likeness, event.caseID, event.at - limits.againSeconds, event.at])
      else { return }
      before = other
    }
    let closing = try Row.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT at, actor FROM case_event
          WHERE case_id = ? AND id < ? AND kind IN ('step', 'skipped') ORDER BY id DESC LIMIT 1
          """), arguments: [before, event.id])
    guard let closing, let actor = closing["actor"] as String?, actor.hasPrefix("account:"),
      let closed = closing["at"] as Int?, event.at - closed <= limits.againSeconds
    else { return }
    try LoopSigns.add(
      .foundAgain, mark: "\(event.id)", actor: actor, from: closed, to: event.at,
      grounds: ["seconds": "\(max(event.at - closed, 0))"],
      cases: Array(Set([before, event.caseID])).sorted(), at: now, in: db)
  }
}
