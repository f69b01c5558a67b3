import ActionPlan
import FoundationEssentials
import GRDB
import Ledger
import Logging
import NIOConcurrencyHelpers
import Testing

@testable import Pushes

/// A fresh ledger with a person who has a number and a mailbox, and a clock of our own.
final class PushBench: Sendable {
  let folder: String
  let ledger: LedgerDatabase
  let officer: Int64
  let clock = NIOLockedValueBox(1_000_000)

  init() async throws {
    folder =
      FileManager.default.temporaryDirectory.path() + "pushes-\(UInt64.random(in: 0 ... .max))"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let ledger = try LedgerDatabase(path: folder + "/ledger.sqlite")
    self.ledger = ledger
    let accounts = Accounts(
      ledger: ledger, hasher: PasswordHasher(cost: ScryptCost(rounds: 16)), now: { 0 })
    let officer = try await accounts.create(
      AccountDraft(name: "officer", displayName: "O", unit: "bureau", roles: [.officer]),
      password: "Blue-sky-2021x", by: .system("test"))
    self.officer = officer.id
    try await ledger.write { db in
      try PushAddresses.put(
        "13800000000", of: officer.id, .phone, by: .system("test"), at: 0, in: db)
      try PushAddresses.put(
        "officer@example.com", of: officer.id, .mail, by: .system("test"), at: 0, in: db)
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// One that works over the same ledger as any before it.
  func sender(_ channels: ChannelSettings...) async throws -> PushSender {
    try await PushSender(
      channels: channels, utcOffsetSeconds: 28_800, ledger: ledger,
      wording: { ids, _, _, db in
        let told = try ids.compactMap { try Notifications.find($0, in: db) }
        return PushText(
          title: "蓝天", text: told.map(\.object).joined(separator: "\n"))
      },
      now: { [clock] in clock.withLockedValue { $0 } }, logger: Logger(label: "test"))
  }

  func tell(_ object: String) async throws {
    let at = clock.withLockedValue { $0 }
    _ = try await ledger.write { db in
      try Notifications.tell(
        .unit("bureau"), code: "case-opened", object: object, values: ["severity": "grave"],
        at: at, in: db)
    }
  }

  func pass(seconds: Int) { clock.withLockedValue { $0 += seconds } }

  func messages() async throws -> [PushMessage] {
    try await ledger.read { db in try Outbox.messages(in: db) }
  }

  static func channel(_ reach: PushChannel.Reach) -> PushChannel {
    PushChannel(id: "c", label: .same("c"), reach: reach, groupSeconds: 0, giveUpSeconds: 3_600)
  }
}
