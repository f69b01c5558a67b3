/// Checklists and the registers of their inspections.
extension PlanReader {
  func checklist(_ value: Value, _ id: String) -> Checklist? {
    let before = log.errorCount
    defer { if log.errorCount > before { faultyRegisters.insert(id) } }
    guard let table = Table(value, "checklist \"\(id)\"", .checklist, log: log) else { return nil }
    if Self.reservedRegisters.contains(id) {
      log.error(
        table.location(of: "checklist"), "\"\(id)\" is a word of the language", "choose another id")
    }
    let label = label(table)
    let clause = requiredClause(table)
    let of = table["of"].flatMap { reference($0, to: .register, "\"of\" of \(table.name)") }
    if of == id {
      log.error(
        table.location(of: "of"), "\(table.name) inspects its own inspections",
        "name the register of what is inspected, or leave of out for facilities")
    }
    let items = table.required("items", "add items: [{item: id, label: {zh: …, en: …}}]")
      .map { self.items($0, table) }
    guard let label, let clause, let items, table["of"] == nil || of != nil else { return nil }
    return Checklist(id: id, clause: clause, label: label, of: of, items: items)
  }

  private func items(_ value: Value, _ owner: Table) -> [Checklist.Item] {
    guard let values = list(value, "\"items\" of \(owner.name)") else { return [] }
    if values.isEmpty {
      log.error(value.location, "\(owner.name) has no items", "add at least one")
    }
    guard values.count <= Checklist.mostItems else {
      log.error(
        values[Checklist.mostItems].location,
        "\(owner.name) has more than \(Checklist.mostItems) items", "split it into two checklists")
      return []
    }
    let taken = Self.reservedFields + FilterToken.words + Checklist.ownFields.map(\.id)
    var items: [Checklist.Item] = []
    for value in values {
      guard let table = Table(value, "an item of \(owner.name)", .checklistItem, log: log),
        let idValue = table.required("item", "begin it with \"item: its-id\""),
        let id = id(idValue, .word, "the id of \(table.name)"), let label = label(table)
      else { continue }
      if taken.contains(id) {
        log.error(
          idValue.location,
          "item \"\(id)\" of \(owner.name) is called like a field every inspection has",
          "choose another id")
      } else if items.contains(where: { $0.id == id }) {
        log.error(idValue.location, "\(owner.name) has the item \"\(id)\" twice", "keep one")
      } else {
        answer(to: id, label, table).map { items.append($0) }
      }
    }
    return items
  }

  /// Kinds of answers beside the judgement that an item has unless it names one.
  static let answerKinds = ["choice", "date", "decimal", "flag", "integer", "text"]

  private func answer(to id: String, _ label: Label, _ table: Table) -> Checklist.Item? {
    guard let kindValue = table["kind"] else {
      for key in ["choices", "unit", "at-least", "at-most"] where table[key] != nil {
        log.error(
          table.location(of: key), "\(table.name) is judged and can have no \"\(key)\"",
          "remove it, or add the kind of answer: \(Self.answerKinds.joined(separator: ", "))")
      }
      let isRequired = table["required"].map { flag($0, "\"required\" of \(table.name)") } ?? true
      return isRequired.map { Checklist.Item(id: id, label: label, isRequired: $0) }
    }
    guard case .text(let word) = kindValue.content, Self.answerKinds.contains(word) else {
      log.error(
        kindValue.location, "the kind of \(table.name) cannot be \(kindValue.kind)",
        suggestion(kindValue, among: Self.answerKinds))
      return nil
    }
    let kind = answerKind(word, table)
    let numbers = numbers(table, kind, table.name)
    let isRequired = table["required"].map { flag($0, "\"required\" of \(table.name)") } ?? false
    guard let kind, let isRequired else { return nil }
    return Checklist.Item(
      id: id, label: label, kind: kind, isRequired: isRequired, unit: numbers.unit,
      atLeast: numbers.atLeast, atMost: numbers.atMost)
  }

  private func answerKind(_ word: String, _ table: Table) -> Field.Kind? {
    if word == "choice" {
      return table.required("choices", "add choices: [{choice: id, label: {zh: …, en: …}}]")
        .flatMap { choices($0, table.name) }.map(Field.Kind.choice)
    }
    if let choices = table["choices"] {
      log.error(
        choices.location, "\(table.name) has choices but is of another kind", "write kind: choice")
    }
    return Self.plainKinds[word]
  }

  /// The register of a checklist's inspections.
  func register(of checklist: Checklist) -> Register {
    let own = Checklist.ownFields.filter { $0.id != "facility" || checklist.of != nil }
    let fields = own.map { field in
      field.id == "subject" && checklist.of != nil
        ? Field(
          id: field.id, label: field.label, kind: .row(of: checklist.of ?? ""),
          isRequired: field.isRequired, unit: nil, atLeast: nil, atMost: nil)
        : field
    }
    let items = checklist.items.map { item in
      Field(
        id: item.id, label: item.label, kind: item.kind, isRequired: item.isRequired,
        unit: item.unit, atLeast: item.atLeast, atMost: item.atMost)
    }
    let end = fields.firstIndex { $0.id == "photo" } ?? fields.endIndex
    return Register(
      id: checklist.id, label: checklist.label, clause: checklist.clause, role: nil,
      fields: Array(fields[..<end]) + items + Array(fields[end...]), title: "subject",
      dated: "on", keepers: keepers(of: checklist.clause), checklist: checklist.id)
  }
}

extension Checklist {
  static let mostItems = 150

  /// What an item is found to be.
  public static let answers: [Field.Choice] = [
    .init(id: "pass", label: Label(zh: "符合", en: "Pass")),
    .init(id: "fail", label: Label(zh: "不符合", en: "Fail")),
    .init(id: "none", label: Label(zh: "不涉及", en: "Not applicable")),
  ]

  /// The fields of every inspection beside its items; `facility` where rows of a register are inspected,
  /// so that the facility behind a row can be charged.
  static let ownFields: [Field] = [
    own("subject", .facility, zh: "检查对象", en: "Inspected", isRequired: true),
    own("facility", .facility, zh: "所属企业", en: "Facility"),
    own("on", .date, zh: "检查日期", en: "On", isRequired: true),
    own("inspector", .text, zh: "检查人", en: "Inspector", isRequired: true),
    own("photo", .attachment, zh: "照片", en: "Photo"),
    own("place", .place, zh: "区域", en: "Place"),
    own("note", .text, zh: "说明", en: "Note"),
    own("position", .position, zh: "检查位置", en: "Position"),
    own("done-at", .instant, zh: "检查时刻", en: "Done at"),
  ]

  private static func own(
    _ id: String, _ kind: Field.Kind, zh: String, en: String, isRequired: Bool = false
  ) -> Field {
    Field(
      id: id, label: Label(zh: zh, en: en), kind: kind, isRequired: isRequired, unit: nil,
      atLeast: nil, atMost: nil)
  }
}
