import Crypto
import CryptoExtras
import FoundationEssentials
import Synchronization

@testable import Ledger

/// An OpenID provider that answers calls, honest or not. It makes real keys and real signatures.
final class StandInProvider: Sendable {
  static let issuer = "https://id.example"
  static let clientID = "lantian"

  /// What it says of somebody; a test bends it.
  struct Words: Sendable {
    var head: [String: String] = [:]
    var claims: [String: Value] = [:]
    /// Signs with a key that it does not publish.
    var hasOtherKey = false
    var isSigned = true
    var keys: [[String: String]]?
    var discovery: [String: String] = [:]
    var jwksPadding = 0
  }

  enum Value: Sendable, Encodable {
    case text(String)
    case number(Int)
    case list([String])
    case nothing

    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      switch self {
      case .text(let text): try container.encode(text)
      case .number(let number): try container.encode(number)
      case .list(let list): try container.encode(list)
      case .nothing: try container.encodeNil()
      }
    }
  }

  let words = Mutex(Words())
  /// Nonce and code challenge of the sign-in that is under way, as the browser brought them.
  let asked = Mutex<(nonce: String, challenge: String)>(("", ""))
  let calls = Mutex<[String]>([])
  private let rsa: _RSA.Signing.PrivateKey
  private let p256 = P256.Signing.PrivateKey()
  private let otherKey = P256.Signing.PrivateKey()
  private let isRSA: Bool
  private let now: @Sendable () -> Int

  init(isRSA: Bool = false, now: @escaping @Sendable () -> Int) throws {
    self.isRSA = isRSA
    self.now = now
    rsa = try _RSA.Signing.PrivateKey(keySize: .bits2048)
  }

  func call(_ call: OutsideCall) throws -> OutsideCall.Answer {
    calls.withLock { $0.append(call.url) }
    let words = words.withLock { $0 }
    switch call.url {
    case Self.issuer + "/.well-known/openid-configuration":
      return try json(
        [
          "issuer": Self.issuer, "authorization_endpoint": Self.issuer + "/authorize",
          "token_endpoint": Self.issuer + "/token", "jwks_uri": Self.issuer + "/keys",
        ].merging(words.discovery) { _, new in new })
    case Self.issuer + "/keys":
      struct List: Encodable { let keys: [[String: String]] }
      return try json(List(keys: words.keys ?? published(words.jwksPadding)))
    case Self.issuer + "/token":
      let form = String(decoding: call.body ?? [], as: UTF8.self)
      let verifier =
        form.split(separator: "&").first { $0.hasPrefix("code_verifier=") }?
        .dropFirst(14) ?? ""
      let challenge = Base64URL.encode(SHA256.hash(data: Array(verifier.utf8)))
      guard challenge == asked.withLock({ $0.challenge }) else {
        return OutsideCall.Answer(status: 400, body: [])
      }
      return try json(["id_token": try token(words), "token_type": "Bearer"])
    default: return OutsideCall.Answer(status: 404, body: [])
    }
  }

  /// Reads what the browser would bring to the authorization endpoint.
  func visit(_ address: String) {
    func part(_ name: String) -> String {
      address.split(separator: "?").last?.split(separator: "&")
        .first { $0.hasPrefix(name + "=") }.map { String($0.dropFirst(name.count + 1)) } ?? ""
    }
    asked.withLock { $0 = (part("nonce"), part("code_challenge")) }
  }

  private func published(_ padding: Int) -> [[String: String]] {
    let key: [String: String]
    if isRSA {
      let numbers = try? rsa.publicKey.getKeyPrimitives()
      key = [
        "kty": "RSA", "kid": "1", "use": "sig", "alg": "RS256",
        "n": Base64URL.encode(numbers?.modulus ?? Data()),
        "e": Base64URL.encode(numbers?.publicExponent ?? Data()),
      ]
    } else {
      let point = [UInt8](p256.publicKey.x963Representation)
      key = [
        "kty": "EC", "kid": "1", "crv": "P-256", "x": Base64URL.encode(point[1...32]),
        "y": Base64URL.encode(point[33...]),
      ]
    }
    return [key] + (0..<padding).map { ["kty": "EC", "kid": "pad\($0)"] }
  }

  private func token(_ words: Words) throws -> String {
    let head = ["alg": isRSA ? "RS256" : "ES256", "kid": "1"].merging(words.head) { _, new in new }
    let claims: [String: Value] = [
      "iss": .text(Self.issuer), "sub": .text("subject-1"), "aud": .text(Self.clientID),
      "exp": .number(now() + 300), "iat": .number(now()),
      "nonce": .text(asked.withLock { $0.nonce }), "preferred_username": .text("wang.li"),
    ].merging(words.claims) { _, new in new }
    let encoder = JSONEncoder()
    let signed =
      Base64URL.encode([UInt8](try encoder.encode(head))) + "."
      + Base64URL.encode([UInt8](try encoder.encode(claims)))
    guard words.isSigned else { return signed + "." }
    let digest = SHA256.hash(data: Array(signed.utf8))
    let signature: [UInt8] =
      isRSA
      ? [UInt8](
        try rsa.signature(for: digest, padding: .insecurePKCS1v1_5).rawRepresentation)
      : [UInt8](
        try (words.hasOtherKey ? otherKey : p256).signature(for: digest).rawRepresentation)
    return signed + "." + Base64URL.encode(signature)
  }

  private func json(_ value: some Encodable) throws -> OutsideCall.Answer {
    OutsideCall.Answer(status: 200, body: [UInt8](try JSONEncoder().encode(value)))
  }
}
