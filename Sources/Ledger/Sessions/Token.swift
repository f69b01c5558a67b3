import Crypto
import FoundationEssentials

/// A random secret in base64url, of which only the digest is kept. 32 random bytes need no salt.
enum Token {
  static func make() -> String {
    Data(randomBytes(32)).base64EncodedString()
      .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
  }

  static func digest(_ token: String) -> Data {
    Data(SHA256.hash(data: Array(token.utf8)))
  }

  /// Has the shape of one we made; saves a look-up otherwise.
  static func isPlausible(_ token: String) -> Bool {
    token.utf8.count == 43
      && token.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
          true
        default: false
        }
      }
  }
}
