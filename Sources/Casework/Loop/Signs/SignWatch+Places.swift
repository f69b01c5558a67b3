import ActionPlan
import GRDB
import Ledger

/// Where people were: too far apart for the time between, and photos that were taken for another case.
extension SignWatch {
  /// Compared with where the same person was last before, and first after: what a phone without network
  /// sent later comes between.
  func lookForSpeed(_ event: WatchedEvent, _ here: Coordinate, in db: Database) throws {
    for (condition, order) in [("<=", "DESC"), (">", "ASC")] {
      let other = try Row.fetchOne(
        db.cachedStatement(
          sql: """
            SELECT case_id, at, longitude, latitude FROM loop_act
            WHERE actor = ? AND at \(condition) ? AND longitude IS NOT NULL
            ORDER BY at \(order), event_id \(order) LIMIT 1
            """), arguments: [event.actor, event.doneAt])
      guard let other, let there = coordinate(other) else { continue }
      let at: Int = other["at"]
      let (metres, seconds) = (PhotoDoubts.metres(there, here), abs(event.doneAt - at))
      guard metres >= limits.beyondMetres, metres * 36 > limits.kilometresPerHour * 10 * seconds
      else { continue }
      var grounds = ["metres": "\(metres)", "seconds": "\(seconds)"]
      if seconds > 0 { grounds["speed"] = "\(metres * 36 / (seconds * 10))" }
      try LoopSigns.add(
        .tooFast, mark: "\(event.id)", actor: event.actor, from: min(at, event.doneAt),
        to: max(at, event.doneAt), grounds: grounds,
        cases: Array(Set([other["case_id"], event.caseID])).sorted(), at: now, in: db)
      return
    }
  }

  /// Photos that are alike and were handed in for cases that nobody said belong together.
  ///
  /// - Returns: whether there are more.
  func lookAtPhotos(in db: Database) throws -> Bool {
    let found = try Row.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT l.attachment_id, l.other_id, l.permille, e.case_id, e.actor, e.at,
            o.case_id AS other_case, o.at AS other_at
          FROM photo_likeness AS l
            JOIN case_event_attachment AS a ON a.attachment_id = l.attachment_id
            JOIN case_event AS e ON e.id = a.event_id
            JOIN case_event_attachment AS b ON b.attachment_id = l.other_id
            JOIN case_event AS o ON o.id = b.event_id
            JOIN case_file AS f ON f.id = e.case_id JOIN case_file AS g ON g.id = o.case_id
          WHERE l.attachment_id > ? AND e.actor LIKE 'account:%' AND f.id <> g.id
            AND ifnull(f.merged_into, f.id) <> ifnull(g.merged_into, g.id)
            AND NOT EXISTS (SELECT 1 FROM case_link WHERE case_id = f.id AND other_id = g.id)
          ORDER BY l.attachment_id, l.permille DESC, l.other_id LIMIT ?
          """),
      arguments: [Watermark.last("photos", in: db), Self.photoLimit])
    for row in found {
      let (photo, other): (Int64, Int64) = (row["attachment_id"], row["other_id"])
      let (at, otherAt): (Int, Int) = (row["at"], row["other_at"])
      try LoopSigns.add(
        .photoAgain, mark: "\(photo)", actor: row["actor"], from: min(at, otherAt), to: at,
        grounds: [
          "photo": "\(photo)", "other": "\(other)", "permille": "\(row["permille"] as Int)",
        ], cases: [row["case_id"], row["other_case"]], at: now, in: db)
    }
    if let last = found.last {
      try Watermark.move("photos", to: last["attachment_id"], in: db)
    }
    return found.count == Self.photoLimit
  }
}
