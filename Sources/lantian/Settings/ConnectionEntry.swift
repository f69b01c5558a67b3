import ActionPlan
import Foundation
import Gateway
import Yams

/// One entry of the file of connections, with what is wrong in it.
struct ConnectionEntry {
  let file: ConnectionsFile
  let id: String
  let name: Node
  let node: Node
  var complaints: [String] = []

  init(file: ConnectionsFile, id: String, name: Node, node: Node) {
    self.file = file
    self.id = id
    self.name = name
    self.node = node
  }

  mutating func source(into connections: inout Connections) {
    guard let source = file.plan.source(id) else {
      let near = Nearest.word(to: id, among: file.plan.sources.map(\.id))
      return complain(
        name,
        "the plan has no source \"\(id)\"; "
          + (near.map { "did you mean \($0)?" } ?? "declare it in sources.yml"))
    }
    switch source.kind {
    case .push:
      complain(name, "source \(id) is sent to us and is reached nowhere; remove the entry")
    case .pull:
      know(Self.pullKeys)
      if let settings = pull() { connections.pulls.append((id, settings)) }
    case .drop:
      know(["folder"])
      guard let folder = text("folder"), folder.hasPrefix("/") else {
        return complain(node["folder"] ?? name, "folder takes the whole path of a folder, /srv/…")
      }
      connections.drops.append((id, folder))
    case .mqtt:
      know(Self.brokerKeys)
      if let settings = broker() { connections.brokers.append((id, settings)) }
    }
  }

  mutating func destination(into connections: inout Connections) {
    guard file.plan.destination(id) != nil else {
      let near = Nearest.word(to: id, among: file.plan.destinations.map(\.id))
      return complain(
        name,
        "the plan has no destination \"\(id)\"; "
          + (near.map { "did you mean \($0)?" } ?? "declare it in destinations.yml"))
    }
    know(["host", "port", "password", "window", "answer-seconds", "resends"])
    guard let host = text("host"), isHost(host) else {
      return complain(node["host"] ?? name, "host takes the platform's name or address")
    }
    var settings = ForwardSettings(
      host: host, port: number("port", 1...65_535, default: 9_212), password: secret("password"))
    settings.window = number("window", 1...1_000, default: settings.window)
    settings.answerMilliseconds = number("answer-seconds", 1...600, default: 10) * 1_000
    settings.resends = number("resends", 0...99, default: settings.resends)
    connections.destinations.append((id, settings))
  }

  // MARK: Ways in

  private static let pullKeys = [
    "url", "headers", "every-seconds", "back-seconds", "overlap-seconds", "first-page", "pages",
    "times",
  ]
  private static let brokerKeys = [
    "host", "port", "tls", "authority", "client", "user", "password", "topics",
  ]

  private mutating func pull() -> PullSettings? {
    guard let url = text("url"), let parts = URLComponents(string: Self.plain(url)),
      parts.scheme == "https" || parts.scheme == "http", let host = parts.host, !host.isEmpty,
      parts.user == nil
    else {
      complain(
        node["url"] ?? name,
        "url takes https://HOST/…, with {from}, {until} and {page} where those belong")
      return nil
    }
    var settings = PullSettings(url: url, utcOffsetSeconds: file.plan.utcOffsetSeconds)
    settings.headers = headers()
    if parts.scheme == "http", !settings.headers.isEmpty, !isOwn(host) {
      complain(
        node["url"] ?? name, "url is not https, and what headers hold could be read on its way")
    }
    settings.everySeconds = number("every-seconds", 5...86_400, default: settings.everySeconds)
    settings.backSeconds = number("back-seconds", 0...31_622_400, default: settings.backSeconds)
    settings.overlapSeconds = number("overlap-seconds", 0...604_800, default: 0)
    settings.firstPage = number("first-page", 0...1, default: settings.firstPage)
    settings.pages = number("pages", 1...10_000, default: settings.pages)
    if let times = text("times") {
      guard let form = TimeForm(times) else {
        complain(node["times"] ?? name, "times is \"\(times)\"; \(TimeForm.remedy)")
        return nil
      }
      settings.timeForm = form
    }
    return settings
  }

  private static func plain(_ url: String) -> String {
    ["{from}", "{until}", "{page}"].reduce(url) { $0.replacingOccurrences(of: $1, with: "0") }
  }

  /// A text, or one that the environment or a file holds.
  private mutating func headers() -> [(name: String, value: String)] {
    guard let given = node["headers"] else { return [] }
    guard let mapping = given.mapping else {
      complain(given, "headers takes texts by name")
      return []
    }
    var headers: [(name: String, value: String)] = []
    for (key, value) in mapping {
      guard let name = key.string, !name.isEmpty, name.utf8.allSatisfy(Self.isToken) else {
        complain(key, "a header's name is letters, digits and hyphens")
        continue
      }
      guard let text = value.scalar?.string ?? secret(value) else { continue }
      headers.append((name, text))
    }
    return headers
  }

  private mutating func broker() -> MQTTSettings? {
    guard let host = text("host"), isHost(host) else {
      complain(node["host"] ?? name, "host takes the broker's name or address")
      return nil
    }
    let topics = (node["topics"]?.sequence.map(Array.init) ?? []).compactMap { $0.scalar?.string }
    guard !topics.isEmpty, topics.allSatisfy({ (1...200).contains($0.utf8.count) }) else {
      complain(node["topics"] ?? name, "topics takes a list of what is read, such as [fume/#]")
      return nil
    }
    let isSecure = flag("tls", default: false)
    var settings = MQTTSettings(
      host: host, port: number("port", 1...65_535, default: isSecure ? 8_883 : 1_883),
      isSecure: isSecure, authority: text("authority"), client: text("client") ?? "lantian-\(id)",
      topics: topics)
    settings.user = text("user")
    settings.password = secret("password")
    if settings.password != nil, settings.user == nil {
      complain(node["password"] ?? name, "password goes with user; give both or neither")
    }
    if settings.password != nil, !isSecure, !isOwn(host) {
      complain(name, "the password could be read on its way; write tls: true")
    }
    return settings
  }
}
