import Foundation
import GRDB
import Synchronization
import Testing

@testable import Telemetry

@Suite struct InboxRefusalTests {
  let folder: Folder

  init() throws {
    folder = try Folder()
  }

  @Test func `too many waiting frames are refused at once, the rest is stored`() async throws {
    let inbox = try Inbox(
      path: folder.file("inbox.sqlite"), limits: InboxLimits(waitingFrames: 20, batchFrames: 10))
    let answers = Answers()
    let writer = try blockWriter(of: inbox)
    for n in 0..<50 { inbox.append(frame(n)) { answers.add($0) } }
    #expect(answers.all.count == 30)
    #expect(answers.all.allSatisfy { if case .failure(.overloaded) = $0 { true } else { false } })
    #expect(inbox.counts.waiting == 20)
    writer.signal()
    try inbox.close()
    #expect(inbox.counts.stored == 20)
    #expect(inbox.counts.overloaded == 30)
    #expect(answers.all.count == 50)
  }

  @Test func `waiting bytes have a limit of their own`() async throws {
    let inbox = try Inbox(
      path: folder.file("inbox.sqlite"), limits: InboxLimits(waitingBytes: 1_000))
    let answers = Answers()
    let writer = try blockWriter(of: inbox)
    for n in 0..<5 { inbox.append(frame(n, length: 300)) { answers.add($0) } }
    #expect(answers.all == Array(repeating: .failure(.overloaded(frames: 3, bytes: 900)), count: 2))
    writer.signal()
    try inbox.close()
    #expect(inbox.counts.stored == 3)
  }

  @Test func `a frame that is no frame is refused with what to do`() async throws {
    let inbox = try Inbox(
      path: folder.file("inbox.sqlite"), limits: InboxLimits(frameBytes: 100))
    await #expect(throws: InboxError.frameTooLong(bytes: 101, limit: 100)) {
      try await inbox.append(frame(1, length: 101))
    }
    await #expect(throws: InboxError.frameEmpty) { try await inbox.append(frame(1, length: 0)) }
    let short = IncomingFrame(
      mn: "1", qn: "", cn: "", pno: 0, st: "", digest: [1, 2], bytes: [1],
      receivedAtMilliseconds: 0, peer: "")
    await #expect(throws: InboxError.digestLength(2)) { try await inbox.append(short) }
    try inbox.close()
    await #expect(throws: InboxError.closed) { try await inbox.append(frame(1, length: 10)) }
    await #expect(throws: InboxError.closed) { try await inbox.frames(after: 0, limit: 1) }
    for error: InboxError in [
      .frameTooLong(bytes: 101, limit: 100), .overloaded(frames: 1, bytes: 2), .closed,
      .notStored(why: "database or disk is full (SQLite 13)"),
    ] { #expect(error.description.hasPrefix("inbox: ")) }
  }

  @Test func `it is crowded while more than half of what may wait is waiting`() async throws {
    let inbox = try Inbox(path: folder.file("inbox.sqlite"), limits: InboxLimits(waitingFrames: 20))
    let woken = Mutex(0)
    let writer = try blockWriter(of: inbox)
    for n in 0..<10 { inbox.append(frame(n)) { _ in } }
    #expect(!inbox.isCrowded { woken.withLock { $0 += 1 } })
    inbox.append(frame(10)) { _ in }
    #expect(inbox.isCrowded { woken.withLock { $0 += 1 } })
    #expect(woken.withLock { $0 } == 0)
    writer.signal()
    try inbox.close()
    #expect(woken.withLock { $0 } == 1)
  }

  @Test func `a folder that is not there cannot be opened, and the error names it`() {
    let error = #expect(throws: InboxError.self) {
      try Inbox(path: folder.file("missing/inbox.sqlite"))
    }
    #expect(error?.description.contains("missing/inbox.sqlite") == true)
  }

  @Test func `a full disk refuses whole batches, acknowledges nothing, and recovers by itself`()
    async throws
  {
    let inbox = try Inbox(path: folder.file("inbox.sqlite"))
    try limitFile(of: inbox, pages: 500)

    var acknowledged: [Int64: Int] = [:]
    var refused: [Int] = []
    for n in 0..<2_000 where refused.count < 5 {
      do {
        acknowledged[try await inbox.append(frame(n, length: 20_000)).sequence] = n
      } catch {
        guard case .notStored = error else { throw error }
        refused.append(n)
      }
    }
    #expect(refused.count == 5)
    #expect(acknowledged.count > 20)
    #expect(inbox.counts.notStored == 5)
    try await expectStored(acknowledged, in: inbox)

    try limitFile(of: inbox, pages: 5_000)
    for n in refused { acknowledged[try await inbox.append(frame(n, length: 20_000)).sequence] = n }
    try await expectStored(acknowledged, in: inbox)
    try inbox.close()
    try await expectStored(acknowledged, in: try Inbox(path: inbox.path))
  }

  private func expectStored(_ acknowledged: [Int64: Int], in inbox: Inbox) async throws {
    let stored = try await inbox.frames(after: 0, limit: 10_000)
    #expect(stored.count == acknowledged.count)
    for frame in stored {
      let n = try #require(acknowledged[frame.sequence])
      #expect(frame.frame == TelemetryTests.frame(n, length: 20_000))
    }
  }

  /// Keeps the inbox's writer busy until the semaphore is signalled.
  private func blockWriter(of inbox: Inbox) throws -> DispatchSemaphore {
    let isBusy = DispatchSemaphore(value: 0)
    let mayGo = DispatchSemaphore(value: 0)
    inbox.pool.asyncWriteWithoutTransaction { _ in
      isBusy.signal()
      mayGo.wait()
    }
    isBusy.wait()
    return mayGo
  }

  /// What a disk with no more room looks like to SQLite (SQLITE_FULL), without having to fill one.
  private func limitFile(of inbox: Inbox, pages: Int) throws {
    try inbox.pool.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA max_page_count = \(pages)")
    }
  }
}
