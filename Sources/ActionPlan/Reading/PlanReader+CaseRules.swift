/// What a procedure allows with its cases beside the steps.
extension PlanReader {
  func caseRules(_ table: Table) -> CaseRules {
    CaseRules(
      suspension: table["suspend"].flatMap { suspension($0, "\"suspend\" of \(table.name)") },
      transfer: table["transfer"].flatMap { transfer($0, "\"transfer\" of \(table.name)") },
      reopening: table["reopen"].flatMap { reopening($0, "\"reopen\" of \(table.name)") },
      appeal: table["appeal"].flatMap { appeal($0, "\"appeal\" of \(table.name)") },
      relapseSeconds: table["relapse"].flatMap {
        duration($0, "\"relapse\" of \(table.name)", atLeast: 1)
      })
  }

  private func suspension(_ value: Value, _ name: String) -> SuspensionRule? {
    guard let table = Table(value, name, .suspension, log: log),
      let by = people(table, "by", "say who may suspend: by: [duty, lead]"),
      let longest = table.required("longest", "say when it resumes by itself: longest: 30 d")
        .flatMap({ duration($0, "\"longest\" of \(name)", atLeast: 60) })
    else { return nil }
    return SuspensionRule(by: by, longestSeconds: longest)
  }

  private func transfer(_ value: Value, _ name: String) -> TransferRule? {
    guard let table = Table(value, name, .transfer, log: log),
      let by = people(table, "by", "say who may offer the case to another unit: by: assignee"),
      let arbitrate = people(
        table, "arbitrate", "say who decides after a refusal: arbitrate: [duty, lead]")
    else { return nil }
    return TransferRule(by: by, arbitrate: arbitrate)
  }

  private func reopening(_ value: Value, _ name: String) -> ReopeningRule? {
    guard let table = Table(value, name, .reopening, log: log),
      let by = people(table, "by", "say who may reopen: by: [lead, duty, leader]"),
      let to = table.required("to", "name the state it goes on from, such as opened")
        .flatMap({ id($0, .word, "\"to\" of \(name)") }),
      let within = table.required("within", "say how long after closing: within: 90 d")
        .flatMap({ duration($0, "\"within\" of \(name)", atLeast: 60) })
    else { return nil }
    return ReopeningRule(by: by, to: to, withinSeconds: within)
  }

  private func appeal(_ value: Value, _ name: String) -> AppealRule? {
    guard let table = Table(value, name, .appeal, log: log),
      let within = table.required("within", "say how long after closing: within: 10 d")
        .flatMap({ limit($0, "\"within\" of \(name)") }),
      let by = people(table, "decide", "say who decides: decide: [lead]"),
      let decide = table.required("decide-within", "add decide-within: 5 d")
        .flatMap({ limit($0, "\"decide-within\" of \(name)") })
    else { return nil }
    return AppealRule(within: within, decideBy: by, decideWithin: decide)
  }

  private func people(_ table: Table, _ key: String, _ remedy: String) -> [Step.Actor]? {
    guard let value = table.required(key, remedy) else { return nil }
    let people = actors(value, "\"\(key)\" of \(table.name)")
    guard !people.contains(.system) else {
      log.error(
        value.location, "\"\(key)\" of \(table.name) names the system, which decides nothing",
        "name duty, assignee, lead, leader or facility")
      return nil
    }
    return people.isEmpty ? nil : people
  }

  /// A case that is taken up again must be able to go on.
  func checkReopening(_ procedure: Procedure, _ table: Table) {
    guard let reopening = procedure.rules.reopening, let value = table["reopen"] else { return }
    let states = [Procedure.openedState] + procedure.steps.map(\.to)
    if !states.contains(reopening.to) {
      log.error(
        value.location,
        "\"reopen\" of \(table.name) leads to \"\(reopening.to)\", a state no step leads to",
        suggestion(Value(location: value.location, content: .text(reopening.to)), among: states))
    } else if procedure.isFinal(reopening.to) {
      log.error(
        value.location, "\"reopen\" of \(table.name) leads to \"\(reopening.to)\", which is an end",
        "name a state that goes on, such as opened")
    }
  }

  /// Units that must each take a step. One of them at least is sure to be known of every case.
  func parallel(_ value: Value, _ name: String) -> [Step.Assignment] {
    let items = list(value, "\"parallel\" of \(name)") ?? []
    let units = items.compactMap { informed($0, "\"parallel\" of \(name)") }
    guard units.count == items.count else { return units }
    if Set(units).count < 2 {
      log.error(
        value.location, "\"parallel\" of \(name) names fewer than two units",
        "name each unit that has to take the step, or write by: assignee")
    } else if Set(units).count < units.count {
      log.error(value.location, "\"parallel\" of \(name) names a unit twice", "keep one")
    }
    let isSure = units.contains { if case .unit = $0 { true } else { false } }
    if !isSure {
      log.error(
        value.location, "\"parallel\" of \(name) may come to nobody: no unit of it is fixed",
        "add one as {unit: EEB}")
    }
    return units
  }
}
