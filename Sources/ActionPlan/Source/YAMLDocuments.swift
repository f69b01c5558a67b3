import Yams

/// Turns one YAML file into values with places.
struct YAMLDocuments {
  let file: String
  let log: DiagnosticLog
  private var count = 0

  /// The documents of a file; empty when the file cannot be read as YAML, which has been logged.
  static func read(_ file: PlanFile, log: DiagnosticLog) -> [Value] {
    var documents = YAMLDocuments(file: file.path, log: log)
    return documents.values(in: file.bytes)
  }

  private init(file: String, log: DiagnosticLog) {
    self.file = file
    self.log = log
  }

  private mutating func values(in bytes: [UInt8]) -> [Value] {
    let bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
    guard let text = String(validating: bytes, as: UTF8.self) else {
      log.error(at(1, 1), "the file is not UTF-8 text", "save it as UTF-8")
      return []
    }
    if let excess = AliasGuard.excess(in: bytes) {
      log.error(
        at(excess.line, excess.column), "the file is full of YAML aliases (*name)",
        "write each value out; in texts and comments put no blank before a *")
      return []
    }
    do {
      // The parser owns the anchors, which the nodes hold weakly: it must outlive the walk.
      let parser = try Parser(yaml: text)
      return try withExtendedLifetime(parser) {
        var values: [Value] = []
        while let root = try parser.nextRoot() {
          guard let value = value(of: root, level: 1) else { return [] }
          values.append(value)
        }
        return values
      }
    } catch let error as YamlError {
      complain(about: error, in: text)
    } catch {
      log.error(at(1, 1), "the file cannot be read as YAML (\(error))", "check its syntax")
    }
    return []
  }

  private func at(_ line: Int, _ column: Int) -> Location {
    Location(file: file, line: max(1, line), column: max(1, column))
  }

  private func at(_ mark: Mark?) -> Location { at(mark?.line ?? 1, mark?.column ?? 1) }

  /// `nil` when the document is refused as a whole.
  private mutating func value(of node: Node, level: Int) -> Value? {
    let location = at(node.mark)
    count += 1
    guard count <= FolderLimits.values else {
      log.error(
        location, "the file holds more than \(FolderLimits.values) values", "split the file")
      return nil
    }
    guard level <= FolderLimits.nesting else {
      log.error(
        location, "lists and mappings are nested deeper than \(FolderLimits.nesting)",
        "write the element flatter; Docs/plan-language.md shows each one")
      return nil
    }
    guard node.anchor == nil else {
      log.error(
        location, "YAML anchors and aliases (&name, *name) are not part of the plan language",
        "write the value out at each place")
      return nil
    }
    switch node {
    case .scalar(let scalar):
      let isNothing = scalar.style == .plain && ["", "~", "null"].contains(scalar.string)
      return Value(location: location, content: isNothing ? .nothing : .text(scalar.string))
    case .sequence(let sequence):
      var items: [Value] = []
      for child in sequence {
        guard let item = value(of: child, level: level + 1) else { return nil }
        items.append(item)
      }
      return Value(location: location, content: .list(items))
    case .mapping(let mapping):
      var entries: [Value.Entry] = []
      for (key, child) in mapping {
        guard case .scalar(let name) = key else {
          log.error(
            at(key.mark), "a key is not a plain word", "write \"key: value\" with a word as key")
          return nil
        }
        guard let value = value(of: child, level: level + 1) else { return nil }
        entries.append(.init(key: name.string, keyLocation: at(key.mark), value: value))
      }
      return Value(location: location, content: .table(entries))
    case .alias:
      log.error(location, "YAML aliases are not part of the plan language", "write the value out")
      return nil
    }
  }

  private func complain(about error: YamlError, in text: String) {
    let remedy = "check indentation, colons, brackets and quotes here and on the line above"
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      log.error(at(mark), "this is not YAML: \(problem)", remedy)
    case .duplicatedKeysInMapping(let keys, let context):
      let names = keys.map { "\"\(Value.shortened($0))\"" }.joined(separator: ", ")
      log.error(
        at(context.mark), "the key \(names) stands twice in one mapping", "keep one of them")
    case .reader(let problem, let offset, _, _):
      // The library counts characters; places are told in scalars.
      let before = text.prefix(max(0, offset ?? 0)).unicodeScalars
      let line = before.count { $0 == "\n" } + 1
      let column = before.reversed().prefix { $0 != "\n" }.count + 1
      log.error(
        at(line, column), "a character that YAML does not allow: \(problem)",
        "remove control characters")
    case .memory:
      log.error(
        at(1, 1), "lists and mappings are nested deeper than \(FolderLimits.nesting)",
        "write the element flatter; Docs/plan-language.md shows each one")
    default:
      log.error(at(1, 1), "the file cannot be read as YAML (\(error))", "check its syntax")
    }
  }
}
