import Foundation
import GRDB
import Synchronization
import Testing

@testable import Telemetry

@Suite struct InboxTests {
  let folder: Folder
  let inbox: Inbox

  init() throws {
    folder = try Folder()
    inbox = try Inbox(path: folder.file("inbox.sqlite"))
  }

  @Test func `a frame gets the next sequence and comes back byte by byte`() async throws {
    #expect(try await inbox.append(frame(1)) == .stored(1))
    #expect(try await inbox.append(frame(2, content: 7)) == .stored(2))
    #expect(try await inbox.frame(2) == InboxFrame(sequence: 2, frame: frame(2, content: 7)))
    #expect(try await inbox.frame(2)?.bytes == frame(2, content: 7).bytes)
    #expect(try await inbox.frame(3) == nil)
    #expect(try await inbox.lastSequence == 2)
  }

  @Test func `each commit is synced to the disk, in WAL mode`() throws {
    let (synchronous, journal) = try inbox.pool.writeWithoutTransaction { db in
      (
        try Int.fetchOne(db, sql: "PRAGMA synchronous"),
        try String.fetchOne(db, sql: "PRAGMA journal_mode")
      )
    }
    #expect(synchronous == 2)
    #expect(journal == "wal")
  }

  @Test func `the same frame again is answered with its first sequence and not stored`()
    async throws
  {
    #expect(try await inbox.append(frame(1)) == .stored(1))
    #expect(try await inbox.append(frame(2)) == .stored(2))
    #expect(try await inbox.append(frame(1)) == .repeated(1))
    #expect(try await inbox.lastSequence == 2)
    #expect(inbox.counts.stored == 2)
    #expect(inbox.counts.repeated == 1)
  }

  static let others: [(String, IncomingFrame)] = [
    ("device", frame(1, mn: "010000A8900016F000169DC1")), ("command", frame(1, cn: "2051")),
    ("packet number", frame(1, pno: 2)), ("content", frame(1, content: 1)),
    ("request number", frame(2)),
  ]

  @Test(arguments: others)
  func `a frame with another`(what: String, other: IncomingFrame) async throws {
    #expect(try await inbox.append(frame(1)) == .stored(1))
    #expect(try await inbox.append(other) == .stored(2), "another \(what) is another frame")
  }

  @Test(arguments: ["", "12", "2021060100000000x", "202106010000000001"])
  func `a request number that is no time still tells frames apart`(qn: String) async throws {
    func odd(_ content: UInt8) -> IncomingFrame {
      let like = frame(1, content: content)
      return IncomingFrame(
        mn: like.mn, qn: qn, cn: like.cn, pno: like.pno, st: like.st, digest: like.digest,
        bytes: like.bytes, receivedAtMilliseconds: 0, peer: "")
    }
    #expect(try await inbox.append(odd(1)) == .stored(1))
    #expect(try await inbox.append(odd(2)) == .stored(2))
    #expect(try await inbox.append(odd(1)) == .repeated(1))
  }

  @Test func `frames come in order of arrival, after a sequence, up to a limit`() async throws {
    for n in 1...30 { _ = try await inbox.append(frame(n)) }
    #expect(try await inbox.frames(after: 0, limit: 10).map(\.sequence) == Array(1...10))
    #expect(try await inbox.frames(after: 25, limit: 10).map(\.sequence) == Array(26...30))
    #expect(try await inbox.frames(after: 30, limit: 10).isEmpty)
  }

  @Test func `a restart knows what was stored and goes on counting`() async throws {
    _ = try await inbox.append(frame(1))
    _ = try await inbox.append(frame(2))
    try inbox.close()
    let again = try Inbox(path: inbox.path)
    #expect(try await again.append(frame(2)) == .repeated(2))
    #expect(try await again.append(frame(3)) == .stored(3))
  }

  @Test func `many senders at once, with repeats, each get the one sequence of their frame`()
    async throws
  {
    let receipts = try await withThrowingTaskGroup(of: (Int, Receipt).self) { group in
      for sender in 0..<8 {
        for n in 0..<100 {
          let number = (n + sender * 13) % 100
          group.addTask { [inbox] in (number, try await inbox.append(frame(number))) }
        }
      }
      return try await group.reduce(into: [Int: Set<Int64>]()) {
        $0[$1.0, default: []].insert($1.1.sequence)
      }
    }
    #expect(receipts.count == 100)
    #expect(receipts.values.allSatisfy { $0.count == 1 })
    #expect(Set(receipts.values.flatMap { $0 }) == Set(1...100))
    #expect(inbox.counts.stored == 100)
    #expect(inbox.counts.repeated == 700)
  }

  @Test func `frames that wait together share a commit`() async throws {
    await withCheckedContinuation { continuation in
      let left = Mutex(500)
      for n in 0..<500 {
        inbox.append(frame(n)) { _ in
          if left.withLock({
            $0 -= 1
            return $0 == 0
          }) {
            continuation.resume()
          }
        }
      }
    }
    #expect(inbox.counts.stored == 500)
    #expect(inbox.counts.commits < 100)
  }

  @Test func `a sequence that a cursor has passed is never given again`() async throws {
    inbox.startAbove(50)
    #expect(try await inbox.append(frame(1)) == .stored(51))
    inbox.startAbove(10)
    #expect(try await inbox.append(frame(2)) == .stored(52))
  }

  @Test func `new frames wake whoever listens, and closing ends the waiting`() async throws {
    var wakes = inbox.newFrames().makeAsyncIterator()
    _ = try await inbox.append(frame(1))
    #expect(await wakes.next() != nil)
    try inbox.close()
    #expect(await wakes.next() == nil)
    var late = inbox.newFrames().makeAsyncIterator()
    #expect(await late.next() == nil)
  }

  @Test func `the newest sequence is known without a read, also after a restart`() async throws {
    #expect(inbox.newestSequence == 0)
    for n in [1, 2, 1] { _ = try await inbox.append(frame(n)) }
    #expect(inbox.newestSequence == 2)
    try inbox.close()
    #expect(try Inbox(path: inbox.path).newestSequence == 2)
  }
}
