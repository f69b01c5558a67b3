import FoundationEssentials
import GRDB
import Seeds
import Testing

@testable import Telemetry

/// The frames as they lie in the file: links of a chain.
@Suite struct InboxArchiveTests {
  private let folder: Folder

  init() throws { folder = try Folder() }

  private static func frame(_ number: Int, padding: Int = 0) -> IncomingFrame {
    let text = "##0123QN=202106010000\(format5(number));MN=M\(number % 3);"
    return IncomingFrame(
      mn: "M\(number % 3)", qn: "202106010000\(format5(number))", cn: "2011", pno: 0, st: "22",
      digest: (0..<16).map { UInt8(truncatingIfNeeded: number &* 31 &+ $0) },
      bytes: Array(text.utf8) + [UInt8](repeating: 65, count: padding),
      receivedAtMilliseconds: 1_622_476_800_000 + number, peer: "10.0.0.1:5000")
  }

  private static func format5(_ number: Int) -> String {
    String(repeating: "0", count: 5 - "\(number)".count) + "\(number)"
  }

  private func filled(_ count: Int) async throws -> Inbox {
    let inbox = try Inbox(path: folder.file("inbox.sqlite"))
    for number in 0..<count {
      _ = try await inbox.append(Self.frame(number, padding: number % 40))
    }
    return inbox
  }

  private func segments() throws -> [Segment] {
    let queue = try DatabaseQueue(path: folder.file("inbox.sqlite"))
    return try queue.read { db in
      try Row.fetchAll(db, sql: "SELECT \(Segment.columns) FROM segment ORDER BY first")
        .map(Segment.init)
    }
  }

  @Test func `each commit is a link of one chain, over restarts too`() async throws {
    let inbox = try await filled(5)
    try inbox.close()
    let again = try Inbox(path: folder.file("inbox.sqlite"))
    _ = try await again.append(Self.frame(77))
    try again.close()
    let hashes = try await DatabaseQueue(path: folder.file("inbox.sqlite")).read { db in
      try Data.fetchAll(db, sql: "SELECT hash FROM segment ORDER BY first").map { [UInt8]($0) }
    }
    let links = try segments()
    #expect(links.map(\.previous) == [Segment.origin] + hashes.dropLast())
    #expect(
      links.flatMap(\.frames) == (0..<5).map { Self.frame($0, padding: $0 % 40) } + [Self.frame(77)]
    )
  }

  @Test func `whatever byte of a link is another one, it is named, and the others are read`()
    async throws
  {
    try await filled(3).close()
    let queue = try DatabaseQueue(path: folder.file("inbox.sqlite"))
    let length = try await queue.read { db in
      try Int.fetchOne(db, sql: "SELECT length(bytes) FROM segment WHERE first = 2") ?? 0
    }
    for column in ["bytes", "hash", "previous"] {
      let count = column == "bytes" ? length : Segment.hashLength
      for position in 0..<count {
        try await queue.write { db in
          let before = try Data.fetchOne(db, sql: "SELECT \(column) FROM segment WHERE first = 2")
          var data = try #require(before)
          data[data.startIndex + position] ^= 1 << UInt8(position % 8)
          try db.execute(
            sql: "UPDATE segment SET \(column) = ? WHERE first = 2", arguments: [data])
          #expect(throws: InboxError.damaged(first: 2, last: 2)) {
            try InboxSchema.frames(after: 0, limit: 9, in: db)
          }
          #expect(try InboxSchema.frames(after: 2, limit: 9, in: db).map(\.sequence) == [3])
          try db.execute(
            sql: "UPDATE segment SET \(column) = ? WHERE first = 2", arguments: [before])
        }
      }
    }
  }

  @Test func `an inbox with a row a frame goes on`() async throws {
    let path = folder.file("inbox.sqlite")
    let queue = try DatabaseQueue(path: path)
    try InboxSchema.migrator.migrate(queue, upTo: "inbox-1")
    try await queue.write { db in
      for sequence in [1, 2, 3, 7, 8] {
        let frame = Self.frame(sequence)
        try db.execute(
          sql: "INSERT INTO frame VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
          arguments: [
            sequence, frame.mn, frame.qn, frame.cn, frame.pno, frame.st, Data(frame.digest),
            Data(frame.bytes), frame.receivedAtMilliseconds, frame.peer,
          ])
      }
    }
    try queue.close()
    let inbox = try Inbox(path: path)
    let frames = try await inbox.frames(after: 1, limit: 3)
    #expect(frames.map(\.sequence) == [2, 3, 7])
    #expect(frames.map(\.frame) == [2, 3, 7].map { Self.frame($0) })
    #expect(try await inbox.append(Self.frame(9)) == .stored(9))
    #expect(try await inbox.frames(after: 8, limit: 3).map(\.sequence) == [9])
    #expect(try await inbox.frame(5) == nil)
    #expect(try await inbox.frame(8)?.frame == Self.frame(8))
    try inbox.close()
  }

  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func `frames are read in order from any place, from memory and from the file`(
    seed: UInt64
  ) async throws {
    var random = SeededGenerator(seed: seed)
    let inbox = try await filled(60)
    defer { try? inbox.close() }
    let fresh = try Inbox(path: folder.file("inbox.sqlite"))
    defer { try? fresh.close() }
    for _ in 0..<40 {
      let (after, limit) = (Int64(random.below(64)), random.below(20))
      let expected = (0..<60).map { Int64($0 + 1) }.filter { $0 > after }.prefix(limit)
      for one in [inbox, fresh] {
        #expect(
          try await one.frames(after: after, limit: limit).map(\.sequence) == Array(expected))
      }
    }
  }
}
