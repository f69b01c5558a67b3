public import ActionPlan
import Crypto
public import GRDB
public import Ledger

/// The book of cases: every change of a case and every list of them. 问题单
///
/// Functions take the caller's `Database`; call those that change something inside one write
/// (an IMMEDIATE transaction). Each change appends to the case's history and to the audit log and
/// tells whom it concerns, or, when it is refused, leaves nothing behind.
public enum CaseBook {
  /// Opens a case, and takes the steps that its procedure leaves to Lantian.
  ///
  /// - Parameters:
  ///   - plan: the plan in force; the case will finish under its digest.
  ///   - now: epoch seconds.
  /// - Returns: the case. A source that has opened one before gets that one, as it stands now.
  /// - Throws: `CaseOpeningError`, or what SQLite said.
  @discardableResult
  public static func open(
    _ opening: CaseOpening, plan: Plan, actor: Actor, at now: Int, in db: Database
  ) throws -> CaseFile {
    if let id = try caseID(of: opening.source, in: db) { return try existing(id, in: db) }
    guard let procedure = plan.procedure(opening.procedure) else {
      throw CaseOpeningError.unknownProcedure(opening.procedure)
    }
    if let position = opening.position, !position.isOnEarth {
      throw CaseOpeningError.positionNotOnEarth
    }
    if let file = try takeUp(
      opening, procedure: procedure, plan: plan, actor: actor, at: now, in: db)
    {
      return file
    }
    let digest = try digestKey(of: opening, procedure: procedure, plan: plan, at: now, in: db)
    if let digest, let file = try group(opening, under: digest, actor: actor, at: now, in: db) {
      return file
    }
    try ProcedureArchive.keep(procedure, digest: plan.digest, in: db)
    try DocumentArchive.keepDrafts(of: procedure, plan: plan, in: db)
    let draft = CaseDraft(opening, procedure: procedure, plan: plan)
    let machine = CaseMachine(
      procedure: procedure, units: plan.units, calendar: plan.calendar)
    let id = try draft.insert(
      number: CaseNumber.next(for: plan, at: now, in: db),
      due: machine.deadline(in: Procedure.openedState, since: now), at: now, in: db)
    try CaseHistory.append(
      CaseHistory.Entry(
        kind: .opened, toState: Procedure.openedState,
        values: FieldPhotos.values(of: opening.attachments, in: db),
        attachments: opening.attachments),
      to: id, actor: actor, at: now, in: db)
    if let digest {
      try db.execute(
        sql: "UPDATE case_file SET digest_of = ? WHERE id = ?", arguments: [digest, id])
    }
    let file = try existing(id, in: db)
    try AuditLog.append(
      actor: actor, action: "case.open", object: "case/\(id)",
      detail: try auditDetail(of: file, grounds: opening.grounds), at: now, in: db)
    let next = procedure.steps(from: Procedure.openedState).filter { !$0.isReturn }.flatMap(\.by)
    let situation = try situation(of: file, in: db)
    try tell(
      machine.recipients(of: next, in: situation).map { Tell(recipient: $0, kind: .opened) },
      about: file, values: [:], at: now, in: db)
    return try takeAutomaticSteps(file, machine: machine, at: now, in: db)
  }

  /// What a case was opened with. Of the grounds their digest: SHA-256 over the text kept with the
  /// case, in lower-case hex.
  private static func auditDetail(
    of file: CaseFile, grounds: [CaseGround]
  ) throws -> [String: String] {
    var detail = [
      "number": file.number, "procedure": file.procedure, "plan": file.planDigest,
      "source": file.source.kind, "severity": file.severity.rawValue,
      "title": file.title.code.rawValue,
    ]
    for (name, value) in file.title.values { detail["title-\(name)"] = value }
    detail["sourceID"] = file.source.id.map { "\($0)" }
    detail["facility"] = file.facility
    detail["place"] = file.place
    detail["town"] = file.townUnit
    if !grounds.isEmpty {
      detail["grounds"] = Array(SHA256.hash(data: Array(try encoded(grounds).utf8))).hex
    }
    return detail
  }

  /// The case that a source has opened, if any.
  public static func find(source: CaseSource, in db: Database) throws -> CaseFile? {
    try caseID(of: source, in: db).map { try existing($0, in: db) }
  }

  /// A case by its id, whoever asks: callers that answer a person use `find(_:for:in:)`.
  public static func find(_ id: Int64, in db: Database) throws -> CaseFile? {
    try Row.fetchOne(
      db.cachedStatement(sql: "SELECT \(CaseFile.columns) FROM case_file WHERE id = ?"),
      arguments: [id]
    ).map(CaseFile.init(row:))
  }

  /// The id of a case by its number, or by the id as text; nil where there is none.
  public static func id(named text: String, in db: Database) throws -> Int64? {
    try Int64.fetchOne(
      db, sql: "SELECT id FROM case_file WHERE number = ? OR id = ?",
      arguments: [text, Int64(text)])
  }

  private static func caseID(of source: CaseSource, in db: Database) throws -> Int64? {
    guard let id = source.id else { return nil }
    return try Int64.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT id FROM case_file WHERE source_kind = :kind AND source_id = :id
          UNION ALL
          SELECT case_id FROM case_source WHERE source_kind = :kind AND source_id = :id
          """),
      arguments: ["kind": source.kind, "id": id])
  }

  static func existing(_ id: Int64, in db: Database) throws -> CaseFile {
    guard let file = try find(id, in: db) else { throw CaseRefusal.unknownCase(id) }
    return file
  }
}

/// Why a case could not be opened.
public enum CaseOpeningError: Error, Equatable, CustomStringConvertible {
  case unknownProcedure(String)
  case positionNotOnEarth

  public var description: String {
    switch self {
    case .unknownProcedure(let id):
      "the plan has no procedure '\(id)'; name one of its procedures"
    case .positionNotOnEarth:
      "the position is not on Earth; write degrees, longitude -180…180, latitude -90…90"
    }
  }
}
