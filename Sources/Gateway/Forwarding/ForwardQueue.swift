import NIOCore

/// A frame on its way to a platform above.
struct ForwardFrame: Sendable, Equatable {
  /// In the inbox.
  let sequence: Int64
  let mn: String
  let qn: String?
  let wantsAnswer: Bool
  let receivedAt: Int
  let bytes: ByteBuffer
}

/// Frames between the inbox and a platform's acknowledgement, in the inbox's order. Pure: its owner
/// reads the inbox and writes the socket.
struct ForwardQueue: Sendable {
  private struct Entry: Sendable {
    let frame: ForwardFrame
    /// On the present connection; nil where it has to be written.
    var sentAtMilliseconds: Int?
    /// On the present connection.
    var sends = 0
    /// On all of them.
    var sendsInAll = 0
    /// Something that was written after it has been acknowledged.
    var isPassedBy = false
    /// Acknowledged, or nothing more is to be expected.
    var isDone = false
  }

  struct Limits: Sendable, Equatable {
    /// Frames sent and not acknowledged.
    var window = 16
    var answerMilliseconds = 10_000
    var resends = 3
    /// A frame that the platform passes by is sent so many times what `resends` says; then it is set
    /// aside.
    var rounds = 3
  }

  enum Overdue: Sendable, Equatable {
    case resend([ForwardFrame])
    /// Nothing is acknowledged: the link counts as lost.
    case lost
  }

  let limits: Limits
  private var entries: [Entry] = []
  /// The inbox was read up to there.
  private(set) var readThrough: Int64
  private(set) var acknowledged = 0
  /// Frames that were never acknowledged although others were; taken away by their owner.
  private var given: [Int64] = []

  init(limits: Limits, through: Int64) {
    self.limits = limits
    readThrough = through
  }

  /// Nothing up to there has to be sent again.
  var through: Int64 {
    entries.first.map { min($0.frame.sequence - 1, readThrough) } ?? readThrough
  }

  /// How many more frames may be added; a few wait ready beside those on their way.
  var room: Int { max(limits.window * 2 - entries.count, 0) }
  var oldestReceivedAt: Int? { entries.first { !$0.isDone }?.frame.receivedAt }
  var count: Int { entries.count { !$0.isDone } }

  /// Takes what the inbox holds behind `readThrough`, up to a sequence.
  mutating func add(_ frames: [ForwardFrame], through sequence: Int64) {
    entries += frames.map { Entry(frame: $0) }
    readThrough = max(readThrough, sequence)
  }

  /// What cannot be sent at all.
  mutating func setAside(_ sequence: Int64) { given.append(sequence) }

  mutating func takeSetAside() -> [Int64] {
    defer { given = [] }
    return given
  }

  /// What is to be written now, in order.
  mutating func take(atMilliseconds now: Int) -> [ForwardFrame] {
    var onTheWay = entries.count { $0.sentAtMilliseconds != nil && !$0.isDone }
    var taken: [ForwardFrame] = []
    for place in entries.indices where onTheWay < limits.window {
      guard entries[place].sentAtMilliseconds == nil, !entries[place].isDone else { continue }
      sent(place, atMilliseconds: now)
      taken.append(entries[place].frame)
      onTheWay += 1
    }
    return taken
  }

  /// The frames have been handed to the socket: those that want no answer are done.
  mutating func written(_ frames: [ForwardFrame]) {
    let sequences = Set(frames.filter { !$0.wantsAnswer }.map(\.sequence))
    for place in entries.indices where sequences.contains(entries[place].frame.sequence) {
      entries[place].isDone = true
      acknowledged += 1
    }
    shift()
  }

  /// The platform has the oldest frame of this number on its way.
  ///
  /// - Parameter mn: nil where the answer names none.
  /// - Returns: false where nothing waits for it, as with a second answer.
  mutating func acknowledge(mn: String?, qn: String?) -> Bool {
    let place = entries.firstIndex { entry in
      entry.sentAtMilliseconds != nil && !entry.isDone && entry.frame.qn == qn
        && (mn == nil || mn == entry.frame.mn)
    }
    guard let place else { return false }
    entries[place].isDone = true
    acknowledged += 1
    for before in entries[..<place].indices where !entries[before].isDone {
      entries[before].isPassedBy = true
    }
    shift()
    return true
  }

  /// Frames whose answer is overdue, oldest first.
  ///
  /// - Source: HJ 212-2017, 6.1 and table 1.
  mutating func overdue(atMilliseconds now: Int) -> Overdue {
    var late: [ForwardFrame] = []
    for place in entries.indices where !entries[place].isDone {
      let entry = entries[place]
      guard let sentAt = entry.sentAtMilliseconds, now - sentAt >= limits.answerMilliseconds else {
        continue
      }
      let sends = limits.resends + 1
      if entry.isPassedBy, entry.sendsInAll >= sends * limits.rounds {
        entries[place].isDone = true
        given.append(entry.frame.sequence)
        continue
      }
      guard entry.sends < sends || entry.isPassedBy else { return .lost }
      sent(place, atMilliseconds: now)
      late.append(entry.frame)
    }
    shift()
    return .resend(late)
  }

  /// What waits for an answer is sent again on the next connection, in its old order.
  mutating func linkLost() {
    for place in entries.indices {
      entries[place].sentAtMilliseconds = nil
      entries[place].sends = 0
    }
  }

  private mutating func sent(_ place: Int, atMilliseconds now: Int) {
    entries[place].sentAtMilliseconds = now
    entries[place].sends += 1
    entries[place].sendsInAll += 1
  }

  private mutating func shift() {
    let done = entries.prefix { $0.isDone }.count
    if done > 0 { entries.removeFirst(done) }
  }
}
