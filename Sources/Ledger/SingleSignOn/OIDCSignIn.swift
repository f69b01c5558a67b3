import Crypto
import FoundationEssentials

/// Single sign-on by OpenID Connect: code flow with PKCE, discovery, signed keys.
///
/// - Source: OpenID Connect Core 1.0, 3.1; OpenID Connect Discovery 1.0, 4; RFC 7636 (PKCE, S256).
public actor OIDCSignIn: OutsideSignIn {
  public struct Settings: Sendable {
    public let issuer: String
    public let clientID: String
    /// nil for a client without one; PKCE protects the code either way.
    public let clientSecret: String?
    /// This site's address, `https://lantian.example`.
    public let site: String
    /// Whether `preferred_username` names the account here at the first sign-in.
    public let trustsNames: Bool

    public init(
      issuer: String, clientID: String, clientSecret: String?, site: String, trustsNames: Bool
    ) {
      self.issuer = issuer
      self.clientID = clientID
      self.clientSecret = clientSecret
      self.site = site
      self.trustsNames = trustsNames
    }
  }

  private struct Discovery: Decodable {
    let issuer: String
    let authorizationEndpoint: String
    let tokenEndpoint: String
    let jwksURI: String

    private enum CodingKeys: String, CodingKey {
      case issuer
      case authorizationEndpoint = "authorization_endpoint"
      case tokenEndpoint = "token_endpoint"
      case jwksURI = "jwks_uri"
    }
  }

  public nonisolated let kind = "oidc"
  public nonisolated var provider: String { settings.issuer }
  /// Discovery and keys are asked for again after so long.
  private static let keptSeconds = 3_600
  /// An unknown key asks for the keys anew, so often at most.
  private static let pauseSeconds = 60

  private let settings: Settings
  private let call: OutsideCall.Maker
  private let now: @Sendable () -> Int
  private var discovered: (at: Int, discovery: Discovery)?
  private var keys: (at: Int, keys: ProviderKeys)?

  public init(
    _ settings: Settings, call: @escaping OutsideCall.Maker, now: @escaping @Sendable () -> Int
  ) {
    self.settings = settings
    self.call = call
    self.now = now
  }

  private var redirect: String { settings.site + "/sign-in/by/oidc/answer" }

  public func address(for ticket: OutsideTicket) async throws -> String {
    let endpoint = try await discovery().authorizationEndpoint
    let challenge = Base64URL.encode(SHA256.hash(data: Array(ticket.verifier.utf8)))
    return endpoint + (endpoint.contains("?") ? "&" : "?")
      + queryText([
        "response_type": "code", "client_id": settings.clientID, "redirect_uri": redirect,
        "scope": "openid profile", "state": ticket.state, "nonce": ticket.nonce,
        "code_challenge": challenge, "code_challenge_method": "S256",
      ])
  }

  public func identity(
    code: String, ticket: OutsideTicket, at: Int
  ) async throws -> OutsideIdentity {
    let discovery = try await discovery()
    let token = try IDToken(try await exchange(code, ticket, at: discovery.tokenEndpoint))
    let claims = try token.claims(
      issuer: settings.issuer, clientID: settings.clientID, nonce: ticket.nonce,
      keys: try await keys(for: token.keyID, at: discovery.jwksURI), at: at)
    return OutsideIdentity(
      provider: settings.issuer, subject: claims.sub,
      nameHere: settings.trustsNames ? claims.preferredUsername : nil)
  }

  private func exchange(
    _ code: String, _ ticket: OutsideTicket, at endpoint: String
  ) async throws -> String {
    var headers = [
      "Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json",
    ]
    if let secret = settings.clientSecret {
      // RFC 6749, 2.3.1: both parts form-encoded before they are joined.
      let pair = "\(settings.clientID.percentEncoded):\(secret.percentEncoded)"
      headers["Authorization"] = "Basic " + Data(pair.utf8).base64EncodedString()
    }
    let body = queryText([
      "grant_type": "authorization_code", "code": code, "redirect_uri": redirect,
      "client_id": settings.clientID, "code_verifier": ticket.verifier,
    ])
    let answer = try await answer(
      OutsideCall(.post, endpoint, headers: headers, body: Array(body.utf8)), "token_endpoint")
    struct Tokens: Decodable {
      let idToken: String
      private enum CodingKeys: String, CodingKey { case idToken = "id_token" }
    }
    guard let tokens = try? JSONDecoder().decode(Tokens.self, from: Data(answer)) else {
      throw OutsideRefusal.service("token_endpoint")
    }
    return tokens.idToken
  }

  private func discovery() async throws -> Discovery {
    if let discovered, now() - discovered.at < Self.keptSeconds { return discovered.discovery }
    // Discovery 1.0, 4.1: a slash at the issuer's end is not doubled.
    let issuer = settings.issuer
    let address =
      (issuer.hasSuffix("/") ? String(issuer.dropLast()) : issuer)
      + "/.well-known/openid-configuration"
    let answer = try await answer(OutsideCall(.get, address), "openid-configuration")
    guard let found = try? JSONDecoder().decode(Discovery.self, from: Data(answer)),
      found.issuer == settings.issuer,
      [found.authorizationEndpoint, found.tokenEndpoint, found.jwksURI]
        .allSatisfy(OutsideAddress.isSafe)
    else { throw OutsideRefusal.service("openid-configuration") }
    discovered = (now(), found)
    return found
  }

  private func keys(for id: String?, at address: String) async throws -> ProviderKeys {
    if let keys {
      let age = now() - keys.at
      if age < (keys.keys.has(id) ? Self.keptSeconds : Self.pauseSeconds) { return keys.keys }
    }
    let fresh = try ProviderKeys(json: try await answer(OutsideCall(.get, address), "jwks_uri"))
    keys = (now(), fresh)
    return fresh
  }

  private func answer(_ asked: OutsideCall, _ name: String) async throws -> [UInt8] {
    try await OutsideJSON.bytes(asked, name, by: call)
  }
}

/// Addresses that secrets may be sent to.
public enum OutsideAddress {
  /// `https`, or `http` to this machine alone.
  public static func isSafe(_ text: String) -> Bool {
    guard text.utf8.count <= 2_000, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      return false
    }
    if text.hasPrefix("https://") { return text.utf8.count > 8 }
    guard text.hasPrefix("http://") else { return false }
    let host = text.dropFirst(7).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    guard !host.contains("@") else { return false }
    return ["127.0.0.1", "localhost", "[::1]"].contains {
      host == $0 || host.hasPrefix($0 + ":")
    }
  }
}
