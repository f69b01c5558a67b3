/// Campaigns: dated programmes.
extension PlanReader {
  func campaign(_ value: Value, _ id: String) -> Campaign? {
    guard let table = Table(value, "campaign \"\(id)\"", .campaign, log: log) else { return nil }
    let label = label(table)
    let clause = requiredClause(table)
    let from = table.required("from", "add from: and its first day, such as 2021-04-01")
      .flatMap { day($0, "\"from\" of \(table.name)") }
    let until = table.required("until", "add until: and its last day, such as 2021-09-30")
      .flatMap { day($0, "\"until\" of \(table.name)") }
    if let from, let until, from > until {
      log.error(
        table.location(of: "until"), "\(table.name) ends on \(until), before it begins on \(from)",
        "swap from and until")
    }
    let units = table["units"].map { unitList($0, "\"units\" of \(table.name)") }
    let lead = clauses.first { $0.id == clause }?.lead ?? []
    let stages =
      table["stages"].map { value in
        self.stages(value, table, .campaignStage, "stage") { stage, location in
          guard let from, let until, from <= until, stage.by < from || stage.by > until else {
            return
          }
          log.error(
            location,
            "stage \"\(stage.id)\" of \(table.name) is by \(stage.by), outside \(from) to \(until)",
            "set it within the campaign")
        }
      } ?? []
    guard let label, let clause, let from, let until else { return nil }
    return Campaign(
      id: id, clause: clause, label: label, from: from, until: until, units: units ?? lead,
      stages: stages)
  }

  /// The clause that an element carries out, for those that may not be without one.
  func requiredClause(_ table: Table) -> String? {
    table.required("clause", "name the clause it carries out")
      .flatMap { reference($0, to: .clause, "the clause of \(table.name)") }
  }
}
