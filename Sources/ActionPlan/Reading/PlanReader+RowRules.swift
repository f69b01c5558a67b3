/// Rules on the rows of a register: which rows, how many within how long, and the case they open.
extension PlanReader {
  /// How many rows may have to come together.
  static let rowTimes = 1...1_000
  /// Kinds of field whose values are told apart exactly.
  private static let groupingKinds = [
    "text", "integer", "choice", "facility", "point", "place", "unit", "row", "credit-code",
    "plate",
  ]

  func rowRule(_ value: Value, _ id: String) -> Rule? {
    guard let table = Table(value, "rule \"\(id)\"", .rowRule, log: log) else { return nil }
    let label = label(table)
    let clause = clauseReference(table)
    let registerValue = table.required("register", "name the register whose rows are meant")
    let register = soundRegister(registerValue, "\"register\" of \(table.name)")
    let trigger = rowTrigger(table, register)
    let watch = register.map { Rule.Watch.register($0.id) }
    let facility = facilityField(table, watch, register)
    let action =
      table.required("open", "say what opens: open: {procedure: …, severity: …}")
      .flatMap { opening($0, table, watch, register) }
    guard let label, let watch, let trigger, let action else { return nil }
    return Rule(
      id: id, label: label, clause: clause, watch: watch, trigger: .rows(trigger),
      except: Exceptions(), stages: [Stage(afterSeconds: 0, action: action)],
      gapSeconds: Self.defaultGapSeconds, facilityField: facility)
  }

  private func rowTrigger(_ table: Table, _ register: Register?) -> RowTrigger? {
    let filter = table.required("where", "say which rows are meant, such as \"result = 'fail'\"")
      .flatMap { rowCondition($0, register, table) }
    let times = table["times"].map { whole($0, "\"times\" of \(table.name)", in: Self.rowTimes) }
    let within = table["within"].map { span($0, "\"within\" of \(table.name)") }
    if let times, let times, times > 1, within == nil {
      log.error(
        table.location(of: "times"), "\(table.name) counts \(times) rows within no time",
        "add within: 6 months")
    }
    if table["by"] != nil, within == nil {
      log.error(
        table.location(of: "by"),
        "\(table.name) counts by a field, but each of its rows opens a case of its own",
        "add times: 2 and within: 6 months, or remove by")
    }
    let by = table["by"].flatMap { value in
      register.flatMap {
        field(value, of: $0, kinds: Self.groupingKinds, "\"by\" of \(table.name)")?.id
      }
    }
    let dated = dated(table, register, isNeeded: within != nil)
    guard let filter, register != nil, table["by"] == nil || by != nil else { return nil }
    return RowTrigger(
      filter: filter, dated: dated, times: (times ?? nil) ?? 1, within: within ?? nil, by: by)
  }

  /// A condition that no passing of time can make true.
  private func rowCondition(
    _ value: Value, _ register: Register?, _ table: Table
  ) -> RowFilter? {
    guard let filter = filter(value, of: register, "\"where\" of \(table.name)") else { return nil }
    if filter.predicate.asksForToday {
      log.error(
        value.location,
        "\"where\" of \(table.name) asks for today, but a rule on rows looks when a row is written",
        "compare with a field or a day; what is overdue is for an indicator to show")
    }
    return filter
  }

  private func dated(_ table: Table, _ register: Register?, isNeeded: Bool) -> String? {
    guard let register else { return nil }
    if let value = table["dated"] {
      return field(value, of: register, kinds: ["date"], "\"dated\" of \(table.name)")?.id
    }
    if isNeeded, register.dated == nil {
      log.error(
        table.location(of: "within"),
        "\(table.name) counts within a time, but its rows have no date",
        "add dated: and a date field, here or in the register")
    }
    return register.dated
  }

  private func span(_ value: Value, _ name: String) -> RowTrigger.Span? {
    guard case .text(let text) = value.content, let parsed = ParsedSpan(text) else {
      log.error(
        value.location, "\(name) is \(value.kind), which is no span of days or months",
        ParsedSpan.remedy)
      return nil
    }
    return parsed.span
  }
}

extension Predicate {
  /// Whether what holds today may not hold tomorrow.
  var asksForToday: Bool {
    switch self {
    case .compare(let a, _, let b): a.isToday || b.isToday
    case .isEmpty: false
    case .isOne(let operand, _): operand.isToday
    case .all(let parts), .any(let parts): parts.contains(where: \.asksForToday)
    case .not(let part): part.asksForToday
    }
  }
}

extension Predicate.Operand {
  fileprivate var isToday: Bool {
    if case .today = self { true } else { false }
  }
}
