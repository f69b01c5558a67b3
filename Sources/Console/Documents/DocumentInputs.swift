import ActionPlan
import Casework

/// One field of a document's form.
struct DocumentInput: Sendable {
  struct Choice: Sendable {
    let value: String
    let name: String
    let isChosen: Bool
  }

  let id: String
  let label: String
  let isRequired: Bool
  let isMissing: Bool
  let isLine: Bool
  let isProse: Bool
  let isDate: Bool
  let isSelect: Bool
  let isOfficer: Bool
  let name: String
  let typed: String
  /// The English wording beside it; only of texts.
  let hasEnglish: Bool
  let englishName: String
  let english: String
  let certificateName: String
  let certificate: String
  let options: [Choice]
  let hasHint: Bool
  let hint: String
  /// It comes from the case until somebody writes otherwise.
  let isFromCase: Bool

  init(
    _ field: DocumentField, detail: DocumentDetail, form: SubmittedForm?, texts: Texts
  ) {
    let values = detail.filled.values
    func typed(_ name: String, _ own: String) -> String {
      guard let form else { return own }
      return form.texts(name).first ?? own
    }
    id = "field-\(field.id)"
    label = texts(field.label)
    isRequired = field.need == .always || field.need == .telemetry && detail.filled.restsOnTelemetry
    isMissing = detail.gaps.contains { $0.name == field.id }
    isLine = field.kind == .text
    isProse = field.kind == .prose
    isDate = field.kind == .date
    isSelect = field.kind == .choice
    isOfficer = field.kind == .officer
    name = field.kind == .officer ? "v-\(field.id).name" : "v-\(field.id)"
    let key = field.kind == .officer ? "\(field.id).name" : field.id
    self.typed = typed(name, values[key]?.zh ?? "")
    hasEnglish = field.kind == .text || field.kind == .prose
    englishName = "e-\(field.id)"
    english = typed(englishName, values[field.id]?.en ?? "")
    certificateName = "v-\(field.id).certificate"
    certificate = typed(certificateName, values["\(field.id).certificate"]?.zh ?? "")
    let chosen = self.typed
    options = field.choices.map {
      Choice(value: $0.id, name: texts($0.label), isChosen: $0.id == chosen)
    }
    hasHint = field.hint != nil
    hint = field.hint.map { texts($0) } ?? ""
    isFromCase = field.from != nil && detail.document.values[key] == nil && !chosen.isEmpty
  }
}

extension SubmittedForm {
  /// The values of a document's form: `v-FIELD`, and `e-FIELD` for the English wording.
  func documentValues() -> [String: DocumentValue] {
    var values: [String: DocumentValue] = [:]
    for (name, texts) in fields where name.hasPrefix("v-") {
      let key = String(name.dropFirst(2))
      values[key] = DocumentValue(texts.first ?? "", en: self.texts("e-\(key)").first)
    }
    return values
  }
}
