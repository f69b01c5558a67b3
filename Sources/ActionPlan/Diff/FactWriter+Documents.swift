/// Official documents of cases.
extension FactWriter {
  func document(_ document: DocumentForm) -> Element {
    let text = document.text
    return Element(
      document.id, document.label,
      [
        .label(document.label), clause(document.clause),
        .words("office", "签发单位", "office", units([document.office])),
        .text("number", "文号", "number", document.numbering),
        .words("sign", "签发人", "sign", .list(document.sign.map(\.code))),
        .text("to", "送达对象", "to", document.to?.rawValue),
        .text("of", "关于", "of", document.of?.rawValue),
        .words("reviews", "审核", "reviews", .list(document.reviews.map(\.label))),
        .text("zh", "中文正文", "Chinese text", digest(text.zh)),
        .text("en", "英文正文", "English text", digest(text.en)),
      ] + document.fields.map(field))
  }

  /// Long texts are told apart and not shown.
  private func digest(_ text: String) -> String {
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).count
    return "\(lines) · \(PlanDigest.of([PlanFile(path: "", bytes: Array(text.utf8))]).prefix(8))"
  }

  private func field(_ field: DocumentField) -> Fact? {
    .part(
      field.id, "要素", "field", field.label,
      [
        .label(field.label), .text("kind", "类型", "kind", field.kind.rawValue),
        .text("from", "取自", "from", field.from?.rawValue),
        .text("need", "必填", "required", need(field.need)),
        .words("choices", "选项", "choices", .list(field.choices.map(\.label))),
        .words("hint", "说明", "hint", field.hint),
      ])
  }

  private func need(_ need: DocumentField.Need) -> String? {
    switch need {
    case .never: nil
    case .always: "true"
    case .telemetry: "telemetry"
    case .field(let field, let values): "\(field): \(values.joined(separator: ", "))"
    }
  }
}
