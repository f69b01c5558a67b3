import Telemetry

/// Between the step that stores and the step that hands over to the consumers: how far each is, and
/// the few batches that wait between them.
///
/// A batch that finds no room, because the consumers fail, is not kept: once they work again it is
/// read from the inbox a second time. So storing never waits for consumers that fail, and nothing
/// piles up in memory.
struct Handover: Sendable {
  struct Stored: Sendable {
    let batch: CommittedBatch
    /// The cursor its frames were read behind.
    let after: Int64
    let began: ContinuousClock.Instant
  }

  enum Next: Sendable {
    case batch(Stored)
    /// The frames of this span are stored and have to be read and looked up again.
    case recall(after: Int64, through: Int64)
  }

  /// Batches that may wait.
  static let limit = 2

  private(set) var storedThrough: Int64
  private(set) var handedThrough: Int64
  /// Handed over, in hand or waiting, without a gap.
  private var claimedThrough: Int64
  private var waiting: [Stored] = []

  init(storedThrough: Int64 = 0, handedThrough: Int64 = 0) {
    self.storedThrough = storedThrough
    self.handedThrough = handedThrough
    claimedThrough = handedThrough
  }

  var doneThrough: Int64 { min(storedThrough, handedThrough) }
  var isFull: Bool { waiting.count >= Self.limit }

  /// The store has a batch. It is kept where it follows what is claimed and finds room.
  mutating func stored(_ stored: Stored) {
    storedThrough = stored.batch.lastSequence
    guard stored.after == claimedThrough, !isFull else { return }
    claimedThrough = stored.batch.lastSequence
    waiting.append(stored)
  }

  /// What is to be handed over next; nil where the consumers have had all that is stored.
  mutating func next() -> Next? {
    if !waiting.isEmpty { return .batch(waiting.removeFirst()) }
    guard claimedThrough < storedThrough else { return nil }
    return .recall(after: claimedThrough, through: storedThrough)
  }

  /// Frames were read for a recall.
  mutating func recalled(through sequence: Int64) { claimedThrough = sequence }

  mutating func handed(through sequence: Int64) { handedThrough = sequence }
}
