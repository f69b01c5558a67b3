import ActionPlan
import Console
import GRDB
import Ledger

extension FolderCommand {
  /// What is asked of the outbox.
  enum OutboxCommand: Codable, Sendable {
    /// The state is a `PushMessage.State`, the format a `Grid.Format`.
    case list(state: String?, channel: String?, limit: Int, format: String)
    case retry(message: Int64)
    case test(channel: String, account: String?)
  }

  static func outbox(
    _ command: OutboxCommand, in district: OpenDistrict
  ) async throws -> [String] {
    let at = district.now()
    switch command {
    case .list(let state, let channel, let limit, let format):
      let grid = try await messages(
        state.flatMap { PushMessage.State(rawValue: $0) }, channel, limit: limit, in: district)
      return grid.text(Grid.Format(rawValue: format) ?? .table).split(whereSeparator: \.isNewline)
        .map(String.init)
    case .retry(let message):
      try await district.ledger.write { db in
        try Outbox.retry(message, by: actor, at: at, in: db)
      }
      return ["message \(message) waits again" + whenSent(district)]
    case .test(let channel, let name):
      guard let plan = try district.planIfAny() else {
        throw CommandRefusal("the folder has no plan yet; serve it once")
      }
      let wording = try PushWording(plan: plan, site: nil, now: district.now)
      let message = try await district.ledger.write { db in
        guard let found = try Outbox.channels(in: db).first(where: { $0.id == channel }) else {
          throw OutboxError.noChannel(channel)
        }
        let account = try name.map { name in
          guard let account = try Accounts.find(name: name, in: db) else {
            throw CommandRefusal("no account is named \"\(name)\"")
          }
          return account.id
        }
        return try Outbox.test(
          channel, account: account, text: wording.test(found), by: actor, at: at, in: db)
      }
      return ["message \(message) waits" + whenSent(district)]
    }
  }

  private static func whenSent(_ district: OpenDistrict) -> String {
    district.isServed
      ? "; `lantian outbox list` shows what became of it" : "; it goes out once the server runs"
  }

  private static func messages(
    _ state: PushMessage.State?, _ channel: String?, limit: Int, in district: OpenDistrict
  ) async throws -> Grid {
    let found = try await district.ledger.read { db in
      try Outbox.messages(state, channel: channel, limit: limit, in: db).map { message in
        (message, try message.account.flatMap { try Accounts.find($0, in: db)?.name })
      }
    }
    let time = LocalTime(utcOffsetSeconds: district.plan?.utcOffsetSeconds ?? 0)
    var grid = Grid(["message", "channel", "to", "made", "state", "attempts", "reason", "title"])
    grid.rows = found.map { message, name in
      [
        .text("\(message.id)"), .text(message.channel), Grid.Cell(name),
        .text(time.rfc3339(message.formedAt)), .text(message.state.rawValue),
        .text("\(message.attempts)"), Grid.Cell(message.reason), .text(message.title),
      ]
    }
    return grid
  }
}
