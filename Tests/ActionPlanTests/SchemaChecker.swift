import AirQuality
import Foundation

@testable import ActionPlan

/// Checks YAML values against a JSON Schema as an editor does: as much of 2020-12 as the plan's schemas
/// use. Whatever else a schema says is refused, so that nothing passes unread.
struct SchemaChecker {
  struct Unknown: Error { let keyword: String }

  private let root: [String: Any]

  init(_ json: String) throws {
    root = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any] ?? [:]
  }

  /// Where a value does not fit.
  func faults(_ value: Value) throws -> [Location] { try faults(value, root) }

  private func faults(_ value: Value, _ schema: [String: Any]) throws -> [Location] {
    var faults: [Location] = []
    for (keyword, content) in schema {
      switch (keyword, content) {
      case ("$schema", _), ("title", _), ("description", _), ("$defs", _): break
      case ("additionalProperties", _), ("items", _): break
      case ("$ref", let path as String):
        let name = path.replacing("#/$defs/", with: "")
        let definitions = root["$defs"] as? [String: Any] ?? [:]
        guard let target = definitions[name] as? [String: Any] else { throw Unknown(keyword: path) }
        faults += try self.faults(value, target)
      case ("anyOf", let schemas as [[String: Any]]):
        let answers = try schemas.map { try self.faults(value, $0) }
        if !answers.contains(where: \.isEmpty) {
          // The branch that came furthest tells where the fault is.
          faults += answers.max { Self.isEarlier($0, $1) } ?? [value.location]
        }
      case ("oneOf", let schemas as [[String: Any]]):
        if try schemas.count(where: { try self.faults(value, $0).isEmpty }) != 1 {
          faults.append(value.location)
        }
      case ("properties", let properties as [String: Any]):
        faults += try members(value, properties, schema["additionalProperties"])
      case ("required", let keys as [String]):
        guard case .table(let entries) = value.content else { break }
        for key in keys where !entries.contains(where: { $0.key == key }) {
          faults.append(value.location)
        }
      default:
        if try !Self.fits(value, keyword, content) { faults.append(value.location) }
      }
    }
    if schema["properties"] == nil, let others = schema["additionalProperties"] {
      faults += try members(value, [:], others)
    }
    if let items = schema["items"] as? [String: Any], case .list(let values) = value.content {
      faults += try values.flatMap { try self.faults($0, items) }
    }
    return faults
  }

  private static func isEarlier(_ a: [Location], _ b: [Location]) -> Bool {
    guard let x = a.first, let y = b.first else { return false }
    return (x.line, x.column) < (y.line, y.column)
  }

  private func members(
    _ value: Value, _ properties: [String: Any], _ others: Any?
  ) throws -> [Location] {
    guard case .table(let entries) = value.content else { return [] }
    return try entries.flatMap { entry in
      switch properties[entry.key] ?? others {
      case let schema as [String: Any]: return try faults(entry.value, schema)
      case let isAllowed as Bool where !isAllowed: return [entry.keyLocation]
      default: return []
      }
    }
  }

  private static func fits(_ value: Value, _ keyword: String, _ content: Any) throws -> Bool {
    var text: String?
    if case .text(let content) = value.content { text = content }
    switch (keyword, content) {
    case ("type", let type as String): return isOf([type], value)
    case ("type", let types as [String]): return isOf(types, value)
    case ("enum", let values as [Any]):
      return values.contains { ($0 as? String ?? ($0 as? Int).map(String.init)) == text }
    case ("pattern", let pattern as String):
      guard let text else { return true }
      return try Regex(pattern).firstMatch(in: text) != nil
    case ("minLength", let length as Int): return text.map { $0.count >= length } ?? true
    case ("maxLength", let length as Int): return text.map { $0.count <= length } ?? true
    case ("minimum", let least as Int): return text.flatMap(Int.init).map { $0 >= least } ?? true
    case ("maximum", let most as Int): return text.flatMap(Int.init).map { $0 <= most } ?? true
    case ("minItems", let count as Int):
      if case .list(let items) = value.content { return items.count >= count }
      return true
    case ("maxItems", let count as Int):
      if case .list(let items) = value.content { return items.count <= count }
      return true
    default: throw Unknown(keyword: keyword)
    }
  }

  /// YAML may read a plain word as text, number or truth.
  private static func isOf(_ types: [String], _ value: Value) -> Bool {
    types.contains { type in
      switch (type, value.content) {
      case ("string", .text), ("array", .list), ("object", .table), ("null", .nothing): true
      case ("number", .text(let text)): ExactDecimal(text) != nil
      case ("integer", .text(let text)): Int(text) != nil
      case ("boolean", .text(let text)): text == "true" || text == "false"
      default: false
      }
    }
  }
}
