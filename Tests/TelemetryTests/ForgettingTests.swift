import FoundationEssentials
import FrameArchive
import GRDB
import Testing

@testable import Telemetry

/// Frames and samples that are older than they are kept.
@Suite struct ForgettingTests {
  private let folder: Folder

  init() throws { folder = try Folder() }

  // MARK: Frames

  private func filled(_ count: Int) async throws -> Inbox {
    let inbox = try Inbox(path: folder.file("inbox.sqlite"))
    for number in 0..<count { _ = try await inbox.append(frame(number)) }
    return inbox
  }

  /// `frame` arrives by the millisecond.
  private static func arrival(_ number: Int) -> Int { 1_622_476_800_000 + number }

  private func damages() throws -> [Damage] {
    try InboxCheck.damages(of: folder.file("inbox.sqlite"))
  }

  @Test func `frames that are older go, and the chain holds behind them`() async throws {
    let inbox = try await filled(10)
    let gone = try #require(
      try await inbox.forget(receivedBefore: Self.arrival(4), through: .max))
    #expect(gone.through == 4)
    #expect(gone.frames == 4)
    #expect(try await inbox.forget(receivedBefore: Self.arrival(4), through: .max) == nil)
    #expect(try await inbox.frames(after: 4, limit: 99).map(\.sequence) == Array(5...10))
    #expect(try await inbox.frame(4) == nil)
    #expect(try await inbox.links(after: 0, limit: 99).map(\.first) == Array(5...10))
    try inbox.close()
    #expect(try damages() == [])
    let again = try Inbox(path: folder.file("inbox.sqlite"))
    // What tells a repeat is gone with its frame, and stays with the others.
    #expect(try await again.append(frame(3)) == .stored(11))
    #expect(try await again.append(frame(4)) == .repeated(5))
    try again.close()
    #expect(try damages() == [])
  }

  @Test func `frames that somebody needs stay, and the newest always`() async throws {
    let inbox = try await filled(6)
    #expect(try await inbox.forget(receivedBefore: .max, through: 0) == nil)
    #expect(try await inbox.forget(receivedBefore: .max, through: 2)?.frames == 2)
    #expect(try await inbox.forget(receivedBefore: .max, through: .max)?.through == 5)
    #expect(try await inbox.forget(receivedBefore: .max, through: .max) == nil)
    #expect(try await inbox.lastSequence == 6)
    #expect(try await inbox.append(frame(77)) == .stored(7))
  }

  @Test func `a link taken away behind those that went is named`() async throws {
    try await {
      let inbox = try await filled(6)
      _ = try await inbox.forget(receivedBefore: Self.arrival(2), through: .max)
      try inbox.close()
    }()
    let queue = try DatabaseQueue(path: folder.file("inbox.sqlite"))
    try await queue.write { db in try db.execute(sql: "DELETE FROM segment WHERE first = 3") }
    try queue.close()
    #expect(try damages() == [.missing(first: 3, last: 3), .link(sequence: 4)])
  }

  @Test func `salvage does not take for lost what was let go`() async throws {
    try await {
      let inbox = try await filled(6)
      _ = try await inbox.forget(receivedBefore: Self.arrival(2), through: .max)
      try inbox.close()
    }()
    let salvage = try InboxSalvage.run(
      from: folder.file("inbox.sqlite"), to: folder.file("new.sqlite"))
    #expect(salvage.lost == [])
    #expect(salvage.kept == 4)
    #expect(try InboxCheck.damages(of: folder.file("new.sqlite")) == [])
  }

  @Test func `a frame is proven by its link, and a link of an older program shows none by itself`()
    async throws
  {
    let inbox = try await filled(3)
    let place = try #require(try await inbox.place(of: 2))
    let links = try await inbox.links(after: 0, limit: 9)
    let tree = HashTree(links.map(\.hash))
    let proof = FrameProof(
      frame: place.frame, link: place.link,
      anchor: .init(entry: 1, index: 1, count: 3, path: tree.path(of: 1)))
    #expect(proof.root(of: frame(1).bytes) == tree.hexRoot)
    #expect(proof.root(of: frame(2).bytes) != tree.hexRoot)
    #expect(try await inbox.place(of: 4) == nil)
    try inbox.close()
  }

  // MARK: Samples

  private static let day = 86_400

  private func store() throws -> EmbeddedStore {
    try EmbeddedStore(path: folder.file("telemetry.sqlite"), utcOffsetSeconds: eightHours)
  }

  /// An hourly value of five days of minutes, one of them corrected.
  private func filledStore() async throws -> EmbeddedStore {
    let store = try store()
    var samples = (0..<5 * 24).map { stamped(1, sample(midnight + $0 * 3_600, "\($0)")) }
    samples.append(stamped(2, sample(midnight + 3_600, "9")))
    _ = try await store.apply(samples, through: 2)
    return store
  }

  @Test func `samples that are older go by whole days, and their hours stay`() async throws {
    let store = try await filledStore()
    _ = try await store.seal(endedBy: midnight + 10 * Self.day)
    let hours = try await store.hours(minutes, from: 0, until: .max)
    // Midnight of UTC+8 lies within a day of UTC, which stays whole.
    let before = midnight + 2 * Self.day
    let end = before - before % Self.day
    let gone = try await store.forget(.minutes, before: before)
    #expect(gone == (end - midnight) / 3_600 + 1)
    #expect(
      try await store.raw(minutes, from: 0, until: .max, limit: 999).map(\.start)
        == (0..<5 * 24).map { midnight + $0 * 3_600 }.filter { $0 >= end })
    #expect(try await store.hours(minutes, from: 0, until: .max) == hours)
    #expect(try await store.revisions(minutes, start: midnight + 3_600) == [])
    #expect(try await store.counts().samples == 5 * 24 - (end - midnight) / 3_600)
    #expect(try await store.counts().revisions == 0)
    #expect(try await store.forget(.minutes, before: before) == 0)
    try store.close()
    #expect(try StoreCheck.damages(of: folder.file("telemetry.sqlite")) == [])
  }

  @Test func `what was not sealed goes too`() async throws {
    let store = try await filledStore()
    #expect(try await store.forget(.minutes, before: midnight + 10 * Self.day) == 5 * 24 + 1)
    #expect(try await store.raw(minutes, from: 0, until: .max, limit: 999) == [])
    #expect(try await store.latest(nil).map(\.start) == [midnight + (5 * 24 - 1) * 3_600])
  }

  @Test func `what comes for days that are gone changes nothing, after a restart neither`()
    async throws
  {
    var store = try await filledStore()
    _ = try await store.seal(endedBy: midnight + 10 * Self.day)
    _ = try await store.forget(.minutes, before: midnight + 3 * Self.day)
    let hours = try await store.hours(minutes, from: 0, until: .max)
    for sequence in Int64(3)...4 {
      let other = SeriesKey(
        point: "A", quantity: "nox\(sequence)", statistic: .mean, windowSeconds: 60)
      let committed = try await store.apply(
        [
          stamped(sequence, sample(midnight + 60, "5"), late: 4 * Self.day),
          stamped(sequence, sample(midnight + 60, "5", of: other), late: 4 * Self.day),
          stamped(sequence, sample(midnight + 6 * Self.day, "5", of: other)),
        ], through: sequence)
      #expect(committed.map(\.outcome) == [.repeated, .repeated, .new])
      _ = try await store.seal(endedBy: midnight + 5 * Self.day)
      #expect(try await store.hours(minutes, from: 0, until: .max) == hours)
      try store.close()
      store = try self.store()
    }
  }

  @Test func `hours go when theirs do, and other kinds stay`() async throws {
    let store = try await filledStore()
    let hourly = SeriesKey(point: "A", quantity: "o3", statistic: .mean, windowSeconds: 3_600)
    _ = try await store.apply([stamped(3, sample(midnight, "7", of: hourly))], through: 3)
    _ = try await store.seal(endedBy: midnight + 40 * Self.day)
    _ = try await store.forget(.minutes, before: midnight + 20 * Self.day)
    #expect(try await store.hours(minutes, from: 0, until: .max).count == 5 * 24)
    #expect(try await store.raw(hourly, from: 0, until: .max, limit: 9).count == 1)
    #expect(try await store.forget(.hours, before: midnight + 80 * Self.day) > 0)
    #expect(try await store.hours(minutes, from: 0, until: .max) == [])
    #expect(try await store.raw(hourly, from: 0, until: .max, limit: 9) == [])
    #expect(try await store.forget(.days, before: midnight + 80 * Self.day) == 0)
  }

  @Test func `salvage keeps to what was let go`() async throws {
    let store = try await filledStore()
    _ = try await store.forget(.minutes, before: midnight + 3 * Self.day)
    try store.close()
    _ = try StoreSalvage.run(
      from: folder.file("telemetry.sqlite"), to: folder.file("new.sqlite"),
      utcOffsetSeconds: eightHours)
    let again = try EmbeddedStore(
      path: folder.file("new.sqlite"), utcOffsetSeconds: eightHours)
    let committed = try await again.apply(
      [stamped(3, sample(midnight, "1"), late: 5 * Self.day)], through: 3)
    #expect(committed.map(\.outcome) == [.repeated])
  }

  @Test
  func `a table that damage hides is lost, and one that an older program did not know is not`()
    async throws
  {
    let store = try await filledStore()
    _ = try await store.seal(endedBy: midnight + 10 * Self.day)
    try store.close()
    let queue = try DatabaseQueue(path: store.path)
    try await queue.write { db in
      try db.execute(sql: "DROP TABLE kept")
      try db.execute(sql: "DELETE FROM grdb_migrations WHERE identifier = 'telemetry-5'")
    }
    try queue.close()
    let older = try StoreSalvage.run(
      from: store.path, to: folder.file("older.sqlite"), utcOffsetSeconds: eightHours)
    #expect(older.lost == [])
    let hidden = try StoreSalvage.run(
      from: folder.file("older.sqlite"), to: folder.file("whole.sqlite"),
      utcOffsetSeconds: eightHours)
    #expect(hidden.lost == [])
    let damaged = try DatabaseQueue(path: folder.file("whole.sqlite"))
    try await damaged.write { db in try db.execute(sql: "ALTER TABLE chunk RENAME TO chvnk") }
    try damaged.close()
    let salvage = try StoreSalvage.run(
      from: folder.file("whole.sqlite"), to: folder.file("new.sqlite"),
      utcOffsetSeconds: eightHours)
    #expect(!salvage.lost.isEmpty)
  }
}
