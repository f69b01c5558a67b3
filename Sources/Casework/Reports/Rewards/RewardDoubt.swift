import ActionPlan
import GRDB
import Ledger

/// Two rewards that may be for one fact. Neither is approved, and of two approved ones neither is paid,
/// before a person has said that they are two. 疑为同一事实
public struct RewardDoubt: Sendable, Hashable {
  public enum Ground: String, Sendable, CaseIterable {
    /// Their cases were merged.
    case merged
    /// Somebody linked their cases.
    case linked
    /// Their cases are about the same facility, row of a register, or rule and subject.
    case subject
    /// Their cases happened near by, within days.
    case near
  }
  public enum Verdict: String, Sendable, CaseIterable {
    case twoFacts = "two-facts"
    case oneFact = "one-fact"
  }
  /// What a person said of it.
  public struct Decision: Sendable, Hashable {
    public let verdict: Verdict
    public let reason: String
    /// An `Actor.auditName`.
    public let by: String
    /// Epoch seconds.
    public let at: Int
  }

  /// The other one, as it stands now.
  public let other: Reward
  public let ground: Ground
  /// Between their cases, where they are near.
  public let metres: Int?
  /// Nil until somebody has decided.
  public let decision: Decision?

  /// Waits for a person: it is not decided, and the other one may still be paid or has been.
  public var isOpen: Bool { decision == nil && other.state.isAlive }
}

extension Reward.State {
  /// Something is paid by it, or may be.
  public var isAlive: Bool { self == .proposed || self == .approved || self == .paid }
}

/// The doubts that stand between rewards.
enum RewardDoubts {
  /// Looks for others that may be for the fact of a reward, and writes down what was not known.
  ///
  /// A merger gainsays who decided before that they are two: then a person decides anew. What was decided
  /// stays in the audit log.
  ///
  /// - Parameter now: epoch seconds.
  /// - Returns: whether there was anything new.
  @discardableResult
  static func look(
    at reward: Reward, _ rules: RewardRules, at now: Int, in db: Database
  ) throws -> Bool {
    guard reward.state.isAlive else { return false }
    var isNew = false
    for likeness in try SameFact.likenesses(of: reward, rules, in: db) {
      try db.cachedStatement(
        sql: """
          INSERT INTO report_reward_doubt (one_id, other_id, ground, metres, found_at)
          VALUES (?, ?, ?, ?, ?)
          ON CONFLICT DO UPDATE SET ground = excluded.ground, metres = NULL,
            found_at = excluded.found_at, verdict = NULL, reason = NULL, decided_by = NULL,
            decided_at = NULL
          WHERE excluded.ground = 'merged' AND ground <> 'merged'
            AND ifnull(verdict, 'two-facts') = 'two-facts'
          """
      ).execute(arguments: [
        min(reward.id, likeness.other), max(reward.id, likeness.other), likeness.ground.rawValue,
        likeness.metres, now,
      ])
      isNew = isNew || db.changesCount > 0
    }
    return isNew
  }

  /// Those of a reward, the latest other one first.
  static func of(_ reward: Int64, in db: Database) throws -> [RewardDoubt] {
    try Row.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT d.ground, d.metres, d.verdict, d.reason AS why, d.decided_by AS judge,
            d.decided_at AS judged_at, \(Reward.columns)
          FROM (
            SELECT *, other_id AS id FROM report_reward_doubt WHERE one_id = :reward
            UNION ALL
            SELECT *, one_id FROM report_reward_doubt WHERE other_id = :reward) AS d
            JOIN report_reward ON report_reward.id = d.id
          ORDER BY d.id DESC
          """), arguments: ["reward": reward]
    ).map(RewardDoubt.init(row:))
  }

  /// Rewards of which a doubt waits for somebody, the newest first.
  static let open: SQL = """
    id IN (
      SELECT CASE side WHEN 1 THEN one_id ELSE other_id END
      FROM report_reward_doubt AS d, (SELECT 1 AS side UNION ALL SELECT 2)
      WHERE d.verdict IS NULL
        AND (SELECT count(*) FROM report_reward WHERE id IN (d.one_id, d.other_id)
          AND state IN ('proposed', 'approved', 'paid')) = 2)
    """
}

extension RewardDoubt {
  fileprivate init(row: Row) throws {
    let name: String = row["ground"]
    guard let ground = Ground(rawValue: name) else { throw RewardRecordError.unknownGround(name) }
    other = try Reward(row: row)
    self.ground = ground
    metres = row["metres"]
    let verdict: String? = row["verdict"]
    decision = try verdict.map { name in
      guard let verdict = Verdict(rawValue: name) else {
        throw RewardRecordError.unknownVerdict(name)
      }
      return Decision(
        verdict: verdict, reason: row["why"], by: row["judge"], at: row["judged_at"])
    }
  }
}
