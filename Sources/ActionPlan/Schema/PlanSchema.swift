/// JSON Schema (2020-12) of plan files, so that editors complete and check what is written. It is made
/// of the very shapes the readers take their keys from. What hangs on other files, such as the type of a
/// condition, only `plan check` can tell.
public enum PlanSchema {
  /// What a schema can be asked for: `plan` for `plan.yml`, `clauses` for `clauses.yml` and the files
  /// of `clauses/`, and so on.
  public static let names: [String] = ["plan"] + ElementKind.allCases.map(\.plural)

  /// The schema of one file, or of any file of a plan.
  ///
  /// - Parameters:
  ///   - name: one of `names`; nil for a schema that takes each of them.
  ///   - files: a plan's files; where an id is to be named, its own ids are the ones to choose from.
  /// - Returns: JSON text; nil where the name is none of `names`.
  public static func json(of name: String?, completing files: [PlanFile] = []) -> String? {
    let forms = SchemaForms(ids: files.isEmpty ? [:] : ids(in: files))
    let root: [SchemaNode.Entry]
    switch name {
    case nil:
      let plan = forms.node(.mapping(.plan))
      root = [
        .init(
          key: "anyOf", node: .list([plan] + ElementKind.allCases.map { element($0, forms) }))
      ]
    case "plan":
      guard case .table(let entries) = forms.node(.mapping(.plan)) else { return nil }
      root = entries
    case let name?:
      guard let kind = ElementKind.allCases.first(where: { $0.plural == name }),
        case .table(let entries) = element(kind, forms)
      else { return nil }
      root = entries
    }
    let head: [SchemaNode.Entry] = [
      .init(key: "$schema", node: .text("https://json-schema.org/draft/2020-12/schema")),
      .init(key: "title", node: .text("Lantian: \(name.map { "\($0).yml" } ?? "a plan's files")")),
    ]
    let definitions = SchemaNode.Entry(key: "$defs", node: .table(forms.definitions))
    return SchemaNode.table(head + root + [definitions]).json() + "\n"
  }

  /// One element, or a list of them.
  private static func element(_ kind: ElementKind, _ forms: SchemaForms) -> SchemaNode {
    let element = forms.node(kind.form)
    return .object([
      "anyOf": .list([element, .object(["type": .text("array"), "items": element])])
    ])
  }

  /// The ids that a folder declares, however much else is wrong with it.
  private static func ids(in files: [PlanFile]) -> [ElementKind: [String]] {
    DeepStack.run {
      let reader = PlanReader(files: files, log: DiagnosticLog())
      _ = reader.plan()
      return reader.declared.mapValues { $0.keys.sorted() }
    }
  }
}
