public import ActionPlan
public import GRDB
public import Ledger

/// A photo taken in the field, as the phone says.
public struct TakenPhoto: Sendable, Hashable {
  /// Lower-case hex of the original's SHA-256.
  public let sha256: String
  /// Epoch seconds by the phone's clock.
  public let takenAt: Int
  /// Where the phone was then; nil where it did not know, or the photo was chosen from its album.
  public let position: Coordinate?
  /// Metres within which that holds.
  public let accuracy: Int?
  public let isFromAlbum: Bool

  public init(
    sha256: String, takenAt: Int, position: Coordinate?, accuracy: Int?, isFromAlbum: Bool
  ) {
    self.sha256 = sha256
    self.takenAt = takenAt
    self.position = position
    self.accuracy = accuracy
    self.isFromAlbum = isFromAlbum
  }
}

extension TakenPhoto {
  /// As an event keeps it; of the first photo `photo-1-taken`, `photo-1-position`, `photo-1-accuracy`,
  /// `photo-1-album`.
  func values(_ index: Int) -> [String: String] {
    let name = "photo-\(index + 1)"
    var values = ["\(name)-taken": "\(takenAt)"]
    values["\(name)-position"] = position.map { "\($0.longitude),\($0.latitude)" }
    values["\(name)-accuracy"] = accuracy.map { "\($0)" }
    if isFromAlbum { values["\(name)-album"] = "true" }
    return values
  }
}

/// Photos that came from phones, before and after they belong to something.
public enum FieldPhotos {
  /// A photo waits so long for what it belongs to; the same as its file does.
  static let waitingSeconds = AttachmentStore.unnamedSeconds

  /// Notes that an account has sent a photo, which nobody else may hand in as theirs by its hash alone.
  public static func arrived(
    _ sha256: String, from account: Account, at now: Int, in db: Database
  ) throws {
    try db.execute(
      sql: "DELETE FROM field_photo WHERE at < ?", arguments: [now - 2 * waitingSeconds])
    try db.execute(
      sql: """
        INSERT INTO field_photo (account_id, sha256, at) VALUES (?, ?, ?)
        ON CONFLICT DO UPDATE SET at = excluded.at
        """, arguments: [account.id, sha256, now])
  }

  /// Of these hashes, those that the account has sent lately.
  public static func known(
    _ hashes: [String], from account: Account, at now: Int, in db: Database
  ) throws -> Set<String> {
    try hashes.reduce(into: Set()) { known, sha256 in
      let isKnown = try Bool.fetchOne(
        db.cachedStatement(
          sql: """
            SELECT EXISTS (SELECT 1 FROM field_photo
              WHERE account_id = ? AND sha256 = ? AND at > ?)
            """), arguments: [account.id, sha256, now - waitingSeconds])
      if isKnown == true { known.insert(sha256) }
    }
  }

  /// When and where a photo was taken, where a phone said so.
  public static func taking(
    of attachment: Int64, in db: Database
  ) throws -> TakenPhoto? {
    try Row.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT a.sha256, t.* FROM photo_taking t JOIN attachment a ON a.id = t.attachment_id
          WHERE t.attachment_id = ?
          """), arguments: [attachment]
    ).map { row in
      TakenPhoto(
        sha256: row["sha256"], takenAt: row["taken_at"], position: coordinate(row),
        accuracy: row["accuracy"], isFromAlbum: row["is_from_album"])
    }
  }

  /// What phones said of some photos, as an event that shows them in this order keeps it.
  static func values(of attachments: [Int64], in db: Database) throws -> [String: String] {
    var values: [String: String] = [:]
    for (index, id) in attachments.enumerated() {
      guard let photo = try taking(of: id, in: db) else { continue }
      values.merge(photo.values(index)) { $1 }
    }
    return values
  }

  /// The id of the newest attachment, before something is done.
  static func newest(in db: Database) throws -> Int64 {
    try Int64.fetchOne(db, sql: "SELECT coalesce(max(id), 0) FROM attachment") ?? 0
  }

  /// Keeps when and where the photos were taken that have been recorded since.
  static func keepTakings(
    _ photos: [TakenPhoto], of actor: Actor, recordedAfter newest: Int64, in db: Database
  ) throws {
    for photo in photos {
      try db.execute(
        sql: """
          INSERT INTO photo_taking
            (attachment_id, taken_at, longitude, latitude, accuracy, is_from_album)
          SELECT id, :takenAt, :longitude, :latitude, :accuracy, :isFromAlbum FROM attachment
          WHERE id > :newest AND sha256 = :sha256 AND taken_by = :actor ON CONFLICT DO NOTHING
          """,
        arguments: [
          "takenAt": photo.takenAt, "longitude": photo.position?.longitude,
          "latitude": photo.position?.latitude, "accuracy": photo.accuracy,
          "isFromAlbum": photo.isFromAlbum, "newest": newest, "sha256": photo.sha256,
          "actor": actor.auditName,
        ])
    }
  }
}
