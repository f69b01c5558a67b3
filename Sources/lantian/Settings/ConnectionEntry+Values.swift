import ActionPlan
import Foundation
import Yams

/// Values of keys.
extension ConnectionEntry {
  mutating func complain(_ node: Node, _ text: String) {
    complaints.append("\(file.place(node)): \(text)")
  }

  mutating func know(_ keys: [String]) {
    for (key, _) in node.mapping ?? [:] {
      let text = key.string ?? ""
      guard !keys.contains(text) else { continue }
      let meant = Nearest.word(to: text, among: keys).map { "did you mean \($0)? " } ?? ""
      complain(key, "\(text) is no key of \(id); \(meant)known are \(keys.joined(separator: ", "))")
    }
  }

  mutating func text(_ key: String) -> String? {
    guard let value = node[key] else { return nil }
    guard let text = value.scalar?.string, !text.isEmpty else {
      complain(value, "\(key) takes one value")
      return nil
    }
    return text
  }

  mutating func number(_ key: String, _ range: ClosedRange<Int>, default value: Int) -> Int {
    guard let node = node[key] else { return value }
    guard let number = node.scalar.flatMap({ Int($0.string) }), range.contains(number) else {
      complain(node, "\(key) takes a whole number from \(range.lowerBound) to \(range.upperBound)")
      return value
    }
    return number
  }

  mutating func flag(_ key: String, default value: Bool) -> Bool {
    guard let text = text(key) else { return value }
    guard let flag = ["true": true, "false": false][text] else {
      complain(node[key] ?? name, "\(key) takes true or false")
      return value
    }
    return flag
  }

  mutating func secret(_ key: String) -> String? {
    node[key].flatMap { secret($0) }
  }

  mutating func secret(_ value: Node) -> String? {
    if let variable = value["env"]?.scalar?.string {
      if let text = file.environment[variable], !text.isEmpty { return text }
      complain(value, "the environment has no \(variable); set it for the server")
    } else if let path = value["file"]?.scalar?.string {
      if let text = try? String(contentsOfFile: path, encoding: .utf8) {
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
      }
      complain(value, "\(path) cannot be read; name a file that holds the secret alone")
    } else {
      complain(value, "a secret is {env: VARIABLE} or {file: PATH}, never written here")
    }
    return nil
  }

  func isOwn(_ host: String) -> Bool {
    ["127.0.0.1", "::1", "[::1]", "localhost"].contains(host)
  }

  func isHost(_ text: String) -> Bool {
    (1...253).contains(text.utf8.count)
      && text.utf8.allSatisfy {
        Self.isToken($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ":")
      }
  }

  static func isToken(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
