import FoundationEssentials
public import GRDB

/// What a walk along the whole chain showed.
public enum AuditVerdict: Sendable, Equatable {
  /// - head: lower-case hex of the last hash.
  case intact(count: Int64, head: String)
  /// The first entry at which the chain does not hold.
  case broken(row: Int64, why: AuditFault)
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
  /// outside the folder: pass those.
  ///
  /// - Parameter exported: heads whose signatures have been checked (`AuditHeadFile.read`).
  public static func verify(
    in db: Database, against exported: [AuditHead] = []
  ) throws -> AuditVerdict {
    let head = try head(in: db)
    let expected = Dictionary(exported.map { ($0.seq, $0.hash) }) { first, _ in first }
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
      if let hash = expected[seq], hash != link.hash {
        return .broken(row: seq, why: .differsFromExport)
      }
      previous = link.hash
    }
    if seq < head.seq { return .broken(row: seq + 1, why: .missing) }
    if head.hash != previous { return .broken(row: seq, why: .headDiffers) }
    if let beyond = exported.map(\.seq).max(), beyond > seq {
      return .broken(row: seq + 1, why: .missing)
    }
    return .intact(count: seq, head: previous.hex)
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
