import GRDB
import Ledger

/// One request about a reward: the same twice does the thing once.
struct RewardRequest {
  let reward: Int64
  let content: String
  let actor: Actor
  let id: String

  init(_ reward: Int64, _ what: String, by account: Account, _ id: String) {
    self.reward = reward
    content = "reward/\(reward)/\(what)"
    actor = .account(account.id)
    self.id = id
  }

  func isRepeat(in db: Database) throws -> Bool {
    do {
      return try RequestLog.answer(to: id, by: actor, body: content.utf8, in: db) != nil
    } catch let refusal as RequestRefusal {
      if case .badID = refusal { throw RewardRefusal.badRequestID }
      throw RewardRefusal.requestReused
    }
  }

  func record(
    _ what: String, _ detail: [String: String], at now: Int, in db: Database
  ) throws {
    try AuditLog.append(
      actor: actor, action: "reward.\(what)", object: "reward/\(reward)", detail: detail, at: now,
      in: db)
    try RequestLog.record(
      "reward/\(reward)", to: id, by: actor, body: content.utf8, at: now, in: db)
  }
}
