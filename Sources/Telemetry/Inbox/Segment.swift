import Crypto
import FoundationEssentials
import FrameArchive
import GRDB

/// The frames of one commit, as they lie in one row of the archive: a link of a chain. Its hash is of the
/// link before it, of its own sequences and frames, so that no frame is changed, added or left out unseen.
struct Segment {
  static let hashLength = ArchiveLink.hashLength
  /// Before the first link.
  static let origin = [UInt8](repeating: 0, count: hashLength)

  /// Sequence of its first frame; the others follow by one.
  let first: Int64
  let frames: [IncomingFrame]
  /// Hash of the link before it.
  let previous: [UInt8]
  /// Its own.
  let hash: [UInt8]
  private let bytes: [UInt8]

  var last: Int64 { first + Int64(frames.count) - 1 }

  /// Whose hash is of the bytes as they lie there: nothing less than the whole link shows what it holds.
  private static let hashedWhole = 1
  /// Whose hash is of each frame's own, as `ArchiveLink` has it.
  private static let hashedByFrame = 2

  // MARK: Writing

  func save(in db: Database) throws {
    try db.cachedStatement(
      sql: """
        INSERT INTO segment (first, last, received_at_ms, previous, hash, bytes)
        VALUES (?, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: [
      first, last, frames.last?.receivedAtMilliseconds ?? 0, Data(previous), Data(hash),
      Data(bytes),
    ])
  }

  private static func encoded(_ frames: [IncomingFrame]) -> [UInt8] {
    var writer = ChunkWriter()
    writer.reserve(frames.reduce(16) { $0 + $1.bytes.count + 128 })
    writer.write(hashedByFrame)
    writer.write(frames.count)
    var receivedAt = 0
    for frame in frames {
      for text in [frame.mn, frame.qn, frame.cn, frame.st, frame.peer] {
        writer.write(text)
      }
      writer.writeSigned(Int64(frame.pno))
      writer.writeSigned(Int64(frame.receivedAtMilliseconds - receivedAt))
      writer.write(frame.digest)
      writer.write(frame.bytes)
      receivedAt = frame.receivedAtMilliseconds
    }
    return writer.bytes
  }

  // MARK: Reading

  static let columns = "first, last, previous, hash, bytes"
  /// Of its table.
  static let columnCount = 6

  /// From the values of a row of its table, wherever they were found; nil where they are none.
  init?(stored values: [DatabaseValue]) {
    func bytes(_ index: Int) -> [UInt8]? {
      Data.fromDatabaseValue(values[index]).map { [UInt8]($0) }
    }
    guard let first = Int64.fromDatabaseValue(values[0]),
      let last = Int64.fromDatabaseValue(values[1]),
      let previous = bytes(3), let hash = bytes(4), let content = bytes(5)
    else { return nil }
    try? self.init(first: first, last: last, previous: previous, hash: hash, content: content)
  }

  /// - Parameter row: of `columns`.
  /// - Throws: `InboxError.damaged` where it is not what was written.
  init(_ row: Row) throws {
    let first = row.integer(at: 0) ?? 0
    guard let last = row.integer(at: 1), let previous = row.bytes(at: 2),
      let hash = row.bytes(at: 3), let bytes = row.bytes(at: 4)
    else { throw InboxError.damaged(first: first, last: first) }
    try self.init(first: first, last: last, previous: previous, hash: hash, content: bytes)
  }

  private init(
    first: Int64, last: Int64, previous: [UInt8], hash: [UInt8], content: [UInt8]
  ) throws(InboxError) {
    guard let (version, frames) = try? Self.decode(content),
      Int64(frames.count) == last - first + 1
    else { throw .damaged(first: first, last: last) }
    self.first = first
    self.frames = frames
    self.previous = previous
    self.hash = hash
    bytes = content
    isProvable = version == Self.hashedByFrame
    guard !frames.isEmpty else { throw .damaged(first: first, last: last) }
    let right =
      isProvable
      ? Self.hash(after: previous, first: first, frames)
      : ArchiveLink.hash(after: previous, first: first, last: last, root: content)
    guard hash == right else { throw .damaged(first: first, last: last) }
  }

  init(first: Int64, frames: [IncomingFrame], previous: [UInt8]) {
    self.first = first
    self.frames = frames
    self.previous = previous
    bytes = Self.encoded(frames)
    isProvable = true
    hash = Self.hash(after: previous, first: first, frames)
  }

  private static func decode(
    _ bytes: [UInt8]
  ) throws(ChunkFault) -> (version: Int, frames: [IncomingFrame]) {
    var scanner = ChunkScanner(bytes[...])
    let version = try scanner.number(upTo: .max)
    guard version == hashedWhole || version == hashedByFrame else {
      throw .unreadable("its version is not known")
    }
    var frames: [IncomingFrame] = []
    var receivedAt = 0
    for _ in 0..<(try scanner.number(upTo: bytes.count)) {
      let (mn, qn, cn) = (try scanner.text(), try scanner.text(), try scanner.text())
      let (st, peer) = (try scanner.text(), try scanner.text())
      let pno = Int(try scanner.signed())
      receivedAt &+= Int(try scanner.signed())
      let digest = Array(try scanner.part())
      frames.append(
        IncomingFrame(
          mn: mn, qn: qn, cn: cn, pno: pno, st: st, digest: digest,
          bytes: Array(try scanner.part()), receivedAtMilliseconds: receivedAt, peer: peer))
    }
    guard scanner.rest.isEmpty else { throw .unreadable("it goes on behind its frames") }
    return (version, frames)
  }

  // MARK: Hashes

  /// Whether one frame of it can be proven by itself.
  private let isProvable: Bool

  private static func tree(first: Int64, _ frames: [IncomingFrame]) -> HashTree {
    HashTree(
      frames.enumerated().map { place, frame in
        frame.archived(as: first + Int64(place)).leaf(bytes: frame.bytes)
      })
  }

  private static func hash(
    after previous: [UInt8], first: Int64, _ frames: [IncomingFrame]
  ) -> [UInt8] {
    ArchiveLink.hash(
      after: previous, first: first, last: first + Int64(frames.count) - 1,
      root: tree(first: first, frames).root)
  }

  /// A frame of it, with its place; nil where the link is of an older program, which hashed it whole.
  func proof(of sequence: Int64) -> (frame: ArchivedFrame, link: FrameProof.Link)? {
    guard isProvable, sequence >= first, sequence <= last else { return nil }
    let place = Int(sequence - first)
    return (
      frames[place].archived(as: sequence),
      FrameProof.Link(
        first: first, last: last, previous: previous,
        path: Self.tree(first: first, frames).path(of: place))
    )
  }

  /// Frames with their sequences.
  var inboxFrames: [InboxFrame] {
    frames.enumerated().map { InboxFrame(sequence: first + Int64($0), frame: $1) }
  }
}

extension IncomingFrame {
  func archived(as sequence: Int64) -> ArchivedFrame {
    ArchivedFrame(
      sequence: sequence, mn: mn, qn: qn, cn: cn, pno: pno, st: st,
      receivedAtMilliseconds: receivedAtMilliseconds, peer: peer, digest: digest)
  }
}
