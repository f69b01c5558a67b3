/// Signing in with WeCom 企业微信.
///
/// - Source: WeCom developer centre, 企业微信登录: `wwlogin/sso/login`, `cgi-bin/gettoken`,
///   `cgi-bin/auth/getuserinfo`.
public struct WeComSignIn: OutsideSignIn {
  public struct Settings: Sendable {
    public let corporationID: String
    public let agentID: String
    public let secret: String
    public let site: String
    /// `https://login.work.weixin.qq.com` and `https://qyapi.weixin.qq.com`.
    public let loginAddress: String
    public let serviceAddress: String

    public init(
      corporationID: String, agentID: String, secret: String, site: String,
      loginAddress: String = "https://login.work.weixin.qq.com",
      serviceAddress: String = "https://qyapi.weixin.qq.com"
    ) {
      self.corporationID = corporationID
      self.agentID = agentID
      self.secret = secret
      self.site = site
      self.loginAddress = loginAddress
      self.serviceAddress = serviceAddress
    }
  }

  public let kind = "wecom"
  public var provider: String { kind }
  private let settings: Settings
  private let call: OutsideCall.Maker

  public init(_ settings: Settings, call: @escaping OutsideCall.Maker) {
    self.settings = settings
    self.call = call
  }

  public func address(for ticket: OutsideTicket) -> String {
    settings.loginAddress + "/wwlogin/sso/login?"
      + queryText([
        "login_type": "CorpApp", "appid": settings.corporationID, "agentid": settings.agentID,
        "redirect_uri": settings.site + "/sign-in/by/wecom/answer", "state": ticket.state,
      ])
  }

  public func identity(
    code: String, ticket: OutsideTicket, at: Int
  ) async throws -> OutsideIdentity {
    struct Token: Decodable {
      let errcode: Int
      let accessToken: String?
      private enum CodingKeys: String, CodingKey {
        case errcode
        case accessToken = "access_token"
      }
    }
    let token: Token = try await OutsideJSON.read(
      OutsideCall(
        .get,
        settings.serviceAddress + "/cgi-bin/gettoken?"
          + queryText(["corpid": settings.corporationID, "corpsecret": settings.secret])),
      "gettoken", by: call)
    guard token.errcode == 0, let access = token.accessToken else {
      throw OutsideRefusal.service("gettoken")
    }
    struct Person: Decodable {
      let errcode: Int
      let userid: String?
    }
    let person: Person = try await OutsideJSON.read(
      OutsideCall(
        .get,
        settings.serviceAddress + "/cgi-bin/auth/getuserinfo?"
          + queryText(["access_token": access, "code": code])),
      "getuserinfo", by: call)
    guard person.errcode == 0 else { throw OutsideRefusal.service("getuserinfo") }
    // Somebody from outside the corporation has an openid only.
    guard let id = person.userid, (1...255).contains(id.utf8.count) else {
      throw OutsideRefusal.unknownPerson
    }
    return OutsideIdentity(provider: kind, subject: "\(settings.corporationID)/\(id)")
  }
}
