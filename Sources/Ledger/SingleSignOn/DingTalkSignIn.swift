import FoundationEssentials

/// Signing in with DingTalk 钉钉.
///
/// - Source: DingTalk open platform, 登录第三方网站 (OAuth 2.0): `login.dingtalk.com/oauth2/auth`,
///   `POST /v1.0/oauth2/userAccessToken`, `GET /v1.0/contact/users/me`.
public struct DingTalkSignIn: OutsideSignIn {
  public struct Settings: Sendable {
    /// AppKey.
    public let clientID: String
    public let clientSecret: String
    public let site: String
    /// `https://login.dingtalk.com` and `https://api.dingtalk.com`.
    public let loginAddress: String
    public let serviceAddress: String

    public init(
      clientID: String, clientSecret: String, site: String,
      loginAddress: String = "https://login.dingtalk.com",
      serviceAddress: String = "https://api.dingtalk.com"
    ) {
      self.clientID = clientID
      self.clientSecret = clientSecret
      self.site = site
      self.loginAddress = loginAddress
      self.serviceAddress = serviceAddress
    }
  }

  public let kind = "dingtalk"
  public var provider: String { kind }
  private let settings: Settings
  private let call: OutsideCall.Maker

  public init(_ settings: Settings, call: @escaping OutsideCall.Maker) {
    self.settings = settings
    self.call = call
  }

  public func address(for ticket: OutsideTicket) -> String {
    settings.loginAddress + "/oauth2/auth?"
      + queryText([
        "redirect_uri": settings.site + "/sign-in/by/dingtalk/answer", "response_type": "code",
        "client_id": settings.clientID, "scope": "openid", "state": ticket.state,
        "prompt": "consent",
      ])
  }

  public func identity(
    code: String, ticket: OutsideTicket, at: Int
  ) async throws -> OutsideIdentity {
    let asked = try JSONEncoder().encode([
      "clientId": settings.clientID, "clientSecret": settings.clientSecret, "code": code,
      "grantType": "authorization_code",
    ])
    struct Token: Decodable { let accessToken: String }
    let token: Token = try await OutsideJSON.read(
      OutsideCall(
        .post, settings.serviceAddress + "/v1.0/oauth2/userAccessToken",
        headers: ["Content-Type": "application/json"], body: [UInt8](asked)),
      "userAccessToken", by: call)
    struct Person: Decodable { let unionId: String }
    let person: Person = try await OutsideJSON.read(
      OutsideCall(
        .get, settings.serviceAddress + "/v1.0/contact/users/me",
        headers: ["x-acs-dingtalk-access-token": token.accessToken]),
      "contact/users/me", by: call)
    guard (1...255).contains(person.unionId.utf8.count) else {
      throw OutsideRefusal.service("contact/users/me")
    }
    return OutsideIdentity(provider: kind, subject: person.unionId)
  }
}
