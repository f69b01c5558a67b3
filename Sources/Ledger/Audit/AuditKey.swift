import Crypto
import FoundationEssentials
import Glibc

/// The Ed25519 key that signs exported heads of the audit log; it stays in the state folder.
public struct AuditKey: Sendable {
  private let key: Curve25519.Signing.PrivateKey

  /// Reads the key from a file of 32 bytes, or makes one there (mode 0600).
  public init(readingOrMakingAt path: String) throws {
    if let bytes = try PrivateFile.read(path) {
      guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: bytes) else {
        throw AuditKeyError.notAKey(path)
      }
      self.key = key
    } else {
      key = Curve25519.Signing.PrivateKey()
      try PrivateFile.write([UInt8](key.rawRepresentation), to: path)
    }
  }

  public var publicKey: AuditPublicKey {
    AuditPublicKey(key: key.publicKey)
  }

  func sign(_ message: String) throws -> [UInt8] {
    [UInt8](try key.signature(for: Array(message.utf8)))
  }
}

/// What checks a signed head; it may be shown to anyone.
public struct AuditPublicKey: Sendable, Equatable {
  let key: Curve25519.Signing.PublicKey

  init(key: Curve25519.Signing.PublicKey) {
    self.key = key
  }

  /// Reads `text` back; `nil` where it is no key.
  public init?(text: some StringProtocol) {
    guard let data = Data(base64Encoded: String(text)),
      let key = try? Curve25519.Signing.PublicKey(rawRepresentation: data)
    else { return nil }
    self.key = key
  }

  /// Base64 of the 32 bytes.
  public var text: String { key.rawRepresentation.base64EncodedString() }

  /// What people compare: SHA-256 of the 32 bytes, lower-case hex.
  public var fingerprint: String { Array(SHA256.hash(data: key.rawRepresentation)).hex }

  func accepts(_ signature: some Collection<UInt8>, of message: String) -> Bool {
    key.isValidSignature(Data(signature), for: Array(message.utf8))
  }

  public static func == (a: AuditPublicKey, b: AuditPublicKey) -> Bool {
    a.key.rawRepresentation == b.key.rawRepresentation
  }
}

public enum AuditKeyError: Error, Equatable, CustomStringConvertible {
  case notAKey(String)

  public var description: String {
    switch self {
    case .notAKey(let path):
      "\(path) is not an audit key of 32 bytes; put the original back from a backup"
    }
  }
}
