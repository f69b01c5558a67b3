/// What follows when a rule has held so long.
extension PlanReader {
  func stages(
    _ value: Value, _ rule: Table, _ watch: Rule.Watch?, _ register: Register?, tells: Bool
  ) -> [Stage] {
    guard let items = list(value, "\"stages\" of \(rule.name)") else { return [] }
    if items.isEmpty {
      log.error(value.location, "\(rule.name) has no stages", "add at least one")
    }
    var stages: [Stage] = []
    for item in items {
      guard
        let table = Table(
          item, "a stage of \(rule.name)", .stage, log: log),
        let after = table.required("for", "say how long it must hold: for: 15 min")
          .flatMap({ duration($0, "\"for\" of \(table.name)") }),
        let action = action(table, rule, watch, register, tells: tells)
      else { continue }
      if action.opensCase, stages.contains(where: { $0.action.opensCase }) {
        log.error(
          table.location(of: "open"), "\(rule.name) opens a second case of one finding",
          "keep one stage with open; the case's procedure says what follows")
      }
      if let last = stages.last, after <= last.afterSeconds {
        log.error(
          table.location, "the stages of \(rule.name) do not ascend",
          "put the shortest time first, each time once")
      }
      stages.append(Stage(afterSeconds: after, action: action))
    }
    return stages
  }

  private func action(
    _ table: Table, _ rule: Table, _ watch: Rule.Watch?, _ register: Register?, tells: Bool
  ) -> Stage.Action? {
    switch (table["tell"], table["open"]) {
    case (let tell?, nil):
      guard case .text("facility") = tell.content else {
        log.error(tell.location, "a rule cannot tell \(tell.kind)", "write tell: facility")
        return nil
      }
      if !tells, register != nil {
        log.error(
          tell.location, "\(rule.name) tells the facility, but its rows name none",
          "add a field of kind facility to the register")
      }
      return .tellFacility
    case (nil, let open?): return opening(open, rule, watch, register)
    default:
      log.error(
        table.location, "\(table.name) needs one of tell and open",
        "write tell: facility, or open: {procedure: …, severity: …}")
      return nil
    }
  }

  func opening(
    _ value: Value, _ rule: Table, _ watch: Rule.Watch?, _ register: Register?
  ) -> Stage.Action? {
    guard
      let table = Table(
        value, "\"open\" of \(rule.name)", .opening, log: log)
    else { return nil }
    let procedureValue = table.required("procedure", "name the procedure of the case")
    let procedure =
      procedureValue
      .flatMap { reference($0, to: .procedure, "the procedure of \(table.name)") }
    let severity = table.required("severity", "add minor, ordinary, serious or grave")
      .flatMap { word($0, "the severity of \(table.name)", among: Severity.allCases) }
    guard let procedure, let severity else { return nil }
    if let location = procedureValue?.location {
      checkFields(usedBy: procedure, rule, watch, register, at: location)
    }
    return .open(procedure: procedure, severity: severity)
  }

  /// A procedure that assigns by a field needs rows that have it.
  private func checkFields(
    usedBy id: String, _ rule: Table, _ watch: Rule.Watch?, _ register: Register?,
    at location: Location
  ) {
    guard let procedure = procedures.first(where: { $0.id == id }) else { return }
    for field in procedure.assigningFields {
      if watch == .devices {
        log.error(
          location,
          "procedure \"\(id)\" assigns by the field \"\(field)\", which devices do not have",
          "open another procedure")
      } else if let register, register.field(field)?.kind != .unit {
        log.error(
          location,
          "procedure \"\(id)\" assigns by the field \"\(field)\", which register \"\(register.id)\" does not have as a unit",
          "add {field: \(field), kind: unit} to the register, or open another procedure")
      }
    }
  }
}
