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
        items.append(.init(id: id, label: label))
      }
    }
    return items
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
        id: item.id, label: item.label, kind: .choice(Checklist.answers), isRequired: true,
        unit: nil, atLeast: nil, atMost: nil)
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
  ]

  private static func own(
    _ id: String, _ kind: Field.Kind, zh: String, en: String, isRequired: Bool = false
  ) -> Field {
    Field(
      id: id, label: Label(zh: zh, en: en), kind: kind, isRequired: isRequired, unit: nil,
      atLeast: nil, atMost: nil)
  }
}
