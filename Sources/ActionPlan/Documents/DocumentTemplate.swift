/// The text of a document with places for its values: the part of Mustache that a form needs.
///
/// `{{name}}` stands for a value, `{{#name}}…{{/name}}` is there where the value is not empty,
/// `{{^name}}…{{/name}}` where it is. A tag of a section alone on its line takes the line with it.
public struct DocumentTemplate: Sendable, Hashable {
  /// What is wrong with a text, and on which of its lines (from 1).
  public struct Fault: Error, Sendable, Hashable {
    public let line: Int
    public let found: String
    public let remedy: String
  }

  indirect enum Part: Sendable, Hashable {
    case text(String)
    case value(String)
    case section(String, isInverted: Bool, [Part])
  }

  let parts: [Part]
  /// Every name the text asks for, with the line of its first place.
  let names: [String: Int]

  /// Sections inside sections go no deeper.
  static let deepest = 8

  public init(_ text: String) throws(Fault) {
    var reader = TemplateReader(text)
    parts = try reader.parts(until: nil, depth: 0)
    names = reader.names
  }

  /// The Markdown with the values in it. Whatever a value holds comes out as it is: none of its signs
  /// means anything to Markdown.
  ///
  /// - Parameter values: by name; a name that is missing is empty.
  public func markdown(_ values: [String: String]) -> String {
    var text = ""
    Self.write(parts, values, into: &text)
    return text
  }

  private static func write(
    _ parts: [Part], _ values: [String: String], into text: inout String
  ) {
    for part in parts {
      switch part {
      case .text(let plain): text += plain
      case .value(let name): text += FormText.escaped(values[name] ?? "")
      case .section(let name, let isInverted, let inner):
        if (values[name] ?? "").isEmpty == isInverted { write(inner, values, into: &text) }
      }
    }
  }
}

/// Reads a template from its beginning.
private struct TemplateReader {
  private let text: String
  private var at: String.Index
  private var line = 1
  var names: [String: Int] = [:]

  init(_ text: String) {
    self.text = text
    at = text.startIndex
  }

  mutating func parts(
    until section: (name: String, line: Int)?, depth: Int
  ) throws(DocumentTemplate.Fault) -> [DocumentTemplate.Part] {
    var parts: [DocumentTemplate.Part] = []
    while let open = text[at...].firstRange(of: "{{") {
      let isLineBegin =
        open.lowerBound == text.startIndex
        || text[text.index(before: open.lowerBound)].isNewline
      let before = text[at..<open.lowerBound]
      if !before.isEmpty { parts.append(.text(String(before))) }
      line += before.count(where: \.isNewline)
      guard let close = text[open.upperBound...].firstRange(of: "}}") else {
        throw fault("\"{{\" is not closed", "write }} after the name")
      }
      let inner = text[open.upperBound..<close.lowerBound].trimmed
      at = close.upperBound
      guard let mark = inner.first, mark == "#" || mark == "^" || mark == "/" else {
        parts.append(.value(try name(inner)))
        continue
      }
      let name = try name(inner.dropFirst().trimmed)
      let opened = line
      if isLineBegin { skipLineEnd() }
      guard mark != "/" else {
        guard let section, section.name == name else {
          throw fault(
            "{{/\(name)}} closes no section that is open", "open it with {{#\(name)}} before")
        }
        return parts
      }
      guard depth < DocumentTemplate.deepest else {
        throw fault("sections are nested deeper than \(DocumentTemplate.deepest)", "write fewer")
      }
      parts.append(
        .section(
          name, isInverted: mark == "^",
          try self.parts(until: (name, opened), depth: depth + 1)))
    }
    if let section {
      throw DocumentTemplate.Fault(
        line: section.line, found: "section \"\(section.name)\" is not closed",
        remedy: "write {{/\(section.name)}} after it")
    }
    if at < text.endIndex { parts.append(.text(String(text[at...]))) }
    at = text.endIndex
    return parts
  }

  private mutating func name(_ text: Substring) throws(DocumentTemplate.Fault) -> String {
    let isName = text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "-"), UInt8(ascii: "."):
        true
      default: false
      }
    }
    guard !text.isEmpty, isName else {
      throw fault(
        "{{\(Value.shortened(String(text)))}} is no name", "write the id of a field, as {{party}}")
    }
    let name = String(text)
    if names[name] == nil { names[name] = line }
    return name
  }

  private mutating func skipLineEnd() {
    guard at < text.endIndex, text[at].isNewline else { return }
    at = text.index(after: at)
    line += 1
  }

  private func fault(_ found: String, _ remedy: String) -> DocumentTemplate.Fault {
    DocumentTemplate.Fault(line: line, found: found, remedy: remedy)
  }
}

extension Substring {
  /// Without white space at either end.
  fileprivate var trimmed: Substring {
    var text = self
    while let first = text.first, first.isWhitespace { text.removeFirst() }
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return text
  }
}
