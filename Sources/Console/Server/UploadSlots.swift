import Ledger
import Synchronization

/// Uploads held in memory at the same time. Guests have slots of their own: however many of them
/// send slowly, those who are signed in are not kept waiting.
final class UploadSlots: Sendable {
  /// Who sends.
  enum Sender: Sendable, Hashable {
    /// By network.
    case guest(String)
    case account(Int64)
  }

  static let guests = 4
  static let perNetwork = 2
  static let accounts = 8
  static let perAccount = 3

  private let held = Mutex<[Sender: Int]>([:])

  /// - Returns: whether there was a slot; then it is to be given back.
  func take(_ sender: Sender) -> Bool {
    held.withLock { held in
      let own = held[sender] ?? 0
      let all = held.reduce(0) { $0 + ($1.key.isGuest == sender.isGuest ? $1.value : 0) }
      let (limit, ownLimit) =
        sender.isGuest ? (Self.guests, Self.perNetwork) : (Self.accounts, Self.perAccount)
      guard all < limit, own < ownLimit else { return false }
      held[sender] = own + 1
      return true
    }
  }

  func giveBack(_ sender: Sender) {
    held.withLock { held in
      guard let own = held[sender] else { return }
      held[sender] = own > 1 ? own - 1 : nil
    }
  }
}

extension UploadSlots.Sender {
  init(_ visit: Visit) {
    self =
      visit.account.map { .account($0.id) }
      ?? .guest(SourceNetwork.of(visit.sourceAddress, ipv4Bits: 32))
  }

  var isGuest: Bool {
    if case .guest = self { true } else { false }
  }
}
