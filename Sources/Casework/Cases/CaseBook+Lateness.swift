public import ActionPlan
public import GRDB
public import Ledger

/// A reminder or a level of lateness that was just told.
public struct LateTold: Sendable, Hashable {
  public let file: CaseFile
  /// Seconds past the deadline, as the procedure names the level; of a reminder below 0.
  public let levelSeconds: Int
  public let told: [Recipient]
}

/// What one look for cases that are due soon or late came to.
public struct LateSweep: Sendable {
  /// A case whose row or procedure does not read; nobody is told about it.
  public struct Unreadable: Sendable, Hashable {
    public let caseID: Int64
    public let why: String
  }
  public internal(set) var told: [LateTold] = []
  public internal(set) var unreadable: [Unreadable] = []
  /// Cases that resumed by themselves, and those whose appeal is late.
  public internal(set) var resumed: [Int64] = []
  public internal(set) var lateAppeals: [Int64] = []

  /// Where the next slice begins; nil where nothing is left.
  public internal(set) var next: Place?

  /// A case in the order in which they are told of.
  public struct Place: Sendable, Hashable {
    let lateAt: Int
    let id: Int64
  }

  public var hasChangedAnything: Bool {
    !told.isEmpty || !resumed.isEmpty || !lateAppeals.isEmpty
  }
}

extension CaseBook {
  /// Tells whoever the procedures name about each case that will soon be due or is past its deadline.
  /// Each reminder and each level of one deadline is told once, also across restarts and when the
  /// clock is set, because what was told is kept with the case.
  ///
  /// Cases whose suspension is over resume, and appeals whose decision is late are told of.
  ///
  /// - Parameters:
  ///   - now: epoch seconds.
  ///   - calendar: that of the plan in force, for deadlines in working time that run again.
  ///   - place: where the slice before ended; nil for the first.
  ///   - limit: cases of the slice, at least 1: after a long stop thousands may be late at once, and nobody
  ///     else writes meanwhile.
  /// - Returns: what was told this time, by case. One case that does not read keeps no other back.
  @discardableResult
  public static func lateSweep(
    now: Int, calendar: WorkCalendar? = nil, after place: LateSweep.Place? = nil,
    limit: Int = .max, in db: Database
  ) throws -> LateSweep {
    let due = try Row.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT id, next_late_at FROM case_file
          WHERE closed_at IS NULL AND next_late_at < ? AND (next_late_at, id) > (?, ?)
          ORDER BY next_late_at, id LIMIT ?
          """),
      arguments: [now, place?.lateAt ?? .min, place?.id ?? .min, limit])
    var sweep = LateSweep()
    if place == nil {
      try resumeSuspended(now: now, calendar: calendar, into: &sweep, in: db)
      try tellLateAppeals(now: now, into: &sweep, in: db)
    }
    for row in due {
      let (id, first): (Int64, Int) = (row["id"], row["next_late_at"])
      if due.count == limit { sweep.next = LateSweep.Place(lateAt: first, id: id) }
      try byItself(id, into: &sweep, in: db) { sweep in
        sweep.told += try tellLevels(of: id, from: first, at: now, in: db)
      }
    }
    return sweep
  }

  /// Tells what of a case is past and not told yet, before something is done with it: what is done late,
  /// between two sweeps or after a stop, does not hide that it is late.
  static func tellPast(of id: Int64, at now: Int, in db: Database) throws {
    let first = try Int.fetchOne(
      db.cachedStatement(
        sql: "SELECT next_late_at FROM case_file WHERE id = ? AND closed_at IS NULL"),
      arguments: [id])
    guard let first, first < now else { return }
    _ = try tellLevels(of: id, from: first, at: now, in: db)
  }

  /// Does something with one case, so that one that does not read keeps no other back.
  static func byItself(
    _ id: Int64, into sweep: inout LateSweep, in db: Database,
    _ work: (inout LateSweep) throws -> Void
  ) throws {
    var found = LateSweep()
    do {
      try db.inSavepoint {
        try work(&found)
        return .commit
      }
      sweep.told += found.told
      sweep.resumed += found.resumed
      sweep.lateAppeals += found.lateAppeals
    } catch let error where !(error is DatabaseError || error is CancellationError) {
      sweep.unreadable.append(LateSweep.Unreadable(caseID: id, why: "\(error)"))
    }
  }

  /// Tells what of one case is past, from the first telling that may not have been made.
  private static func tellLevels(
    of id: Int64, from first: Int, at now: Int, in db: Database
  ) throws -> [LateTold] {
    let file = try existing(id, in: db)
    let procedure = try ProcedureArchive.procedure(of: file, in: db)
    var told: [LateTold] = []
    for telling in procedure.tellings {
      guard let due = file.dueAt, (first..<now).contains(due + telling.offsetSeconds),
        try isNew(telling, of: file, at: now, in: db)
      else { continue }
      told.append(try tell(telling, of: file, procedure: procedure, at: now, in: db))
    }
    try db.cachedStatement(sql: "UPDATE case_file SET next_late_at = ? WHERE id = ?")
      .execute(arguments: [procedure.nextTellingAt(due: file.dueAt, after: now), id])
    return told
  }

  private static func isNew(
    _ telling: Telling, of file: CaseFile, at now: Int, in db: Database
  ) throws -> Bool {
    try db.cachedStatement(
      sql: """
        INSERT INTO case_lateness (case_id, version, level_seconds, told_at) VALUES (?, ?, ?, ?)
        ON CONFLICT DO NOTHING
        """
    ).execute(arguments: [file.id, file.deadlineVersion, telling.offsetSeconds, now])
    return db.changesCount == 1
  }

  private static func tell(
    _ telling: Telling, of file: CaseFile, procedure: Procedure, at now: Int, in db: Database
  ) throws -> LateTold {
    let machine = CaseMachine(procedure: procedure, units: [])
    let recipients = machine.recipients(
      of: telling.tell, in: try situation(of: file, in: db))
    let actor = Actor.system("clock")
    let names = recipients.map(\.auditName).joined(separator: ",")
    let level = "\(telling.offsetSeconds)"
    let values = ["levelSeconds": level, "told": names]
    let (kind, tellKind, action): (CaseEvent.Kind, Tell.Kind, String) =
      telling.offsetSeconds < 0
      ? (.reminded, .reminded, "case.remind") : (.late, .late, "case.late")
    try CaseHistory.append(
      CaseHistory.Entry(kind: kind, fromState: file.state, values: values), to: file.id,
      actor: actor, at: now, in: db)
    try AuditLog.append(
      actor: actor, action: action, object: "case/\(file.id)", detail: values, at: now, in: db)
    try tell(
      recipients.map { Tell(recipient: $0, kind: tellKind) }, about: file,
      values: ["levelSeconds": level], at: now, in: db)
    if let draft = telling.draft { _ = try DocumentBook.draft(draft, of: file, at: now, in: db) }
    return LateTold(file: file, levelSeconds: telling.offsetSeconds, told: recipients)
  }
}

/// Something to be told at a time that hangs on a deadline.
struct Telling: Sendable, Hashable {
  /// From the deadline; of a reminder below 0.
  let offsetSeconds: Int
  let tell: [Step.Actor]
  var draft: Lateness.Draft?
}

extension Procedure {
  /// Reminders and levels of lateness in the order in which their time comes.
  var tellings: [Telling] {
    remind.map { Telling(offsetSeconds: -$0.beforeSeconds, tell: $0.tell) }
      + late.map {
        Telling(offsetSeconds: $0.afterSeconds, tell: $0.tell, draft: $0.draft)
      }
  }

  /// When something is to be told next of a case with this deadline; nil where nothing is left. A
  /// reminder whose time is over before the deadline is set is left out.
  func nextTellingAt(due: Int?, after now: Int) -> Int? {
    due.flatMap { due in
      tellings.lazy.map { due + $0.offsetSeconds }.first { $0 >= now }
    }
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
