import ActionPlan
import Crypto
import FoundationEssentials
import GRDB

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

/// A photo whose files are safe on disk, not yet named by any row.
public struct StagedAttachment: Sendable, Hashable {
  public let sha256: String
  public let byteCount: Int
  public let mediaType: MediaType
  public let width: Int
  public let height: Int
}

/// Photos as files named by their content: `attachments/ab/abcdef…` holds the original,
/// `….public` beside it the copy without metadata, the only one shown outside the case.
///
/// First `stage` (files, outside the transaction), then `record` (row and audit entry, inside it). A
/// file whose transaction failed is named by no row; the same photo sent again uses it.
public struct AttachmentStore: Sendable {
  public static let byteLimit = 10 * 1_024 * 1_024

  /// `<state>/attachments`.
  public let folder: String

  public init(folder: String) {
    self.folder = folder
  }

  /// Checks a photo and writes its two files, synced before they get their names. Blocks: never on
  /// an event loop.
  ///
  /// - Throws: `AttachmentError`, `FileFault`.
  public func stage(_ bytes: [UInt8]) throws -> StagedAttachment {
    guard !bytes.isEmpty else { throw AttachmentError.empty }
    guard bytes.count <= Self.byteLimit else { throw AttachmentError.tooLarge(bytes: bytes.count) }
    let photo = try Photo(reading: bytes)
    let sha256 = Array(SHA256.hash(data: bytes)).hex
    let path = path(sha256)
    let parent = String(path.dropLast(sha256.utf8.count + 1))
    try PrivateFile.makeFolder(parent)
    // An existing file counts only if it still is what its name says.
    if try PrivateFile.read(path) != bytes { try PrivateFile.write(bytes, to: path) }
    if try PrivateFile.read(path + ".public") != photo.withoutMetadata {
      try PrivateFile.write(photo.withoutMetadata, to: path + ".public")
    }
    return StagedAttachment(
      sha256: sha256, byteCount: bytes.count, mediaType: photo.mediaType, width: photo.width,
      height: photo.height)
  }

  /// The original, for those who may see the case. Blocks.
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

  private func path(_ sha256: String) -> String {
    "\(folder)/\(sha256.prefix(2))/\(sha256)"
  }
}
