public import ActionPlan
public import GRDB
public import Ledger

/// The register in which every entry is written down.
public enum GateLog {
  /// Answers and writes the entry down, in one transaction.
  ///
  /// - Throws: `CheckInputError`; `RegisterError` where the site is none of the register's.
  /// - Returns: the answer; the entry's row where the check keeps a log.
  public static func pass(
    check: Check, input: [String: String], plan: Plan, by actor: Actor, now: Int, in db: Database
  ) throws -> (answer: CheckAnswer, entry: RegisterRow?) {
    let answer = try CheckRunner.answer(
      check: check, input: input, plan: plan, now: now, in: db)
    guard case .gate(let gate) = check.kind, let log = gate.log,
      let register = plan.register(log.register)
    else { return (answer, nil) }
    let read = try CheckInput(input, keys: CheckRunner.keys(of: check))
    var values: [String: FieldValue] = [
      log.subject: .text(try GateReading.subject(read)), log.at: .instant(now),
      log.answer: .text(answer.code),
    ]
    let grounds = answer.reasons.filter { $0.weight == .bars }.compactMap { $0.why?.zh }
    if let why = log.why, !grounds.isEmpty {
      values[why] = .text(String(grounds.joined(separator: "；").prefix(1_000)))
    }
    if let site = log.site, let text = read["site"] {
      values[site] = try value(of: text, register.field(site)?.kind)
    }
    let entry = try RegisterStore.insert(
      register, values, plan: plan, by: actor, at: now, in: db)
    return (answer, entry)
  }

  /// The same for every kind of check: a gate's entry is written down, once for one request; others
  /// only answer.
  ///
  /// - Parameter requestID: made by who asks (`RequestLog`); nil where nobody repeats.
  /// - Throws: `CheckInputError`, `RegisterError`, `RequestRefusal`.
  /// - Returns: the answer; the number of the entry's row where there is one.
  public static func answer(
    check: Check, input: [String: String], requestID: String?, plan: Plan, by actor: Actor,
    now: Int, in db: Database
  ) throws -> (answer: CheckAnswer, entry: Int64?) {
    let words = input.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    let body = Array(([check.id] + words).joined(separator: "\n").utf8)
    if let requestID,
      let made = try RequestLog.answer(
        to: requestID, by: actor, body: body, in: db)
    {
      return (
        try CheckRunner.answer(check: check, input: input, plan: plan, now: now, in: db),
        Int64(made)
      )
    }
    let (answer, entry) = try pass(
      check: check, input: input, plan: plan, by: actor, now: now, in: db)
    if let requestID, let entry {
      try RequestLog.record(
        String(entry.id), to: requestID, by: actor, body: body, at: now, in: db)
    }
    return (answer, entry?.id)
  }

  /// Entries, newest first.
  ///
  /// - Parameter actor: only those that this one wrote; everybody's where nil.
  public static func entries(
    of log: GateCheck.Log, by actor: Actor?, limit: Int, plan: Plan, in db: Database
  ) throws -> [RegisterRow] {
    guard let register = plan.register(log.register) else { return [] }
    let ids =
      if let actor {
        try Int64.fetchAll(
          db,
          sql: """
            SELECT row_id FROM register_change
            WHERE register = ? AND kind = 'insert' AND actor = ? ORDER BY seq DESC LIMIT ?
            """, arguments: [register.id, actor.auditName, limit])
      } else {
        try Int64.fetchAll(
          db,
          sql: """
            SELECT row_id FROM \(RegisterStore.tableName(register)) ORDER BY row_id DESC LIMIT ?
            """, arguments: [limit])
      }
    return try ids.compactMap { try RegisterStore.row(register, $0, in: db) }
  }

  private static func value(
    of text: String, _ kind: Field.Kind?
  ) throws(CheckInputError) -> FieldValue {
    guard case .row = kind else { return .text(text) }
    guard let row = Int64(text) else {
      throw .bad(key: "site", found: text, remedy: "write the number of the site's row")
    }
    return .integer(row)
  }
}

extension GateLog {
  /// What a gate may be said to be at: rows of the register of sites, or places, by what people call
  /// them; none where the site is free text.
  public static func sites(
    of log: GateCheck.Log, limit: Int, plan: Plan, in db: Database
  ) throws -> [(value: String, title: String)] {
    guard let field = log.site.flatMap({ plan.register(log.register)?.field($0) }) else {
      return []
    }
    switch field.kind {
    case .place: return plan.places.map { ($0.id, $0.label.zh) }
    case .row(let id):
      guard let register = plan.register(id), let title = register.titleField else { return [] }
      let ids = try Int64.fetchAll(
        db,
        sql: "SELECT row_id FROM \(RegisterStore.tableName(register)) ORDER BY row_id LIMIT ?",
        arguments: [limit])
      return try ids.map { id in
        let text = try RegisterStore.row(register, id, in: db)?[title.id].text ?? ""
        let name = title.kind == .facility ? try Facilities.find(text, in: db)?.name.zh : text
        return (String(id), name ?? text)
      }
    default: return []
    }
  }
}
