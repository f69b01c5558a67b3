public import ActionPlan
public import GRDB

/// Stops, maintenance and bypasses that firms declare beforehand, as rows of the plan's register of
/// declarations: declared, withdrawn, listed. 停产申报
public enum StopBook {
  /// Longest stop.
  public static let longestDays = 366
  /// Rows of one declaration at most.
  public static let rowLimit = 60

  /// Declares a stop of a firm and tells the units that keep the register, and the desk.
  ///
  /// - Parameters:
  ///   - requestID: made by the client, unique per person. A repeat gets the first answer.
  ///   - exceedances: what is over its limit now: the declaration says so for good.
  ///   - now: epoch seconds.
  /// - Throws: `StopRefusal`, `RegisterError.invalid` for further fields of the plan, or what SQLite
  ///   said.
  @discardableResult
  public static func declare(
    _ draft: StopDraft, of facility: String, by account: Account, requestID: String, plan: Plan,
    exceedances: [StopExceedance] = [], at now: Int, in db: Database
  ) throws -> Stop {
    guard let register = plan.declarations else { throw StopRefusal.noRegister }
    guard Policy.may(account, .declareStop, .facility(facility)) else {
      throw StopRefusal.notYours
    }
    let actor = Actor.account(account.id)
    let content = draft.content(of: facility)
    if let first = try answer(to: requestID, of: content, by: actor, in: db) {
      return try existing(first, facility: facility, plan: plan, in: db)
    }
    let (from, until) = try span(draft, register, now: now)
    let reason = draft.reason.trimmed
    guard !reason.isEmpty else { throw StopRefusal.reasonMissing }
    try check(draft, of: facility, register, in: db)
    let photo = try draft.photo.map {
      try Attachments.record($0, takenBy: actor, at: now, in: db).id
    }
    var common: [String: FieldValue] = [
      "facility": .text(facility), "kind": .text(draft.kind), "from": .instant(from),
      "until": .instant(until),
    ]
    if register.field("reason") != nil { common["reason"] = .text(reason) }
    if register.field("photo") != nil { common["photo"] = photo.map { .text("\($0)") } ?? .null }
    var rows: [Int64] = []
    for (point, factor) in pairs(draft, register) {
      var values = common
      if let point { values["point"] = .text(point) }
      if let factor { values["factor"] = .text(factor) }
      rows.append(
        try RegisterStore.insert(
          register, values, plan: plan, by: actor, why: reason, at: now, in: db
        ).id)
    }
    try note(exceedances, of: rows[0], register, in: db)
    let stop = try existing(rows[0], facility: facility, plan: plan, in: db)
    try tell(
      exceedances.isEmpty ? "stop-declared" : "stop-declared-over", stop, register, plan: plan,
      at: now, in: db)
    try record(rows[0], to: requestID, of: content, by: actor, at: now, in: db)
    return stop
  }

  /// Withdraws a stop that is still to come or lasts: from now on it explains nothing.
  ///
  /// - Parameter row: the first of the stop's rows.
  /// - Throws: `StopRefusal`, or what SQLite said.
  @discardableResult
  public static func withdraw(
    _ row: Int64, of facility: String, ground: String, by account: Account, requestID: String,
    plan: Plan, at now: Int, in db: Database
  ) throws -> Stop {
    guard let register = plan.declarations, register.field("withdrawn") != nil else {
      throw StopRefusal.noRegister
    }
    guard Policy.may(account, .declareStop, .facility(facility)) else {
      throw StopRefusal.notYours
    }
    let actor = Actor.account(account.id)
    let content = "stop/\(row)/withdraw\n\(facility)\n\(ground)"
    if let first = try answer(to: requestID, of: content, by: actor, in: db) {
      return try existing(first, facility: facility, plan: plan, in: db)
    }
    let stop = try existing(row, facility: facility, plan: plan, in: db)
    guard [.coming, .running].contains(stop.state(at: now)) else { throw StopRefusal.notRunning }
    for id in stop.rows {
      _ = try RegisterStore.update(
        register, row: id, ["withdrawn": .instant(now)], versionSeen: nil, plan: plan, by: actor,
        why: ground.trimmed, at: now, in: db)
    }
    let withdrawn = try existing(row, facility: facility, plan: plan, in: db)
    try tell("stop-withdrawn", withdrawn, register, plan: plan, at: now, in: db)
    try record(row, to: requestID, of: content, by: actor, at: now, in: db)
    return withdrawn
  }

  // MARK: What may be declared

  private static func span(
    _ draft: StopDraft, _ register: Register, now: Int
  ) throws(StopRefusal) -> (Int, Int) {
    guard let from = draft.from, let until = draft.until else { throw .timeMissing }
    // People write minutes.
    let earliest = now - now % 60 - register.backdateSeconds
    guard from >= earliest else { throw .backdated(earliest: earliest) }
    guard until > from else { throw .endsBeforeItBegins }
    guard until > now else { throw .over }
    guard until - from <= longestDays * 86_400 else { throw .tooLong(days: longestDays) }
    return (from, until)
  }

  private static func check(
    _ draft: StopDraft, of facility: String, _ register: Register, in db: Database
  ) throws {
    guard choices(register, "kind").contains(draft.kind) else { throw StopRefusal.unknownKind }
    let own = Set(try Points.list(facility: facility, in: db).map(\.id))
    guard own.isSuperset(of: draft.points), draft.points.isEmpty || register.field("point") != nil
    else { throw StopRefusal.foreignPoint }
    guard Set(choices(register, "factor")).isSuperset(of: draft.factors) else {
      throw StopRefusal.unknownFactor
    }
    guard max(draft.points.count, 1) * max(draft.factors.count, 1) <= rowLimit else {
      throw StopRefusal.tooMany(limit: rowLimit)
    }
  }

  private static func choices(_ register: Register, _ field: String) -> [String] {
    guard case .choice(let choices)? = register.field(field)?.kind else { return [] }
    return choices.map(\.id)
  }

  /// Each point with each quantity; nil for all of them.
  private static func pairs(
    _ draft: StopDraft, _ register: Register
  ) -> [(point: String?, factor: String?)] {
    let points: [String?] = draft.points.isEmpty ? [nil] : draft.points.distinct()
    let factors: [String?] = draft.factors.isEmpty ? [nil] : draft.factors.distinct()
    return points.flatMap { point in factors.map { (point, $0) } }
  }

  private static func note(
    _ exceedances: [StopExceedance], of row: Int64, _ register: Register, in db: Database
  ) throws {
    for over in exceedances {
      try db.execute(
        sql: """
          INSERT INTO stop_exceedance (register, row_id, rule, point, quantity, comparison, value,
            "limit", upper_limit, at)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
          """,
        arguments: [
          register.id, row, over.rule, over.point, over.quantity, over.comparison, over.value,
          over.limit, over.upperLimit, over.at,
        ])
    }
  }

  private static func tell(
    _ code: String, _ stop: Stop, _ register: Register, plan: Plan, at now: Int, in db: Database
  ) throws {
    let values = [
      "facility": stop.facility, "kind": stop.kind, "from": "\(stop.from)",
      "until": "\(stop.until)", "over": "\(stop.exceedances.count)",
    ]
    let told = [Recipient.role(.duty)] + plan.keepers(of: register).prefix(1).map { .unit($0) }
    for recipient in told {
      try Notifications.tell(
        recipient, code: code, object: "stop/\(stop.rows[0])", values: values, at: now, in: db)
    }
  }

  private static func answer(
    to requestID: String, of content: String, by actor: Actor, in db: Database
  ) throws -> Int64? {
    do {
      return try RequestLog.answer(to: requestID, by: actor, body: content.utf8, in: db)
        .flatMap { Int64($0.dropFirst("stop/".count)) }
    } catch let refusal as RequestRefusal {
      switch refusal {
      case .badID: throw StopRefusal.badRequestID
      case .anotherBody: throw StopRefusal.requestReused
      }
    }
  }

  private static func record(
    _ row: Int64, to requestID: String, of content: String, by actor: Actor, at now: Int,
    in db: Database
  ) throws {
    try RequestLog.record(
      "stop/\(row)", to: requestID, by: actor, body: content.utf8, at: now, in: db)
  }
}

extension StopDraft {
  /// What was asked, for telling a repeat from another request.
  fileprivate func content(of facility: String) -> String {
    ([facility, kind, "\(from ?? -1)", "\(until ?? -1)", photo?.sha256 ?? "", reason] + points
      + ["/"] + factors).joined(separator: "\n")
  }
}
