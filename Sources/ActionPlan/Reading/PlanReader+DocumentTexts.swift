/// The texts of official documents.
extension PlanReader {
  /// Longest text of a document in one language, in characters.
  static let longestForm = 20_000

  /// - Parameter fields: nil where they are faulty, so that nothing is said about names.
  func documentText(_ value: Value, _ owner: Table, fields: [DocumentField]?) -> Label? {
    guard let table = Table(value, "\"text\" of \(owner.name)", .documentText, log: log) else {
      return nil
    }
    let zh = table.required("zh", "add the Chinese text")
      .flatMap { form($0, "\(table.name) (zh)", fields) }
    let en = table.required("en", "add the English text")
      .flatMap { form($0, "\(table.name) (en)", fields) }
    guard let zh, let en else { return nil }
    return Label(zh: zh, en: en)
  }

  private func form(_ value: Value, _ name: String, _ fields: [DocumentField]?) -> String? {
    guard case .text(let text) = value.content else {
      log.error(
        value.location, "\(name) is \(value.kind) where a text is needed",
        "write it after | over several lines")
      return nil
    }
    guard text.unicodeScalars.count <= Self.longestForm else {
      log.error(
        value.location, "\(name) is longer than \(Self.longestForm) characters", "shorten it")
      return nil
    }
    do throws(DocumentTemplate.Fault) {
      let template = try DocumentTemplate(text)
      _ = try FormText(template.markdownWithAll())
      guard let fields else { return nil }
      let known = Self.documentWords + fields.flatMap(\.names)
      for (asked, line) in template.names.sorted(by: { $0.value < $1.value })
      where !known.contains(asked) {
        log.error(
          value.location, "line \(line) of \(name) asks for \"\(asked)\", which is no field",
          Nearest.word(to: asked, among: known).map { "did you mean \"\($0)\"?" }
            ?? "add it to fields, or write one of \(Self.documentWords.joined(separator: ", "))")
      }
      return text
    } catch {
      log.error(value.location, "line \(error.line) of \(name): \(error.found)", error.remedy)
      return nil
    }
  }
}

extension DocumentTemplate {
  /// The text with every section in it, line by line as written.
  fileprivate func markdownWithAll() -> String {
    func write(_ parts: [Part]) -> String {
      parts.map { part in
        switch part {
        case .text(let text): text
        case .value: "x"
        case .section(_, _, let inner): write(inner)
        }
      }.joined()
    }
    return write(parts)
  }
}
