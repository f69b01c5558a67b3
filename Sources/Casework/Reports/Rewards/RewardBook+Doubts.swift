public import ActionPlan
public import GRDB
public import Ledger

/// What a person settles: whether two rewards are for one fact.
extension RewardBook {
  /// Those of which a doubt waits for somebody, the newest first.
  public static func doubtful(in db: Database) throws -> [Reward] {
    let query: SQL = """
      SELECT \(sql: Reward.columns) FROM report_reward
      WHERE state IN ('proposed', 'approved', 'paid') AND \(RewardDoubts.open)
      ORDER BY id DESC LIMIT \(pageLimit)
      """
    let (sql, arguments) = try query.build(db)
    return try Row.fetchAll(db, sql: sql, arguments: arguments).map(Reward.init(row:))
  }

  /// The doubts that stand between a reward and others, settled ones too, the latest other one first.
  public static func doubts(of id: Int64, in db: Database) throws -> [RewardDoubt] {
    try RewardDoubts.of(id, in: db)
  }

  /// Writes the doubts of a reward down that a refused approval or payment found: what was refused
  /// left nothing behind.
  public static func noteDoubts(
    of id: Int64, plan: Plan, at now: Int, in db: Database
  ) throws {
    guard let rules = plan.reports?.rewards, let reward = try find(id, in: db) else { return }
    try RewardDoubts.look(at: reward, rules, at: now, in: db)
  }

  /// Says whether two rewards are for one fact. Of one fact one is refused: the one named first, or the
  /// other where that one is paid. Where both are paid nothing is left to refuse, and what was said stands
  /// with both.
  ///
  /// - Parameters:
  ///   - reason: in so many words, why; kept with both and in the audit log.
  ///   - now: epoch seconds.
  /// - Throws: `RewardRefusal`, or what SQLite said.
  public static func settle(
    _ id: Int64, against other: Int64, as verdict: RewardDoubt.Verdict, reason: String,
    by account: Account, requestID: String, plan: Plan, at now: Int, in db: Database
  ) throws {
    guard Policy.may(account, .approveReward) else { throw RewardRefusal.notYours }
    let reason = reason.asWritten
    let request = RewardRequest(
      id, "doubt/\(other)/\(verdict.rawValue)\n\(reason)", by: account, requestID)
    guard try !request.isRepeat(in: db) else { return }
    try check(reason)
    let reward = try existing(id, in: db)
    guard reward.state.isAlive else { throw RewardRefusal.moved(reward.state) }
    let doubt = try RewardDoubts.of(id, in: db).first { $0.other.id == other && $0.isOpen }
    guard let doubt else { throw RewardRefusal.noDoubt }
    try db.execute(
      sql: """
        UPDATE report_reward_doubt SET verdict = ?, reason = ?, decided_by = ?, decided_at = ?
        WHERE one_id = ? AND other_id = ?
        """,
      arguments: [
        verdict.rawValue, reason, request.actor.auditName, now, min(id, other), max(id, other),
      ])
    let refused = verdict == .oneFact ? [reward, doubt.other].first { $0.state != .paid } : nil
    if let refused {
      try refuse(refused, reason: reason, by: request.actor, plan: plan, at: now, in: db)
    }
    var detail = [
      "other": "\(other)", "other-report": "\(doubt.other.report)",
      "other-case": doubt.other.file.number, "ground": doubt.ground.rawValue, "reason": reason,
    ]
    detail["refused"] = refused.map { "\($0.id)" }
    try request.record(verdict.rawValue, detail, at: now, in: db)
  }
}
