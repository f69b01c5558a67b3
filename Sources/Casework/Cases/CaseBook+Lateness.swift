import ActionPlan
public import GRDB
public import Ledger

/// A level of lateness that was just told.
public struct LateTold: Sendable, Hashable {
  public let file: CaseFile
  /// Seconds past the deadline, as the procedure names the level.
  public let levelSeconds: Int
  public let told: [Recipient]
}

/// What one look for late cases came to.
public struct LateSweep: Sendable {
  /// A case whose row or procedure does not read; nobody is told about it.
  public struct Unreadable: Sendable, Hashable {
    public let caseID: Int64
    public let why: String
  }
  public fileprivate(set) var told: [LateTold] = []
  public fileprivate(set) var unreadable: [Unreadable] = []
}

extension CaseBook {
  /// Tells whoever the procedures name about each case past its deadline. Each level of one step is
  /// told once, also across restarts, because what was told is kept with the case.
  ///
  /// - Parameter now: epoch seconds.
  /// - Returns: what was told this time, by case. One case that does not read keeps no other back.
  @discardableResult
  public static func lateSweep(now: Int, in db: Database) throws -> LateSweep {
    let due = try Row.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT id, next_late_at FROM case_file
          WHERE closed_at IS NULL AND next_late_at < ? ORDER BY next_late_at, id
          """),
      arguments: [now])
    var sweep = LateSweep()
    for row in due {
      let id: Int64 = row["id"]
      do {
        try db.inSavepoint {
          sweep.told += try tellLevels(of: id, from: row["next_late_at"], at: now, in: db)
          return .commit
        }
      } catch let error where !(error is DatabaseError || error is CancellationError) {
        sweep.unreadable.append(LateSweep.Unreadable(caseID: id, why: "\(error)"))
      }
    }
    return sweep
  }

  /// Tells the levels of one case that are past, from the first one that may not have been told.
  private static func tellLevels(
    of id: Int64, from first: Int, at now: Int, in db: Database
  ) throws -> [LateTold] {
    let file = try existing(id, in: db)
    let procedure = try ProcedureArchive.procedure(of: file, in: db)
    var told: [LateTold] = []
    for level in procedure.late {
      guard let due = file.dueAt, (first..<now).contains(due + level.afterSeconds),
        try isNew(level, of: file, at: now, in: db)
      else { continue }
      told.append(try tell(level, of: file, procedure: procedure, at: now, in: db))
    }
    try db.cachedStatement(sql: "UPDATE case_file SET next_late_at = ? WHERE id = ?")
      .execute(arguments: [procedure.nextLateAt(due: file.dueAt, after: now), id])
    return told
  }

  private static func isNew(
    _ level: Lateness, of file: CaseFile, at now: Int, in db: Database
  ) throws -> Bool {
    try db.cachedStatement(
      sql: """
        INSERT INTO case_lateness (case_id, version, level_seconds, told_at) VALUES (?, ?, ?, ?)
        ON CONFLICT DO NOTHING
        """
    ).execute(arguments: [file.id, file.version, level.afterSeconds, now])
    return db.changesCount == 1
  }

  private static func tell(
    _ level: Lateness, of file: CaseFile, procedure: Procedure, at now: Int, in db: Database
  ) throws -> LateTold {
    let machine = CaseMachine(procedure: procedure, units: [])
    let recipients = machine.recipients(
      of: level.tell, in: try situation(of: file, in: db))
    let actor = Actor.system("clock")
    let names = recipients.map(\.auditName).joined(separator: ",")
    let values = ["levelSeconds": "\(level.afterSeconds)", "told": names]
    try CaseHistory.append(
      CaseHistory.Entry(kind: .late, fromState: file.state, values: values), to: file.id,
      actor: actor, at: now, in: db)
    try AuditLog.append(
      actor: actor, action: "case.late", object: "case/\(file.id)", detail: values, at: now, in: db)
    try tell(
      recipients.map { Tell(recipient: $0, kind: .late) }, about: file,
      values: ["levelSeconds": "\(level.afterSeconds)"], at: now, in: db)
    return LateTold(file: file, levelSeconds: level.afterSeconds, told: recipients)
  }
}

extension Procedure {
  /// When a case with this deadline comes to its next level of lateness; nil where none is left.
  func nextLateAt(due: Int?, after now: Int) -> Int? {
    due.flatMap { due in late.lazy.map { due + $0.afterSeconds }.first { $0 >= now } }
  }
}

extension Recipient {
  /// `role:duty`, `unit:EEB`, `facility:f-1`, `account:7`.
  var auditName: String {
    switch self {
    case .role(let role): "role:\(role.rawValue)"
    case .unit(let unit): "unit:\(unit)"
    case .facility(let facility): "facility:\(facility)"
    case .account(let id): "account:\(id)"
    }
  }
}
