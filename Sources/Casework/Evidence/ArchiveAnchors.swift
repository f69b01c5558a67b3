import FoundationEssentials
public import FrameArchive
public import GRDB
import Ledger

/// What ties the archive of raw frames to the audit log: from time to time the root over its new links
/// becomes an entry. A frame of a case is then shown to have been there by the entry's time, and not put
/// there since, without the archive and without anybody else's frames. 原始报文存证
public enum ArchiveAnchors {
  static let action = "archive.anchor"
  static let root = "root"

  public struct Anchor: Sendable, Hashable {
    /// Number of its entry in the audit log.
    public let entry: Int64
    /// Sequences of the first and the last frame under it.
    public let first: Int64
    public let last: Int64
    public let linkCount: Int
    /// Hex.
    public let root: String
    /// Epoch seconds.
    public let at: Int

    var object: String { ArchiveAnchors.object(first, last) }
  }

  private static func object(_ first: Int64, _ last: Int64) -> String { "archive/\(first)-\(last)" }

  /// The newest one.
  public static func newest(in db: Database) throws -> Anchor? {
    try Row.fetchOne(
      db.cachedStatement(sql: "SELECT * FROM archive_anchor ORDER BY last DESC LIMIT 1")
    ).map(anchor)
  }

  /// The one over a frame.
  public static func anchor(over sequence: Int64, in db: Database) throws -> Anchor? {
    try Row.fetchOne(
      db.cachedStatement(
        sql: "SELECT * FROM archive_anchor WHERE last >= ? ORDER BY last LIMIT 1"),
      arguments: [sequence]
    ).map(anchor).flatMap { $0.first <= sequence ? $0 : nil }
  }

  private static func anchor(_ row: Row) -> Anchor {
    Anchor(
      entry: row["entry"], first: row["first"], last: row["last"], linkCount: row["links"],
      root: row["root"], at: row["at"])
  }

  /// Anchors links; does nothing where others did so meanwhile.
  ///
  /// - Parameter links: the next ones behind the newest anchor, in their order.
  public static func write(_ links: [ArchiveLink], at now: Int, in db: Database) throws {
    guard let first = links.first?.first, let last = links.last?.last,
      try newest(in: db).map({ $0.last < first }) ?? true
    else { return }
    let root = HashTree(links.map(\.hash)).hexRoot
    let entry = try AuditLog.append(
      actor: .system("archive"), action: action, object: object(first, last),
      detail: [
        Self.root: root, "first": "\(first)", "last": "\(last)", "links": "\(links.count)",
      ], at: now, in: db)
    try db.execute(
      sql: "INSERT INTO archive_anchor VALUES (?, ?, ?, ?, ?, ?)",
      arguments: [last, first, entry, links.count, root, now])
  }

  /// Notes that a case keeps a frame, which is to be proven once it is under an anchor.
  static func expect(_ sequence: Int64, in db: Database) throws {
    try db.cachedStatement(
      sql: "INSERT INTO frame_proof (sequence) VALUES (?) ON CONFLICT DO NOTHING"
    ).execute(arguments: [sequence])
  }

  /// Frames that cases keep, under an anchor, of which nobody has asked the archive yet; the first ones.
  public static func unproven(limit: Int, in db: Database) throws -> [Int64] {
    try Int64.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT sequence FROM frame_proof
          WHERE NOT is_settled AND sequence <= (SELECT max(last) FROM archive_anchor)
          ORDER BY sequence LIMIT ?
          """), arguments: [limit])
  }

  /// - Parameter proof: nil where the archive does not show the frame by itself.
  public static func keep(
    _ proof: FrameProof?, of sequence: Int64, in db: Database
  ) throws {
    let text = try proof.map { String(decoding: try JSONEncoder().encode($0), as: UTF8.self) }
    try db.cachedStatement(
      sql: "UPDATE frame_proof SET is_settled = 1, proof = ? WHERE sequence = ?"
    ).execute(arguments: [text, sequence])
  }

  /// Of those frames of a case that have one, by their sequences, with the objects of the anchors.
  static func proofs(
    of sequences: [Int64], in db: Database
  ) throws -> (proofs: [FrameProof], objects: Set<String>) {
    let select = try db.cachedStatement(sql: "SELECT proof FROM frame_proof WHERE sequence = ?")
    var proofs: [FrameProof] = []
    var objects: Set<String> = []
    for sequence in sequences {
      guard let text = try String.fetchOne(select, arguments: [sequence]),
        let anchor = try anchor(over: sequence, in: db)
      else { continue }
      proofs.append(try decoded(FrameProof.self, text))
      objects.insert(anchor.object)
    }
    return (proofs, objects)
  }
}

extension CaseworkSchema {
  static let archiveAnchors = LedgerMigration(id: "casework-evidence-3-anchors") { db in
    try db.execute(
      sql: """
        CREATE TABLE archive_anchor (
          last INTEGER PRIMARY KEY,
          first INTEGER NOT NULL CHECK (first <= last),
          entry INTEGER NOT NULL,
          links INTEGER NOT NULL CHECK (links > 0),
          root TEXT NOT NULL CHECK (length(root) = 64),
          at INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE frame_proof (
          sequence INTEGER PRIMARY KEY,
          is_settled INTEGER NOT NULL DEFAULT 0 CHECK (is_settled IN (0, 1)),
          proof TEXT CHECK (proof IS NULL OR is_settled)
        ) STRICT;
        CREATE INDEX frame_proof_waiting ON frame_proof (sequence) WHERE NOT is_settled;
        INSERT INTO frame_proof (sequence) SELECT DISTINCT sequence FROM case_frozen_frame;
        """)
  }
}
