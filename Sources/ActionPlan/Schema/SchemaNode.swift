/// A piece of JSON whose keys keep their order, so that a schema reads the same each time.
indirect enum SchemaNode: Sendable, Equatable {
  case text(String)
  case whole(Int)
  case flag(Bool)
  case list([SchemaNode])
  case table([Entry])

  struct Entry: Sendable, Equatable {
    let key: String
    let node: SchemaNode
  }

  static func object(_ entries: KeyValuePairs<String, SchemaNode>) -> SchemaNode {
    .table(entries.map { Entry(key: $0.key, node: $0.value) })
  }

  /// JSON over several lines, two spaces for each level.
  func json(indent: String = "") -> String {
    let inner = indent + "  "
    switch self {
    case .text(let text): return Self.quoted(text)
    case .whole(let number): return "\(number)"
    case .flag(let flag): return "\(flag)"
    case .list(let items) where items.allSatisfy(\.isScalar):
      return "[" + items.map { $0.json() }.joined(separator: ", ") + "]"
    case .list(let items):
      let lines = items.map { inner + $0.json(indent: inner) }
      return "[\n" + lines.joined(separator: ",\n") + "\n\(indent)]"
    case .table(let entries) where entries.isEmpty: return "{}"
    case .table(let entries) where entries.count == 1 && entries[0].node.isScalar:
      return "{\(Self.quoted(entries[0].key)): \(entries[0].node.json())}"
    case .table(let entries):
      let lines = entries.map { "\(inner)\(Self.quoted($0.key)): \($0.node.json(indent: inner))" }
      return "{\n" + lines.joined(separator: ",\n") + "\n\(indent)}"
    }
  }

  private var isScalar: Bool {
    switch self {
    case .text, .whole, .flag: true
    case .list, .table: false
    }
  }

  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case let scalar where scalar.value < 0x20:
        let hex = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
