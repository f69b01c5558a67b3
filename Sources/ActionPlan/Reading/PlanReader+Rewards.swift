/// What is paid for reports: `rewards` of `reports`.
extension PlanReader {
  /// Whole yuan.
  static let rewardAmounts = 1...1_000_000
  static let rewardBudgets = 1...1_000_000_000
  /// How far apart two reports of one fact may be.
  static let sameFactMetres = 1...50_000

  func rewards(_ value: Value) -> RewardRules? {
    guard let table = Table(value, "\"rewards\" of reports", .rewards, log: log) else {
      return nil
    }
    let budget = table.required("budget", "add budget: and whole yuan a year")
      .flatMap { whole($0, "\"budget\" of \(table.name)", in: Self.rewardBudgets) }
    let again = table.required("again-after", "add again-after: 30 d")
      .flatMap { duration($0, "\"again-after\" of \(table.name)") }
    var kinds: [RewardRules.Kind] = []
    let items = table.required("kinds", "add kinds: and what is rewarded")
      .flatMap { list($0, "\"kinds\" of \(table.name)") }
    for item in items ?? [] {
      guard let kind = reward(item) else { continue }
      if kinds.contains(where: { $0.id == kind.id }) {
        log.error(item.location, "the reward \"\(kind.id)\" is declared twice", "keep one")
      }
      kinds.append(kind)
    }
    let same = table["same-fact"].map(sameFact)
    let rows = table["rows"].map(rewardRows)
    guard let budget, let again, same == nil || same! != nil, rows == nil || rows! != nil else {
      return nil
    }
    return RewardRules(
      budgetYuan: budget, againSeconds: again, kinds: kinds, sameFact: (same ?? nil) ?? .usual,
      rows: rows ?? nil)
  }

  private func reward(_ value: Value) -> RewardRules.Kind? {
    guard let table = Table(value, "a reward", .reward, log: log),
      let id = table.required("reward", "begin it with \"reward: its-id\"")
        .flatMap({ id($0, .word, "the id of a reward") })
    else { return nil }
    let name = "reward \"\(id)\""
    let label = label(table)
    let categories = table.required("categories", "name the categories of report")
      .map { self.categories($0, "\"categories\" of \(name)") }
    let from = table["from"].map { word($0, "\"from\" of \(name)", among: Severity.allCases) }
    let photo = table["photo"].flatMap { flag($0, "\"photo\" of \(name)") }
    let yuan = table.required("amount", "add amount: and whole yuan")
      .flatMap { whole($0, "\"amount\" of \(name)", in: Self.rewardAmounts) }
    guard let label, let categories, let yuan, from == nil || from! != nil else { return nil }
    return RewardRules.Kind(
      id: id, label: label, categories: categories, from: (from ?? nil) ?? .minor,
      needsPhoto: photo ?? false, yuan: yuan)
  }

  private func sameFact(_ value: Value) -> RewardRules.SameFact? {
    guard let table = Table(value, "\"same-fact\" of rewards", .sameFact, log: log) else {
      return nil
    }
    let metres = table.required("metres", "add metres: 1000")
      .flatMap { whole($0, "\"metres\" of \(table.name)", in: Self.sameFactMetres) }
    let within = table.required("within", "add within: 7 d")
      .flatMap { duration($0, "\"within\" of \(table.name)", atLeast: 1) }
    guard let metres, let within else { return nil }
    return RewardRules.SameFact(metres: metres, seconds: within)
  }

  /// The register of rewards. Whatever it requires has to be known when a reward is approved, and its key
  /// to tell one report from another: otherwise nothing could ever be approved.
  private func rewardRows(_ value: Value) -> RewardRules.Rows? {
    guard let table = Table(value, "\"rows\" of rewards", .rewardRows, log: log) else {
      return nil
    }
    let id = table.required("register", "name the register of rewards")
      .flatMap { reference($0, to: .register, "\"register\" of \(table.name)") }
    let within = table["pay-within"].flatMap {
      duration($0, "\"pay-within\" of \(table.name)", atLeast: 1)
    }
    let written = table.required("fields", "say which field holds what, such as {report: report}")
    guard let id, let written, let register = registers.first(where: { $0.id == id }),
      !faultyRegisters.contains(id), let facts = rewardFacts(written, of: register)
    else { return nil }
    if facts.values.contains(.due), table["pay-within"] == nil {
      log.error(
        table.location, "\(table.name) says by when a reward is due, and not within which time",
        "add pay-within: 30 d")
    }
    for field in register.fields {
      let fact = facts[field.id]
      guard field.isRequired ? fact?.comesLate != false : field.requiredWhen != nil && fact == nil
      else { continue }
      log.error(
        table.location(of: "fields"),
        "\(table.name) leaves \"\(field.id)\" empty, which register \"\(id)\" requires",
        "say what it holds, known when the reward is approved, or let the register do without it")
    }
    if !register.key.isEmpty, !register.key.contains(where: { facts[$0] == .report }) {
      log.error(
        table.location(of: "fields"),
        "the key of register \"\(id)\" does not tell one report from another",
        "let one of \(register.key.joined(separator: ", ")) hold the report")
    }
    return RewardRules.Rows(register: id, fields: facts, payWithinSeconds: within ?? 0)
  }

  private func rewardFacts(
    _ value: Value, of register: Register
  ) -> [String: RewardRules.Rows.Fact]? {
    let name = "\"fields\" of \"rows\" of rewards"
    guard case .table(let entries) = value.content else {
      log.error(
        value.location, "\(name) is \(value.kind) where a mapping is needed",
        "write it as {field: report, …}")
      return nil
    }
    let before = log.errorCount
    var facts: [String: RewardRules.Rows.Fact] = [:]
    for entry in entries {
      guard let field = register.field(entry.key) else {
        let near = Nearest.word(to: entry.key, among: register.fields.map(\.id))
        log.error(
          entry.keyLocation,
          "register \"\(register.id)\" has no field \"\(Value.shortened(entry.key))\"",
          near.map { "did you mean \"\($0)\"?" }
            ?? "its fields are \(register.fields.map(\.id).joined(separator: ", "))")
        continue
      }
      guard
        let fact = word(
          entry.value, "field \"\(field.id)\" of \(name)", among: RewardRules.Rows.Fact.allCases)
      else { continue }
      if !fact.kinds.contains(field.kind.code) {
        log.error(
          entry.value.location,
          "field \"\(field.id)\" of register \"\(register.id)\" is \(field.kind.code) and cannot hold "
            + "\(fact.rawValue)", "name a field of kind \(fact.kinds.joined(separator: " or "))")
      }
      facts[field.id] = fact
    }
    return log.errorCount == before ? facts : nil
  }
}
