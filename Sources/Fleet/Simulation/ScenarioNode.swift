import Yams

/// Where a scenario is wrong, what was found, and what to do.
public struct ScenarioFault: Error, Equatable, CustomStringConvertible {
  public let file: String
  public let line: Int
  public let column: Int
  public let text: String

  public var description: String { "\(file):\(line):\(column): \(text)" }
}

/// A mapping of the scenario's YAML, read key by key.
struct ScenarioNode {
  let file: String
  private let node: Node
  private let members: [String: Node]

  init(_ node: Node, file: String, keys: [String], what: String) throws(ScenarioFault) {
    self.file = file
    self.node = node
    guard let mapping = node.mapping else {
      throw Self.fault(file, node, "\(what) is not a mapping; write key: value lines")
    }
    var members: [String: Node] = [:]
    for (key, value) in mapping {
      guard let name = key.string, keys.contains(name) else {
        throw Self.fault(
          file, key,
          "\(what) has no key \(key.string ?? "of this kind"); the keys are "
            + keys.joined(separator: ", "))
      }
      members[name] = value
    }
    self.members = members
  }

  func has(_ key: String) -> Bool { members[key] != nil }

  func text(_ key: String) throws(ScenarioFault) -> String {
    guard let member = members[key] else { throw missing(key) }
    guard let text = member.scalar?.string, !text.isEmpty else {
      throw Self.fault(file, member, "\(key) is not text; write one word or a quoted text")
    }
    return text
  }

  func number(_ key: String, or missingValue: Double? = nil) throws(ScenarioFault) -> Double {
    guard let member = members[key] else {
      guard let missingValue else { throw missing(key) }
      return missingValue
    }
    guard let text = member.scalar?.string, let number = Double(text), number.isFinite else {
      throw Self.fault(file, member, "\(key) is not a number; write one such as 12.5")
    }
    return number
  }

  func whole(
    _ key: String, in range: ClosedRange<Int>, or missingValue: Int? = nil
  ) throws(ScenarioFault) -> Int {
    guard let member = members[key] else {
      guard let missingValue else { throw missing(key) }
      return missingValue
    }
    guard let text = member.scalar?.string, let number = Int(text), range.contains(number) else {
      throw Self.fault(
        file, member,
        "\(key) is not a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  func flag(_ key: String, or missingValue: Bool) throws(ScenarioFault) -> Bool {
    guard let member = members[key] else { return missingValue }
    switch member.scalar?.string {
    case "true", "yes": return true
    case "false", "no": return false
    default: throw Self.fault(file, member, "\(key) is neither true nor false")
    }
  }

  /// A length of time such as `90 s`, `5 min`, `-13 min 30 s` or `6 h`, in seconds.
  func duration(_ key: String, or missingValue: Int? = nil) throws(ScenarioFault) -> Int {
    guard let member = members[key] else {
      guard let missingValue else { throw missing(key) }
      return missingValue
    }
    guard let text = member.scalar?.string, let seconds = Duration.seconds(of: text) else {
      throw Self.fault(
        file, member, "\(key) is no length of time; write one such as 90 s, 13 min 30 s or 6 h")
    }
    return seconds
  }

  /// The members of a list; empty where the key is absent.
  func list(_ key: String) throws(ScenarioFault) -> [Node] {
    guard let member = members[key] else { return [] }
    guard let sequence = member.sequence else {
      throw Self.fault(file, member, "\(key) is not a list; write its members with - before each")
    }
    return Array(sequence)
  }

  func fault(_ key: String, _ text: String) -> ScenarioFault {
    Self.fault(file, members[key] ?? node, text)
  }

  private func missing(_ key: String) -> ScenarioFault {
    Self.fault(file, node, "\(key) is missing; add it")
  }

  static func fault(_ file: String, _ node: Node, _ text: String) -> ScenarioFault {
    ScenarioFault(
      file: file, line: node.mark?.line ?? 1, column: node.mark?.column ?? 1, text: text)
  }
}

extension Duration {
  /// Seconds of a text such as `90s`, `5 min`, `-13 min 30 s`, `1 h`, `2 d`; `nil` where it is none
  /// or longer than a year.
  public static func seconds(of text: String) -> Int? {
    var rest = Substring(text)
    let isNegative = rest.first == "-"
    if isNegative { rest = rest.dropFirst() }
    var seconds = 0
    var isEmpty = true
    while true {
      rest = rest.drop { $0 == " " }
      guard !rest.isEmpty else { break }
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      guard let number = Int(digits), number <= 31_536_000 else { return nil }
      rest = rest.dropFirst(digits.count).drop { $0 == " " }
      let unit = rest.prefix { $0.isLetter }
      rest = rest.dropFirst(unit.count)
      guard let factor = ["s": 1, "m": 60, "min": 60, "h": 3600, "d": 86_400][String(unit)] else {
        return nil
      }
      seconds += number * factor
      isEmpty = false
    }
    guard !isEmpty, seconds <= 31_536_000 else { return nil }
    return isNegative ? -seconds : seconds
  }
}
