internal import ActionPlan
internal import AirQuality
internal import GRDB
internal import Ledger

/// A rule on the rows of a register, with everything at hand by which a row is judged.
struct RowRule: Sendable {
  let rule: Rule
  let trigger: RowTrigger
  let register: Register
  let procedure: String
  let severity: Severity
  let utcOffsetSeconds: Int

  /// nil for a rule on samples, and where the plan lacks the register.
  init?(_ rule: Rule, in plan: Plan) {
    guard case .rows(let trigger) = rule.trigger, case .register(let id) = rule.watch,
      let register = plan.register(id),
      case .open(let procedure, let severity)? = rule.stages.first?.action
    else { return nil }
    self.rule = rule
    self.trigger = trigger
    self.register = register
    self.procedure = procedure
    self.severity = severity
    utcOffsetSeconds = plan.utcOffsetSeconds
  }

  /// Its groups are facilities, which may be merged.
  var countsFacilities: Bool { trigger.by.flatMap(register.field)?.kind == .facility }

  static func all(of plan: Plan) -> [RowRule] { plan.rules.compactMap { RowRule($0, in: plan) } }

  /// The condition does not ask for today: any day will do.
  func holds(_ row: RegisterRow) -> Bool {
    trigger.filter.holds(
      row.values, today: CalendarDay(dayNumber: 0), utcOffsetSeconds: utcOffsetSeconds)
  }

  /// The group in which a row is counted: nil text where the rule counts all rows together.
  ///
  /// - Returns: nil where the row counts nowhere: it does not fulfil the condition, or has no date or
  ///   no value to be counted by.
  func place(of row: RegisterRow) -> (group: String?, member: RowWindow.Member)? {
    guard holds(row) else { return nil }
    guard trigger.within != nil else {
      return (nil, RowWindow.Member(row: row.id, day: day(of: row) ?? 0))
    }
    guard let day = day(of: row) else { return nil }
    let member = RowWindow.Member(row: row.id, day: day)
    guard let by = trigger.by else { return (nil, member) }
    return Self.text(row[by]).map { ($0, member) }
  }

  /// Day number of the row's date.
  private func day(of row: RegisterRow) -> Int? {
    trigger.dated.flatMap { row[$0].text }.flatMap { CalendarDay($0) }?.dayNumber
  }

  /// When it happened, epoch seconds: the local midnight of its date, else when it was written first.
  func start(of row: RegisterRow) -> Int {
    day(of: row).map { $0 * 86_400 - utcOffsetSeconds } ?? row.createdAt
  }

  private static func text(_ value: FieldValue) -> String? {
    switch value {
    case .text(let text): text
    case .integer(let number): String(number)
    default: nil
    }
  }

  func subject(_ row: Int64) -> String { "\(register.id)/\(row)" }

  /// The rows of a group that fulfil the condition and may share a window with one of these days.
  func neighbours(
    of member: RegisterRow, days: ClosedRange<Int>, in db: Database
  ) throws -> [RegisterRow] {
    guard let within = trigger.within, let dated = trigger.dated else { return [] }
    let length =
      switch within {
      case .days(let count): count
      case .months(let count): (count + 1) * 31
      }
    func day(_ number: Int) -> Predicate.Operand { .literal(.day(CalendarDay(dayNumber: number))) }
    let near = RowFilter(
      text: "",
      predicate: .all([
        trigger.filter.predicate,
        .compare(.field(dated), .atLeast, day(days.lowerBound - length)),
        .compare(.field(dated), .atMost, day(days.upperBound + length)),
      ]))
    var selection = near.selection(
      of: register, today: CalendarDay(dayNumber: 0), utcOffsetSeconds: utcOffsetSeconds)
    if let by = trigger.by, let field = register.field(by) {
      selection = selection.and(.rows(of: field, holding: member[by]))
    }
    return try RegisterStore.rows(register, selected: selection, in: db)
  }
}

extension RegisterRow {
  /// The first of its fields that name a place.
  func place(of register: Register) -> String? {
    register.fields.lazy.filter { $0.kind == .place }.compactMap { self[$0.id].text }.first
  }

  /// The first of its positions.
  func position(of register: Register) -> Coordinate? {
    for field in register.fields where field.kind == .position {
      if case .position(let position) = self[field.id] { return position }
    }
    return nil
  }
}
