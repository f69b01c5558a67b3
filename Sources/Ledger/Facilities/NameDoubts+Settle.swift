public import ActionPlan
public import GRDB

extension NameDoubts {
  /// What a person says a name means.
  public enum Answer: Sendable, Hashable {
    /// This facility: the rows go over to it, and it is known by the name from now on.
    case same(String)
    /// A facility of its own, with what is known of it; the id is that of the stand-in.
    case new(Facility)
    /// None: the rows' fields are emptied, and the name is passed over from now on.
    case none
  }

  /// Settles a name that waits, with an audit entry.
  ///
  /// - Throws: `FacilityError`, and nothing is changed.
  public static func settle(
    _ facility: String, as answer: Answer, plan: Plan, by actor: Actor, at: Int, in db: Database
  ) throws {
    guard let doubt = try find(facility, in: db) else { throw FacilityError.noDoubt(facility) }
    guard doubt.settled == nil else { throw FacilityError.isSettled(doubt.name) }
    try db.inSavepoint {
      switch answer {
      case .same(let kept):
        try FacilityDoubts.settle(
          kept, facility, isSame: true, plan: plan, by: actor, at: at, in: db)
        return .commit
      case .new(let known):
        for candidate in try candidates(of: doubt, in: db) {
          try FacilityDoubts.settle(
            facility, candidate.facility, isSame: false, plan: plan, by: actor, at: at, in: db)
        }
        try Facilities.upsert(
          Facility(
            id: facility, name: known.name, creditCode: known.creditCode, kind: known.kind,
            place: known.place, position: known.position, isSimulated: known.isSimulated),
          plan: plan, by: actor, at: at, in: db)
        try close(doubt, "new", by: actor, at: at, in: db)
      case .none:
        try FacilityMoves(plan: plan, actor: actor, at: at)
          .move(facility, to: nil, why: "facility.none", in: db)
        try close(doubt, "none", by: actor, at: at, in: db)
      }
      return .commit
    }
  }

  /// Lets a settled name wait again: what went over comes back. Nothing where it waits.
  ///
  /// - Throws: `FacilityError`, and nothing is changed.
  public static func takeBack(
    _ facility: String, plan: Plan, by actor: Actor, at: Int, in db: Database
  ) throws {
    guard let doubt = try find(facility, in: db) else { throw FacilityError.noDoubt(facility) }
    guard let settled = doubt.settled else { return }
    try db.inSavepoint {
      if case .same(let kept) = settled.outcome {
        try FacilityDoubts.takeBack(kept, facility, plan: plan, by: actor, at: at, in: db)
        return .commit
      }
      if settled.outcome == .none {
        try FacilityMoves(plan: plan, actor: actor, at: at)
          .takeBack(facility, from: nil, why: "facility.unsettle", in: db)
      }
      if settled.outcome == .new {
        try restore(doubt, plan: plan, by: actor, at: at, in: db)
      }
      // Said apart with the answer "it is new", they may be one again.
      try db.execute(
        sql: """
          DELETE FROM facility_judgement
          WHERE is_same = 0 AND :id IN (one, other) AND at = :at AND actor = :actor
          """, arguments: ["id": facility, "at": settled.at, "actor": settled.actor])
      try db.execute(
        sql: """
          UPDATE facility_doubt SET outcome = NULL, settled_by = NULL, settled_at = NULL
          WHERE facility = ?
          """, arguments: [facility])
      try AuditLog.append(
        actor: actor, action: "facility.unsettle", object: "facility/\(facility)",
        detail: ["name": doubt.name], at: at, in: db)
      return .commit
    }
  }

  /// Calls the stand-in as the list does again.
  private static func restore(
    _ doubt: NameDoubt, plan: Plan, by actor: Actor, at: Int, in db: Database
  ) throws {
    guard let known = try Facilities.find(doubt.facility, in: db) else { return }
    let title = StagedName(
      facility: doubt.facility, name: doubt.name, creditCode: doubt.creditCode, line: doubt.line
    ).title
    try Facilities.upsert(
      Facility(
        id: doubt.facility, name: Label(zh: title, en: title), kind: known.kind,
        isSimulated: known.isSimulated), plan: plan, by: actor, at: at, in: db)
  }

  private static func close(
    _ doubt: NameDoubt, _ outcome: String, by actor: Actor, at: Int, in db: Database
  ) throws {
    try db.execute(
      sql:
        "UPDATE facility_doubt SET outcome = ?, settled_by = ?, settled_at = ? WHERE facility = ?",
      arguments: [outcome, actor.auditName, at, doubt.facility])
    try AuditLog.append(
      actor: actor, action: "facility.settle-\(outcome)", object: "facility/\(doubt.facility)",
      detail: ["name": doubt.name], at: at, in: db)
  }
}

extension NameDoubts {
  /// Makes the stand-ins of an import's names.
  ///
  /// - Throws: `RegisterImportError.changedMeanwhile` where people settled one since the preview.
  static func open(
    import id: Int64, register: Register, file: String, plan: Plan, by actor: Actor, at: Int,
    in db: Database
  ) throws {
    let outdated = try StagedName.outdatedRows(import: id, register: register, in: db)
    guard outdated == 0 else { throw RegisterImportError.changedMeanwhile(rows: outdated) }
    let names = try StagedName.staged(import: id, in: db)
    guard !names.isEmpty else { return }
    let known = try FacilityNames(in: db)
    for staged in names where try Facilities.find(staged.facility, in: db) == nil {
      let first = try known.candidates(staged.name).first
        .flatMap { try Facilities.find($0.facility, in: db) }
      try Facilities.upsert(
        Facility(
          id: staged.facility, name: Label(zh: staged.title, en: staged.title),
          kind: first?.kind ?? .other, isSimulated: first?.isSimulated ?? false),
        plan: plan, by: actor, at: at, in: db)
      try db.execute(
        sql: """
          INSERT INTO facility_doubt
            (facility, name, credit_code, register, file, line, import, actor, at)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          staged.facility, staged.name, staged.creditCode, register.id, file, staged.line, id,
          actor.auditName, at,
        ])
    }
  }

  /// Forgets the stand-ins of an import that was undone.
  static func forget(import id: Int64, in db: Database) throws {
    let made = try String.fetchAll(
      db, sql: "SELECT facility FROM facility_doubt WHERE import = ?", arguments: [id])
    for facility in made {
      try db.execute(sql: "DELETE FROM facility_doubt WHERE facility = ?", arguments: [facility])
      try db.execute(sql: "DELETE FROM facility WHERE id = ?", arguments: [facility])
      try AuditLog.append(
        actor: .system("import"), action: "facility.removed", object: "facility/\(facility)",
        detail: ["import": String(id)],
        at: try Int.fetchOne(
          db, sql: "SELECT at FROM register_import WHERE id = ?", arguments: [id]) ?? 0, in: db)
    }
  }
}
