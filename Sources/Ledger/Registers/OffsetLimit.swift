import ActionPlan
import AirQuality
import GRDB

/// No more is drawn of a reduction than there is of it, whoever writes the row and however: the plan's
/// admission checks name the register of reductions and the one of what was drawn.
struct OffsetLimit: Sendable {
  let offsets: AdmissionCheck.Offsets
  let plan: Plan
  let today: CalendarDay

  /// Those that rows of a register could break.
  static func all(of register: Register, plan: Plan, today: CalendarDay) -> [OffsetLimit] {
    plan.checks.compactMap { check in
      guard case .admission(let admission) = check.kind, let offsets = admission.offsets,
        [offsets.register, offsets.spent.register].contains(register.id)
      else { return nil }
      return OffsetLimit(offsets: offsets, plan: plan, today: today)
    }
  }

  /// What a row draws; nil where it names no reduction or no tonnes.
  func draw(_ values: [String: FieldValue]) -> (reduction: Int64, tonnes: ExactDecimal)? {
    guard case .integer(let reduction) = values[offsets.spent.reduction] ?? .null,
      let tonnes = (values[offsets.spent.tonnes] ?? .null).number
    else { return nil }
    return (reduction, tonnes)
  }

  /// What may be drawn of a reduction: nothing before it is verified.
  func available(_ values: [String: FieldValue]) -> ExactDecimal {
    let isVerified =
      offsets.verified?.holds(values, today: today, utcOffsetSeconds: plan.utcOffsetSeconds)
      ?? true
    return isVerified ? (values[offsets.tonnes] ?? .null).number ?? .zero : .zero
  }

  /// What is wrong with one row, given all others; nothing where it takes no more than before.
  ///
  /// - Parameter row: the row that is changed; nil for a new one.
  func fault(
    _ values: [String: FieldValue], of register: Register, row: Int64?, in db: Database
  ) throws -> FieldFault? {
    let old = try row.flatMap { try RegisterStore.row(register, $0, in: db) }
    if register.id == offsets.spent.register, let draw = draw(values) {
      if let before = old.flatMap({ self.draw($0.values) }), before.reduction == draw.reduction,
        draw.tonnes <= before.tonnes
      {
        return nil
      }
      let left = try available(of: draw.reduction, in: db)
        .subtracting(try spent(of: draw.reduction, but: row, in: db))
      guard let left, draw.tonnes > left else { return nil }
      return fault(offsets.spent.tonnes, draw.tonnes, left)
    }
    if register.id == offsets.register, let row, let old {
      let (before, after) = (available(old.values), available(values))
      let spent = try spent(of: row, but: nil, in: db)
      return after < before && after < spent ? fault(offsets.tonnes, spent, after) : nil
    }
    return nil
  }

  /// - Parameters:
  ///   - drawn: tonnes that are drawn or would be.
  ///   - left: tonnes that there are for it.
  func fault(_ field: String, _ drawn: ExactDecimal, _ left: ExactDecimal) -> FieldFault {
    FieldFault(
      field: field, code: .overspent, found: "\(drawn) / \(left)",
      remedy: "\(drawn) t are drawn and \(left) t are left of that reduction; draw less or from "
        + "another one")
  }

  func available(of reduction: Int64, in db: Database) throws -> ExactDecimal {
    guard let register = plan.register(offsets.register),
      let row = try RegisterStore.row(register, reduction, in: db)
    else { return .zero }
    return available(row.values)
  }

  func spent(of reduction: Int64, but row: Int64?, in db: Database) throws -> ExactDecimal {
    try draws(of: reduction, in: db).filter { $0.id != row }
      .compactMap { draw($0.values)?.tonnes }.reduce(.zero) { $0.adding($1) ?? $0 }
  }

  private func draws(of reduction: Int64, in db: Database) throws -> [RegisterRow] {
    guard let register = plan.register(offsets.spent.register),
      let field = register.field(offsets.spent.reduction)
    else { return [] }
    return try Row.fetchAll(
      db,
      sql: """
        SELECT * FROM \(RegisterStore.tableName(register)) WHERE \(RegisterStore.column(field)) = ?
        """, arguments: [reduction]
    ).map { RegisterStore.row($0, of: register) }
  }
}

/// What the rows of a table would draw, looked at together: a row that draws less may stand below the
/// one that draws more.
struct StagedDraws: Sendable {
  private struct Staged {
    let row: Int64?
    let line: Int
    let values: [String: FieldValue]
  }

  private let register: Register
  private let limits: [OffsetLimit]
  private var staged: [Staged] = []

  init(_ register: Register, plan: Plan, today: CalendarDay) {
    self.register = register
    limits = OffsetLimit.all(of: register, plan: plan, today: today)
  }

  /// - Parameter row: the register's row that is changed; nil for a new one.
  mutating func take(_ values: [String: FieldValue], row: Int64?, line: Int) {
    if !limits.isEmpty { staged.append(Staged(row: row, line: line, values: values)) }
  }

  /// What is wrong, with the last row of the table that draws on the reduction.
  func faults(in db: Database) throws -> [(line: Int, fault: FieldFault)] {
    try limits.flatMap { limit in
      register.id == limit.offsets.spent.register
        ? try overdrawn(limit, in: db)
        : try staged.compactMap { staged in
          try limit.fault(staged.values, of: register, row: staged.row, in: db)
            .map { (staged.line, $0) }
        }
    }
  }

  private func overdrawn(
    _ limit: OffsetLimit, in db: Database
  ) throws -> [(line: Int, fault: FieldFault)] {
    var (before, after): ([Int64: ExactDecimal], [Int64: ExactDecimal]) = ([:], [:])
    var lines: [Int64: Int] = [:]
    func add(_ tonnes: ExactDecimal, of reduction: Int64, to sums: inout [Int64: ExactDecimal]) {
      sums[reduction] = sums[reduction, default: .zero].adding(tonnes)
    }
    for staged in staged {
      let old = try staged.row.flatMap { try RegisterStore.row(register, $0, in: db) }
      if let old = old.flatMap({ limit.draw($0.values) }) {
        add(old.tonnes, of: old.reduction, to: &before)
      }
      guard let draw = limit.draw(staged.values) else { continue }
      add(draw.tonnes, of: draw.reduction, to: &after)
      lines[draw.reduction] = staged.line
    }
    return try lines.sorted { $0.value < $1.value }.compactMap { reduction, line in
      let (old, new) = (before[reduction] ?? .zero, after[reduction] ?? .zero)
      guard new > old else { return nil }
      let others = try limit.spent(of: reduction, but: nil, in: db).subtracting(old) ?? .zero
      let left = try limit.available(of: reduction, in: db).subtracting(others) ?? .zero
      return new > left ? (line, limit.fault(limit.offsets.spent.tonnes, new, left)) : nil
    }
  }
}

extension StagedDraws {
  /// Reductions of which more is drawn than there is, among those that the rows of an import touch: it
  /// was sound when it was looked at, but others have drawn since.
  static func overdrawn(
    import id: Int64, register: Register, plan: Plan, today: CalendarDay, in db: Database
  ) throws -> Int {
    try OffsetLimit.all(of: register, plan: plan, today: today).reduce(0) { count, limit in
      let isDraw = register.id == limit.offsets.spent.register
      let named =
        isDraw
        ? "json_extract(whole, '$.\"\(limit.offsets.spent.reduction)\".integer')" : "row_id"
      let touched = try Int64.fetchAll(
        db,
        sql: """
          SELECT DISTINCT \(named) FROM register_import_row
          WHERE import = ? AND \(named) IS NOT NULL
          """, arguments: [id])
      return try count
        + touched.count {
          try limit.spent(of: $0, but: nil, in: db) > limit.available(of: $0, in: db)
        }
    }
  }
}
