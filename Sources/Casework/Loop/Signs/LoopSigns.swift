public import GRDB
public import Ledger

/// Why a sign was not judged.
public enum LoopSignRefusal: String, Error, Sendable, Equatable {
  case unknown
  case notYours = "not-yours"
  case noteMissing = "note-missing"
  case noteTooLong = "note-too-long"
  case badRequestID = "bad-request-id"
  case requestReused = "request-reused"
}

/// The signs that were found, and what the auditor said of them.
public enum LoopSigns {
  public static let pageLimit = 100
  /// Longest note, in characters.
  public static let noteLimit = 2_000

  /// The newest first.
  ///
  /// - Parameters:
  ///   - kind: nil for all.
  ///   - isOpen: those nobody has judged; nil for all.
  ///   - before: id of the last on the page before.
  public static func list(
    kind: LoopSign.Kind? = nil, isOpen: Bool? = nil, before: Int64? = nil, in db: Database
  ) throws -> [LoopSign] {
    var conditions: [SQL] = ["1"]
    if let kind { conditions.append("kind = \(kind.rawValue)") }
    if let isOpen { conditions.append(isOpen ? "verdict IS NULL" : "verdict IS NOT NULL") }
    if let before { conditions.append("id < \(before)") }
    let query: SQL = """
      SELECT \(sql: LoopSign.columns) FROM loop_sign
      WHERE \(conditions.joined(separator: " AND ")) ORDER BY id DESC LIMIT \(pageLimit)
      """
    let (sql, arguments) = try query.build(db)
    return try Row.fetchAll(db, sql: sql, arguments: arguments).compactMap(LoopSign.init(row:))
  }

  /// How many of each kind nobody has judged.
  public static func openCounts(in db: Database) throws -> [LoopSign.Kind: Int] {
    try Row.fetchAll(
      db, sql: "SELECT kind, count(*) AS count FROM loop_sign WHERE verdict IS NULL GROUP BY kind"
    ).reduce(into: [:]) { counts, row in
      if let kind = LoopSign.Kind(rawValue: row["kind"]) { counts[kind] = row["count"] }
    }
  }

  public static func find(_ id: Int64, in db: Database) throws -> LoopSign? {
    try Row.fetchOne(
      db, sql: "SELECT \(LoopSign.columns) FROM loop_sign WHERE id = ?", arguments: [id]
    ).flatMap(LoopSign.init(row:))
  }

  /// Says what a sign comes to. It may be said anew; the audit log keeps what was said before.
  ///
  /// - Parameters:
  ///   - requestID: made by the client, unique per person. A repeat gets the first answer.
  ///   - now: epoch seconds.
  /// - Throws: `LoopSignRefusal`, or what SQLite said.
  public static func judge(
    _ id: Int64, _ verdict: LoopSign.Verdict, note: String, by account: Account,
    requestID: String, at now: Int, in db: Database
  ) throws {
    let actor = Actor.account(account.id)
    guard Policy.may(account, .judgeSigns) else { throw LoopSignRefusal.notYours }
    let note = note.asWritten
    let content = "sign/\(id)/\(verdict.rawValue)\n\(note)"
    do {
      if try RequestLog.answer(to: requestID, by: actor, body: content.utf8, in: db) != nil {
        return
      }
    } catch let refusal as RequestRefusal {
      if case .badID = refusal { throw LoopSignRefusal.badRequestID }
      throw LoopSignRefusal.requestReused
    }
    guard !note.isEmpty else { throw LoopSignRefusal.noteMissing }
    guard note.count <= noteLimit else { throw LoopSignRefusal.noteTooLong }
    try db.execute(
      sql: "UPDATE loop_sign SET verdict = ?, note = ?, judged_by = ?, judged_at = ? WHERE id = ?",
      arguments: [verdict.rawValue, note, actor.auditName, now, id])
    guard db.changesCount == 1 else { throw LoopSignRefusal.unknown }
    try AuditLog.append(
      actor: actor, action: "sign.judge", object: "sign/\(id)",
      detail: ["verdict": verdict.rawValue, "note": note], at: now, in: db)
    try RequestLog.record(
      "sign/\(id)", to: requestID, by: actor, body: content.utf8, at: now, in: db)
  }

  /// Lists a sign, or adds to one that is there.
  ///
  /// - Parameter mark: what it is about: one sign of its kind for each.
  /// - Returns: its id; nil where it was listed before.
  @discardableResult
  static func add(
    _ kind: LoopSign.Kind, mark: String, actor: String, from: Int, to: Int,
    grounds: [String: String], cases: [Int64], at now: Int, in db: Database
  ) throws -> Int64? {
    let id = try Int64.fetchOne(
      db.cachedStatement(
        sql: """
          INSERT INTO loop_sign (kind, mark, actor, first_at, last_at, found_at, grounds)
          VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING id
          """),
      arguments: [kind.rawValue, mark, actor, from, to, now, encoded(grounds)])
    if let id { try join(cases, to: id, in: db) }
    return id
  }

  static func join(_ cases: [Int64], to sign: Int64, in db: Database) throws {
    let insert = try db.cachedStatement(
      sql: "INSERT INTO loop_sign_case (sign_id, case_id) VALUES (?, ?) ON CONFLICT DO NOTHING")
    for id in cases { try insert.execute(arguments: [sign, id]) }
  }
}
