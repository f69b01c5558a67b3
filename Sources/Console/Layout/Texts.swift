public import ActionPlan
import Foundation
public import Mustache

/// The catalogue in one language: `{{t.desk.title}}` in a template, `texts("desk.title")` in Swift.
public struct Texts: Sendable, MustacheParent {
  let catalogue: Catalogue
  public let language: Language

  /// The text of a key; the key itself where the catalogue lacks it, so that the gap is seen.
  public func callAsFunction(_ key: String, _ values: [String: String] = [:]) -> String {
    guard var text = catalogue.label(key)?.text(in: language) else { return key }
    for (name, value) in values {
      text = text.replacingOccurrences(of: "{\(name)}", with: value)
    }
    return text
  }

  public func callAsFunction(_ label: Label) -> String { label.text(in: language) }

  /// The text of a key that a plan or a device may have made up; the code itself where unknown.
  public func text(ofCode code: String, in group: String) -> String {
    catalogue.label("\(group).\(code)")?.text(in: language) ?? code
  }

  public func child(named name: String) -> Any? {
    catalogue.group(name).map { TextGroup(texts: $0, language: language) }
  }

  /// One group as a JSON object, for the scripts of a page.
  func json(group: String) -> String {
    let texts = (catalogue.group(group) ?? [:]).mapValues { $0.text(in: language) }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    guard let data = try? encoder.encode(texts) else { return "{}" }
    return String(decoding: data, as: UTF8.self)
  }
}

/// One group of the catalogue in one language.
struct TextGroup: MustacheParent {
  let texts: [String: Label]
  let language: Language
  func child(named name: String) -> Any? { texts[name]?.text(in: language) }
}
