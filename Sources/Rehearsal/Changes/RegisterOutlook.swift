import ActionPlan
import AirQuality
import GRDB
import Ledger

/// What becomes of the registers' tables and columns.
struct RegisterOutlook {
  private(set) var lines: [String] = []
  /// Rows that would name a place or a unit that the plan no longer has.
  private(set) var complaints: [String] = []

  init(of new: Plan, after old: Plan?, in db: Database) throws {
    for pair in Plan.pairs(new.registers, old?.registers ?? [], by: \.id) where pair.old != pair.new
    {
      switch (pair.old, pair.new) {
      case (nil, let register?):
        lines.append(
          try RegisterStore.kept(register, in: db) == nil
            ? "\(register.id): a new table with \(register.fields.count) columns"
            : "\(register.id): its table of an earlier plan is taken up again")
      case (let register?, nil):
        lines.append("\(register.id): leaves the plan; it never held a row")
      case (let before?, let after?):
        lines += try Self.changes(of: after, since: before, in: db)
      case (nil, nil): break
      }
    }
    complaints = try Self.orphans(of: new, in: db)
  }

  static func orphans(of plan: Plan, in db: Database) throws -> [String] {
    try plan.registers.flatMap { try orphans(of: $0, plan: plan, in: db) }
  }

  private static func changes(
    of register: Register, since before: Register, in db: Database
  ) throws -> [String] {
    let rows = try RegisterStore.kept(before, in: db).map { kept in
      try Int.fetchOne(db, sql: "SELECT count(*) FROM \(RegisterStore.tableName(kept))") ?? 0
    }
    let count = rows ?? 0
    var lines: [String] = []
    for pair in Plan.pairs(register.fields, before.fields, by: \.id) where pair.old != pair.new {
      let name = "\(register.id).\(pair.id)"
      switch (pair.old, pair.new) {
      case (nil, let field?):
        lines.append(
          "\(name): a new column, empty in \(count) row(s)"
            + (field.isRequired ? "; it is required, so each wants a value when next changed" : ""))
      case (_?, nil):
        lines.append("\(name): leaves the plan")
      case (let old?, let field?):
        let outside = try outside(field, since: old, of: register, in: db)
        lines.append(
          "\(name): \(difference(field, since: old)); \(count) row(s) keep their values"
            + (outside > 0 ? ", \(outside) of them beyond the bounds until they are changed" : ""))
      case (nil, nil): break
      }
    }
    if register.key != before.key {
      lines.append("\(register.id): rows are named by \(register.key.joined(separator: ", "))")
    }
    return lines.isEmpty ? ["\(register.id): named or kept otherwise"] : lines
  }

  /// Rows whose value lies beyond bounds that are new.
  private static func outside(
    _ field: Field, since old: Field, of register: Register, in db: Database
  ) throws -> Int {
    guard field.atLeast != old.atLeast || field.atMost != old.atMost,
      field.kind == .decimal || field.kind == .integer,
      let kept = try RegisterStore.kept(register, in: db), kept.field(field.id) != nil
    else { return 0 }
    let column = RegisterStore.column(field)
    return try Int.fetchOne(
      db,
      sql: """
        SELECT count(*) FROM \(RegisterStore.tableName(kept))
        WHERE \(column) < CAST(? AS REAL) OR \(column) > CAST(? AS REAL)
        """, arguments: [field.atLeast?.description, field.atMost?.description]) ?? 0
  }

  private static func difference(_ field: Field, since old: Field) -> String {
    if field.isRequired != old.isRequired {
      return field.isRequired ? "becomes required" : "is no longer required"
    }
    if field.requiredWhen != old.requiredWhen { return "is required under other conditions" }
    if field.atLeast != old.atLeast || field.atMost != old.atMost { return "has other bounds" }
    if field.kind != old.kind { return "offers other values" }
    return "is named otherwise"
  }

  /// Values of places and units that the plan would no longer know.
  private static func orphans(
    of register: Register, plan: Plan, in db: Database
  ) throws -> [String] {
    guard let kept = try RegisterStore.kept(register, in: db) else { return [] }
    return try kept.fields.flatMap { field -> [String] in
      let known: Set<String>
      switch field.kind {
      case .place: known = Set(plan.places.map(\.id))
      case .unit: known = Set(plan.units.map(\.id))
      default: return []
      }
      let column = RegisterStore.column(field)
      let used = try String.fetchAll(
        db,
        sql: """
          SELECT DISTINCT \(column) FROM \(RegisterStore.tableName(kept))
          WHERE \(column) IS NOT NULL ORDER BY 1
          """)
      return used.filter { !known.contains($0) }.map {
        "register \(register.id), field \(field.id): rows hold \"\($0)\", which is not in the "
          + "plan; put it back, or change those rows first"
      }
    }
  }
}
