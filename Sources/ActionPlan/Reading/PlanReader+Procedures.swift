/// Causes, procedures and their steps.
extension PlanReader {
  func cause(_ value: Value, _ id: String) -> Cause? {
    guard let table = Table(value, "cause \"\(id)\"", .cause, log: log) else {
      return nil
    }
    let kind =
      table["class"].map { word($0, "the class of \(table.name)", among: CauseClass.allCases) }
      ?? .unclear
    guard let label = label(table), let kind else { return nil }
    return Cause(id: id, label: label, kind: kind)
  }

  func procedure(_ value: Value, _ id: String) -> Procedure? {
    guard let table = Table(value, "procedure \"\(id)\"", .procedure, log: log) else { return nil }
    let label = label(table)
    let clause = clauseReference(table)
    let lead = table.required("lead", "name the unit that answers for it and verifies")
      .flatMap { reference($0, to: .unit, "the lead of \(table.name)") }
    let opened = table["opened"].flatMap { self.label($0, "\"opened\" of \(table.name)") }
    let intake = table["intake"].map { self.intake($0, table.name) } ?? Intake()
    let causes =
      table["causes"].map { self.causes($0, "\"causes\" of \(table.name)") } ?? self.causes
    let before = log.errorCount
    let steps = table.required("steps", "add a list of steps").map { self.steps($0, table) } ?? []
    let remind = table["remind"].map { reminders($0, table.name) } ?? []
    let late = table["late"].map { lateness($0, table.name) } ?? []
    guard let label, let lead else { return nil }
    let procedure = Procedure(
      id: id, label: label, clause: clause, lead: lead,
      opened: opened ?? Procedure.usualOpened, intake: intake,
      causes: causes, steps: steps.map(\.step), remind: remind, late: late,
      rules: caseRules(table))
    checkCauses(procedure, steps)
    // A broken step leaves holes in the machine; their complaints would only repeat the first.
    if log.errorCount == before {
      check(machine: procedure, steps, table)
      checkReopening(procedure, table)
    }
    return procedure
  }

  /// Some of the plan's causes, in the order given here.
  private func causes(_ value: Value, _ name: String) -> [Cause] {
    var causes: [Cause] = []
    for item in list(value, name) ?? [] {
      guard let id = reference(item, to: .cause, name) else { continue }
      if causes.contains(where: { $0.id == id }) {
        log.error(item.location, "\(name) names \"\(id)\" twice", "keep one")
      }
      causes += self.causes.filter { $0.id == id }
    }
    return causes
  }

  /// A step that needs a cause when there is none to choose could never be taken.
  private func checkCauses(
    _ procedure: Procedure, _ steps: [(step: Step, location: Location)]
  ) {
    guard procedure.causes.isEmpty, !unsure.contains(.cause) else { return }
    for (step, location) in steps where step.needs.contains(.cause) {
      log.error(
        location,
        "step \"\(step.to)\" of procedure \"\(procedure.id)\" needs a cause, and there is none to choose",
        "declare some in causes.yml and leave out causes, or name some there")
    }
  }

  private func steps(_ value: Value, _ owner: Table) -> [(step: Step, location: Location)] {
    guard let items = list(value, "\"steps\" of \(owner.name)") else { return [] }
    if items.isEmpty {
      log.error(value.location, "\(owner.name) has no steps", "add at least one")
    }
    var steps: [(step: Step, location: Location)] = []
    for item in items {
      guard let step = step(item, owner, after: steps.map(\.step)) else { continue }
      steps.append((step, item.location))
    }
    return steps
  }

  private func step(_ value: Value, _ owner: Table, after earlier: [Step]) -> Step? {
    guard let table = Table(value, "a step of \(owner.name)", .step, log: log),
      let to = table.required("to", "name the state it leads to")
        .flatMap({ id($0, .word, "the state of \(table.name)") })
    else { return nil }
    let name = "step \"\(to)\" of \(owner.name)"
    let label = label(table)
    let isReturn = table["return"].map { flag($0, "\"return\" of \(name)") } ?? false
    let from: [String]
    if let value = table["from"] {
      from = words(value, "\"from\" of \(name)", .word)
    } else {
      from = [earlier.last { !$0.isReturn }?.to ?? Procedure.openedState]
    }
    let by = takers(table, name)
    let parallel = table["parallel"].map { self.parallel($0, name) } ?? []
    let optional = table["optional"].map { actors($0, "\"optional\" of \(name)") } ?? []
    if !optional.isEmpty, isReturn == true {
      log.error(
        table.location(of: "optional"), "\(name) is a return, which nobody has to take",
        "remove optional")
    }
    let known = earlier.first { $0.to == to }?.reached
    let reached = table["reached"].flatMap { self.label($0, "\"reached\" of \(name)") }
    if let known, let reached, known != reached {
      log.error(
        table.location(of: "reached"), "an earlier step calls the state \"\(to)\" otherwise",
        "write reached once, at the first step to it")
    }
    let assign = table["assign"].flatMap { assignment($0, "\"assign\" of \(name)") }
    let inform = table["inform"].flatMap { list($0, "\"inform\" of \(name)") } ?? []
    let within = table["within"].flatMap { limit($0, "\"within\" of \(name)") }
    if isReturn == true, let within = table["within"] {
      log.error(
        within.location, "\(name) is a return and can have no deadline",
        "remove within; the state it returns to has its own")
    }
    let keepsDeadline = keepsDeadline(table, name, isReturn: isReturn == true)
    guard let label, let isReturn, let keepsDeadline else { return nil }
    return Step(
      to: to, label: label, reached: known ?? reached, from: from, by: by,
      parallel: parallel, optional: optional, assign: assign,
      inform: inform.compactMap { informed($0, "\"inform\" of \(name)") }, within: within,
      needs: table["needs"].map { evidence($0, "\"needs\" of \(name)") } ?? [],
      notBy: table["not-by"].map { words($0, "\"not-by\" of \(name)", .word) } ?? [],
      isReturn: isReturn, keepsDeadline: keepsDeadline)
  }

  /// Who may take a step; nobody in particular where several units each take it.
  private func takers(_ table: Table, _ name: String) -> [Step.Actor] {
    guard let parallel = table["parallel"] else {
      return
        table.required(
          "by", "name who may take it: duty, assignee, lead, leader, facility or system"
        ).map { actors($0, "\"by\" of \(name)") } ?? []
    }
    if table["by"] != nil {
      log.error(
        parallel.location, "\(name) names both takers and units that each take it",
        "keep by, or parallel")
    }
    for key in ["assign", "return"] where table[key] != nil {
      log.error(
        table.location(of: key), "\(name) is taken by several units and cannot have \(key)",
        "remove \(key), or give it to another step")
    }
    return []
  }

  /// A step that has to be taken by a time, or that sends the case back, sets the clock anew.
  private func keepsDeadline(_ table: Table, _ name: String, isReturn: Bool) -> Bool? {
    guard let value = table["keeps-deadline"] else { return false }
    let keeps = flag(value, "\"keeps-deadline\" of \(name)")
    if keeps == true, table["within"] != nil || isReturn {
      log.error(
        value.location,
        "\(name) keeps the deadline that runs, but \(isReturn ? "is a return" : "has one of its own")",
        "remove keeps-deadline\(isReturn ? "" : " or within")")
    }
    return keeps
  }

  private func words(_ value: Value, _ name: String, _ shape: IDShape) -> [String] {
    let items = oneOrMore(value)
    if items.isEmpty { log.error(value.location, "\(name) names nothing", "name at least one") }
    return items.compactMap { id($0, shape, name) }
  }

  /// A single word may stand without brackets.
  func oneOrMore(_ value: Value) -> [Value] {
    if case .list(let items) = value.content { return items }
    return [value]
  }

  func actors(_ value: Value, _ name: String) -> [Step.Actor] {
    let items = oneOrMore(value)
    if items.isEmpty {
      log.error(
        value.location, "\(name) names nobody",
        "name duty, assignee, lead, leader, facility or system")
    }
    return items.compactMap { word($0, name, among: Step.Actor.allCases) }
  }

  private func evidence(_ value: Value, _ name: String) -> [Step.Evidence] {
    oneOrMore(value).compactMap { word($0, name, among: Step.Evidence.allCases) }
  }

  private func assignment(_ value: Value, _ name: String) -> Step.Assignment? {
    switch value.content {
    case .text("town-of-place"): return .townOfPlace
    case .text("choose"): return .choose
    case .table:
      guard let table = Table(value, name, .assignment, log: log) else { return nil }
      if table["unit"] == nil, let field = table["field"] {
        return id(field, .word, name).map(Step.Assignment.field)
      }
      if table["field"] == nil, let unit = table["unit"] {
        return reference(unit, to: .unit, name).map(Step.Assignment.unit)
      }
      log.error(value.location, "\(name) needs one of field and unit", "write {unit: its-id}")
      return nil
    default:
      log.error(
        value.location, "\(name) cannot be \(value.kind)",
        suggestion(
          value, among: ["town-of-place", "choose"],
          else: "write town-of-place, choose, {field: …} or {unit: …}"))
      return nil
    }
  }

  func informed(_ value: Value, _ name: String) -> Step.Assignment? {
    let assignment = assignment(value, name)
    guard assignment == .choose else { return assignment }
    log.error(
      value.location, "\(name) cannot be left to choice", "name town-of-place, a field or a unit")
    return nil
  }
}
