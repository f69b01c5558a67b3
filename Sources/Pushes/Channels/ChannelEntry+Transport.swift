import Foundation
import Ledger
import Yams

extension ChannelEntry {
  mutating func transport(_ kind: Kind) -> ChannelSettings.Transport? {
    switch kind {
    case .wecom:
      return address("url", places: []).map { .wecom(WebhookRobot(url: $0)) }
    case .dingtalk:
      let sign = secrets["sign"]
      return address("url", places: []).map {
        .dingtalk(WebhookRobot(url: $0, signingSecret: sign))
      }
    case .sms, .voice: return template().map { .http($0) }
    case .mail: return mail().map { .mail($0) }
    }
  }

  private mutating func template() -> HTTPTemplate? {
    guard let url = address("url", places: HTTPTemplate.places) else { return nil }
    var headers: [String: String] = [:]
    for (key, value) in node["headers"]?.mapping ?? [:] {
      guard let name = key.string, let text = value.scalar?.string else {
        complain(key, "headers takes texts by name")
        continue
      }
      guard name.utf8.allSatisfy(\.isToken), let filled = withSecrets(text, in: value) else {
        complain(key, "\"\(name)\" is no header's name; write letters, digits and hyphens")
        continue
      }
      headers[name] = filled
    }
    let method = text("method") ?? "POST"
    guard ["GET", "POST", "PUT"].contains(method) else {
      if let value = node["method"] { complain(value, "method takes GET, POST or PUT") }
      return nil
    }
    guard let content = choice("content", HTTPTemplate.Content.self, default: .json) else {
      return nil
    }
    let body = node["body"].flatMap { value in
      value.scalar.flatMap { withSecrets($0.string, in: value) }
    }
    return HTTPTemplate(
      method: method, url: url, headers: headers, content: content, body: body,
      success: text("success"))
  }

  private mutating func mail() -> MailServer? {
    guard let security = choice("security", MailServer.Security.self, default: .starttls) else {
      return nil
    }
    guard let host = text("host"), isHost(host) else {
      complain(node["host"] ?? name, "host takes the mail server's name")
      return nil
    }
    guard let from = text("from"), PushAddresses.isMailbox(from) else {
      complain(node["from"] ?? name, "from takes a mailbox such as lantian@example.com")
      return nil
    }
    let user = text("user")
    if (user == nil) != (secrets["password"] == nil) {
      complain(name, "user and the secret named password go together; give both or neither")
    }
    if security == .none, !isOwn(host) {
      complain(
        node["security"] ?? name,
        "security: none is for a server on this machine; use starttls or tls")
    }
    let usual = security == .tls ? 465 : security == .starttls ? 587 : 25
    return MailServer(
      host: host, port: number("port", 1...65_535, default: usual), security: security, user: user,
      password: secrets["password"], from: from, fromName: text("from-name"),
      authority: text("authority"))
  }

  /// An address whose scheme, host and port are written out; secrets are put in, places stay.
  private mutating func address(_ key: String, places: [String]) -> String? {
    guard let value = node[key], let written = value.scalar?.string else {
      complain(node[key] ?? name, "\(id) lacks \(key); write https://…")
      return nil
    }
    let end = written.range(of: "://").flatMap { scheme in
      written[scheme.upperBound...].firstIndex { "/?#".contains($0) }
    }
    let head = end.map { String(written[..<$0]) } ?? written
    guard let url = URLComponents(string: head), let host = url.host, !host.isEmpty,
      url.user == nil, url.password == nil, !head.contains("{"), let scheme = url.scheme
    else {
      complain(value, "\(key) takes https://HOST/…; scheme, host and port are written out")
      return nil
    }
    guard scheme == "https" || scheme == "http" && (isOwn(host) || text("plain") == "true") else {
      complain(
        value, "\(key) is not https; what is sent could be read on its way (plain: true allows it)")
      return nil
    }
    guard let filled = withSecrets(written, in: value) else { return nil }
    let unknown = PlaceText.places(of: filled).filter { !places.contains($0) }
    guard unknown.isEmpty else {
      complain(value, "{\(unknown[0])} is no place of \(key) and no secret of \(id)")
      return nil
    }
    return filled
  }

  /// With the secrets in their places; the message's own places stay.
  private mutating func withSecrets(_ text: String, in value: Node) -> String? {
    let secrets = secrets
    let filled = PlaceText.fill(text) { secrets[$0] }
    let unknown = PlaceText.places(of: text).filter {
      secrets[$0] == nil && !HTTPTemplate.places.contains($0)
    }
    guard unknown.isEmpty else {
      complain(
        value,
        "{\(unknown[0])} is neither of \(HTTPTemplate.places.joined(separator: ", ")) nor a secret of \(id)"
      )
      return nil
    }
    return filled
  }

  private func isOwn(_ host: String) -> Bool {
    ["127.0.0.1", "::1", "[::1]", "localhost"].contains(host)
  }

  private func isHost(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= 253
      && text.utf8.allSatisfy { $0.isToken || $0 == UInt8(ascii: ":") }
  }
}

extension UInt8 {
  /// A letter, digit, full stop, hyphen or underscore.
  fileprivate var isToken: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"),
      UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
