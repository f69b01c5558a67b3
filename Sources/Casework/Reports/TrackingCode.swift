import Crypto
import Foundation
import GRDB

/// What a person follows a report with: sixteen letters and digits, 80 bits, none of which is taken
/// for another (no 0, O, 1, I). Shown once; only its keyed hash is kept.
public struct TrackingCode: Sendable, Hashable, CustomStringConvertible {
  static let alphabet = Array("23456789ABCDEFGHJKLMNPQRSTUVWXYZ")
  static let length = 16

  /// Sixteen characters of the alphabet.
  let characters: String

  /// Reads what somebody typed; small letters, spaces and hyphens are as good.
  ///
  /// - Returns: nil where it cannot be a code.
  public init?(_ typed: String) {
    let characters = typed.uppercased().filter { !$0.isWhitespace && $0 != "-" }
    guard characters.count == Self.length, characters.allSatisfy(Self.alphabet.contains) else {
      return nil
    }
    self.characters = characters
  }

  /// Ten bytes, five bits a character.
  init(_ bytes: some Sequence<UInt8>) {
    var bits = 0
    var held = 0
    var characters = ""
    for byte in bytes.prefix(Self.length * 5 / 8) {
      held = held << 8 | Int(byte)
      bits += 8
      while bits >= 5 {
        bits -= 5
        characters.append(Self.alphabet[held >> bits & 31])
      }
      held &= 1 << bits - 1
    }
    self.characters = characters
  }

  /// In groups of four: `7KQM-2XPD-9HTR-V4NB`.
  public var description: String {
    stride(from: 0, to: characters.count, by: 4).map { start in
      String(characters.dropFirst(start).prefix(4))
    }.joined(separator: "-")
  }
}

/// Keyed hashes under a secret that the ledger's file was born with.
struct ReportSecret {
  private let key: SymmetricKey

  init(in db: Database) throws {
    let secret = try Data.fetchOne(
      db.cachedStatement(
        sql: "SELECT secret FROM casework_secret WHERE name = 'tracking-pepper'"))
    guard let secret else { throw ReportSecretError.missing }
    key = SymmetricKey(data: secret)
  }

  func hash(_ purpose: String, _ parts: String...) -> Data {
    var authentication = HMAC<SHA256>(key: key)
    for part in [purpose] + parts {
      let bytes = Data(part.utf8)
      // Lengths between the parts: no two lists of parts read alike.
      authentication.update(data: Data("\(bytes.count):".utf8))
      authentication.update(data: bytes)
    }
    return Data(authentication.finalize())
  }

  /// The code of a request: the same for a repeat, unguessable for everybody else, and not to be
  /// worked out from the ledger, which does not keep the request's id.
  func code(ofRequest id: String) -> TrackingCode { TrackingCode(hash("code", id)) }
}

/// The ledger was made by other hands.
enum ReportSecretError: Error, Equatable {
  case missing
}
