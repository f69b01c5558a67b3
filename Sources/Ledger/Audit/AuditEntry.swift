import Crypto
import FoundationEssentials

/// One line of the audit log: who did what to which object, when.
public struct AuditEntry: Sendable, Hashable {
  public let seq: Int64
  /// Epoch seconds.
  public let at: Int
  /// An `Actor.auditName`.
  public let actor: String
  /// e.g. `case.step`.
  public let action: String
  /// e.g. `case/12`.
  public let object: String
  /// Codes and values, never rendered text; `nil` once it was erased.
  public let detail: [String: String]?

  public init(
    seq: Int64, at: Int, actor: String, action: String, object: String, detail: [String: String]?
  ) {
    self.seq = seq
    self.at = at
    self.actor = actor
    self.action = action
    self.object = object
    self.detail = detail
  }
}

/// The arithmetic of the chain. Pure.
enum AuditChain {
  static let start = [UInt8](repeating: 0, count: 32)

  /// Digest of the detail under its salt. With the salt gone, the digest tells nothing of the text.
  static func detailDigest(_ detail: String, salt: [UInt8]) -> [UInt8] {
    var hasher = SHA256()
    hasher.update(data: salt)
    hasher.update(data: Array(detail.utf8))
    return Array(hasher.finalize())
  }

  /// Hash of an entry over the hash before it. Every field is preceded by its length, so that no
  /// two different entries give the same bytes.
  static func hash(
    seq: Int64, at: Int, actor: String, action: String, object: String, detailDigest: [UInt8],
    previous: [UInt8]
  ) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(200)
    func add(_ field: some Collection<UInt8>) {
      withUnsafeBytes(of: UInt32(field.count).bigEndian) { bytes.append(contentsOf: $0) }
      bytes.append(contentsOf: field)
    }
    add(previous)
    add(String(seq).utf8)
    add(String(at).utf8)
    add(actor.utf8)
    add(action.utf8)
    add(object.utf8)
    add(detailDigest)
    return Array(SHA256.hash(data: bytes))
  }

  static func encode(_ detail: [String: String]) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(detail), as: UTF8.self)
  }

  static func decode(_ detail: String) throws -> [String: String] {
    try JSONDecoder().decode([String: String].self, from: Data(detail.utf8))
  }
}
