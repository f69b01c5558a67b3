import Synchronization
import Testing

@testable import Console

struct SharedReadingsTests {
  private let count = Counter()

  private final class Counter: Sendable {
    private let number = Mutex(0)
    func next() -> Int {
      number.withLock { number in
        number += 1
        return number
      }
    }
  }

  private struct Broken: Error {}

  @Test func `who asks in the same moment gets one reading`() async throws {
    let shared = SharedReadings<String, Int>()
    let values = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<50 {
        group.addTask {
          try await shared.value(of: "duty", at: .init(events: 1, second: 1)) { count.next() }
        }
      }
      return try await group.reduce(into: Set<Int>()) { $0.insert($1) }
    }
    #expect(values == [1])
  }

  @Test func `other viewers, a later event and a later second each get their own`() async throws {
    let shared = SharedReadings<String, Int>()
    func ask(_ key: String, _ events: Int, _ second: Int) async throws -> Int {
      try await shared.value(of: key, at: .init(events: events, second: second)) { count.next() }
    }
    #expect(try await ask("duty", 1, 1) == 1)
    #expect(try await ask("town", 1, 1) == 2)
    #expect(try await ask("duty", 1, 1) == 1)
    #expect(try await ask("duty", 2, 1) == 3)
    #expect(try await ask("duty", 2, 2) == 4)
  }

  @Test func `a reading that failed is tried again in the next moment`() async throws {
    let shared = SharedReadings<String, Int>()
    await #expect(throws: Broken.self) {
      try await shared.value(of: "duty", at: .init(events: 1, second: 1)) { throw Broken() }
    }
    #expect(try await shared.value(of: "duty", at: .init(events: 1, second: 2)) { 7 } == 7)
  }
}
