public import ActionPlan
public import GRDB

extension LedgerSchema {
  static let rowPhotos = LedgerMigration(id: "ledger.registers.photos.1") { db in
    try db.execute(
      sql: """
        CREATE TABLE row_photo (
          register TEXT NOT NULL,
          row_id INTEGER NOT NULL,
          ordinal INTEGER NOT NULL CHECK (ordinal >= 0),
          attachment_id INTEGER NOT NULL,
          PRIMARY KEY (register, row_id, ordinal)
        ) STRICT, WITHOUT ROWID;
        """)
  }
}

/// Photos that came with a row when it was written on site, all of them in their order; a field of the
/// row names one at most. They stay whatever is corrected in the row.
public enum RowPhotos {
  /// - Parameter photos: ids of attachments.
  public static func add(
    _ photos: [Int64], to row: Int64, of register: Register, by actor: Actor, at: Int,
    in db: Database
  ) throws {
    guard !photos.isEmpty else { return }
    let known = try list(of: row, in: register.id, db).count
    for (index, photo) in photos.enumerated() {
      try db.execute(
        sql: "INSERT INTO row_photo VALUES (?, ?, ?, ?)",
        arguments: [register.id, row, known + index, photo])
    }
    try AuditLog.append(
      actor: actor, action: "register.photos", object: "register/\(register.id)/\(row)",
      detail: ["attachments": photos.map { "\($0)" }.joined(separator: ",")], at: at, in: db)
  }

  /// Ids of attachments.
  public static func list(
    of row: Int64, in register: String, _ db: Database
  ) throws -> [Int64] {
    try Int64.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT attachment_id FROM row_photo WHERE register = ? AND row_id = ? ORDER BY ordinal
          """), arguments: [register, row])
  }
}
