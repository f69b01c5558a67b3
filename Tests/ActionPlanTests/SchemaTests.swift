import Testing

@testable import ActionPlan

/// What an editor checks is what the readers check.
@Suite struct SchemaTests {
  @Test(arguments: PlanSchema.names)
  func `whole plans fit the schema of each of their files`(name: String) throws {
    let checker = try SchemaChecker(try #require(PlanSchema.json(of: name)))
    for file in ShippedPlan.reading.files + SmallPlan.files where Self.name(of: file) == name {
      for document in YAMLDocuments.read(file, log: DiagnosticLog()) {
        #expect(try checker.faults(document) == [], "\(file.path)")
      }
    }
  }

  @Test func `one schema takes every file of a plan`() throws {
    let checker = try SchemaChecker(try #require(PlanSchema.json(of: nil)))
    for file in SmallPlan.files {
      for document in YAMLDocuments.read(file, log: DiagnosticLog()) {
        #expect(try checker.faults(document) == [], "\(file.path)")
      }
    }
  }

  @Test func `a name that is no kind of file has no schema`() {
    #expect(PlanSchema.json(of: "rule") == nil)
  }

  /// Keys that only another key of the mapping makes necessary.
  private static let dependent = ["a rank without a target", "a row of no register"]

  /// Words of messages about what stands in one place, which a schema can tell.
  private static let local = [
    "has no key", "which is no day", "which is no duration", "which is no offset",
    "which is no time", "which is no time limit",
    "where a list is needed", "which is no amount", "needs one bound", "where a number is needed",
    "where a mapping of fields is needed", "has no \"",
  ]

  @Test(
    arguments: Mistake.all.filter { mistake in
      !dependent.contains(mistake.name)
        && mistake.told.contains { told in local.contains { told.contains($0) } }
    })
  func `a mistake in one place is found by the schema too`(mistake: Mistake) throws {
    let text = SmallPlan.texts[mistake.file, default: ""]
    let new =
      mistake.old.isEmpty
      ? mistake.new : text.replacing(mistake.old, with: mistake.new, maxReplacements: 1)
    let file = PlanFile(path: mistake.file, bytes: Array(new.utf8))
    let checker = try SchemaChecker(try #require(PlanSchema.json(of: Self.name(of: file))))
    let faults = try YAMLDocuments.read(file, log: DiagnosticLog()).flatMap(checker.faults)
    #expect(!faults.isEmpty)
  }

  @Test func `whatever a shape requires, the readers require`() throws {
    var count = 0
    for file in SmallPlan.files {
      let documents = YAMLDocuments.read(file, log: DiagnosticLog())
      let shape = Self.shape(of: file)
      for (at, document) in documents.enumerated() {
        for text in Flow.withoutOneRequiredKey(document, shape) {
          var texts = documents.map { Flow.text($0) }
          texts[at] = text
          let bytes = Array(texts.joined(separator: "\n---\n").utf8)
          let files =
            SmallPlan.files.filter { $0.path != file.path }
            + [PlanFile(path: file.path, bytes: bytes)]
          #expect(PlanFolder.read(files: files).plan == nil, "\(file.path): \(text)")
          count += 1
        }
      }
    }
    #expect(count > 200)
  }

  @Test func `ids of a plan are offered where one is to be named`() throws {
    let json = try #require(PlanSchema.json(of: "rules", completing: SmallPlan.files))
    #expect(
      json.contains(
        #""checks", "cuts", "diggers", "draws", "entries", "pairs", "shops", "spray-six", "stops", "visits""#
      ))
    let checker = try SchemaChecker(json)
    let rule = SmallPlan.texts["rules/off.yml", default: ""]
    func faults(_ text: String) throws -> [Location] {
      let file = PlanFile(path: "rules/off.yml", bytes: Array(text.utf8))
      return try YAMLDocuments.read(file, log: DiagnosticLog()).flatMap(checker.faults)
    }
    #expect(try faults(rule) == [])
    #expect(try !faults(rule.replacing("watch: pairs", with: "watch: pears")).isEmpty)
  }

  private static func name(of file: PlanFile) -> String {
    String(file.path.split(separator: "/")[0]).replacing(".yml", with: "")
  }

  private static func shape(of file: PlanFile) -> Shape {
    ElementKind.allCases.first { $0.plural == name(of: file) }?.shape ?? .plan
  }
}

/// YAML on one line.
private enum Flow {
  static func text(_ value: Value) -> String {
    switch value.content {
    case .nothing: "~"
    case .text(let text):
      "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    case .list(let items): "[" + items.map(text).joined(separator: ", ") + "]"
    case .table(let entries):
      "{" + entries.map { "\($0.key): \(text($0.value))" }.joined(separator: ", ") + "}"
    }
  }

  /// The text of a value without one of the keys that its shape, or a shape within, requires; once for
  /// each such key.
  static func withoutOneRequiredKey(_ value: Value, _ shape: Shape) -> [String] {
    texts(value, .mapping(shape))
  }

  private static func texts(_ value: Value, _ form: Form) -> [String] {
    switch (form, value.content) {
    case (.label, .table): return texts(value, .mapping(.label))
    case (.mapping(let shape), .list(let items)) where !items.isEmpty:
      return texts(value, .list(.mapping(shape)))
    case (.list(let form, _), .list(let items)):
      return items.indices.flatMap { at in
        texts(items[at], form).map { changed in
          var all = items.map(text)
          all[at] = changed
          return "[" + all.joined(separator: ", ") + "]"
        }
      }
    case (.either(let forms), .table(let entries)):
      let fitting = forms.first { form in
        guard case .mapping(let shape) = form else { return false }
        return entries.allSatisfy { shape.names.contains($0.key) }
          && shape.keys.allSatisfy { key in
            !key.isRequired || entries.contains { $0.key == key.name }
          }
      }
      return fitting.map { texts(value, $0) } ?? []
    case (.either(let forms), .list(let items)):
      let list = forms.first { if case .list = $0 { true } else { false } }
      return list.map { texts(Value(location: value.location, content: .list(items)), $0) } ?? []
    case (.mapping(let shape), .table(let entries)):
      return entries.indices.flatMap { at -> [String] in
        let entry = entries[at]
        guard let key = shape.keys.first(where: { $0.name == entry.key }) else { return [] }
        var changed = texts(entry.value, key.form).map { new in
          joined(entries) { $0 == at ? "\(entry.key): \(new)" : nil }
        }
        if key.isRequired { changed.append(joined(entries) { $0 == at ? "" : nil }) }
        return changed
      }
    default: return []
    }
  }

  /// A mapping with one entry written otherwise; an empty text leaves it out.
  private static func joined(_ entries: [Value.Entry], _ other: (Int) -> String?) -> String {
    let parts = entries.indices.map {
      other($0) ?? "\(entries[$0].key): \(text(entries[$0].value))"
    }
    return "{" + parts.filter { !$0.isEmpty }.joined(separator: ", ") + "}"
  }
}
