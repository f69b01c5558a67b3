import AirQuality

/// Credit schemes and vetoes.
extension PlanReader {
  func credit(_ value: Value, _ id: String) -> CreditScheme? {
    guard let table = Table(value, "credit \"\(id)\"", .credit, log: log) else { return nil }
    let label = label(table)
    let clause = requiredClause(table)
    let start = table.required("start", "add start: the points without any row, such as 100")
      .flatMap { decimal($0, "\"start\" of \(table.name)") }
    let below = table["blacklist-below"].flatMap {
      decimal($0, "\"blacklist-below\" of \(table.name)")
    }
    if let start, let below, below > start {
      log.error(
        table.location(of: "blacklist-below"),
        "\(table.name) blacklists everybody: \(below) is over the start \(start)",
        "write less than start")
    }
    let rules =
      table.required("rules", "add rules: [{rule: id, register: …, points: -5, lasts: 365 d, …}]")
      .map { creditRules($0, table) } ?? []
    guard let label, let clause, let start else { return nil }
    return CreditScheme(
      id: id, clause: clause, label: label, start: start, rules: rules, blacklistBelow: below)
  }

  private func creditRules(_ value: Value, _ owner: Table) -> [CreditScheme.Rule] {
    guard let items = list(value, "\"rules\" of \(owner.name)") else { return [] }
    if items.isEmpty {
      log.error(value.location, "\(owner.name) has no rules", "add at least one")
    }
    var rules: [CreditScheme.Rule] = []
    for item in items {
      guard let table = Table(item, "a rule of \(owner.name)", .creditRule, log: log),
        let idValue = table.required("rule", "begin it with \"rule: its-id\""),
        let id = id(idValue, .word, "the id of \(table.name)")
      else { continue }
      if rules.contains(where: { $0.id == id }) {
        log.error(idValue.location, "\(owner.name) has the rule \"\(id)\" twice", "keep one")
      }
      if let rule = creditRule(table, id, "rule \"\(id)\" of \(owner.name)") { rules.append(rule) }
    }
    return rules
  }

  private func creditRule(_ table: Table, _ id: String, _ name: String) -> CreditScheme.Rule? {
    let label = label(table)
    let (register, rows) = rows(table, "register", name)
    if let register, let rows, rows.dated == nil {
      log.error(
        table.location,
        "\(name) counts points from no day: register \"\(register.id)\" has no date",
        "add dated: and a date field, here or in the register")
    }
    let facility = facility(table, register, name)
    let points = table.required("points", "add points: -5")
      .flatMap { decimal($0, "\"points\" of \(name)") }
    if points == .zero {
      log.error(
        table.location(of: "points"), "\(name) gives 0 points", "write less than 0 to take points")
    }
    let lasts = table.required("lasts", "add lasts: 365 d").flatMap {
      days($0, "\"lasts\" of \(name)")
    }
    guard let label, let rows, let facility, let points, let lasts else { return nil }
    return .init(
      id: id, label: label, rows: rows, facility: facility, points: points, lastsDays: lasts)
  }

  func veto(_ value: Value, _ id: String) -> Veto? {
    guard let table = Table(value, "veto \"\(id)\"", .veto, log: log) else { return nil }
    let label = label(table)
    let clause = requiredClause(table)
    let (register, rows) = rows(table, "register", table.name)
    let hasFilter = table.required("where", "say which rows bar their facility") != nil
    let facility = facility(table, register, table.name)
    guard let label, let clause, let rows, hasFilter, let facility else { return nil }
    // A row bars its facility for as long as it is there.
    let whenever = Indicator.Rows(register: rows.register, filter: rows.filter, dated: nil)
    return Veto(id: id, clause: clause, label: label, rows: whenever, facility: facility)
  }

  /// The field that names whom it concerns; `facility` unless the plan says otherwise.
  private func facility(_ table: Table, _ register: Register?, _ name: String) -> String? {
    guard let register else { return nil }
    let value =
      table["facility"] ?? Value(location: table.location, content: .text("facility"))
    return field(value, of: register, kinds: ["facility"], "\"facility\" of \(name)")?.id
  }

  /// Whole days, up to ten years.
  private func days(_ value: Value, _ name: String) -> Int? {
    guard case .text(let text) = value.content, text.hasSuffix(" d"),
      let days = Int(text.dropLast(2)), (1...3_660).contains(days)
    else {
      log.error(
        value.location, "\(name) is \(value.kind), which is no count of days",
        "write whole days from 1 d to 3660 d, such as 365 d")
      return nil
    }
    return days
  }
}
