public import ActionPlan
public import GRDB
public import Ledger

/// Duplicates and what belongs together: cases merged into one and taken apart, cases linked.
extension CaseBook {
  /// What two cases become to each other.
  public enum Tie: String, Sendable, CaseIterable {
    /// This one closes and the other goes on for both.
    case merge
    /// A merged one goes on by itself again.
    case unmerge
    case link, unlink
  }

  /// Ties a case to another one, or unties it.
  ///
  /// - Parameters:
  ///   - other: the other one's number, as people write it; not read for `unmerge`.
  ///   - note: why; needed to merge and to take apart.
  ///   - versionSeen: of the case that is tied.
  ///   - now: epoch seconds.
  /// - Throws: `CaseRefusal`, or what SQLite said.
  @discardableResult
  public static func tie(
    _ tie: Tie, case id: Int64, to other: String, by account: Account, note: String?,
    requestID: String, versionSeen: Int, plan: Plan, at now: Int, in db: Database
  ) throws -> CaseFile {
    let actor = Actor.account(account.id)
    let evidence = StepEvidence(note: note)
    let content = evidence.content(of: "case/\(id)/\(tie.rawValue)/\(other)/\(versionSeen)")
    if try isRepeat(requestID, of: content, by: actor, in: db) { return try existing(id, in: db) }
    let file = try visible(id, to: account, in: db)
    guard !mover(account, in: file).relations.isDisjoint(with: [.duty, .lead]) else {
      throw CaseRefusal.notYours(step: tie.rawValue, allowed: [.duty, .lead])
    }
    if tie != .unmerge { try check(file, versionSeen: versionSeen) }
    guard file.version == versionSeen else {
      throw CaseRefusal.stale(state: file.state, version: file.version, seen: versionSeen)
    }
    if tie == .merge || tie == .unmerge, note?.isBlank ?? true {
      throw CaseRefusal.missingEvidence(step: tie.rawValue, [.note])
    }
    try evidence.checkLimits()
    let partner = try partner(of: file, tie, number: other, account: account, in: db)
    let machine = try machine(of: file, plan: plan, in: db)
    let change = TieChange(
      tie: tie, file: file, partner: partner, values: evidence.values, actor: actor, now: now)
    if tie == .merge { try tellPast(of: id, at: now, in: db) }
    try change.write(machine, in: db)
    try change.note(in: db)
    try record(requestID, of: content, by: actor, case: id, at: now, in: db)
    return try existing(id, in: db)
  }

  private static func partner(
    of file: CaseFile, _ tie: Tie, number: String, account: Account, in db: Database
  ) throws -> CaseFile {
    if tie == .unmerge {
      guard let main = file.mergedInto else { throw CaseRefusal.nothingChanged(tie.rawValue) }
      return try existing(main.id, in: db)
    }
    let found = try Int64.fetchOne(
      db.cachedStatement(sql: "SELECT id FROM case_file WHERE number = ?"),
      arguments: [number.uppercased().filter { !$0.isWhitespace }])
    guard let found, found != file.id, let partner = try find(found, for: account, in: db),
      partner.mergedInto == nil, tie != .merge || partner.isOpen
    else { throw CaseRefusal.noSuchOther(number) }
    guard tie == .merge else { return partner }
    guard file.isOpen else { throw CaseRefusal.finished(state: file.state) }
    if file.suspension != nil { throw CaseRefusal.suspended }
    return partner
  }

  /// Cases tied to one: merged into it, and linked with it, as far as the scope lets somebody see
  /// them; oldest first.
  public static func tied(
    to file: CaseFile, scope: CaseScope, in db: Database
  ) throws -> (merged: [CaseFile], linked: [CaseFile]) {
    func files(_ condition: SQL) throws -> [CaseFile] {
      let query: SQL = """
        SELECT \(sql: CaseFile.columns) FROM case_file
        WHERE \(condition) AND \(scope.condition) ORDER BY id LIMIT \(pageLimit)
        """
      let (sql, arguments) = try query.build(db)
      return try Row.fetchAll(db, sql: sql, arguments: arguments).map(CaseFile.init(row:))
    }
    return (
      try files("merged_into = \(file.id)"),
      try files("id IN (SELECT other_id FROM case_link WHERE case_id = \(file.id))")
    )
  }

  /// Open cases that may be the same as one: of the same rule and subject, or of the same procedure and
  /// the same facility or town, opened within `alikeSeconds` of it. The newest first, at most ten.
  public static func alike(
    _ file: CaseFile, scope: CaseScope, in db: Database
  ) throws -> [CaseFile] {
    let query: SQL = """
      SELECT \(sql: CaseFile.columns) FROM case_file
      WHERE closed_at IS NULL AND id <> \(file.id)
        AND (likeness = (SELECT likeness FROM case_file WHERE id = \(file.id))
          OR (procedure = \(file.procedure)
            AND opened_at BETWEEN \(file.openedAt - alikeSeconds) AND \(file.openedAt + alikeSeconds)
            AND (facility = \(file.facility) OR place = \(file.place))))
        AND \(scope.condition)
      ORDER BY id DESC LIMIT 10
      """
    let (sql, arguments) = try query.build(db)
    return try Row.fetchAll(db, sql: sql, arguments: arguments).map(CaseFile.init(row:))
  }

  /// Three days.
  public static let alikeSeconds = 259_200
}
