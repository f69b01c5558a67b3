public import ActionPlan
import FoundationEssentials
public import GRDB

extension FacilityImports {
  /// Takes a list back: new facilities go, changed ones are as they were, names that were settled wait
  /// again. All of it or nothing, with an audit entry for each.
  ///
  /// - Parameter isUsed: whether something outside of the ledger, such as a case, names a facility.
  /// - Throws: `FacilityImportError`, `FacilityError`; nothing is changed.
  public static func takeBack(
    _ id: Int64, plan: Plan, by actor: Actor, at: Int, in db: Database,
    isUsed: (String) throws -> Bool
  ) throws {
    let done = try find(id, in: db)
    guard done.undoneBy == nil else { throw FacilityImportError.isUndone }
    let changes = try Row.fetchAll(
      db, sql: "SELECT * FROM facility_import_change WHERE import = ? ORDER BY place DESC",
      arguments: [id])
    try db.inSavepoint {
      var (changed, used): ([String], [String]) = ([], [])
      for change in changes {
        let facility: String = change["facility"]
        switch FacilityWriting.Kind(rawValue: change["kind"]) {
        case .alias:
          try FacilityAliases.remove(
            change["alias"], from: facility, by: actor, at: at, in: db)
        case .settled:
          try NameDoubts.takeBack(facility, plan: plan, by: actor, at: at, in: db)
        case .changed:
          let (old, new) = (try Self.facility(change["old"]), try Self.facility(change["new"]))
          guard let old, try Facilities.find(facility, in: db) == new else {
            changed.append(facility)
            continue
          }
          try Facilities.upsert(old, plan: plan, by: actor, at: at, in: db)
        case .new:
          guard try Facilities.find(facility, in: db) == Self.facility(change["new"]) else {
            changed.append(facility)
            continue
          }
          guard try !isUsed(facility), try remove(facility, by: actor, at: at, in: db) else {
            used.append(facility)
            continue
          }
        case nil: break
        }
      }
      guard changed.isEmpty else { throw FacilityImportError.changedSince(changed) }
      guard used.isEmpty else { throw FacilityImportError.inUse(used) }
      try db.execute(
        sql: "UPDATE facility_import SET undone_by = ?, undone_at = ? WHERE id = ?",
        arguments: [actor.auditName, at, id])
      try AuditLog.append(
        actor: actor, action: "facility.import-undone", object: "facility-import/\(id)",
        detail: ["file": done.file], at: at, in: db)
      return .commit
    }
  }

  private static func facility(_ text: String?) throws -> Facility? {
    try text.map { try JSONDecoder().decode(Facility.self, from: Data($0.utf8)) }
  }

  /// - Returns: false where something names it: a row, a device, a point, an account, another name, or
  ///   what people said of it.
  private static func remove(
    _ facility: String, by actor: Actor, at: Int, in db: Database
  ) throws -> Bool {
    do {
      try db.inSavepoint {
        try db.execute(sql: "DELETE FROM facility WHERE id = ?", arguments: [facility])
        return .commit
      }
    } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
      return false
    }
    try AuditLog.append(
      actor: actor, action: "facility.removed", object: "facility/\(facility)",
      detail: ["why": "import undone"], at: at, in: db)
    return true
  }
}
