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
///
/// Most platforms say nothing to a device number that they do not know. So a device has one frame on its way until
/// the platform has acknowledged one of it on this connection; and one that is passed by, while others are
/// acknowledged, stops nobody: its frames are set aside, and one a minute asks again.
struct ForwardQueue: Sendable {
  private struct Entry: Sendable {
    let frame: ForwardFrame
    /// It had been set aside and is tried once more.
    var isRetried = false
    /// On the present connection; nil where it has to be written.
    var sentAtMilliseconds: Int?
    /// On the present connection.
    var sends = 0
    /// Something that was written after it has been acknowledged.
    var isPassedBy = false
    /// Acknowledged, or nothing more is to be expected.
    var isDone = false

    var isOnItsWay: Bool { sentAtMilliseconds != nil && !isDone }
  }

  /// What the platform has shown of a device on this connection.
  private enum Standing {
    case accepted
    /// It is asked again from then on.
    case passedBy(untilMilliseconds: Int)
  }

  struct Limits: Sendable, Equatable {
    /// Frames of accepted devices sent and not acknowledged; as many devices of which nothing is known.
    var window = 16
    var answerMilliseconds = 10_000
    var resends = 3
    /// A frame of an accepted device that is passed by is sent so many times what `resends` says.
    var rounds = 3
    var askAgainMilliseconds = 60_000
    /// Frames that are looked ahead, so that those of one device do not hide the others'.
    var ahead = 1_000
  }

  enum Overdue: Sendable, Equatable {
    case resend([ForwardFrame])
    /// Nothing is acknowledged: the link counts as lost.
    case lost
  }

  /// What became of frames since the last time.
  struct Settled: Sendable, Equatable {
    var setAside: [Int64] = []
    /// Set aside before, and acknowledged now.
    var recovered: [Int64] = []
    var isEmpty: Bool { setAside.isEmpty && recovered.isEmpty }
  }

  let limits: Limits
  private var entries: [Entry] = []
  private var standings: [String: Standing] = [:]
  /// Devices that got no answer on a connection on which nobody did; others come first on the next.
  private var tried: Set<String> = []
  /// The inbox was read up to there.
  private(set) var readThrough: Int64
  private(set) var acknowledged = 0
  private var settled = Settled()

  init(limits: Limits, through: Int64) {
    self.limits = limits
    readThrough = through
  }

  /// Nothing up to there has to be sent again.
  var through: Int64 {
    let first = entries.first { !$0.isRetried && !$0.isDone }
    return first.map { min($0.frame.sequence - 1, readThrough) } ?? readThrough
  }

  /// How many more frames may be added.
  var room: Int { max(limits.ahead - entries.count, 0) }
  var oldestReceivedAt: Int? { entries.first { !$0.isDone }?.frame.receivedAt }
  var count: Int { entries.count { !$0.isDone } }

  /// Takes what the inbox holds behind `readThrough`, up to a sequence.
  mutating func add(_ frames: [ForwardFrame], through sequence: Int64) {
    entries += frames.map { Entry(frame: $0) }
    readThrough = max(readThrough, sequence)
  }

  /// Takes frames that had been set aside; those that are there already are left out.
  mutating func retry(_ frames: [ForwardFrame]) {
    let known = Set(entries.map(\.frame.sequence))
    let fresh = frames.filter { !known.contains($0.sequence) }
    for frame in fresh { standings[frame.mn] = nil }
    entries.insert(contentsOf: fresh.map { Entry(frame: $0, isRetried: true) }, at: 0)
  }

  /// What cannot be sent at all.
  mutating func setAside(_ sequence: Int64) { settled.setAside.append(sequence) }

  mutating func takeSettled() -> Settled {
    defer { settled = Settled() }
    return settled
  }

  /// The disk did not take what was settled.
  mutating func put(back: Settled) {
    settled.setAside += back.setAside
    settled.recovered += back.recovered
  }

  // MARK: Sending

  /// What is to be written now, in order.
  mutating func take(atMilliseconds now: Int) -> [ForwardFrame] {
    var accepted = 0
    var asking: Set<String> = []
    for entry in entries where entry.isOnItsWay {
      if isAccepted(entry.frame.mn) { accepted += 1 } else { asking.insert(entry.frame.mn) }
    }
    let isAnyoneElse = entries.contains { entry in
      !entry.isDone && standings[entry.frame.mn] == nil && !tried.contains(entry.frame.mn)
    }
    if !isAnyoneElse { tried = [] }
    var taken: [ForwardFrame] = []
    for place in entries.indices where !entries[place].isDone {
      guard entries[place].sentAtMilliseconds == nil else { continue }
      let mn = entries[place].frame.mn
      switch standings[mn] {
      case .accepted?:
        guard accepted < limits.window else { continue }
        accepted += 1
      case .passedBy(let until)?:
        guard now >= until, asking.insert(mn).inserted else {
          giveUp(place)
          continue
        }
      case nil:
        guard asking.count < limits.window, !tried.contains(mn), asking.insert(mn).inserted else {
          continue
        }
      }
      sent(place, atMilliseconds: now)
      taken.append(entries[place].frame)
    }
    shift()
    return taken
  }

  /// The frames have been handed to the socket: those that want no answer are done.
  mutating func written(_ frames: [ForwardFrame]) {
    let sequences = Set(frames.filter { !$0.wantsAnswer }.map(\.sequence))
    guard !sequences.isEmpty else { return }
    for place in entries.indices
    where !entries[place].isDone && sequences.contains(entries[place].frame.sequence) {
      finish(place)
    }
    shift()
  }

  /// The platform has the oldest frame of this number on its way.
  ///
  /// - Parameter mn: nil where the answer names none.
  /// - Returns: false where nothing waits for it, as with a second answer.
  mutating func acknowledge(mn: String?, qn: String?) -> Bool {
    let place = entries.firstIndex { entry in
      entry.isOnItsWay && entry.frame.qn == qn && (mn == nil || mn == entry.frame.mn)
    }
    guard let place, let sentAt = entries[place].sentAtMilliseconds else { return false }
    standings[entries[place].frame.mn] = .accepted
    finish(place)
    for other in entries.indices where entries[other].isOnItsWay {
      guard let before = entries[other].sentAtMilliseconds else { continue }
      if before < sentAt || (before == sentAt && other < place) { entries[other].isPassedBy = true }
    }
    shift()
    return true
  }

  /// Frames whose answer is overdue, oldest first.
  ///
  /// - Source: HJ 212-2017, 6.1 and table 1.
  mutating func overdue(atMilliseconds now: Int) -> Overdue {
    var late: [ForwardFrame] = []
    for place in entries.indices where entries[place].isOnItsWay {
      let entry = entries[place]
      guard let sentAt = entry.sentAtMilliseconds, now - sentAt >= limits.answerMilliseconds else {
        continue
      }
      let sends = limits.resends + 1
      let isAccepted = isAccepted(entry.frame.mn)
      if entry.isPassedBy, entry.sends >= sends * (isAccepted ? limits.rounds : 1) {
        if !isAccepted {
          standings[entry.frame.mn] = .passedBy(
            untilMilliseconds: now + limits.askAgainMilliseconds)
        }
        giveUp(place)
        continue
      }
      guard entry.sends < sends || entry.isPassedBy else { return .lost }
      sent(place, atMilliseconds: now)
      late.append(entry.frame)
    }
    shift()
    return .resend(late)
  }

  /// What waits for an answer is sent again on the next connection, in its old order; what the platform
  /// has shown of devices counts no more.
  mutating func linkLost() {
    for place in entries.indices {
      if entries[place].isOnItsWay, !isAccepted(entries[place].frame.mn) {
        tried.insert(entries[place].frame.mn)
      }
      entries[place].sentAtMilliseconds = nil
      entries[place].sends = 0
      entries[place].isPassedBy = false
    }
    standings = [:]
  }

  // MARK: Steps

  private func isAccepted(_ mn: String) -> Bool {
    if case .accepted? = standings[mn] { true } else { false }
  }

  private mutating func sent(_ place: Int, atMilliseconds now: Int) {
    entries[place].sentAtMilliseconds = now
    entries[place].sends += 1
  }

  private mutating func finish(_ place: Int) {
    entries[place].isDone = true
    acknowledged += 1
    if entries[place].isRetried { settled.recovered.append(entries[place].frame.sequence) }
  }

  private mutating func giveUp(_ place: Int) {
    entries[place].isDone = true
    if !entries[place].isRetried { settled.setAside.append(entries[place].frame.sequence) }
  }

  private mutating func shift() {
    if entries.contains(where: \.isDone) { entries.removeAll(where: \.isDone) }
  }
}
