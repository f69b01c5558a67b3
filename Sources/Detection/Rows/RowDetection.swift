public import ActionPlan
public import GRDB
public import Ledger

/// Follows what is written into registers for what the plan's rules on rows look for, in the order of
/// the registers' histories, whoever wrote: a form, an import, a command.
///
/// How far a rule has come is kept in the ledger and moves on in the transaction that records its
/// findings and whatever `onEffect` writes: a kill loses nothing and doubles nothing. What was written
/// before the plan had the rule opens nothing by itself, but counts beside what is written later.
public actor RowDetection {
  private let plan: Plan
  private let ledger: LedgerDatabase
  private let onEffect: DetectionService.OnEffect

  /// - Parameters:
  ///   - plan: the plan in force.
  ///   - ledger: opened with `DetectionSchema.migrations`.
  ///   - onEffect: as of `DetectionService`.
  public init(
    plan: Plan, ledger: LedgerDatabase, onEffect: @escaping DetectionService.OnEffect
  ) {
    self.plan = plan
    self.ledger = ledger
    self.onEffect = onEffect
  }

  /// Lets rules that are new begin with what is written from now on, and forgets those that are gone.
  public static func begin(_ plan: Plan, in db: Database) throws {
    let rules = RowRule.all(of: plan).map(\.rule.id)
    let known = try String.fetchSet(db, sql: "SELECT rule FROM row_watch")
    for gone in known.subtracting(rules) {
      try db.execute(sql: "DELETE FROM row_watch WHERE rule = ?", arguments: [gone])
    }
    let newest = try RowWrites.newest(in: db)
    for rule in rules where !known.contains(rule) {
      try db.execute(
        sql: "INSERT INTO row_watch (rule, through) VALUES (?, ?)", arguments: [rule, newest])
    }
  }

  /// Goes through everything that was written since the last time.
  ///
  /// - Parameter now: epoch seconds.
  /// - Returns: what came of it, all of it safe.
  /// - Throws: what the ledger said or `onEffect` threw; nothing of that step is kept, and the next
  ///   call takes it again.
  @discardableResult
  public func catchUp(now: Int) async throws -> [DetectionEffect] {
    var effects: [DetectionEffect] = []
    for rule in RowRule.all(of: plan) {
      while let step = try await step(rule, now: now) { effects += step }
    }
    return effects
  }

  private func step(_ rule: RowRule, now: Int) async throws -> [DetectionEffect]? {
    let (digest, onEffect) = (plan.digest, onEffect)
    let hasNews = try await ledger.read { db in
      let seen = try Int64.fetchOne(
        db, sql: "SELECT through FROM row_watch WHERE rule = ?", arguments: [rule.rule.id])
      return try seen.map {
        try RowWrites.next(of: rule.register, after: $0, limit: 1, in: db) != nil
      } ?? false
    }
    guard hasNews else { return nil }
    return try await ledger.write { db in
      let effects = try RowFollower(rule: rule, planDigest: digest, now: now, db: db).step()
      for effect in effects ?? [] { try onEffect(effect, db) }
      return effects
    }
  }
}
