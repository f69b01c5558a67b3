public import ActionPlan
public import GRDB

extension StopBook {
  /// Stops of a firm, the latest to begin first; none where the plan has no register of them.
  ///
  /// - Parameter since: only those that last or lasted after this instant, epoch seconds.
  public static func list(
    facility: String, since: Int = .min, plan: Plan, in db: Database
  ) throws -> [Stop] {
    guard let register = plan.declarations else { return [] }
    let rows = try RegisterStore.rows(register, where: "facility", is: facility, in: db)
      .filter { ($0["until"].instant ?? .max) > since }
    return try stops(rows, register, in: db).sorted {
      ($1.from, $1.rows[0]) < ($0.from, $0.rows[0])
    }
  }

  /// - Parameter row: any row of the stop.
  /// - Throws: `StopRefusal.noStop`.
  static func existing(
    _ row: Int64, facility: String, plan: Plan, in db: Database
  ) throws -> Stop {
    guard
      let stop = try list(facility: facility, plan: plan, in: db)
        .first(where: { $0.rows.contains(row) })
    else { throw StopRefusal.noStop }
    return stop
  }

  /// What rows have in common where they were declared in one go.
  private struct Together: Hashable {
    let at: Int
    let by: String
    let kind: String
    let from: Int
    let until: Int
    let reason: String
    let withdrawn: Int?
  }

  private static func stops(
    _ rows: [RegisterRow], _ register: Register, in db: Database
  ) throws -> [Stop] {
    var order: [Together] = []
    var groups: [Together: [RegisterRow]] = [:]
    var ends: [Together: RowChange] = [:]
    for row in rows {
      guard let kind = row["kind"].text, let from = row["from"].instant,
        let until = row["until"].instant
      else { continue }
      let changes = try RowHistory.changes(of: row.id, in: register, db)
      let together = Together(
        at: row.createdAt, by: changes.first?.actor ?? "", kind: kind, from: from, until: until,
        reason: row["reason"].text ?? changes.first?.why ?? "",
        withdrawn: row["withdrawn"].instant)
      if groups[together] == nil { order.append(together) }
      groups[together, default: []].append(row)
      ends[together] = changes.last { $0.new["withdrawn"] != nil }
    }
    return try order.compactMap { together in
      guard let rows = groups[together], let first = rows.first else { return nil }
      return Stop(
        rows: rows.map(\.id), facility: first["facility"].text ?? "", kind: together.kind,
        points: rows.compactMap { $0["point"].text }.distinct(),
        factors: rows.compactMap { $0["factor"].text }.distinct(), from: together.from,
        until: together.until, reason: together.reason,
        photo: first["photo"].text.flatMap { Int64($0) }, declaredAt: together.at,
        declaredBy: together.by, withdrawnAt: together.withdrawn,
        withdrawnBy: ends[together]?.actor ?? "", ground: ends[together]?.why ?? "",
        exceedances: try exceedances(of: rows.map(\.id), register, in: db))
    }
  }

  private static func exceedances(
    of rows: [Int64], _ register: Register, in db: Database
  ) throws -> [StopExceedance] {
    try rows.flatMap { row in
      try Row.fetchAll(
        db.cachedStatement(
          sql: """
            SELECT * FROM stop_exceedance WHERE register = ? AND row_id = ?
            ORDER BY rule, point, quantity
            """), arguments: [register.id, row]
      ).map { row in
        StopExceedance(
          rule: row["rule"], point: row["point"], quantity: row["quantity"],
          comparison: row["comparison"], value: row["value"], limit: row["limit"],
          upperLimit: row["upper_limit"], at: row["at"])
      }
    }
  }
}

extension Sequence where Element: Hashable {
  /// Each element once, in the order of their first.
  func distinct() -> [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
