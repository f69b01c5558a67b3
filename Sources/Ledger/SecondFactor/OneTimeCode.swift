import Crypto
import FoundationEssentials

/// One-time codes of a shared secret, as authenticator apps show them.
///
/// - Source: RFC 4226, 5.3 (HOTP); RFC 6238, 4 (TOTP).
public enum OneTimeCode {
  public enum Hash: Sendable { case sha1, sha256, sha512 }

  /// Seconds one code is shown.
  public static let stepSeconds = 30
  /// What authenticator apps show.
  public static let digits = 6

  /// The number of the step that an instant lies in.
  ///
  /// - Parameter at: epoch seconds, not before 1970.
  public static func step(at: Int) -> Int { max(0, at) / stepSeconds }

  /// - Parameters:
  ///   - step: the counter; a time step for TOTP.
  ///   - digits: 6 to 8.
  /// - Returns: the code with its leading zeros.
  public static func code(
    secret: [UInt8], step: Int, digits: Int = digits, hash: Hash = .sha1
  ) -> String {
    precondition((6...8).contains(digits), "a code has 6 to 8 digits")
    let key = SymmetricKey(data: secret)
    let message = withUnsafeBytes(of: UInt64(step).bigEndian) { Array($0) }
    let mac: [UInt8] =
      switch hash {
      case .sha1: Array(HMAC<Insecure.SHA1>.authenticationCode(for: message, using: key))
      case .sha256: Array(HMAC<SHA256>.authenticationCode(for: message, using: key))
      case .sha512: Array(HMAC<SHA512>.authenticationCode(for: message, using: key))
      }
    let offset = Int(mac[mac.count - 1] & 0x0F)
    let number = mac[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
    let text = String(Int(number) % (0..<digits).reduce(1) { power, _ in power * 10 })
    return String(repeating: "0", count: digits - text.count) + text
  }

  /// The step whose code was typed: the present one, or a neighbour for clocks that differ a little.
  ///
  /// - Parameter last: the newest step that was used; it and those before count no more, so that a
  ///   code is good once.
  /// - Returns: nil where the code is of none; every candidate is compared, each in constant time.
  ///
  /// - Source: RFC 6238, 5.2: one step of delay, one use of a code.
  static func matchingStep(_ typed: String, secret: [UInt8], at: Int, after last: Int) -> Int? {
    let given = SymmetricKey(data: Array(typed.utf8))
    var found: Int?
    for step in max(0, step(at: at) - 1)...step(at: at) + 1 {
      let isEqual = SymmetricKey(data: Array(code(secret: secret, step: step).utf8)) == given
      if isEqual, step > last { found = step }
    }
    return found
  }
}

/// Bytes as people type them into an authenticator.
///
/// - Source: RFC 4648, 6.
enum Base32 {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)

  /// Without padding.
  static func encode(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    var (buffer, bits) = (0, 0)
    for byte in bytes {
      buffer = (buffer << 8 | Int(byte)) & 0xFFFF
      bits += 8
      while bits >= 5 {
        text.append(alphabet[buffer >> (bits - 5) & 31])
        bits -= 5
      }
    }
    if bits > 0 { text.append(alphabet[buffer << (5 - bits) & 31]) }
    return String(decoding: text, as: UTF8.self)
  }
}
