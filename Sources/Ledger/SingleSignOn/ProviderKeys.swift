import Crypto
import CryptoExtras
import FoundationEssentials

/// The public keys of an OpenID provider, as far as they are of a kind that we take.
///
/// - Source: RFC 7517; RFC 7518, 3.3 (RS256), 3.4 (ES256), 6.2 and 6.3 (parameters).
struct ProviderKeys: Sendable {
  enum Key: Sendable {
    case rsa(_RSA.Signing.PublicKey)
    case p256(P256.Signing.PublicKey)
  }
  /// Keys that are read at most.
  static let limit = 32
  /// Bits of a modulus.
  static let rsaBits = 2_048...8_192

  private let keys: [(id: String?, key: Key)]

  /// - Throws: `OutsideRefusal.service` for what is no list of keys, or has too many.
  init(json: [UInt8]) throws(OutsideRefusal) {
    struct List: Decodable {
      struct Entry: Decodable {
        let kty: String
        let use: String?
        let alg: String?
        let kid: String?
        let n: String?
        let e: String?
        let crv: String?
        let x: String?
        let y: String?
      }
      let keys: [Entry]
    }
    guard let list = try? JSONDecoder().decode(List.self, from: Data(json)),
      list.keys.count <= Self.limit
    else { throw .service("jwks_uri") }
    keys = list.keys.compactMap { entry in
      guard entry.use ?? "sig" == "sig" else { return nil }
      switch entry.kty {
      case "RSA":
        guard entry.alg ?? "RS256" == "RS256", let key = Self.rsa(entry.n, entry.e) else {
          return nil
        }
        return (entry.kid, .rsa(key))
      case "EC":
        guard entry.alg ?? "ES256" == "ES256", entry.crv == "P-256",
          let key = Self.p256(entry.x, entry.y)
        else { return nil }
        return (entry.kid, .p256(key))
      default: return nil
      }
    }
  }

  private static func rsa(_ n: String?, _ e: String?) -> _RSA.Signing.PublicKey? {
    guard let n = n.flatMap({ Base64URL.decode($0) }), let e = e.flatMap({ Base64URL.decode($0) })
    else { return nil }
    let modulus = n.drop { $0 == 0 }
    guard rsaBits.contains(modulus.count * 8), (1...4).contains(e.count) else { return nil }
    return try? _RSA.Signing.PublicKey(n: Array(modulus), e: e)
  }

  private static func p256(_ x: String?, _ y: String?) -> P256.Signing.PublicKey? {
    guard let x = x.flatMap({ Base64URL.decode($0) }), let y = y.flatMap({ Base64URL.decode($0) }),
      x.count == 32, y.count == 32
    else { return nil }
    return try? P256.Signing.PublicKey(x963Representation: [4] + x + y)
  }

  func has(_ id: String?) -> Bool {
    guard let id else { return true }
    return keys.contains { $0.id == id }
  }

  /// Whether one of the keys that the token may mean made the signature. The algorithm decides which
  /// kind of key; a key never decides the algorithm.
  func verify(
    _ signature: [UInt8], of message: [UInt8], algorithm: IDToken.Algorithm, id: String?
  ) -> Bool {
    keys.filter { id == nil || $0.id == id }.contains { _, key in
      switch (algorithm, key) {
      case (.rs256, .rsa(let key)):
        key.isValidSignature(
          _RSA.Signing.RSASignature(rawRepresentation: signature), for: SHA256.hash(data: message),
          padding: .insecurePKCS1v1_5)
      case (.es256, .p256(let key)):
        (try? P256.Signing.ECDSASignature(rawRepresentation: signature)).map {
          key.isValidSignature($0, for: SHA256.hash(data: message))
        } ?? false
      default: false
      }
    }
  }
}
