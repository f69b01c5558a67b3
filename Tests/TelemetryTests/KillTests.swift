import Foundation
import GRDB
import Seeds
import Synchronization
import Testing

@testable import Telemetry

/// The files as a kill or a power cut would leave them, opened again.
@Suite struct KillTests {
  let folder: Folder

  init() throws {
    folder = try Folder()
  }

  @Test func `what a kill between commit and answer leaves holds every answered frame`()
    async throws
  {
    let inbox = try Inbox(path: folder.file("inbox.sqlite"), limits: InboxLimits(batchFrames: 7))
    let log = KillLog(folder)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for n in 0..<200 {
        group.addTask {
          let result = await withCheckedContinuation { continuation in
            inbox.append(frame(n)) { result in
              log.note(result, copies: n % 20 == 0)
              continuation.resume(returning: result)
            }
          }
          _ = try result.get()
        }
      }
      try await group.waitForAll()
    }
    let kills = log.kills
    #expect(kills.count == 10)
    for kill in kills {
      let left = try Inbox(path: folder.file(kill.copy))
      let stored = try await left.frames(after: 0, limit: 1_000)
      #expect(kill.sequences.isSubset(of: stored.map(\.sequence)))
      #expect(stored.map(\.sequence) == Array(1...Int64(stored.count)))
    }
  }

  @Test func `a cut in the middle of a write leaves each batch whole or not there`() async throws {
    let store = try openStore(folder)
    for batch in 0..<40 {
      let samples = (0..<25).map { n in
        stamped(Int64(batch + 1), sample(midnight + (batch * 25 + n) * 60, "\(batch).\(n)"))
      }
      _ = try await store.apply(samples, through: Int64(batch + 1))
    }
    try folder.copy("telemetry.sqlite", as: "whole.sqlite")
    try store.close()
    let wal = try Data(contentsOf: URL(fileURLWithPath: folder.file("whole.sqlite-wal")))
    var random = SeededGenerator(seed: 1)
    var seen: Set<Int64> = []
    for cut in 0..<60 {
      let name = "cut-\(cut).sqlite"
      try FileManager.default.copyItem(
        atPath: folder.file("whole.sqlite"), toPath: folder.file(name))
      let length = Int.random(in: wal.count / 3...wal.count, using: &random)
      try wal.prefix(length).write(to: URL(fileURLWithPath: folder.file(name + "-wal")))
      let left = try openStore(folder, name)
      let applied = try await left.appliedSequence
      #expect(try await left.counts().samples == Int(applied) * 25)
      let hours = try await left.hours(minutes, from: 0, until: .max)
      #expect(hours.reduce(0) { $0 + $1.count } == Int(applied) * 25)
      seen.insert(applied)
      try left.close()
    }
    #expect(seen.count > 10)
  }

  @Test func `batches applied again after a kill change nothing and are answered as before`()
    async throws
  {
    let batches: [[StampedSample]] = [
      [stamped(1, sample(midnight, "1")), stamped(2, sample(midnight + 60, "2"))],
      [stamped(3, sample(midnight, "3")), stamped(3, sample(midnight + 60, "2"))],
      [stamped(4, sample(midnight, "1")), stamped(5, sample(midnight + 120, "5", "D"))],
    ]
    let store = try openStore(folder)
    var first: [CommittedSample] = []
    for batch in batches { first += try await store.apply(batch, through: batch[1].sequence) }
    try folder.copy("telemetry.sqlite", as: "kill.sqlite")
    let left = try openStore(folder, "kill.sqlite")
    let before = try await left.counts()
    #expect(try await left.apply(batches.flatMap { $0 }, through: 5) == first)
    #expect(try await left.counts() == before)
    #expect(first.map(\.outcome) == [.new, .new, .revision, .repeated, .revision, .new])
    #expect(try await left.appliedSequence == 5)
  }
}

/// What was answered up to some instants, and the files as they were then.
private final class KillLog: Sendable {
  private struct State {
    var sequences: Set<Int64> = []
    var kills: [(copy: String, sequences: Set<Int64>)] = []
  }

  private let folder: Folder
  private let state = Mutex(State())

  init(_ folder: Folder) { self.folder = folder }

  var kills: [(copy: String, sequences: Set<Int64>)] { state.withLock { $0.kills } }

  /// Called by the inbox's writer, which waits: nobody writes while the files are copied.
  func note(_ result: Result<Receipt, InboxError>, copies: Bool) {
    guard case .success(let receipt) = result else { return }
    state.withLock { state in
      state.sequences.insert(receipt.sequence)
      let copy = "kill-\(receipt.sequence).sqlite"
      guard copies, (try? folder.copy("inbox.sqlite", as: copy)) != nil else { return }
      state.kills.append((copy, state.sequences))
    }
  }
}
