import AirQuality

/// Checks of projects.
extension PlanReader {
  static let barringEntries = ["restricted", "forbidden"]
  private static let numberKinds = ["decimal", "integer"]

  func admissionCheck(_ table: Table) -> AdmissionCheck? {
    let questions = table["questions"].map { self.questions($0, table.name) } ?? []
    let offsets = table["offsets"].flatMap { self.offsets($0, "the offsets of \(table.name)") }
    if declared[.trade, default: [:]].isEmpty, !unsure.contains(.trade) {
      log.error(
        table.location, "\(table.name) knows no trade to ask for", "declare trades in trades.yml")
    }
    guard table["offsets"] == nil || offsets != nil else { return nil }
    return AdmissionCheck(questions: questions, offsets: offsets)
  }

  private func questions(_ value: Value, _ owner: String) -> [AdmissionCheck.Question] {
    var questions: [AdmissionCheck.Question] = []
    for item in list(value, "\"questions\" of \(owner)") ?? [] {
      guard let table = Table(item, "a question of \(owner)", .admissionQuestion, log: log),
        let idValue = table.required("question", "begin it with \"question: its-id\""),
        let id = id(idValue, .word, "the id of \(table.name)")
      else { continue }
      if questions.contains(where: { $0.id == id }) {
        log.error(idValue.location, "\(owner) has the question \"\(id)\" twice", "keep one")
      }
      let label = label(table)
      let entry = table.required("entry", "add entry: restricted or forbidden, for yes")
        .flatMap {
          word($0, "\"entry\" of \(table.name)", among: [Zone.Entry.restricted, .forbidden])
        }
      guard let label, let entry, let why = self.label(table, "why") else { continue }
      questions.append(.init(id: id, label: label, entry: entry, why: why))
    }
    return questions
  }

  private func offsets(_ value: Value, _ name: String) -> AdmissionCheck.Offsets? {
    guard let table = Table(value, name, .admissionOffsets, log: log) else { return nil }
    let register = checkRegister(table, name)
    let pollutant = checkField(table, "pollutant", of: register, ["choice"], name)
    let tonnes = checkField(table, "tonnes", of: register, Self.numberKinds, name)
    let verified = table["verified"].flatMap {
      filter($0, of: register, "\"verified\" of \(name)")
    }
    let spent = table.required(
      "spent", "add spent: {register: …, reduction: …, project: …, tonnes: …}"
    )
    .flatMap { self.spent($0, of: register, pollutant, "\"spent\" of \(name)") }
    let ratios = table.required("ratios", "add ratios: [{pollutant: …, ratio: 2}]")
      .flatMap { self.ratios($0, pollutant, name) }
    guard let register, let pollutant, let tonnes, let spent, let ratios,
      table["verified"] == nil || verified != nil
    else { return nil }
    return AdmissionCheck.Offsets(
      register: register.id, pollutant: pollutant.id, tonnes: tonnes.id, verified: verified,
      spent: spent, ratios: ratios)
  }

  private func spent(
    _ value: Value, of reductions: Register?, _ pollutant: Field?, _ name: String
  ) -> AdmissionCheck.Spent? {
    guard let table = Table(value, name, .admissionSpent, log: log) else { return nil }
    let register = checkRegister(table, name)
    let reduction = checkField(table, "reduction", of: register, ["row"], name)
    let project = checkField(table, "project", of: register, ["text"], name)
    let tonnes = checkField(table, "tonnes", of: register, ["decimal"], name)
    let kept = optionalCheckField(table, "pollutant", of: register, ["choice"], name)
    let needed = optionalCheckField(table, "needed", of: register, ["decimal"], name)
    let on = optionalCheckField(table, "on", of: register, ["date"], name)
    guard let register, let reduction, let project, let tonnes else { return nil }
    if let reductions, reduction.kind != .row(of: reductions.id) {
      log.error(
        table["reduction"]?.location ?? table.location,
        "\"reduction\" of \(name): field \"\(reduction.id)\" names rows of another register",
        "let it name rows of \"\(reductions.id)\"")
    }
    if let kept, let pollutant {
      let missing = Self.choiceIDs(of: pollutant).filter { !Self.choiceIDs(of: kept).contains($0) }
      if !missing.isEmpty {
        log.error(
          table["pollutant"]?.location ?? table.location,
          "\"pollutant\" of \(name): field \"\(kept.id)\" lacks the choices \(missing.joined(separator: ", "))",
          "give it the choices of \"\(pollutant.id)\", or leave pollutant out")
      }
    }
    checkFilled(
      register, by: [reduction, project, tonnes, kept, needed, on], table.location(of: "register"),
      name)
    return AdmissionCheck.Spent(
      register: register.id, reduction: reduction.id, project: project.id, tonnes: tonnes.id,
      pollutant: kept?.id, needed: needed?.id, on: on?.id)
  }

  private static func choiceIDs(of field: Field) -> [String] {
    if case .choice(let choices) = field.kind { choices.map(\.id) } else { [] }
  }

  private func ratios(
    _ value: Value, _ pollutant: Field?, _ owner: String
  ) -> [AdmissionCheck.Ratio]? {
    guard let items = list(value, "\"ratios\" of \(owner)") else { return nil }
    if items.isEmpty {
      log.error(value.location, "\"ratios\" of \(owner) is empty", "add at least one")
    }
    return items.compactMap { admissionRatio($0, pollutant, "a ratio of \(owner)") }
  }

  private func admissionRatio(
    _ value: Value, _ pollutant: Field?, _ name: String
  ) -> AdmissionCheck.Ratio? {
    guard let table = Table(value, name, .admissionRatio, log: log) else { return nil }
    var choice: String?
    if let value = table.required("pollutant", "name a choice of the pollutants"), let pollutant {
      choice = self.choice(value, of: pollutant, "\"pollutant\" of \(name)")
    }
    let ratio = table.required("ratio", "add ratio: 2").flatMap { self.ratio($0, name) }
    let zones = table["zones"].map { references($0, to: .zone, "\"zones\" of \(name)") }
    let trades = table["trades"].map { references($0, to: .trade, "\"trades\" of \(name)") }
    guard let choice, let ratio else { return nil }
    return AdmissionCheck.Ratio(
      pollutant: choice, ratio: ratio, zones: zones ?? [], trades: trades ?? [])
  }

  private func choice(_ value: Value, of field: Field, _ name: String) -> String? {
    let ids = Self.choiceIDs(of: field)
    if case .text(let id) = value.content, ids.contains(id) { return id }
    log.error(
      value.location, "\(name): field \"\(field.id)\" has no choice \(value.kind)",
      suggestion(value, among: ids))
    return nil
  }

  /// Within what a product of tonnes and ratio can hold exactly.
  private func ratio(_ value: Value, _ name: String) -> ExactDecimal? {
    guard let ratio = decimal(value, "\"ratio\" of \(name)") else { return nil }
    guard ratio > .zero, ratio <= ExactDecimal(100), ratio.scale <= 3 else {
      log.error(
        value.location, "\"ratio\" of \(name) is \(ratio)",
        "write tonnes of reduction for each tonne emitted: above 0, at most 100, three decimals")
      return nil
    }
    return ratio
  }

  private func references(_ value: Value, to kind: ElementKind, _ name: String) -> [String] {
    guard let items = list(value, name) else { return [] }
    if items.isEmpty {
      log.error(value.location, "\(name) names none", "name at least one, or leave the key out")
    }
    return items.compactMap { reference($0, to: kind, name) }
  }
}
