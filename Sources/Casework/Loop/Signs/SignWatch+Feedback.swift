import ActionPlan
import GRDB
import Ledger

/// Feedback that was written for another case.
extension SignWatch {
  /// Texts compared with one at most, the newest.
  private static let candidateLimit = 50

  func lookForFeedback(_ event: WatchedEvent, _ note: String, in db: Database) throws {
    let text = FeedbackText(note)
    guard text.count >= limits.textCharacters else { return }
    let match = try match(of: text, event, in: db)
    var sign: Int64?
    if let match { sign = try list(event, text, match, in: db) }
    try db.cachedStatement(
      sql: """
        INSERT INTO loop_text (event_id, case_id, actor, at, folded, sign_id)
        VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
        """
    ).execute(arguments: [event.id, event.caseID, event.actor, event.at, text.folded, sign])
    let insert = try db.cachedStatement(
      sql: "INSERT INTO loop_text_band (key, event_id) VALUES (?, ?) ON CONFLICT DO NOTHING")
    for key in text.bands { try insert.execute(arguments: [key, event.id]) }
  }

  private struct Match {
    let event: Int64
    let caseID: Int64
    let at: Int
    let sign: Int64?
    let likeness: Int
  }

  /// The text of another case that is most alike. What one person wrote for many cases at one stroke is
  /// one act, and told of as such where it closes them.
  private func match(
    of text: FeedbackText, _ event: WatchedEvent, in db: Database
  ) throws -> Match? {
    let query: SQL = """
      SELECT event_id, case_id, at, folded, sign_id FROM loop_text
      WHERE event_id IN (SELECT event_id FROM loop_text_band WHERE key IN \(text.bands))
        AND case_id <> \(event.caseID) AND at >= \(event.at - limits.textSeconds)
        AND NOT (actor = \(event.actor) AND at = \(event.at))
      ORDER BY event_id DESC LIMIT \(Self.candidateLimit)
      """
    let (sql, arguments) = try query.build(db)
    return try Row.fetchAll(db, sql: sql, arguments: arguments).compactMap { row in
      let likeness = text.likeness(FeedbackText(folded: row["folded"]))
      guard likeness >= limits.textLikeness else { return nil }
      return Match(
        event: row["event_id"], caseID: row["case_id"], at: row["at"], sign: row["sign_id"],
        likeness: likeness)
    }.max { $0.likeness < $1.likeness }
  }

  /// A text that an auditor found explained is a phrase that people may use.
  ///
  /// - Returns: the sign it is of.
  private func list(
    _ event: WatchedEvent, _ text: FeedbackText, _ match: Match, in db: Database
  ) throws -> Int64? {
    if let sign = match.sign {
      let verdict = try String.fetchOne(
        db.cachedStatement(sql: "SELECT verdict FROM loop_sign WHERE id = ?"), arguments: [sign])
      if verdict == LoopSign.Verdict.explained.rawValue { return sign }
      if verdict == nil {
        try LoopSigns.join([event.caseID], to: sign, in: db)
        try db.cachedStatement(sql: "UPDATE loop_sign SET last_at = max(last_at, ?) WHERE id = ?")
          .execute(arguments: [event.at, sign])
        return sign
      }
    }
    let excerpt = (event.note ?? "").prefix(80)
    let sign = try LoopSigns.add(
      .sameFeedback, mark: "\(event.id)", actor: event.actor, from: min(match.at, event.at),
      to: event.at, grounds: ["likeness": "\(match.likeness)", "text": String(excerpt)],
      cases: [match.caseID, event.caseID], at: now, in: db)
    if let sign {
      try db.cachedStatement(sql: "UPDATE loop_text SET sign_id = ? WHERE event_id = ?")
        .execute(arguments: [sign, match.event])
    }
    return sign
  }
}
