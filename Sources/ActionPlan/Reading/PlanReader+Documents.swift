/// Official documents of cases: who signs, what they need, how they read.
extension PlanReader {
  static let addressees = [Step.Actor.facility, .assignee, .lead].map(\.rawValue)
  static let mostDocumentFields = 40
  /// Words that every document knows beside its fields.
  static let documentWords = ["number", "issued-on", "office", "signer", "case"]

  func document(_ value: Value, _ id: String) -> DocumentForm? {
    guard let table = Table(value, "document \"\(id)\"", .document, log: log) else { return nil }
    let label = label(table)
    let clause = clauseReference(table)
    let office = table.required("office", "name the unit in whose name it is issued")
      .flatMap { reference($0, to: .unit, "the office of \(table.name)") }
    let numbering = table.required("number", "write the office's numbering: 虞环责改〔{year}〕{number}号")
      .flatMap { self.numbering($0, table) }
    let sign =
      table.required("sign", "name who may sign: lead, assignee, duty, leader or {unit: …}")
      .map { signers($0, "\"sign\" of \(table.name)") } ?? []
    let to = table["to"].flatMap {
      word($0, "\"to\" of \(table.name)", among: [Step.Actor.facility, .assignee, .lead])
    }
    let of = table["of"].flatMap {
      word($0, "\"of\" of \(table.name)", among: DocumentForm.Subject.allCases)
    }
    let reviews = table["reviews"].map { self.reviews($0, table) } ?? []
    let before = log.errorCount
    let fields =
      table.required("fields", "add fields: [{field: id, kind: text, label: …}]")
      .map { documentFields($0, table) } ?? []
    if of == nil, let other = fields.first(where: { $0.from?.isOfService == true }) {
      log.error(
        table.location(of: "fields"),
        "field \"\(other.id)\" of \(table.name) comes from a service, and it is no receipt of one",
        "write of: service, or take the field from the case")
    }
    // What a broken field is called in the text would only repeat the first complaint.
    let isSound = log.errorCount == before
    let text = table.required("text", "add text: {zh: |, en: |} in Markdown with Mustache")
      .flatMap { documentText($0, table, fields: isSound ? fields : nil) }
    guard let label, let office, let numbering, !sign.isEmpty, let text, isSound,
      table["clause"] == nil || clause != nil, table["to"] == nil || to != nil
    else { return nil }
    return DocumentForm(
      id: id, label: label, clause: clause, office: office, numbering: numbering, sign: sign,
      to: to, of: of, reviews: reviews, fields: fields, text: text)
  }

  private func numbering(_ value: Value, _ owner: Table) -> String? {
    guard let text = text(value, "\"number\" of \(owner.name)", longest: 100) else { return nil }
    for part in ["{year}", "{number}"] where text.ranges(of: part).count != 1 {
      log.error(
        value.location, "\"number\" of \(owner.name) has not one \(part)",
        "write it as the office numbers, with {year} and {number} once each")
      return nil
    }
    return text
  }

  func signers(_ value: Value, _ name: String) -> [DocumentForm.Signer] {
    let items = oneOrMore(value)
    if items.isEmpty { log.error(value.location, "\(name) names nobody", "name at least one") }
    var signers: [DocumentForm.Signer] = []
    for item in items {
      guard let signer = signer(item, name) else { continue }
      if signers.contains(signer) {
        log.error(item.location, "\(name) names \"\(signer.code)\" twice", "keep one")
      } else {
        signers.append(signer)
      }
    }
    return signers
  }

  func signer(_ value: Value, _ name: String) -> DocumentForm.Signer? {
    switch value.content {
    case .text(let word) where DocumentForm.Signer.words.contains(word):
      return DocumentForm.Signer(code: word)
    case .table:
      guard
        let table = Table(
          value, name, Shape(.needs("unit", .reference(.unit))), log: log)
      else { return nil }
      return table.required("unit", "write {unit: its-id}")
        .flatMap { reference($0, to: .unit, name) }.map(DocumentForm.Signer.unit)
    default:
      log.error(
        value.location, "\(name) cannot be \(value.kind)",
        suggestion(
          value, among: DocumentForm.Signer.words,
          else: "write lead, assignee, duty, leader or {unit: …}"))
      return nil
    }
  }

  private func reviews(_ value: Value, _ owner: Table) -> [DocumentForm.Review] {
    var reviews: [DocumentForm.Review] = []
    for item in list(value, "\"reviews\" of \(owner.name)") ?? [] {
      guard let table = Table(item, "a review of \(owner.name)", .review, log: log),
        let id = table.required("review", "begin it with \"review: its-id\"")
          .flatMap({ id($0, .word, "the id of \(table.name)") }), let label = label(table)
      else { continue }
      if reviews.contains(where: { $0.id == id }) {
        log.error(item.location, "\(owner.name) has the review \"\(id)\" twice", "keep one")
      } else {
        reviews.append(.init(id: id, label: label))
      }
    }
    return reviews
  }

  private func documentFields(_ value: Value, _ owner: Table) -> [DocumentField] {
    guard let items = list(value, "\"fields\" of \(owner.name)") else { return [] }
    if items.isEmpty {
      log.error(value.location, "\(owner.name) has no fields", "add at least one")
    }
    guard items.count <= Self.mostDocumentFields else {
      log.error(
        items[Self.mostDocumentFields].location,
        "\(owner.name) has more than \(Self.mostDocumentFields) fields", "leave some to the text")
      return []
    }
    var fields: [DocumentField] = []
    for item in items {
      guard let field = documentField(item, owner) else { continue }
      if Self.documentWords.contains(field.id) {
        log.error(
          item.location,
          "field \"\(field.id)\" of \(owner.name) is called like what every document has",
          "choose another id")
      } else if fields.contains(where: { $0.id == field.id }) {
        log.error(item.location, "\(owner.name) has the field \"\(field.id)\" twice", "keep one")
      } else {
        fields.append(field)
      }
    }
    checkNeeds(fields, items, owner)
    return fields
  }

  private func documentField(_ value: Value, _ owner: Table) -> DocumentField? {
    guard let table = Table(value, "a field of \(owner.name)", .documentField, log: log),
      let id = table.required("field", "begin it with \"field: its-id\"")
        .flatMap({ id($0, .word, "the id of \(table.name)") })
    else { return nil }
    let name = "field \"\(id)\" of \(owner.name)"
    let label = label(table)
    let kind = table.required("kind", "write text, prose, date, choice or officer")
      .flatMap { word($0, "\"kind\" of \(name)", among: DocumentField.Kind.allCases) }
    let from = table["from"].flatMap {
      word($0, "\"from\" of \(name)", among: DocumentField.Source.allCases)
    }
    let isRequired = table["required"].map { flag($0, "\"required\" of \(name)") } ?? false
    let when = table["required-when"].flatMap { need($0, "\"required-when\" of \(name)") }
    let choices = table["choices"].flatMap { self.choices($0, name) } ?? []
    let hint = table["hint"].flatMap { self.label($0, "\"hint\" of \(name)") }
    guard let label, let kind, let isRequired else { return nil }
    if isRequired, table["required-when"] != nil {
      log.error(
        table.location(of: "required-when"), "\(name) is required always and sometimes",
        "keep required or required-when")
    }
    if (kind == .choice) == choices.isEmpty, table["choices"] == nil || !choices.isEmpty {
      log.error(
        table.location(of: "choices"),
        kind == .choice ? "\(name) is a choice of nothing" : "\(name) is no choice and has choices",
        kind == .choice ? "add choices: [{choice: id, label: …}]" : "write kind: choice")
    }
    if let from,
      (kind == .officer) != (from == .officer) || (kind == .choice) != (from == .serviceWay)
    {
      log.error(
        table.location(of: "from"), "\(name) cannot come from \"\(from.rawValue)\"",
        kind == .officer
          ? "write from: officer"
          : from == .serviceWay ? "make it a choice" : "leave from out, or make it a text")
    }
    return DocumentField(
      id: id, label: label, kind: kind, from: from,
      need: isRequired ? .always : when ?? .never,
      choices: choices.map { .init(id: $0.id, label: $0.label) }, hint: hint)
  }

  private func need(_ value: Value, _ name: String) -> DocumentField.Need? {
    switch value.content {
    case .text("telemetry"): return .telemetry
    case .table(let entries) where entries.count == 1:
      let values = oneOrMore(entries[0].value).compactMap { id($0, .word, name) }
      guard !values.isEmpty, id(value: entries[0].key, at: value, name) else { return nil }
      return .field(entries[0].key, among: values)
    default:
      log.error(
        value.location, "\(name) cannot be \(value.kind)",
        "write telemetry, or {field: [choice]} with one field of kind choice")
      return nil
    }
  }

  private func id(value key: String, at value: Value, _ name: String) -> Bool {
    if IDShape.word.allows(key) { return true }
    log.error(value.location, "\(name) names no field", IDShape.word.remedy)
    return false
  }

  /// A field that asks for another's choice needs that field and that choice.
  private func checkNeeds(_ fields: [DocumentField], _ items: [Value], _ owner: Table) {
    guard fields.count == items.count else { return }
    for (field, item) in zip(fields, items) {
      guard case .field(let other, let values) = field.need else { continue }
      let name = "\"required-when\" of field \"\(field.id)\" of \(owner.name)"
      let choices = fields.filter { $0.kind == .choice }.map(\.id)
      guard let asked = fields.first(where: { $0.id == other && $0.kind == .choice }) else {
        log.error(
          item.location, "\(name) asks for \"\(other)\", which is no field of kind choice",
          Nearest.word(to: other, among: choices).map { "did you mean \"\($0)\"?" }
            ?? "name a field of kind choice")
        continue
      }
      let known = asked.choices.map(\.id)
      for value in values where !known.contains(value) {
        log.error(
          item.location, "\(name): \"\(other)\" has no choice \"\(value)\"",
          "write one of \(known.joined(separator: ", "))")
      }
    }
  }
}
