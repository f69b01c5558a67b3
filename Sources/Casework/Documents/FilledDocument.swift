public import ActionPlan
import Crypto
import Ledger

/// A draft with its values as they stand: what people wrote, else what the case says.
public struct FilledDocument: Sendable {
  public let form: DocumentForm
  public let document: CaseDocument
  let facts: CaseFacts
  /// Values by name; an officer's has two.
  public let values: [String: DocumentValue]

  init(form: DocumentForm, document: CaseDocument, facts: CaseFacts) {
    self.form = form
    self.document = document
    self.facts = facts
    var values: [String: DocumentValue] = [:]
    var officers = facts.officers[...]
    for field in form.fields {
      guard field.kind == .officer else {
        values[field.id] =
          document.values[field.id] ?? field.from.flatMap { facts.values[$0] }
        continue
      }
      let name = "\(field.id).name"
      let certificate = "\(field.id).certificate"
      let next = field.from == .officer ? officers.popFirst() : nil
      values[name] = document.values[name] ?? next.map { DocumentValue($0.name) }
      values[certificate] =
        document.values[certificate]
        ?? next.flatMap { values[name]?.zh == $0.name ? $0.certificate : nil }
        .map { DocumentValue($0) }
    }
    self.values = values
  }

  /// Whether the case rests on readings of an instrument.
  public var restsOnTelemetry: Bool { facts.restsOnTelemetry }

  private func isEmpty(_ name: String) -> Bool { values[name]?.isEmpty ?? true }

  /// What is missing among the fields; reviews are counted by the book.
  public var gaps: [DocumentGap] {
    form.fields.compactMap(gap)
  }

  private func gap(_ field: DocumentField) -> DocumentGap? {
    guard field.kind == .officer else {
      return isEmpty(field.id) ? why(field).map { .field(field.id, why: $0) } : nil
    }
    let (name, certificate) = ("\(field.id).name", "\(field.id).certificate")
    if isEmpty(name), isEmpty(certificate) {
      return why(field).map { .field(field.id, why: $0) }
    }
    if isEmpty(name) || isEmpty(certificate) { return .halfOfficer(field.id) }
    for other in form.fields.prefix(while: { $0.id != field.id }) where other.kind == .officer {
      let same = ["name", "certificate"].contains {
        values["\(field.id).\($0)"]?.zh == values["\(other.id).\($0)"]?.zh
      }
      if same { return .sameOfficer(field.id, as: other.id) }
    }
    return nil
  }

  private func why(_ field: DocumentField) -> DocumentGap.Why? {
    switch field.need {
    case .never: nil
    case .always: .always
    case .telemetry: restsOnTelemetry ? .telemetry : nil
    case .field(let other, let choices):
      values[other].flatMap { value in
        choices.contains(value.zh) ? .choice(field: other, value: value.zh) : nil
      }
    }
  }

  /// What the text's names stand for, without number, date and signer where it is not signed yet.
  func names(_ language: Language, issue: (number: String, on: String, signer: String)?)
    -> [String: String]
  {
    var names: [String: String] = [
      "number": issue?.number ?? "", "signer": issue?.signer ?? "",
      "issued-on": issue.map { OfficialDate.text($0.on, language) } ?? "",
      "office": facts.unit(form.office, language), "case": facts.caseNumber,
    ]
    for field in form.fields {
      let text = values[field.id]?.text(language) ?? ""
      switch field.kind {
      case .text, .prose: names[field.id] = text
      case .date: names[field.id] = OfficialDate.text(text, language)
      case .choice:
        let choice = field.choices.first { $0.id == text }
        names[field.id] = choice.map { $0.label.text(in: language) } ?? ""
        if let choice { names["\(field.id).\(choice.id)"] = choice.label.text(in: language) }
      case .officer:
        let name = values["\(field.id).name"]?.text(language) ?? ""
        let certificate = values["\(field.id).certificate"]?.zh ?? ""
        names["\(field.id).name"] = name
        names["\(field.id).certificate"] = certificate
        if !name.isEmpty {
          names[field.id] = language == .zh ? "\(name)（\(certificate)）" : "\(name) (\(certificate))"
        }
      }
    }
    return names
  }

  /// The wording in a language, as `FormText` reads it.
  ///
  /// - Throws: `DocumentTemplate.Fault`, never for a form that `plan check` let pass.
  func markdown(
    _ language: Language, issue: (number: String, on: String, signer: String)?
  ) throws -> String {
    try DocumentTemplate(form.text.text(in: language)).markdown(names(language, issue: issue))
  }

  /// The draft as it would read if it were signed now.
  public func preview(_ language: Language) throws -> FormText {
    try FormText(markdown(language, issue: nil))
  }

  /// SHA-256 over the wording in both languages, without what only the signature adds: what a review
  /// was passed for.
  func wordingDigest() throws -> String {
    Self.digest(try markdown(.zh, issue: nil), try markdown(.en, issue: nil))
  }

  static func digest(_ zh: String, _ en: String) -> String {
    var hash = SHA256()
    hash.update(data: Array(zh.utf8))
    hash.update(data: [0])
    hash.update(data: Array(en.utf8))
    return Array(hash.finalize()).hex
  }
}

extension CaseDocument {
  /// The wording as signed; nil for a draft.
  ///
  /// - Throws: `DocumentTemplate.Fault` where the ledger was changed by other hands.
  public func issuedText(_ language: Language) throws -> FormText? {
    guard let issue else { return nil }
    return try FormText(issue.text.text(in: language))
  }
}
