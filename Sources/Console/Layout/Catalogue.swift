public import ActionPlan
import Foundation

/// Every text a person sees, in both languages, by group and key: `desk.title`.
///
/// One JSON file a group in the folder `Texts`: `{"title": {"zh": "…", "en": "…"}}`. Placeholders
/// are written `{name}`.
public struct Catalogue: Sendable {
  public enum Fault: Error, Equatable, CustomStringConvertible {
    case folderMissing(String)
    case unreadable(file: String, why: String)

    public var description: String {
      switch self {
      case .folderMissing(let path):
        "\(path): no text files found; install Lantian with its resources folder beside the binary"
      case .unreadable(let file, let why):
        "\(file): not a table of texts in both languages (\(why)); correct the file"
      }
    }
  }

  private let groups: [String: [String: Label]]

  /// Reads every `*.json` of a folder.
  public init(folder: String) throws(Fault) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    var groups: [String: [String: Label]] = [:]
    for name in names.sorted() where name.hasSuffix(".json") {
      let path = folder + "/" + name
      do {
        let data = try Data(contentsOf: URL(fileURLWithPath: path))
        groups[String(name.dropLast(5))] = try JSONDecoder().decode(
          [String: Label].self, from: data)
      } catch {
        throw .unreadable(file: path, why: "\(error)")
      }
    }
    guard !groups.isEmpty else { throw .folderMissing(folder) }
    self.groups = groups
  }

  public init(groups: [String: [String: Label]]) {
    self.groups = groups
  }

  /// - Parameter key: group and name, `desk.title`.
  public func label(_ key: String) -> Label? {
    guard let point = key.firstIndex(of: ".") else { return nil }
    return groups[String(key[..<point])]?[String(key[key.index(after: point)...])]
  }

  public var keys: [String] {
    groups.flatMap { group, texts in texts.keys.map { "\(group).\($0)" } }.sorted()
  }

  func group(_ name: String) -> [String: Label]? { groups[name] }

  public func texts(in language: Language) -> Texts {
    Texts(catalogue: self, language: language)
  }
}
