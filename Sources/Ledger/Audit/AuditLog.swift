import Crypto
public import GRDB

/// Who changed what: a chain in which each entry carries the hash of the one before.
///
/// One change, one transaction, one entry: append in the same write as the change.
public enum AuditLog {
  /// - Parameters:
  ///   - action: `subject.verb`, e.g. `case.step`.
  ///   - object: `kind/id`, e.g. `case/12`.
  ///   - detail: codes and values. Personal text here can be erased later without breaking the chain.
  ///     For somebody who stands in, `for` is added.
  ///   - at: epoch seconds.
  /// - Returns: the entry's number.
  @discardableResult
  public static func append(
    actor: Actor, action: String, object: String, detail: [String: String] = [:], at: Int,
    in db: Database
  ) throws -> Int64 {
    let head = try head(in: db)
    let seq = head.seq + 1
    var detail = detail
    if let absent = OnBehalf.account, case .account = actor { detail["for"] = "account/\(absent)" }
    let text = try AuditChain.encode(detail)
    var generator = SystemRandomNumberGenerator()
    let salt = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    let digest = AuditChain.detailDigest(text, salt: salt)
    let name = actor.auditName
    let hash = AuditChain.hash(
      seq: seq, at: at, actor: name, action: action, object: object, detailDigest: digest,
      previous: head.hash)
    try db.cachedStatement(
      sql: """
        INSERT INTO audit_entry
          (seq, at, actor, action, object, detail, salt, detail_digest, previous, hash)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: [
      seq, at, name, action, object, text, salt.data, digest.data, head.hash.data, hash.data,
    ])
    try db.cachedStatement(sql: "UPDATE audit_head SET seq = ?, hash = ? WHERE id = 1")
      .execute(arguments: [seq, hash.data])
    return seq
  }

  /// The last entry's number and hash; 0 and zeros while the log is empty.
  public static func head(in db: Database) throws -> AuditHead {
    guard
      let row = try Row.fetchOne(
        db.cachedStatement(sql: "SELECT seq, hash FROM audit_head WHERE id = 1"))
    else { return AuditHead(seq: 0, hash: AuditChain.start) }
    return AuditHead(seq: row[0], hash: [UInt8](row[1] as DataBytes))
  }

  /// Newest first.
  ///
  /// - Parameters:
  ///   - object: only entries of this object; `nil` for all.
  ///   - before: only entries with a smaller number (keyset paging).
  public static func entries(
    object: String? = nil, before: Int64? = nil, limit: Int = 100, in db: Database
  ) throws -> [AuditEntry] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT seq, at, actor, action, object, detail FROM audit_entry
        WHERE (:object IS NULL OR object = :object) AND (:before IS NULL OR seq < :before)
        ORDER BY seq DESC LIMIT :limit
        """,
      arguments: ["object": object, "before": before, "limit": limit]
    ).map { row in
      AuditEntry(
        seq: row["seq"], at: row["at"], actor: row["actor"], action: row["action"],
        object: row["object"],
        detail: try (row["detail"] as String?).map { try AuditChain.decode($0) })
    }
  }

  /// Erases an entry's detail and its salt; the digest stays, so the chain still holds. The erasure
  /// is an entry itself, without which a missing detail counts as tampering.
  ///
  /// - Parameter why: the ground, as a code or reference; no personal text.
  public static func eraseDetail(
    of seq: Int64, why: String, actor: Actor, at: Int, in db: Database
  ) throws {
    try db.execute(
      sql: "UPDATE audit_entry SET detail = NULL, salt = NULL WHERE seq = ?", arguments: [seq])
    guard db.changesCount == 1 else { throw AuditError.noSuchEntry(seq) }
    try append(
      actor: actor, action: AuditLog.erasure, object: "audit/\(seq)", detail: ["why": why], at: at,
      in: db)
  }

  static let erasure = "audit.erase"
  static let restore = "state.restore"
}

/// Where the chain ends.
public struct AuditHead: Sendable, Hashable {
  public let seq: Int64
  /// 32 bytes.
  public let hash: [UInt8]

  public init(seq: Int64, hash: [UInt8]) {
    self.seq = seq
    self.hash = hash
  }
}

public enum AuditError: Error, Equatable, CustomStringConvertible {
  case noSuchEntry(Int64)

  public var description: String {
    switch self {
    case .noSuchEntry(let seq):
      "the audit log has no entry \(seq); look its number up in the audit log's list"
    }
  }
}
