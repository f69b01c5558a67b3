/// A sample that the store holds, with what it was to the store.
public struct CommittedSample: Sendable, Hashable {
  public enum Outcome: Sendable, Hashable {
    /// The first value of its series and start.
    case new
    /// Same value and flag as the current one; nothing was stored.
    case repeated
    /// Another value or flag than the current one, which is kept beside it.
    case revision
  }

  public let sample: Sample
  /// Inbox sequence of the frame that brought it.
  public let sequence: Int64
  /// UTC epoch seconds.
  public let receivedAt: Int
  public let outcome: Outcome
  /// It came later after the end of its window than the store's `lateAfterSeconds`.
  public let isLate: Bool

  public init(
    sample: Sample, sequence: Int64, receivedAt: Int, outcome: Outcome = .new, isLate: Bool = false
  ) {
    self.sample = sample
    self.sequence = sequence
    self.receivedAt = receivedAt
    self.outcome = outcome
    self.isLate = isLate
  }

  public var isRevision: Bool { outcome == .revision }
  public var isRepeat: Bool { outcome == .repeated }
}

/// That a frame came, whatever it held; what "instrument silent" is judged by.
public struct FrameArrival: Sendable, Hashable {
  public let sequence: Int64
  /// Device number.
  public let mn: String
  /// System code of the sender (`22` ambient air, `31` flue gas…).
  public let st: String
  /// Command number.
  public let cn: String
  public let receivedAtMilliseconds: Int

  public init(sequence: Int64, mn: String, st: String, cn: String, receivedAtMilliseconds: Int) {
    self.sequence = sequence
    self.mn = mn
    self.st = st
    self.cn = cn
    self.receivedAtMilliseconds = receivedAtMilliseconds
  }
}

/// A run of inbox frames whose samples the store holds; in inbox order.
public struct CommittedBatch: Sendable {
  public let firstSequence: Int64
  public let lastSequence: Int64
  public let samples: [CommittedSample]
  public let arrivals: [FrameArrival]

  public init(
    firstSequence: Int64, lastSequence: Int64, samples: [CommittedSample], arrivals: [FrameArrival]
  ) {
    self.firstSequence = firstSequence
    self.lastSequence = lastSequence
    self.samples = samples
    self.arrivals = arrivals
  }
}
