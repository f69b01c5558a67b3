import ActionPlan
import Crypto
import FoundationEssentials
public import GRDB
import Glibc
import Synchronization

extension LedgerSchema {
  static let attachments = LedgerMigration(id: "ledger.attachments.1") { db in
    try db.execute(
      sql: """
        CREATE TABLE attachment (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
          byte_count INTEGER NOT NULL CHECK (byte_count > 0),
          media_type TEXT NOT NULL CHECK (
            media_type IN ('image/jpeg', 'image/png', 'image/webp')),
          width INTEGER NOT NULL CHECK (width > 0),
          height INTEGER NOT NULL CHECK (height > 0),
          taken_by TEXT NOT NULL CHECK (taken_by <> ''),
          at INTEGER NOT NULL,
          longitude REAL CHECK (longitude BETWEEN -180 AND 180),
          latitude REAL CHECK (latitude BETWEEN -90 AND 90),
          CHECK ((longitude IS NULL) = (latitude IS NULL))
        ) STRICT;
        CREATE INDEX attachment_sha256 ON attachment (sha256);
        """)
  }
}

extension LedgerSchema {
  /// Documents beside photos.
  static let documents = LedgerMigration(id: "ledger.attachments.2") { db in
    try db.execute(
      sql: """
        CREATE TABLE attachment_2 (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
          byte_count INTEGER NOT NULL CHECK (byte_count > 0),
          media_type TEXT NOT NULL CHECK (media_type <> ''),
          name TEXT CHECK (length(name) BETWEEN 1 AND 200),
          width INTEGER NOT NULL,
          height INTEGER NOT NULL,
          taken_by TEXT NOT NULL CHECK (taken_by <> ''),
          at INTEGER NOT NULL,
          longitude REAL CHECK (longitude BETWEEN -180 AND 180),
          latitude REAL CHECK (latitude BETWEEN -90 AND 90),
          CHECK ((longitude IS NULL) = (latitude IS NULL)),
          CHECK (media_type LIKE 'image/%' = (width > 0 AND height > 0)),
          CHECK (media_type LIKE 'image/%' = (name IS NULL))
        ) STRICT;
        INSERT INTO attachment_2 (id, sha256, byte_count, media_type, width, height, taken_by, at,
            longitude, latitude)
          SELECT id, sha256, byte_count, media_type, width, height, taken_by, at, longitude,
            latitude FROM attachment;
        DROP TABLE attachment;
        ALTER TABLE attachment_2 RENAME TO attachment;
        CREATE INDEX attachment_sha256 ON attachment (sha256);
        """)
  }
}

/// What a row will say of a photo or a document.
public struct StagedAttachment: Sendable, Hashable {
  public let sha256: String
  public let byteCount: Int
  public let mediaType: MediaType
  /// Of a document.
  public let name: String?
  public let width: Int
  public let height: Int

  init(
    sha256: String, byteCount: Int, mediaType: MediaType, name: String? = nil, width: Int,
    height: Int
  ) {
    self.sha256 = sha256
    self.byteCount = byteCount
    self.mediaType = mediaType
    self.name = name
    self.width = width
    self.height = height
  }
}

/// A photo that was looked at and is on no disk yet.
public struct ExaminedPhoto: Sendable {
  public let staged: StagedAttachment
  let original: [UInt8]
  let withoutMetadata: [UInt8]
}

/// Photos as files named by their content: `attachments/ab/abcdef…` holds the original,
/// `….public` beside it the copy without metadata, which most readers get.
///
/// First `stage` (files, outside the transaction), then `record` (row and audit entry, inside it).
/// What comes from somebody whom nobody knows is examined first and kept inside the transaction,
/// once it is certain that it is taken. A file whose transaction failed is named by no row; the same
/// photo sent again uses it, and `sweep` clears it away after a day.
public struct AttachmentStore: Sendable {
  public static let byteLimit = 10 * 1_024 * 1_024
  /// How long a file may wait for the row that names it.
  public static let unnamedSeconds = 86_400

  /// `<state>/attachments`.
  public let folder: String

  /// Between looking at a file's age and removing it nobody may take it up again. One process holds
  /// a state folder, so that a lock of the process does.
  private static let moving = Mutex(())

  public init(folder: String) {
    self.folder = folder
  }

  /// Checks a photo and writes its two files. Blocks: never on an event loop.
  ///
  /// - Throws: `AttachmentError`, `FileFault`.
  public func stage(_ bytes: [UInt8]) throws -> StagedAttachment {
    let photo = try Self.examine(bytes)
    try keep(photo)
    return photo.staged
  }

  /// Checks a photo and writes nothing. Takes as long as its bytes: never on an event loop.
  public static func examine(_ bytes: [UInt8]) throws(AttachmentError) -> ExaminedPhoto {
    guard !bytes.isEmpty else { throw .empty }
    guard bytes.count <= byteLimit else { throw .tooLarge(bytes: bytes.count) }
    let photo = try Photo(reading: bytes)
    return ExaminedPhoto(
      staged: StagedAttachment(
        sha256: Array(SHA256.hash(data: bytes)).hex, byteCount: bytes.count,
        mediaType: photo.mediaType,
        width: photo.width, height: photo.height),
      original: bytes, withoutMetadata: photo.withoutMetadata)
  }

  /// Checks a document and writes its two files, which are alike: what it says of its writer stays in
  /// it. Blocks: never on an event loop.
  ///
  /// - Parameter name: as the sender calls it; what cannot be shown is left out of it.
  /// - Throws: `AttachmentError`, `FileFault`.
  public func stageDocument(_ bytes: [UInt8], name: String) throws -> StagedAttachment {
    guard !bytes.isEmpty else { throw AttachmentError.empty }
    guard bytes.count <= Self.byteLimit else { throw AttachmentError.tooLarge(bytes: bytes.count) }
    guard let type = MediaType(sniffingDocument: bytes) else { throw AttachmentError.notADocument }
    let staged = StagedAttachment(
      sha256: Array(SHA256.hash(data: bytes)).hex, byteCount: bytes.count, mediaType: type,
      name: Self.shown(name, ending: type.ending), width: 0, height: 0)
    try keep(ExaminedPhoto(staged: staged, original: bytes, withoutMetadata: bytes))
    return staged
  }

  /// The last part of a path, printable, at most 120 characters, with the ending of what the bytes are:
  /// who fetches it opens it by that.
  private static func shown(_ name: String, ending: String) -> String {
    let last = name.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map { String($0) } ?? ""
    var text = String.UnicodeScalarView()
    for scalar in last.unicodeScalars where scalar.isPrintable { text.append(scalar) }
    var shown = String(text).trimmed
    if shown.lowercased().hasSuffix(ending) { shown.removeLast(ending.count) }
    return (shown.isEmpty ? "document" : String(shown.suffix(110))) + ending
  }

  /// Writes a photo's two files, synced before they get their names. Blocks.
  public func keep(_ photo: ExaminedPhoto) throws(FileFault) {
    let path = path(photo.staged.sha256)
    let parent = String(path.dropLast(photo.staged.sha256.utf8.count + 1))
    try Self.moving.withLock { _ throws(FileFault) in
      try PrivateFile.makeFolder(parent)
      try Self.put(photo.original, at: path)
      try Self.put(photo.withoutMetadata, at: path + ".public")
    }
  }

  /// An existing file counts only if it still is what its name says; it then waits anew.
  private static func put(_ bytes: [UInt8], at path: String) throws(FileFault) {
    guard try PrivateFile.read(path) == bytes else { return try PrivateFile.write(bytes, to: path) }
    guard utimensat(AT_FDCWD, path, nil, 0) == 0 else {
      throw FileFault(path: path, doing: "renew the date of", code: errno)
    }
  }

  /// Removes files that no row has named for a day: what was refused, or cut short. Blocks.
  ///
  /// - Parameters:
  ///   - now: epoch seconds by the clock that dates files.
  ///   - db: the ledger, whose rows name what stays.
  /// - Returns: how many files went.
  @discardableResult
  public func sweep(now: Int, in db: Database) throws -> Int {
    let isNamed = try db.cachedStatement(sql: "SELECT 1 FROM attachment WHERE sha256 = ?")
    var removed = 0
    for parent in try Self.names(in: folder) where parent.utf8.count == 2 {
      for name in try Self.names(in: "\(folder)/\(parent)") {
        // Ours begin with a digest: `….public`, and `….part` where a write was cut short.
        let digest = String(name.prefix { $0 != "." })
        guard digest.utf8.count == 64, digest.hasPrefix(parent) else { continue }
        let isWhole = !name.hasSuffix(".part")
        if isWhole, try Bool.fetchOne(isNamed, arguments: [digest]) ?? false { continue }
        if try Self.remove("\(folder)/\(parent)/\(name)", before: now - Self.unnamedSeconds) {
          removed += 1
        }
      }
    }
    return removed
  }

  private static func names(in folder: String) throws -> [String] {
    guard access(folder, F_OK) == 0 else { return [] }
    return try FileManager.default.contentsOfDirectory(atPath: folder)
  }

  /// - Returns: whether the file was that old, and is gone.
  private static func remove(_ path: String, before limit: Int) throws(FileFault) -> Bool {
    try moving.withLock { _ throws(FileFault) in
      var status = stat()
      guard lstat(path, &status) == 0, status.st_mtim.tv_sec < limit else { return false }
      guard unlink(path) == 0 else { throw FileFault(path: path, doing: "remove", code: errno) }
      return true
    }
  }

  /// The original, with what the camera wrote into it. Blocks.
  ///
  /// - Throws: `AttachmentError` where the file is gone or is no longer what was stored.
  public func original(_ attachment: Attachment) throws -> [UInt8] {
    guard let bytes = try PrivateFile.read(path(attachment.sha256)) else {
      throw AttachmentError.fileMissing(sha256: attachment.sha256)
    }
    guard Array(SHA256.hash(data: bytes)).hex == attachment.sha256 else {
      throw AttachmentError.fileChanged(sha256: attachment.sha256)
    }
    return bytes
  }

  /// The copy without metadata (place, time, camera). Blocks.
  public func publicCopy(_ attachment: Attachment) throws -> [UInt8] {
    guard let bytes = try PrivateFile.read(path(attachment.sha256) + ".public") else {
      throw AttachmentError.fileMissing(sha256: attachment.sha256)
    }
    return bytes
  }

  func path(_ sha256: String) -> String {
    "\(folder)/\(sha256.prefix(2))/\(sha256)"
  }
}
