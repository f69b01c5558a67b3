public import ActionPlan
public import GRDB

/// A list of facilities that was written.
public struct FacilityImport: Sendable, Hashable, Identifiable {
  public let id: Int64
  public let file: String
  /// An `Actor.auditName`.
  public let actor: String
  /// Epoch seconds.
  public let at: Int
  public let newCount: Int
  public let changedCount: Int
  public let sameCount: Int
  /// Who took it back; nil where it stands.
  public let undoneBy: String?

  init(_ row: Row) {
    id = row["id"]
    file = row["file"]
    actor = row["actor"]
    at = row["at"]
    newCount = row["new_count"]
    changedCount = row["changed_count"]
    sameCount = row["same_count"]
    undoneBy = row["undone_by"]
  }
}

/// Why a list of facilities was not written, or not taken back.
public enum FacilityImportError: Error, Equatable {
  case hasFaults
  /// Rows of which nobody said what they mean.
  case doubtful(count: Int)
  case noSuchImport(Int64)
  case isUndone
  /// Facilities of the list that were changed afterwards.
  case changedSince([String])
  /// New facilities of the list that something names.
  case inUse([String])

  /// What happened and what to do.
  public var words: Label {
    switch self {
    case .hasFaults: Label(zh: "清单有错误，请先更正", en: "the list has faults; correct them first")
    case .doubtful(let count):
      Label(
        zh: "还有 \(count) 行未确认是哪一家", en: "of \(count) rows nobody said which firm they mean")
    case .noSuchImport(let id):
      Label(zh: "没有第 \(id) 次导入", en: "there is no import \(id) of facilities")
    case .isUndone: Label(zh: "这次导入已撤销", en: "this import was taken back already")
    case .changedSince(let ids):
      Label(
        zh: "导入之后又改过，不能撤销：\(Self.listed(ids, "、"))。请逐个修改",
        en:
          "changed since, and so cannot be taken back: \(Self.listed(ids, ", ")); change them one "
          + "by one")
    case .inUse(let ids):
      Label(
        zh: "已有台账、设备、账号、问题单等用到，不能撤销：\(Self.listed(ids, "、"))",
        en: "rows, devices, accounts or cases name them, so that they cannot be taken back: "
          + Self.listed(ids, ", "))
    }
  }

  private static func listed(_ ids: [String], _ separator: String) -> String {
    ids.prefix(8).joined(separator: separator) + (ids.count > 8 ? " …" : "")
  }
}

/// Lists of facilities that were written, each of which can be taken back.
public enum FacilityImports {
  /// Writes all rows or none, with an audit entry for the list and one for each facility.
  ///
  /// - Parameters:
  ///   - digest: lower-case hex SHA-256 of the file.
  ///   - isSimulated: what new facilities are marked as.
  /// - Throws: `FacilityImportError`, `FacilityError`; nothing is changed.
  @discardableResult
  public static func write(
    _ preview: FacilityPreview, file: String, digest: String, plan: Plan, isSimulated: Bool,
    by actor: Actor, at: Int, in db: Database
  ) throws -> FacilityImport {
    guard preview.faults.isEmpty else { throw FacilityImportError.hasFaults }
    let doubtful = preview.doubtful.count
    guard doubtful == 0 else { throw FacilityImportError.doubtful(count: doubtful) }
    let new = preview.count { $0.meaning == .new }
    let same = preview.count { $0.isSame }
    let changed = preview.rows.count - new - same
    var id: Int64 = 0
    try db.inSavepoint {
      try db.execute(
        sql: """
          INSERT INTO facility_import
            (file, sha256, actor, at, new_count, changed_count, same_count)
          VALUES (?, ?, ?, ?, ?, ?, ?)
          """, arguments: [file, digest, actor.auditName, at, new, changed, same])
      id = db.lastInsertedRowID
      var writing = FacilityWriting(
        id: id, plan: plan, isSimulated: isSimulated, actor: actor, at: at)
      for row in preview.rows { try writing.write(row, in: db) }
      try AuditLog.append(
        actor: actor, action: "facility.import", object: "facility-import/\(id)",
        detail: [
          "file": file, "sha256": digest, "new": "\(new)", "changed": "\(changed)",
          "unchanged": "\(same)",
        ], at: at, in: db)
      return .commit
    }
    return try find(id, in: db)
  }

  /// The newest first.
  public static func list(limit: Int, in db: Database) throws -> [FacilityImport] {
    try Row.fetchAll(
      db, sql: "SELECT * FROM facility_import ORDER BY id DESC LIMIT ?", arguments: [limit]
    ).map { FacilityImport($0) }
  }

  /// - Throws: `FacilityImportError.noSuchImport`.
  public static func find(_ id: Int64, in db: Database) throws -> FacilityImport {
    guard
      let row = try Row.fetchOne(
        db, sql: "SELECT * FROM facility_import WHERE id = ?", arguments: [id])
    else { throw FacilityImportError.noSuchImport(id) }
    return FacilityImport(row)
  }
}

extension FacilityListRow {
  /// Whether nothing will be written of it.
  public var isSame: Bool {
    if case .known = meaning { differences.isEmpty && standIn == nil } else { false }
  }
}
