public import ActionPlan
import AirQuality
public import GRDB
public import Ledger

/// The ledger of rewards: a leader approves or refuses, somebody else pays, and never more than the
/// year's budget. 奖励发放台账
///
/// Functions take the caller's `Database`; call those that change something inside one write, which
/// makes two people at once one after the other.
public enum RewardBook {
  public static let pageLimit = 100
  /// Longest reason or receipt, in characters.
  public static let noteLimit = 400

  /// The newest first.
  ///
  /// - Parameter before: id of the last on the page before.
  public static func list(
    _ states: Set<Reward.State> = Set(Reward.State.allCases), before: Int64? = nil,
    in db: Database
  ) throws -> [Reward] {
    let query: SQL = """
      SELECT \(sql: Reward.columns) FROM report_reward
      WHERE state IN \(states.map(\.rawValue).sorted()) AND id < \(before ?? .max)
      ORDER BY id DESC LIMIT \(pageLimit)
      """
    let (sql, arguments) = try query.build(db)
    return try Row.fetchAll(db, sql: sql, arguments: arguments).map(Reward.init(row:))
  }

  public static func find(_ id: Int64, in db: Database) throws -> Reward? {
    try Row.fetchOne(
      db, sql: "SELECT \(Reward.columns) FROM report_reward WHERE id = ?", arguments: [id]
    ).map(Reward.init(row:))
  }

  /// The reward of a report, as far as its reporter is told: approved or paid.
  static func granted(report: Int64, in db: Database) throws -> Reward? {
    try Row.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT \(Reward.columns) FROM report_reward
          WHERE report_id = ? AND state IN ('approved', 'paid')
          """), arguments: [report]
    ).map(Reward.init(row:))
  }

  /// - Returns: nil where the plan says nothing of rewards.
  public static func budget(
    _ plan: Plan, at now: Int, in db: Database
  ) throws -> RewardBudget? {
    guard let rules = plan.reports?.rewards else { return nil }
    return try budget(of: year(plan, now), rules, in: db)
  }

  /// Approves a proposal, within the budget of the year.
  public static func approve(
    _ id: Int64, by account: Account, versionSeen: Int, requestID: String, plan: Plan, at now: Int,
    in db: Database
  ) throws {
    guard Policy.may(account, .approveReward) else { throw RewardRefusal.notYours }
    let request = RewardRequest(id, "approve/\(versionSeen)", by: account, requestID)
    guard try !request.isRepeat(in: db) else { return }
    let reward = try existing(id, in: db)
    guard let rules = plan.reports?.rewards else { throw RewardRefusal.noRules }
    guard reward.state == .proposed, reward.version == versionSeen else {
      throw RewardRefusal.moved(reward.state)
    }
    try requireTrue(reward, in: db)
    try requireOtherFacts(reward, than: [.proposed, .approved, .paid], rules, at: now, in: db)
    let year = year(plan, now)
    let left = try budget(of: year, rules, in: db).left
    guard reward.yuan <= left else { throw RewardRefusal.overBudget(left: max(left, 0)) }
    try db.execute(
      sql: """
        UPDATE report_reward SET state = 'approved', year = ?, decided_by = ?, decided_at = ?,
          version = version + 1 WHERE id = ?
        """, arguments: [year, request.actor.auditName, now, id])
    try RewardRows.write(try existing(id, in: db), rules, plan: plan, at: now, in: db)
    try request.record("approved", ["year": "\(year)"], at: now, in: db)
    try Notifications.tell(
      .role(.payer), code: "reward-approved", object: "reward/\(id)",
      values: ["number": reward.file.number, "yuan": "\(reward.yuan)"], at: now, in: db)
  }

  /// Refuses a proposal, or takes an approval back that was not paid.
  public static func refuse(
    _ id: Int64, reason: String, by account: Account, versionSeen: Int, requestID: String,
    plan: Plan, at now: Int, in db: Database
  ) throws {
    guard Policy.may(account, .approveReward) else { throw RewardRefusal.notYours }
    let reason = reason.asWritten
    let request = RewardRequest(id, "refuse/\(versionSeen)\n\(reason)", by: account, requestID)
    guard try !request.isRepeat(in: db) else { return }
    try check(reason)
    let reward = try existing(id, in: db)
    guard [.proposed, .approved].contains(reward.state), reward.version == versionSeen else {
      throw RewardRefusal.moved(reward.state)
    }
    try refuse(reward, reason: reason, by: request.actor, plan: plan, at: now, in: db)
    try request.record("refused", ["reason": reason], at: now, in: db)
  }

  static func refuse(
    _ reward: Reward, reason: String, by actor: Actor, plan: Plan, at now: Int, in db: Database
  ) throws {
    try db.execute(
      sql: """
        UPDATE report_reward SET state = 'refused', reason = ?, year = NULL, decided_by = ?,
          decided_at = ?, version = version + 1 WHERE id = ?
        """, arguments: [reason, actor.auditName, now, reward.id])
    try RewardRows.remove(of: reward, plan: plan, at: now, in: db)
  }

  /// Writes down that an approved reward was paid, by somebody else than who approved it.
  ///
  /// - Parameter receipt: what the payment is known by.
  public static func pay(
    _ id: Int64, receipt: String, by account: Account, versionSeen: Int, requestID: String,
    plan: Plan, at now: Int, in db: Database
  ) throws {
    guard Policy.may(account, .payReward) else { throw RewardRefusal.notYours }
    let receipt = receipt.asWritten
    let request = RewardRequest(id, "pay/\(versionSeen)\n\(receipt)", by: account, requestID)
    guard try !request.isRepeat(in: db) else { return }
    try check(receipt)
    let reward = try existing(id, in: db)
    guard let rules = plan.reports?.rewards else { throw RewardRefusal.noRules }
    guard reward.state == .approved, reward.version == versionSeen, let year = reward.year else {
      throw RewardRefusal.moved(reward.state)
    }
    guard reward.decidedBy != request.actor.auditName else { throw RewardRefusal.samePerson }
    try requireTrue(reward, in: db)
    try requireOtherFacts(reward, than: [.approved, .paid], rules, at: now, in: db)
    let budget = try budget(of: year, rules, in: db)
    guard budget.paid + reward.yuan <= budget.budget else {
      throw RewardRefusal.overBudget(left: max(budget.budget - budget.paid, 0))
    }
    try db.execute(
      sql: """
        UPDATE report_reward SET state = 'paid', paid_by = ?, paid_at = ?, receipt = ?,
          version = version + 1 WHERE id = ?
        """, arguments: [request.actor.auditName, now, receipt, id])
    try RewardRows.write(try existing(id, in: db), rules, plan: plan, at: now, in: db)
    try request.record("paid", ["receipt": receipt, "yuan": "\(reward.yuan)"], at: now, in: db)
  }

  /// Opens the seal: who is to be paid. Each look stands in the audit log, before anything is shown.
  ///
  /// - Returns: what the reporter left.
  public static func identity(
    _ id: Int64, by account: Account, at now: Int, in db: Database
  ) throws -> String {
    guard Policy.may(account, .payReward) else { throw RewardRefusal.notYours }
    let reward = try existing(id, in: db)
    guard [.approved, .paid].contains(reward.state) else {
      throw RewardRefusal.moved(reward.state)
    }
    try AuditLog.append(
      actor: .account(account.id), action: "reward.identity-seen", object: "reward/\(id)",
      detail: ["case": reward.file.number], at: now, in: db)
    return try PublicReports.contact(of: reward.report, in: db) ?? ""
  }

  static func existing(_ id: Int64, in db: Database) throws -> Reward {
    guard let reward = try find(id, in: db) else { throw RewardRefusal.unknown }
    return reward
  }

  /// Nothing is paid twice for one fact: looks again in the write that decides.
  ///
  /// - Parameter states: of the others that stand against it. One that is only proposed does not stand
  ///   against a payment, for it cannot be approved itself.
  private static func requireOtherFacts(
    _ reward: Reward, than states: Set<Reward.State>, _ rules: RewardRules, at now: Int,
    in db: Database
  ) throws {
    try RewardDoubts.look(at: reward, rules, at: now, in: db)
    let others = try RewardDoubts.of(reward.id, in: db)
      .filter { $0.isOpen && states.contains($0.other.state) }.map(\.other.name)
    guard others.isEmpty else { throw RewardRefusal.sameFact(others) }
  }

  /// A case that was taken up again, or turned out otherwise, is paid for no more.
  private static func requireTrue(_ reward: Reward, in db: Database) throws {
    guard let file = try RewardWatch.fact(of: reward.file.id, in: db), RewardWatch.isTrue(file)
    else { throw RewardRefusal.notTrue }
  }

  static func check(_ text: String) throws(RewardRefusal) {
    guard !text.isEmpty else { throw .noteMissing }
    guard text.count <= noteLimit else { throw .noteTooLong }
  }

  private static func year(_ plan: Plan, _ now: Int) -> Int {
    CalendarDay(ofEpoch: now, utcOffsetSeconds: plan.utcOffsetSeconds).year
  }

  private static func budget(
    of year: Int, _ rules: RewardRules, in db: Database
  ) throws -> RewardBudget {
    let row = try Row.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT total(yuan) FILTER (WHERE state = 'approved') AS approved,
            total(yuan) FILTER (WHERE state = 'paid') AS paid
          FROM report_reward WHERE year = ?
          """), arguments: [year])
    return RewardBudget(
      year: year, budget: rules.budgetYuan, approved: Int(row?["approved"] as Double? ?? 0),
      paid: Int(row?["paid"] as Double? ?? 0))
  }
}
