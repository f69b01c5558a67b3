import Telemetry
import Testing

@testable import Gateway

@Suite struct `Between storing and handing over` {
  private func stored(_ sequences: ClosedRange<Int64>) -> Handover.Stored {
    Handover.Stored(
      batch: CommittedBatch(
        firstSequence: sequences.lowerBound, lastSequence: sequences.upperBound, samples: [],
        arrivals: []),
      after: sequences.lowerBound - 1, began: .now)
  }

  /// What is next, as the first and last sequence; recalled spans are taken whole.
  private func next(_ handover: inout Handover) -> String? {
    switch handover.next() {
    case nil: return nil
    case .batch(let stored):
      handover.handed(through: stored.batch.lastSequence)
      return "\(stored.batch.firstSequence)...\(stored.batch.lastSequence)"
    case .recall(let after, let through):
      handover.recalled(through: through)
      handover.handed(through: through)
      return "again \(after + 1)...\(through)"
    }
  }

  @Test func `batches in order are handed over as they are`() {
    var handover = Handover()
    handover.stored(stored(1...5))
    handover.stored(stored(6...6))
    #expect(next(&handover) == "1...5")
    handover.stored(stored(7...9))
    #expect(next(&handover) == "6...6")
    #expect(next(&handover) == "7...9")
    #expect(next(&handover) == nil)
    #expect(handover.doneThrough == 9)
  }

  @Test func `what found no room is read again, and then batches are kept again`() {
    var handover = Handover()
    for last in 1...5 as ClosedRange<Int64> { handover.stored(stored(last...last)) }
    #expect(handover.isFull)
    #expect(handover.storedThrough == 5)
    #expect(next(&handover) == "1...1")
    handover.stored(stored(6...6))
    #expect(next(&handover) == "2...2")
    #expect(next(&handover) == "again 3...6")
    handover.stored(stored(7...7))
    #expect(next(&handover) == "7...7")
  }

  @Test func `after a kill the consumers get what the store has and they have not`() {
    var handover = Handover(storedThrough: 9, handedThrough: 4)
    #expect(handover.doneThrough == 4)
    #expect(next(&handover) == "again 5...9")
    #expect(next(&handover) == nil)
  }

  @Test func `what the consumers have had is not handed over again`() {
    var handover = Handover(storedThrough: 0, handedThrough: 4)
    handover.stored(stored(1...2))
    #expect(next(&handover) == nil)
    #expect(handover.doneThrough == 2)
    handover.stored(stored(3...6))
    #expect(next(&handover) == "again 5...6")
    handover.stored(stored(7...7))
    #expect(next(&handover) == "7...7")
  }
}
