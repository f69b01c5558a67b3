/// Checks of plates and codes: at a gate, and before another test.
extension PlanReader {
  static let codeKinds = ["text", "plate"]
  static let gateWords = ["refuse", "admit"]

  func gateCheck(_ table: Table) -> GateCheck? {
    let lookUps = table.required("look", "add look: [{register: …, by: …, refuse: […]}]")
      .flatMap { self.lookUps($0, table.name) }
    var admitsUnknown = false
    if let value = table["unknown"] {
      switch value.content {
      case .text("admit"): admitsUnknown = true
      case .text("refuse"): break
      default:
        log.error(
          value.location, "\"unknown\" of \(table.name) cannot be \(value.kind)",
          suggestion(value, among: Self.gateWords))
      }
    }
    let log = table["log"].flatMap { gateLog($0, table.name) }
    guard let lookUps, table["log"] == nil || log != nil else { return nil }
    return GateCheck(lookUps: lookUps, admitsUnknown: admitsUnknown, log: log)
  }

  private func lookUps(_ value: Value, _ owner: String) -> [GateCheck.LookUp]? {
    guard let items = list(value, "\"look\" of \(owner)") else { return nil }
    if items.isEmpty {
      log.error(value.location, "\(owner) looks nowhere", "name at least one register")
    }
    return items.compactMap { item in
      let name = "a look-up of \(owner)"
      guard let table = Table(item, name, .gateLook, log: log) else { return nil }
      let register = checkRegister(table, name)
      let by = checkField(table, "by", of: register, Self.codeKinds, name)
      let refusals = table["refuse"].map { self.refusals($0, register, name) } ?? []
      guard let register, let by else { return nil }
      return GateCheck.LookUp(register: register.id, by: by.id, refusals: refusals)
    }
  }

  private func refusals(
    _ value: Value, _ register: Register?, _ owner: String
  ) -> [GateCheck.Refusal] {
    (list(value, "\"refuse\" of \(owner)") ?? []).compactMap { item in
      let name = "a refusal of \(owner)"
      guard let table = Table(item, name, .gateRefusal, log: log) else { return nil }
      let rows = table.required("where", "say which rows are refused")
        .flatMap { filter($0, of: register, "\"where\" of \(name)") }
      guard let why = label(table, "why"), let rows else { return nil }
      return GateCheck.Refusal(rows: rows, why: why)
    }
  }

  private func gateLog(_ value: Value, _ owner: String) -> GateCheck.Log? {
    let name = "the log of \(owner)"
    guard let table = Table(value, name, .gateLog, log: log) else { return nil }
    let register = checkRegister(table, name)
    let subject = checkField(table, "subject", of: register, ["text"], name)
    let at = checkField(table, "at", of: register, ["instant"], name)
    let answer = checkField(table, "answer", of: register, ["choice"], name)
    let why = optionalCheckField(table, "why", of: register, ["text"], name)
    let site = optionalCheckField(
      table, "site", of: register, ["row", "place", "facility", "text"], name)
    guard let register, let subject, let at, let answer else { return nil }
    if case .choice(let choices) = answer.kind,
      !Set(choices.map(\.id)).isSuperset(of: ["admitted", "refused"])
    {
      log.error(
        table["answer"]?.location ?? table.location,
        "\"answer\" of \(name): field \"\(answer.id)\" lacks a choice the check writes",
        "give it the choices admitted and refused")
    }
    checkFilled(
      register, by: [subject, at, answer], table.location(of: "register"), name)
    return GateCheck.Log(
      register: register.id, subject: subject.id, at: at.id, answer: answer.id, why: why?.id,
      site: site?.id)
  }

  func retestCheck(_ table: Table) -> RetestCheck? {
    let tests = table.required("tests", "add tests: {register: …, plate: …, on: …, failed: …}")
      .flatMap { retestRows($0, .retestTests, "failed", "the tests of \(table.name)") }
    let repairs = table.required("repairs", "add repairs: {register: …, plate: …, on: …}")
      .flatMap { retestRows($0, .retestRepairs, "valid", "the repairs of \(table.name)") }
    guard let tests, let repairs else { return nil }
    return RetestCheck(tests: tests, repairs: repairs)
  }

  private func retestRows(
    _ value: Value, _ shape: Shape, _ key: String, _ name: String
  ) -> RetestCheck.Rows? {
    guard let table = Table(value, name, shape, log: log) else { return nil }
    let register = checkRegister(table, name)
    let plate = checkField(table, "plate", of: register, Self.codeKinds, name)
    let on = checkField(table, "on", of: register, ["date", "instant"], name)
    let condition =
      key == "failed" ? table.required(key, "say which tests were failed") : table[key]
    let rows = condition.flatMap { filter($0, of: register, "\"\(key)\" of \(name)") }
    guard let register, let plate, let on, key != "failed" || rows != nil else { return nil }
    return RetestCheck.Rows(register: register.id, plate: plate.id, on: on.id, filter: rows)
  }
}
