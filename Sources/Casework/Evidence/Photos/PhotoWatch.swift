import ActionPlan
import FoundationEssentials
import GRDB
public import Ledger

/// Looks at each photo that was handed in, whoever did: what it looks like, which earlier ones it is
/// alike, what its camera wrote. It says so and decides nothing. 照片比对
public struct PhotoWatch: Sendable {
  /// Earlier photos that one is shown beside at most, the most alike of them.
  static let mostAlike = 8

  private let store: AttachmentStore
  private let utcOffsetSeconds: Int

  /// - Parameter utcOffsetSeconds: of cameras that name no offset.
  public init(store: AttachmentStore, utcOffsetSeconds: Int) {
    self.store = store
    self.utcOffsetSeconds = utcOffsetSeconds
  }

  /// Looks at the next photo. Reading and comparing go on in a reader's thread, so that the ledger
  /// waits for nothing but the result.
  ///
  /// - Returns: false where every photo has been looked at.
  public func next(in ledger: LedgerDatabase) async throws -> Bool {
    let seen = try await ledger.read { db -> Seen? in
      let id = try Int64.fetchOne(
        db.cachedStatement(
          sql: """
            SELECT min(id) FROM attachment WHERE media_type LIKE 'image/%'
              AND id > (SELECT coalesce(max(attachment_id), 0) FROM photo_print)
            """))
      return try id.flatMap { try Attachments.find($0, in: db) }.map { try see($0, in: db) }
    }
    guard let seen else { return false }
    try await ledger.write { db in try seen.record(in: db) }
    return true
  }

  private func see(_ attachment: Attachment, in db: Database) throws -> Seen {
    var seen = Seen(attachment: attachment)
    // A file that is gone or damaged is the backup's matter; its number is passed over.
    guard let bytes = try? store.original(attachment) else { return seen }
    let exif = PhotoExif(reading: bytes, utcOffsetSeconds: utcOffsetSeconds)
    seen.exif = exif
    seen.print = GreyPicture(decoding: bytes).map { PhotoPrint(of: $0.turned(exif.orientation)) }
    seen.alike = try alike(attachment, seen.print, in: db)
    return seen
  }

  private func alike(
    _ attachment: Attachment, _ print: PhotoPrint?, in db: Database
  ) throws -> [Seen.Alike] {
    var found: [Seen.Alike] = []
    let earlier = try Row.fetchCursor(
      db,
      sql: """
        SELECT p.attachment_id, p.sha256, p.hashes, a.taken_by FROM photo_print p
        JOIN attachment a ON a.id = p.attachment_id WHERE p.attachment_id < ?
        """, arguments: [attachment.id])
    let fixed = attachment.takenBy.isCamera
    while let row = try earlier.next() {
      let id: Int64 = row[0]
      if row[1] as String == attachment.sha256 {
        found.append(Seen.Alike(id: id, permille: 1_000, isSameFile: true))
        continue
      }
      // What one camera sees day after day is alike.
      if fixed, row[3] as String == attachment.takenBy.auditName { continue }
      guard let print, let bytes = row[2] as Data?,
        PhotoLikeness.window(PhotoPrint.hashes(of: bytes), print.hashes) != nil,
        let other = try Self.print(of: id, in: db),
        let permille = PhotoLikeness.permille(other, print), permille >= PhotoLikeness.askedFrom
      else { continue }
      found.append(Seen.Alike(id: id, permille: min(permille, 1_000), isSameFile: false))
    }
    found.sort { ($1.permille, $0.id) < ($0.permille, $1.id) }
    return Array(found.prefix(Self.mostAlike))
  }

  private static func print(of id: Int64, in db: Database) throws -> PhotoPrint? {
    let row = try Row.fetchOne(
      db.cachedStatement(sql: "SELECT hashes, picture FROM photo_print WHERE attachment_id = ?"),
      arguments: [id])
    guard let hashes = row?["hashes"] as Data?, let picture = row?["picture"] as Data? else {
      return nil
    }
    return PhotoPrint(hashes: PhotoPrint.hashes(of: hashes), picture: [UInt8](picture))
  }
}

/// What was seen of one photo.
private struct Seen: Sendable {
  struct Alike: Sendable {
    let id: Int64
    let permille: Int
    let isSameFile: Bool
  }

  let attachment: Attachment
  var exif: PhotoExif?
  var print: PhotoPrint?
  var alike: [Alike] = []

  func record(in db: Database) throws {
    try db.execute(
      sql: "INSERT INTO photo_print VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
      arguments: [
        attachment.id, attachment.sha256, print?.hashBytes, print.map { Data($0.picture) },
        exif?.takenAt, exif?.position?.longitude, exif?.position?.latitude, exif?.camera,
      ])
    guard db.changesCount == 1 else { return }
    for one in alike {
      try db.execute(
        sql: "INSERT INTO photo_likeness VALUES (?, ?, ?, ?)",
        arguments: [attachment.id, one.id, one.permille, one.isSameFile])
    }
  }
}

extension Actor {
  /// A fixed camera's platform.
  fileprivate var isCamera: Bool { auditName.hasPrefix("system:camera:") }
}

extension PhotoPrint {
  var hashBytes: Data {
    Data(hashes.flatMap { hash in (0..<8).map { UInt8(truncatingIfNeeded: hash >> ($0 * 8)) } })
  }

  static func hashes(of bytes: Data) -> [UInt64] {
    bytes.withUnsafeBytes { raw in
      (0..<raw.count / 8).map {
        UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: $0 * 8, as: UInt64.self))
      }
    }
  }
}
