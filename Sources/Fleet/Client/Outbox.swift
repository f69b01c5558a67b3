import HJ212

/// Frames between "to be sent" and "acknowledged". Pure: its owner writes and reads the socket.
struct Outbox {
  private struct Flight {
    let frame: OutgoingFrame
    let order: Int
    var sentAtMilliseconds: Int
    var resends = 0
  }

  let window: Int
  private var waiting: [OutgoingFrame] = []
  private var flights: [OutgoingFrame.Key: Flight] = [:]
  private var order = 0

  init(window: Int) { self.window = window }

  /// Frames not yet acknowledged, sent or not.
  var count: Int { waiting.count + flights.count }
  var hasRoom: Bool { count < window }
  var isEmpty: Bool { waiting.isEmpty && flights.isEmpty }

  mutating func add(_ frame: OutgoingFrame) { waiting.append(frame) }

  /// What is to be written now; from here on it waits for its answer.
  mutating func take(atMilliseconds now: Int) -> [OutgoingFrame] {
    let taken = waiting
    waiting.removeAll(keepingCapacity: true)
    for frame in taken {
      flights[frame.key] = Flight(frame: frame, order: order, sentAtMilliseconds: now)
      order += 1
    }
    return taken
  }

  /// - Returns: false where nothing waits for this answer (a second answer to a resent frame).
  mutating func acknowledge(_ key: OutgoingFrame.Key) -> Bool {
    flights.removeValue(forKey: key) != nil
  }

  enum Overdue: Equatable {
    case resend([OutgoingFrame])
    /// A frame had its last resend: the link counts as lost.
    case lost
  }

  /// Frames whose answer is overdue, oldest first.
  ///
  /// - Source: HJ 212-2017, table 1 and 6.1: resend on timeout, then the link counts as lost.
  mutating func overdue(
    atMilliseconds now: Int, answerSeconds: Int, resends: Int
  ) -> Overdue {
    let late = flights.values.filter { now - $0.sentAtMilliseconds >= answerSeconds * 1000 }
      .sorted { $0.order < $1.order }
    guard late.allSatisfy({ $0.resends < resends }) else { return .lost }
    for flight in late {
      flights[flight.frame.key]?.sentAtMilliseconds = now
      flights[flight.frame.key]?.resends += 1
    }
    return .resend(late.map(\.frame))
  }

  /// The link is gone: what waits for an answer is sent again on the next one, in its old order.
  mutating func returnFlights() {
    waiting = flights.values.sorted { $0.order < $1.order }.map(\.frame) + waiting
    flights.removeAll(keepingCapacity: true)
  }
}
