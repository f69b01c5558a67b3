public import ActionPlan
public import GRDB

/// The rows that name the photos and documents.
public enum Attachments {
  /// Names a staged photo or document, with its audit entry.
  ///
  /// - Parameters:
  ///   - position: where it was taken, as the person said.
  ///   - at: epoch seconds.
  public static func record(
    _ staged: StagedAttachment, takenBy actor: Actor, position: Coordinate? = nil, at: Int,
    in db: Database
  ) throws -> Attachment {
    try db.execute(
      sql: """
        INSERT INTO attachment
          (sha256, byte_count, media_type, name, width, height, taken_by, at, longitude, latitude)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        staged.sha256, staged.byteCount, staged.mediaType.rawValue, staged.name, staged.width,
        staged.height, actor.auditName, at, position?.longitude, position?.latitude,
      ])
    let id = db.lastInsertedRowID
    try AuditLog.append(
      actor: actor, action: "attachment.create", object: "attachment/\(id)",
      detail: ["sha256": staged.sha256], at: at, in: db)
    return Attachment(
      id: id, sha256: staged.sha256, byteCount: staged.byteCount, mediaType: staged.mediaType,
      name: staged.name, width: staged.width, height: staged.height, takenBy: actor, at: at,
      position: position)
  }

  public static func find(_ id: Int64, in db: Database) throws -> Attachment? {
    try Row.fetchOne(
      db.cachedStatement(sql: "SELECT * FROM attachment WHERE id = ?"), arguments: [id]
    ).flatMap(attachment)
  }

  private static func attachment(_ row: Row) -> Attachment? {
    guard let type = MediaType(rawValue: row["media_type"]),
      let actor = Actor(auditName: row["taken_by"])
    else { return nil }
    return Attachment(
      id: row["id"], sha256: row["sha256"], byteCount: row["byte_count"], mediaType: type,
      name: row["name"], width: row["width"], height: row["height"], takenBy: actor, at: row["at"],
      position: Coordinate(longitude: row["longitude"], latitude: row["latitude"]))
  }
}
