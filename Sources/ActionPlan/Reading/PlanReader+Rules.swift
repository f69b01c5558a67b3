/// Rules: what is watched, when, and what follows.
extension PlanReader {
  static let defaultGapSeconds = 600

  func rule(_ value: Value, _ id: String) -> Rule? {
    if case .table(let entries) = value.content, entries.contains(where: { $0.key == "register" }) {
      return rowRule(value, id)
    }
    guard let table = Table(value, "rule \"\(id)\"", .rule, log: log) else { return nil }
    let label = label(table)
    let clause = clauseReference(table)
    let (watch, register) = self.watch(table)
    let trigger = table.required("when", "say when it holds; Docs/plan-language.md lists the ways")
      .flatMap { self.trigger($0, table, watch, register) }
    let except = table["except"].map { exceptions($0, table.name) } ?? Exceptions()
    let facility = facilityField(table, watch, register)
    let stages =
      table.required("stages", "add stages: [{for: 15 min, open: {…}}]")
      .map { self.stages($0, table, watch, register, tells: facility != nil) } ?? []
    let gap = table["gap"].map { duration($0, "\"gap\" of \(table.name)", atLeast: 1) }
    if trigger == .silent { checkSilence(table) }
    if !except.declared.isEmpty, watch != .devices, facility == nil, register != nil {
      log.error(
        table.location(of: "except"),
        "\(table.name) excepts what facilities declare, but its rows name no facility",
        "add a field of kind facility to the register, or remove declared")
    }
    guard let label, let watch, let trigger else { return nil }
    return Rule(
      id: id, label: label, clause: clause, watch: watch, trigger: trigger, except: except,
      stages: stages, gapSeconds: (gap ?? nil) ?? Self.defaultGapSeconds, facilityField: facility)
  }

  /// The register is `nil` for devices and where a register is named that has faults of its own.
  private func watch(_ table: Table) -> (Rule.Watch?, Register?) {
    guard let value = table.required("watch", "name a register, or devices") else {
      return (nil, nil)
    }
    if case .text("devices") = value.content { return (.devices, nil) }
    guard let id = reference(value, to: .register, "\"watch\" of \(table.name)") else {
      return (nil, nil)
    }
    return (.register(id), registers.first { $0.id == id && !faultyRegisters.contains(id) })
  }

  func facilityField(
    _ table: Table, _ watch: Rule.Watch?, _ register: Register?
  ) -> String? {
    if let value = table["facility"] {
      guard let register else {
        if watch == .devices {
          log.error(
            value.location, "\(table.name) watches devices, whose facility is known",
            "remove facility")
        }
        return nil
      }
      return field(value, of: register, kinds: ["facility"], "\"facility\" of \(table.name)")?.id
    }
    return register?.field("facility").flatMap { $0.kind == .facility ? $0.id : nil }
  }

  private func trigger(
    _ value: Value, _ table: Table, _ watch: Rule.Watch?, _ register: Register?
  ) -> Rule.Trigger? {
    if case .text("silent") = value.content {
      guard watch == .devices || watch == nil else {
        log.error(
          value.location,
          "\(table.name) looks for silence, which devices keep and registers do not",
          "write watch: devices")
        return nil
      }
      return .silent
    }
    guard watch != .devices else {
      log.error(
        value.location, "\(table.name) watches devices, which can only be silent",
        "write when: silent, or watch a register")
      return nil
    }
    guard case .table(let entries) = value.content, !entries.isEmpty else {
      log.error(
        value.location, "\"when\" of \(table.name) is \(value.kind)",
        "write silent, {unchanged: field.quantity} or {field.quantity: {above: …}}")
      return nil
    }
    if entries.count == 1, entries[0].key == "unchanged" {
      let target = entries[0].value
      guard case .text(let text) = target.content else {
        log.error(
          target.location, "\"unchanged\" of \(table.name) is \(target.kind)",
          "write one field.quantity, such as point.pm10")
        return nil
      }
      return series(text, at: target.location, register, table.name)
        .map { .unchanged(field: $0.field, quantity: $0.quantity) }
    }
    let conditions = entries.flatMap { self.conditions($0, register, table.name) }
    return conditions.isEmpty ? nil : .conditions(conditions)
  }

  /// Silence has no samples: nothing in it starts, and it is itself the gap.
  private func checkSilence(_ table: Table) {
    if let gap = table["gap"] {
      log.error(
        gap.location, "\(table.name) looks for silence, in which there are no samples to be apart",
        "remove gap; \"for\" of a stage says how long the silence lasts")
    }
    guard let except = table["except"], case .table(let entries) = except.content,
      let start = entries.first(where: { $0.key == "after-start" })
    else { return }
    log.error(
      start.keyLocation, "\(table.name) looks for silence, which has no start to be exempt",
      "remove after-start, or make \"for\" of the first stage longer")
  }

  private func exceptions(_ value: Value, _ name: String) -> Exceptions {
    guard
      let table = Table(
        value, "\"except\" of \(name)", .exceptions, log: log)
    else { return Exceptions() }
    let afterStart =
      table["after-start"].flatMap { duration($0, "\"after-start\" of \(table.name)") } ?? 0
    var declared: [String] = []
    if let value = table["declared"] {
      let register = registers.first { $0.role == .declarations }
      var known: [String] = []
      if case .choice(let choices)? = register?.field("kind")?.kind { known = choices.map(\.id) }
      for item in list(value, "\"declared\" of \(table.name)") ?? [] {
        if case .text(let text) = item.content, known.contains(text) {
          declared.append(text)
        } else if register.map({ !faultyRegisters.contains($0.id) }) ?? true {
          log.error(
            item.location, "\(table.name): nothing of kind \(item.kind) can be declared",
            register == nil
              ? "add a register with the role declarations" : suggestion(item, among: known))
        }
      }
    }
    return Exceptions(afterStartSeconds: afterStart, declared: declared)
  }
}
