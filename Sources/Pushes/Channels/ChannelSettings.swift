public import Ledger

/// One channel of the settings: its rules, and where and how it sends.
public struct ChannelSettings: Sendable {
  public enum Transport: Sendable {
    case wecom(WebhookRobot)
    case dingtalk(WebhookRobot)
    /// SMS, voice, or anything else that is asked over HTTP.
    case http(HTTPTemplate)
    case mail(MailServer)
  }

  public let channel: PushChannel
  public let transport: Transport
  /// What must stand in no log, reason or page.
  public let secrets: [String]

  public init(channel: PushChannel, transport: Transport, secrets: [String] = []) {
    self.channel = channel
    self.transport = transport
    self.secrets = secrets
  }

  /// A text without the channel's secrets, one line, cut to what a list has room for.
  func shown(_ text: String) -> String {
    var shown = text
    for secret in secrets where !secret.isEmpty { shown = shown.replacing(secret, with: "•••") }
    let line = shown.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : $0 }
    return String(String.UnicodeScalarView(line).prefix(Self.shownLimit))
  }

  private static let shownLimit = 200
}

/// A group's robot of WeCom or DingTalk.
public struct WebhookRobot: Sendable, Hashable {
  /// With its token.
  public let url: String
  /// DingTalk's signing secret (`SEC…`); nil for a robot that is kept by words or addresses.
  public let signingSecret: String?

  public init(url: String, signingSecret: String? = nil) {
    self.url = url
    self.signingSecret = signingSecret
  }
}

/// How a service is asked over HTTP to send a message. Texts hold places in braces: `{phone}`,
/// `{title}`, `{text}`, `{message}` (the key that a repeat has too).
public struct HTTPTemplate: Sendable, Hashable {
  /// How what is put into the body's places is written.
  public enum Content: String, Sendable, CaseIterable {
    case json, form

    var mediaType: String {
      switch self {
      case .json: "application/json; charset=utf-8"
      case .form: "application/x-www-form-urlencoded"
      }
    }
  }

  public let method: String
  public let url: String
  public let headers: [String: String]
  public let content: Content
  /// nil for a request without one.
  public let body: String?
  /// What the answer must hold beside a status of 2xx; nil for nothing.
  public let success: String?

  public init(
    method: String = "POST", url: String, headers: [String: String] = [:],
    content: Content = .json, body: String? = nil, success: String? = nil
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.content = content
    self.body = body
    self.success = success
  }

  static let places = ["message", "phone", "text", "title"]
}

/// A mail server that takes what is sent (RFC 6409).
public struct MailServer: Sendable, Hashable {
  public enum Security: String, Sendable, CaseIterable {
    /// Plain at first, then TLS or nothing (RFC 3207).
    case starttls
    /// TLS from the first byte (RFC 8314).
    case tls
    /// For a server on this machine only.
    case none
  }

  public let host: String
  public let port: Int
  public let security: Security
  public let user: String?
  public let password: String?
  /// Mailbox alone.
  public let from: String
  public let fromName: String?
  /// PEM file of authorities to trust beside the system's own.
  public let authority: String?

  public init(
    host: String, port: Int, security: Security, user: String? = nil, password: String? = nil,
    from: String, fromName: String? = nil, authority: String? = nil
  ) {
    self.host = host
    self.port = port
    self.security = security
    self.user = user
    self.password = password
    self.from = from
    self.fromName = fromName
    self.authority = authority
  }
}
