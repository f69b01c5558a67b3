public import ActionPlan
public import GRDB
public import Ledger

extension CaseBook {
  /// Gives a case a number in another system, changes it or takes it away. The case's version stays, so
  /// that nobody's form goes stale by it; who changes a number names the one that was seen.
  ///
  /// - Parameters:
  ///   - number: as written; empty takes `former` away.
  ///   - former: the number that is changed; nil for a further one.
  ///   - requestID: made by the client, unique per person. A repeat gets the first answer.
  ///   - plan: the plan in force, for its systems.
  ///   - now: epoch seconds.
  /// - Throws: `CaseRefusal`, or what SQLite said.
  @discardableResult
  public static func setNumber(
    _ number: String, in system: String, over former: String?, case id: Int64,
    by account: Account, requestID: String, plan: Plan, at now: Int, in db: Database
  ) throws -> CaseFile {
    let actor = Actor.account(account.id)
    let content = "case/\(id)/number/\(system)/\(former ?? "")/\(number)"
    if try isRepeat(requestID, of: content, by: actor, in: db) { return try existing(id, in: db) }
    let file = try visible(id, to: account, in: db)
    guard Policy.may(account, .numberCase, .caseFile(file.relation)) else {
      throw CaseRefusal.notYours(step: "number", allowed: [.duty, .lead, .assignee])
    }
    guard let known = plan.system(system) else { throw CaseRefusal.unknownSystem(system) }
    let held = try OutsideNumbers.of(id, in: db).filter { $0.system == system }
    let old = try former.map { former in
      guard let old = held.first(where: { $0.number == former }) else {
        throw CaseRefusal.numberChanged(former)
      }
      return old
    }
    var new: OutsideNumber?
    if !number.isBlank {
      guard let kept = known.number(reading: number) else {
        throw CaseRefusal.numberMisshaped(number, forms: known.numbers)
      }
      new = OutsideNumber(system: system, number: kept)
      try check(kept, among: held, over: old, of: file, known, in: db)
      if old?.number == kept { throw CaseRefusal.nothingChanged("number") }
    } else if old == nil {
      throw CaseRefusal.missingEvidence(step: "number", [])
    }
    try keep(new, over: old, of: file, system: known, actor: actor, at: now, in: db)
    try record(requestID, of: content, by: actor, case: id, at: now, in: db)
    return try existing(id, in: db)
  }

  private static func check(
    _ number: String, among held: [OutsideNumber], over old: OutsideNumber?, of file: CaseFile,
    _ system: OutsideSystem, in db: Database
  ) throws {
    if let other = held.first(where: { $0 != old }), !system.hasSeveral {
      throw CaseRefusal.hasNumber(other.number)
    }
    if held.contains(where: { $0.number == number && $0 != old }) {
      throw CaseRefusal.nothingChanged("number")
    }
    guard !system.isShared else { return }
    let owner = try OutsideNumbers.cases(with: number, in: system.id, db).first { $0 != file.id }
    if let owner {
      throw CaseRefusal.numberTaken(number, by: try existing(owner, in: db).number)
    }
  }

  /// Writes a number with one entry in the history and one in the audit log.
  static func keep(
    _ new: OutsideNumber?, over old: OutsideNumber?, of file: CaseFile, system: OutsideSystem?,
    exchange: Int64? = nil, reportImport: Int64? = nil, actor: Actor, at now: Int,
    in db: Database
  ) throws {
    try OutsideNumbers.write(new, over: old, case: file.id, system: system, in: db)
    var values = ["system": (new ?? old)?.system ?? ""]
    values["number"] = new?.number
    if old?.number != new?.number { values["former"] = old?.number }
    if new?.status != old?.status { values["status"] = new?.status }
    values["exchange"] = exchange.map { "\($0)" }
    values["import"] = reportImport.map { "\($0)" }
    let sequence = try CaseHistory.append(
      CaseHistory.Entry(kind: .outside, fromState: file.state, values: values), to: file.id,
      actor: actor, at: now, in: db)
    try AuditLog.append(
      actor: actor, action: "case.number", object: "case/\(file.id)",
      detail: values.merging(["event": "\(sequence)"]) { $1 }, at: now, in: db)
  }
}
