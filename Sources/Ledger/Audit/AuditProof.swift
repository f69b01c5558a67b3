import FoundationEssentials
public import GRDB

/// A stretch of the chain that somebody without the ledger can check: the entries of some objects in
/// full, those between them by what their hashes are made of, without their details.
public struct AuditProof: Sendable, Hashable, Codable {
  public struct Link: Sendable, Hashable, Codable {
    public let seq: Int64
    /// Epoch seconds.
    public let at: Int
    public let actor: String
    public let action: String
    public let object: String
    /// Codes and values as JSON; nil for an entry of another object, and for one that was erased.
    public let detail: String?
    /// Hex of 16 bytes, beside a detail.
    public let salt: String?
    /// Hex of 32 bytes, as the hash.
    public let detailDigest: String
    public let hash: String
  }

  /// Hex of the hash before the first link.
  public let previous: String
  /// In order, without a gap, to the end of the chain.
  public let links: [Link]
}

extension AuditProof {
  /// Links at most; of a longer stretch there is no proof.
  public static let longest = 100_000

  /// - Parameter objects: e.g. `case/12`, whose entries are told in full.
  /// - Returns: nil where the objects have no entry, or the stretch is too long.
  public static func make(of objects: Set<String>, in db: Database) throws -> AuditProof? {
    var first: Int64?
    for object in objects {
      let own = try Int64.fetchOne(
        db.cachedStatement(sql: "SELECT min(seq) FROM audit_entry WHERE object = ?"),
        arguments: [object])
      if let own { first = min(first ?? own, own) }
    }
    guard let first else { return nil }
    let head = try AuditLog.head(in: db)
    guard head.seq - first < longest else { return nil }
    var previous: [UInt8]?
    let links = try Row.fetchAll(
      db,
      sql: """
        SELECT seq, at, actor, action, object, detail, salt, detail_digest, previous, hash
        FROM audit_entry WHERE seq >= ? ORDER BY seq
        """, arguments: [first]
    ).map { row in
      if previous == nil { previous = [UInt8](row["previous"] as DataBytes) }
      let object: String = row["object"]
      let isOwn = objects.contains(object)
      return Link(
        seq: row["seq"], at: row["at"], actor: row["actor"], action: row["action"], object: object,
        detail: isOwn ? row["detail"] : nil,
        salt: isOwn ? (row["salt"] as DataBytes?).map { [UInt8]($0).hex } : nil,
        detailDigest: [UInt8](row["detail_digest"] as DataBytes).hex,
        hash: [UInt8](row["hash"] as DataBytes).hex)
    }
    return AuditProof(previous: (previous ?? AuditChain.start).hex, links: links)
  }

  /// The number of the first link that does not hold, and why; nil where all do.
  public var fault: (seq: Int64, why: String)? {
    guard var before = [UInt8](hex: previous), before.count == 32 else {
      return (links.first?.seq ?? 0, "the hash before the first entry is none")
    }
    var next = links.first?.seq ?? 0
    for link in links {
      guard link.seq == next else { return (next, "the entry is missing") }
      next += 1
      guard let digest = [UInt8](hex: link.detailDigest), digest.count == 32 else {
        return (link.seq, "the detail's digest is none")
      }
      if let detail = link.detail {
        guard let salt = link.salt.flatMap({ [UInt8](hex: $0) }),
          AuditChain.detailDigest(detail, salt: salt) == digest
        else { return (link.seq, "the detail is not what its digest was made of") }
      }
      let hash = AuditChain.hash(
        seq: link.seq, at: link.at, actor: link.actor, action: link.action, object: link.object,
        detailDigest: digest, previous: before)
      guard hash.hex == link.hash else {
        return (link.seq, "the entry does not follow from the one before it")
      }
      before = hash
    }
    return nil
  }

  /// The end of the chain when the proof was made.
  public var head: AuditHead? {
    links.last.flatMap { last in
      [UInt8](hex: last.hash).map { AuditHead(seq: last.seq, hash: $0) }
    }
  }

  /// Whether an exported head of this stretch has another hash than the proof says.
  public func contradicts(_ exported: ExportedHead) -> Bool {
    guard let first = links.first, exported.head.seq >= first.seq,
      exported.head.seq - first.seq < Int64(links.count)
    else { return false }
    return links[Int(exported.head.seq - first.seq)].hash != exported.head.hash.hex
  }
}

extension AuditKey {
  /// Signs the bytes of a document that leaves the house (Ed25519, RFC 8032).
  public func signature(of bytes: [UInt8]) throws -> [UInt8] {
    try sign(String(decoding: bytes, as: UTF8.self))
  }
}

extension AuditPublicKey {
  /// - Parameter bytes: text in UTF-8, as `AuditKey.signature(of:)` signs it.
  public func accepts(signature: [UInt8], of bytes: [UInt8]) -> Bool {
    accepts(signature, of: String(decoding: bytes, as: UTF8.self))
  }

  /// As OpenSSL reads a public key: a PEM file (RFC 8410).
  public var pem: String {
    let head: [UInt8] = [0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00]
    let text = Data(head + [UInt8](Data(base64Encoded: self.text) ?? Data())).base64EncodedString()
    return "-----BEGIN PUBLIC KEY-----\n\(text)\n-----END PUBLIC KEY-----\n"
  }

  /// Reads a `pem` back.
  public init?(pem: String) {
    let lines = pem.split(separator: "\n")
    guard lines.count == 3, lines[0] == "-----BEGIN PUBLIC KEY-----",
      let data = Data(base64Encoded: String(lines[1])), data.count == 44
    else { return nil }
    self.init(text: data.suffix(32).base64EncodedString())
  }
}
