import Crypto
import FoundationEssentials

/// What a provider says of a person, signed.
///
/// - Source: OpenID Connect Core 1.0, 2 and 3.1.3.7; RFC 7515, 5.2; RFC 8725 (best practice).
struct IDToken: Sendable {
  /// The only ones we take: neither none nor a shared secret can stand in for a key.
  enum Algorithm: String, Sendable {
    case rs256 = "RS256"
    case es256 = "ES256"
  }

  static let longest = 16 * 1024
  /// Clocks may differ by so much.
  static let leewaySeconds = 60
  /// A token is fresh from the exchange; an old one is somebody else's.
  static let oldestSeconds = 600

  let algorithm: Algorithm
  let keyID: String?
  private let signed: [UInt8]
  private let signature: [UInt8]
  private let payload: [UInt8]

  /// Takes the token apart; nothing in it is believed before `claims`.
  init(_ text: String) throws(OutsideRefusal) {
    guard text.utf8.count <= Self.longest else { throw .token("length") }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, let head = Base64URL.decode(parts[0]),
      let payload = Base64URL.decode(parts[1]), let signature = Base64URL.decode(parts[2]),
      !signature.isEmpty
    else { throw .token("form") }
    struct Head: Decodable {
      let alg: String
      let kid: String?
      let crit: [String]?
    }
    guard let read = try? JSONDecoder().decode(Head.self, from: Data(head)) else {
      throw .token("form")
    }
    guard let algorithm = Algorithm(rawValue: read.alg) else { throw .token("alg") }
    guard read.crit == nil else { throw .token("crit") }
    self.algorithm = algorithm
    keyID = read.kid
    signed = Array("\(parts[0]).\(parts[1])".utf8)
    self.signature = signature
    self.payload = payload
  }

  /// What it says, once signature, issuer, audience, time and nonce hold.
  ///
  /// - Parameters:
  ///   - nonce: of the sign-in it answers.
  ///   - at: epoch seconds.
  func claims(
    issuer: String, clientID: String, nonce: String, keys: ProviderKeys, at: Int
  ) throws(OutsideRefusal) -> Claims {
    guard keys.verify(signature, of: signed, algorithm: algorithm, id: keyID) else {
      throw .token("signature")
    }
    guard let claims = try? JSONDecoder().decode(Claims.self, from: Data(payload)) else {
      throw .token("claims")
    }
    guard claims.iss == issuer else { throw .token("iss") }
    guard claims.audience.contains(clientID) else { throw .token("aud") }
    guard claims.audience.count == 1 ? claims.azp ?? clientID == clientID : claims.azp == clientID
    else { throw .token("azp") }
    guard claims.expiry > at - Self.leewaySeconds else { throw .token("exp") }
    guard (at - Self.oldestSeconds...at + Self.leewaySeconds).contains(claims.issuedAt) else {
      throw .token("iat")
    }
    guard let given = claims.nonce,
      SymmetricKey(data: Array(given.utf8)) == SymmetricKey(data: Array(nonce.utf8))
    else { throw .token("nonce") }
    guard (1...255).contains(claims.sub.utf8.count) else { throw .token("sub") }
    return claims
  }

  struct Claims: Decodable, Sendable {
    let iss: String
    let sub: String
    let audience: [String]
    let azp: String?
    let expiry: Int
    let issuedAt: Int
    let nonce: String?
    let preferredUsername: String?

    private enum Keys: String, CodingKey {
      case iss, sub, aud, azp, exp, iat, nonce
      case preferredUsername = "preferred_username"
    }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Keys.self)
      iss = try container.decode(String.self, forKey: .iss)
      sub = try container.decode(String.self, forKey: .sub)
      audience =
        try (try? container.decode(String.self, forKey: .aud)).map { [$0] }
        ?? container.decode([String].self, forKey: .aud)
      azp = try container.decodeIfPresent(String.self, forKey: .azp)
      expiry = try Self.seconds(container, .exp)
      issuedAt = try Self.seconds(container, .iat)
      nonce = try container.decodeIfPresent(String.self, forKey: .nonce)
      preferredUsername = try container.decodeIfPresent(String.self, forKey: .preferredUsername)
    }

    /// RFC 7519 allows fractions; a number that no instant has is a fault and no trap.
    private static func seconds(
      _ container: KeyedDecodingContainer<Keys>, _ key: Keys
    ) throws -> Int {
      let value = try container.decode(Double.self, forKey: key)
      guard let seconds = Int(exactly: value.rounded(.down)), abs(seconds) < 1 << 40 else {
        throw DecodingError.dataCorruptedError(
          forKey: key, in: container, debugDescription: "no instant")
      }
      return seconds
    }
  }
}
