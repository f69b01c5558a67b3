import HJ212
import NIOConcurrencyHelpers
import Telemetry

/// The exchanges under way, one a device at most.
final class Exchanges: Sendable {
  private let running = NIOLockedValueBox<[String: RunningExchange]>([:])

  /// - Returns: false where one is under way.
  func begin(_ exchange: RunningExchange) -> Bool {
    running.withLockedValue { running in
      guard running[exchange.mn] == nil else { return false }
      running[exchange.mn] = exchange
      return true
    }
  }

  func end(_ exchange: RunningExchange) {
    running.withLockedValue { running in
      if running[exchange.mn] === exchange { running[exchange.mn] = nil }
    }
  }

  func heard(_ reply: Reply) { exchange(with: reply.mn)?.heard(reply) }

  /// Data that were judged good; nothing unless they are of a command that was asked for.
  func heard(_ frame: IncomingFrame) {
    guard let exchange = exchange(with: frame.mn), exchange.isAnswered(by: frame.cn) else { return }
    exchange.heard(frame)
  }

  /// What the connection carried will bring no answer any more.
  func closed(connection: Int, carrying mns: Set<String>) {
    for mn in mns {
      if let exchange = exchange(with: mn), exchange.connection == connection {
        exchange.disconnected()
      }
    }
  }

  private func exchange(with mn: String) -> RunningExchange? {
    running.withLockedValue { $0[mn] }
  }
}
