import ActionPlan
import Foundation
import Ledger
import Yams

/// One entry of the file of channels, with what is wrong in it.
struct ChannelEntry {
  enum Kind: String, CaseIterable {
    case wecom, dingtalk, sms, voice, mail

    var reach: PushChannel.Reach {
      switch self {
      case .wecom, .dingtalk: .group
      case .sms, .voice: .phone
      case .mail: .mail
      }
    }

    var keys: [String] {
      switch self {
      case .wecom, .dingtalk: ["url", "plain"]
      case .sms, .voice: ["method", "url", "headers", "content", "body", "success", "plain"]
      case .mail:
        ["host", "port", "security", "user", "from", "from-name", "authority"]
      }
    }
  }

  static let commonKeys = [
    "kind", "label", "language", "to", "least", "quiet", "group-seconds", "per-minute",
    "give-up-seconds", "secrets",
  ]

  let file: ChannelFile
  let id: String
  let name: Node
  let node: Node
  var complaints: [String] = []
  private(set) var secrets: [String: String] = [:]

  init(file: ChannelFile, id: String, name: Node, node: Node) {
    self.file = file
    self.id = id
    self.name = name
    self.node = node
  }

  mutating func channel() -> ChannelSettings? {
    guard node.mapping != nil, isID(id) else {
      complain(
        name, "\"\(id)\" is no channel; write a name of a-z, 0-9, hyphens, and its keys below")
      return nil
    }
    guard let kind = choice("kind", Kind.self, default: nil) else { return nil }
    for (key, _) in node.mapping ?? [:] {
      let text = key.string ?? ""
      let known = Self.commonKeys + kind.keys
      if !known.contains(text) {
        let meant = Nearest.word(to: text, among: known).map { "did you mean \($0)? " } ?? ""
        complain(
          key,
          "\(text) is no key of a \(kind.rawValue) channel; \(meant)known are "
            + known.joined(separator: ", "))
      }
    }
    secrets = readSecrets()
    let channel = PushChannel(
      id: id, label: label(), reach: kind.reach,
      language: choice("language", Language.self, default: .zh) ?? .zh, hears: hears(),
      least: choice("least", Severity.self, default: .minor) ?? .minor, quiet: quiet(),
      groupSeconds: number("group-seconds", 0...3_600, default: 30),
      perMinute: number("per-minute", 1...6_000, default: 20),
      giveUpSeconds: number("give-up-seconds", 60...604_800, default: 86_400))
    guard let transport = transport(kind) else { return nil }
    return ChannelSettings(
      channel: channel, transport: transport, secrets: secrets.values.sorted())
  }

  mutating func complain(_ node: Node, _ text: String) {
    complaints.append("\(file.place(node)): \(text)")
  }

  private func isID(_ text: String) -> Bool {
    (1...40).contains(text.utf8.count)
      && text.utf8.allSatisfy {
        (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-")
      }
  }

  private mutating func label() -> Label {
    guard let label = node["label"] else { return .same(id) }
    if let text = label.scalar?.string { return .same(text) }
    guard let zh = label["zh"]?.scalar?.string, let en = label["en"]?.scalar?.string else {
      complain(label, "label takes {zh: …, en: …}")
      return .same(id)
    }
    return Label(zh: zh, en: en)
  }

  private mutating func hears() -> Set<String> {
    guard let to = node["to"] else { return [] }
    guard let list = to.sequence else {
      complain(to, "to takes a list such as [role:duty, unit:EEB]")
      return []
    }
    var hears: Set<String> = []
    for one in list {
      guard let recipient = Recipient(text: one.scalar?.string ?? "") else {
        complain(
          one,
          "\"\(one.scalar?.string ?? "")\" is nobody; write role:ROLE, unit:UNIT, facility:FACILITY"
        )
        continue
      }
      hears.insert(recipient.text)
    }
    return hears
  }

  private mutating func quiet() -> PushChannel.Quiet? {
    guard let quiet = node["quiet"] else { return nil }
    guard let from = second(quiet["from"]), let until = second(quiet["until"]),
      let except = (quiet["except"]?.scalar?.string ?? "serious").severity
    else {
      complain(quiet, "quiet takes {from: \"22:00\", until: \"07:00\", except: serious}")
      return nil
    }
    return PushChannel.Quiet(from: from, until: until, except: except)
  }

  /// Of the day, of `07:00`.
  private func second(_ node: Node?) -> Int? {
    guard let text = node?.scalar?.string else { return nil }
    let parts = text.split(separator: ":").map { Int($0) }
    guard parts.count == 2, let hour = parts[0], let minute = parts[1], (0..<24).contains(hour),
      (0..<60).contains(minute)
    else { return nil }
    return hour * 3_600 + minute * 60
  }

  /// Texts by name, from the environment or from files.
  private mutating func readSecrets() -> [String: String] {
    guard let given = node["secrets"] else { return [:] }
    guard let mapping = given.mapping else {
      complain(given, "secrets takes {NAME: {env: VARIABLE}} or {NAME: {file: PATH}}")
      return [:]
    }
    var secrets: [String: String] = [:]
    for (key, value) in mapping {
      guard let name = key.string else { continue }
      if let variable = value["env"]?.scalar?.string {
        if let text = file.environment[variable], !text.isEmpty {
          secrets[name] = text
        } else {
          complain(value, "the environment has no \(variable); set it for the server")
        }
      } else if let path = value["file"]?.scalar?.string {
        if let text = try? String(contentsOfFile: path, encoding: .utf8) {
          secrets[name] = text.trimmingCharacters(in: .whitespacesAndNewlines)
        } else {
          complain(value, "\(path) cannot be read; name a file that holds the secret alone")
        }
      } else {
        complain(value, "a secret is {env: VARIABLE} or {file: PATH}, never written here")
      }
    }
    return secrets
  }
}

extension ChannelEntry {
  mutating func text(_ key: String) -> String? {
    guard let value = node[key] else { return nil }
    guard let text = value.scalar?.string else {
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

  mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ key: String, _ type: Choice.Type, default value: Choice?
  ) -> Choice? {
    let all = Choice.allCases.map(\.rawValue).joined(separator: ", ")
    guard let node = node[key] else {
      if value == nil { complain(name, "\(id) lacks \(key); write one of \(all)") }
      return value
    }
    guard let chosen = node.scalar.flatMap({ Choice(rawValue: $0.string) }) else {
      complain(node, "\(key) takes one of \(all)")
      return nil
    }
    return chosen
  }
}

extension String {
  fileprivate var severity: Severity? { Severity(rawValue: self) }
}
