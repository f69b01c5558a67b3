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

extension CaseBook {
  /// Tells whoever the procedures name about each case past its deadline. Each level of one step is
  /// told once, also across restarts, because what was told is kept with the case.
  ///
  /// - Parameter now: epoch seconds.
  /// - Returns: what was told this time, by case.
  @discardableResult
  public static func lateSweep(now: Int, in db: Database) throws -> [LateTold] {
    let late = try Row.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT \(CaseFile.columns) FROM case_file
          WHERE closed_at IS NULL AND due_at < ? ORDER BY due_at, id
          """),
      arguments: [now]
    ).map(CaseFile.init(row:))
    var told: [LateTold] = []
    for file in late {
      let procedure = try ProcedureArchive.procedure(of: file, in: db)
      for level in procedure.late where now > (file.dueAt ?? now) + level.afterSeconds {
        guard try isNew(level, of: file, at: now, in: db) else { continue }
        told.append(try tell(level, of: file, procedure: procedure, at: now, in: db))
      }
    }
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
