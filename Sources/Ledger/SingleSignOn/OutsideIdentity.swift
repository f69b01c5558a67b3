/// A person as somebody else's service knows them.
public struct OutsideIdentity: Sendable, Hashable {
  /// Whose word it is: the issuer's address, `dingtalk`, `wecom`.
  public let provider: String
  /// Never changes for a person there.
  public let subject: String
  /// The sign-in name here that the service may name at the first sign-in; nil where it may not.
  public let nameHere: String?

  public init(provider: String, subject: String, nameHere: String? = nil) {
    self.provider = provider
    self.subject = subject
    self.nameHere = nameHere
  }
}

/// What a browser takes along to the service, and what must come back.
public struct OutsideTicket: Sendable, Hashable {
  /// 32 random bytes each, base64url.
  public let state: String
  public let nonce: String
  public let verifier: String

  public init() {
    state = Token.make()
    nonce = Token.make()
    verifier = Token.make()
  }

  init(state: String, nonce: String, verifier: String) {
    self.state = state
    self.nonce = nonce
    self.verifier = verifier
  }
}

/// A service that says who somebody is.
public protocol OutsideSignIn: Sendable {
  /// `oidc`, `dingtalk`, `wecom`: part of addresses.
  var kind: String { get }
  /// Whose word it is, as an `OutsideIdentity` names it.
  var provider: String { get }
  /// Where the browser is sent.
  func address(for ticket: OutsideTicket) async throws -> String
  /// Who it is, by the code that the browser brought back.
  func identity(code: String, ticket: OutsideTicket, at: Int) async throws -> OutsideIdentity
}

/// As a query or a form's body.
func queryText(_ parts: KeyValuePairs<String, String>) -> String {
  parts.map { "\($0.key.percentEncoded)=\($0.value.percentEncoded)" }.joined(separator: "&")
}
