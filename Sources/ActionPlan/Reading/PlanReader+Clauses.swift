import AirQuality

/// Clauses and their milestones.
extension PlanReader {
  func clause(_ value: Value, _ id: String) -> Clause? {
    guard let table = Table(value, "clause \"\(id)\"", .clause, log: log) else { return nil }
    let label = label(table)
    let lead = table["lead"].map { unitList($0, "\"lead\" of \(table.name)") } ?? []
    let with = table["with"].map { unitList($0, "\"with\" of \(table.name)") } ?? []
    for id in with where lead.contains(id) {
      log.error(
        table.location(of: "with"), "unit \"\(id)\" both leads \(table.name) and cooperates in it",
        "keep it under lead")
    }
    let target = table["target"].flatMap { self.label($0, "the target of \(table.name)") }
    let due = table["due"].flatMap { day($0, "\"due\" of \(table.name)") } ?? head?.lastDay
    let rhythm =
      table["reports"].map {
        word($0, "\"reports\" of \(table.name)", among: Clause.Rhythm.allCases)
      } ?? .quarter
    let milestones =
      table["milestones"].map { self.milestones($0, table, lead: lead, due: due) } ?? []
    let pending =
      (table["pending"].flatMap { list($0, "\"pending\" of \(table.name)") } ?? [])
      .compactMap { self.label($0, "\"pending\" of \(table.name)") }
    guard let label, let rhythm else { return nil }
    let clause = Clause(
      id: id, label: label, lead: lead, with: with, target: target, due: due, rhythm: rhythm,
      milestones: milestones, pending: pending)
    clauses.append(clause)
    return clause
  }

  private func milestones(
    _ value: Value, _ owner: Table, lead: [String], due: CalendarDay?
  ) -> [Clause.Milestone] {
    stages(value, owner, .milestone, "milestone") { stage, location in
      for unit in stage.units where !lead.contains(unit) {
        log.error(
          location,
          "milestone \"\(stage.id)\" of \(owner.name) concerns \"\(unit)\", which does not lead it",
          suggestion(Value(location: location, content: .text(unit)), among: lead))
      }
      if let due, stage.by > due {
        log.error(
          location,
          "milestone \"\(stage.id)\" of \(owner.name) is by \(stage.by), after the clause is due on \(due)",
          "set it earlier, or the due day later")
      }
    }
  }

  /// Stages with a day each, in the order of their days.
  func stages(
    _ value: Value, _ owner: Table, _ shape: Shape, _ key: String,
    check: (Clause.Milestone, Location) -> Void
  ) -> [Clause.Milestone] {
    var stages: [Clause.Milestone] = []
    for item in list(value, "\"\(key)s\" of \(owner.name)") ?? [] {
      guard let table = Table(item, "a \(key) of \(owner.name)", shape, log: log),
        let idValue = table.required(key, "begin it with \"\(key): its-id\""),
        let id = id(idValue, .word, "the id of \(table.name)")
      else { continue }
      let name = "\(key) \"\(id)\" of \(owner.name)"
      let label = label(table)
      let by = table.required("by", "add by: and its last day, such as 2021-06-30")
        .flatMap { day($0, "\"by\" of \(name)") }
      let units = table["units"].map { unitList($0, "\"units\" of \(name)") } ?? []
      guard let label, let by else { continue }
      let stage = Clause.Milestone(id: id, label: label, by: by, units: units)
      if stages.contains(where: { $0.id == id }) {
        log.error(idValue.location, "\(owner.name) has the \(key) \"\(id)\" twice", "keep one")
        continue
      }
      if let last = stages.last, by < last.by {
        log.error(
          table.location(of: "by"), "\(name) is by \(by), before \"\(last.id)\" above it",
          "put the earliest first")
      }
      check(stage, table.location(of: "by"))
      stages.append(stage)
    }
    return stages
  }
}
