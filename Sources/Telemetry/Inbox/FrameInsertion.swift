import Crypto
import FoundationEssentials
import GRDB

/// Puts the frames of one transaction into the inbox: those that are new become a segment.
struct FrameInsertion {
  private let claim: Statement
  private let lookUp: Statement
  private let db: Database
  private let previous: [UInt8]
  private let first: Int64
  private var fresh: [IncomingFrame] = []

  /// - Parameter floor: greatest sequence that must not be given again.
  init(_ db: Database, floor: Int64) throws {
    self.db = db
    claim = try db.cachedStatement(
      sql: "INSERT INTO identity VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
    lookUp = try db.cachedStatement(
      sql: "SELECT sequence FROM identity WHERE moment = ? AND mark = ?")
    let head = try InboxSchema.head(in: db)
    previous = head.hash
    first = max(head.last, floor) + 1
  }

  mutating func insert(_ frame: IncomingFrame) throws -> Receipt {
    let moment = Self.moment(frame.qn)
    let mark = Self.mark(of: frame)
    let next = first + Int64(fresh.count)
    try claim.execute(arguments: [moment, mark, next])
    guard db.changesCount > 0 else {
      let sequence = try Int64.fetchOne(lookUp, arguments: [moment, mark])
      guard let sequence else {
        throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "identity without a frame")
      }
      return .repeated(sequence)
    }
    fresh.append(frame)
    return .stored(next)
  }

  /// Writes what is new.
  func finish() throws {
    guard !fresh.isEmpty else { return }
    try Segment(first: first, frames: fresh, previous: previous).save(in: db)
  }

  /// The request number's 17 digits as a number; 0 where it is anything else.
  static func moment(_ qn: String) -> Int64 {
    guard qn.utf8.count == 17 else { return 0 }
    var moment: Int64 = 0
    for byte in qn.utf8 {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return 0 }
      moment = moment * 10 + Int64(byte & 0x0F)
    }
    return moment
  }

  /// 16 bytes that stand for MN, QN, CN, PNO and the digest of the content.
  static func mark(of frame: IncomingFrame) -> Data {
    var hash = SHA256()
    hash.update(data: frame.digest)
    var name: [UInt8] = []
    name.reserveCapacity(80)
    for text in [frame.mn, frame.qn, frame.cn] {
      name += text.utf8
      name.append(0)
    }
    name += String(frame.pno).utf8
    hash.update(data: name)
    return Data(hash.finalize().prefix(IncomingFrame.digestLength))
  }
}
