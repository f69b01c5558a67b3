import FoundationEssentials
public import GRDB

/// What a walk along the whole chain showed.
public enum AuditVerdict: Sendable, Equatable {
  /// - head: lower-case hex of the last hash.
  /// - replaced: exported heads of a record that a restore took the place of.
  case intact(count: Int64, head: String, replaced: [ReplacedHead] = [])
  /// The first entry at which the chain does not hold.
  case broken(row: Int64, why: AuditFault)
}

/// An exported head of entries that are no longer there, because an older copy was restored.
public struct ReplacedHead: Sendable, Hashable {
  public let head: ExportedHead
  /// When the copy was restored, epoch seconds.
  public let restoredAt: Int

  public init(head: ExportedHead, restoredAt: Int) {
    self.head = head
    self.restoredAt = restoredAt
  }
}

public enum AuditFault: Sendable, Equatable, CustomStringConvertible {
  case missing
  case changed
  case detailChanged
  case detailErasedWithoutEntry
  case doesNotFollow
  case beyondHead
  case headDiffers
  case differsFromExport

  public var description: String {
    switch self {
    case .missing: "the entry is missing"
    case .changed: "a column of the entry was changed"
    case .detailChanged: "the entry's detail or salt was changed"
    case .detailErasedWithoutEntry:
      "the entry's detail is gone and no later entry says who erased it"
    case .doesNotFollow: "the entry does not carry the hash of the entry before it"
    case .beyondHead: "the entry lies beyond the recorded head"
    case .headDiffers: "the recorded head has another hash than the last entry"
    case .differsFromExport: "the entry has another hash than the signed head that was exported"
    }
  }
}

extension AuditLog {
  /// Walks the whole chain.
  ///
  /// Entries cut off together with the recorded head show only against heads that were exported
  /// outside the folder: pass those. A head that is not in the chain is told apart from a forgery
  /// only where the chain itself has a later restore at or before the head's place.
  ///
  /// - Parameter exported: heads whose signatures have been checked (`AuditHeadFile.read`).
  public static func verify(
    in db: Database, against exported: [ExportedHead] = []
  ) throws -> AuditVerdict {
    let head = try head(in: db)
    let restores = try restores(in: db)
    let (kept, replaced) = try split(exported, by: restores, in: db)
    let expected = Dictionary(grouping: kept) { $0.head.seq }
    let erased = try erasedEntries(in: db)
    var previous = AuditChain.start
    var seq: Int64 = 0
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT seq, at, actor, action, object, detail, salt, detail_digest, previous, hash
        FROM audit_entry ORDER BY seq
        """)
    while let row = try rows.next() {
      seq += 1
      guard (row["seq"] as Int64) == seq else { return .broken(row: seq, why: .missing) }
      if seq > head.seq { return .broken(row: seq, why: .beyondHead) }
      let link = Link(row)
      if let fault = link.fault(after: previous, erased: erased) {
        return .broken(row: seq, why: fault)
      }
      if let heads = expected[seq], heads.contains(where: { $0.head.hash != link.hash }) {
        return .broken(row: seq, why: .differsFromExport)
      }
      previous = link.hash
    }
    if seq < head.seq { return .broken(row: seq + 1, why: .missing) }
    if head.hash != previous { return .broken(row: seq, why: .headDiffers) }
    if let beyond = kept.map(\.head.seq).max(), beyond > seq {
      return .broken(row: seq + 1, why: .missing)
    }
    return .intact(count: seq, head: previous.hex, replaced: replaced)
  }

  /// Entries that say when a copy was restored, oldest first.
  private static func restores(in db: Database) throws -> [(seq: Int64, at: Int)] {
    try Row.fetchAll(
      db, sql: "SELECT seq, at FROM audit_entry WHERE action = ? ORDER BY seq",
      arguments: [restore]
    ).map { ($0["seq"], $0["at"]) }
  }

  /// Heads the chain must hold, and those that a restore explains: exported before it, of entries
  /// that it took the place of.
  private static func split(
    _ exported: [ExportedHead], by restores: [(seq: Int64, at: Int)], in db: Database
  ) throws -> (kept: [ExportedHead], replaced: [ReplacedHead]) {
    var kept: [ExportedHead] = []
    var replaced: [ReplacedHead] = []
    for one in exported {
      let found = try Data.fetchOne(
        db, sql: "SELECT hash FROM audit_entry WHERE seq = ?", arguments: [one.head.seq])
      let restored = restores.first { $0.seq <= one.head.seq && $0.at >= one.at }
      if found != one.head.hash.data, let restored {
        replaced.append(ReplacedHead(head: one, restoredAt: restored.at))
      } else {
        kept.append(one)
      }
    }
    return (kept, replaced)
  }

  /// Entry number → number of the entry that says it was erased.
  private static func erasedEntries(in db: Database) throws -> [Int64: Int64] {
    let rows = try Row.fetchAll(
      db, sql: "SELECT seq, object FROM audit_entry WHERE action = ?", arguments: [erasure])
    return rows.reduce(into: [:]) { erased, row in
      let object: String = row["object"]
      guard object.hasPrefix("audit/"), let seq = Int64(object.dropFirst(6)) else { return }
      erased[seq] = row["seq"]
    }
  }
}

/// An entry as it lies in the table, with what the chain needs.
private struct Link {
  let seq: Int64
  let at: Int
  let actor: String
  let action: String
  let object: String
  let detail: String?
  let salt: [UInt8]?
  let detailDigest: [UInt8]
  let previous: [UInt8]
  let hash: [UInt8]

  init(_ row: Row) {
    seq = row["seq"]
    at = row["at"]
    actor = row["actor"]
    action = row["action"]
    object = row["object"]
    detail = row["detail"]
    salt = (row["salt"] as DataBytes?).map { [UInt8]($0) }
    detailDigest = [UInt8](row["detail_digest"] as DataBytes)
    previous = [UInt8](row["previous"] as DataBytes)
    hash = [UInt8](row["hash"] as DataBytes)
  }

  func fault(after expected: [UInt8], erased: [Int64: Int64]) -> AuditFault? {
    guard previous == expected else { return .doesNotFollow }
    let computed = AuditChain.hash(
      seq: seq, at: at, actor: actor, action: action, object: object, detailDigest: detailDigest,
      previous: previous)
    guard computed == hash else { return .changed }
    guard let detail, let salt else {
      return (erased[seq] ?? 0) > seq ? nil : .detailErasedWithoutEntry
    }
    return AuditChain.detailDigest(detail, salt: salt) == detailDigest ? nil : .detailChanged
  }
}
