public import GRDB

extension LedgerSchema {
  static let facilityDoubts = LedgerMigration(id: "ledger.facilities.3") { db in
    try db.execute(
      sql: """
        -- Facilities that stand in for a name of a list until a person says what it means.
        CREATE TABLE facility_doubt (
          facility TEXT PRIMARY KEY REFERENCES facility (id),
          name TEXT NOT NULL CHECK (name <> ''),
          credit_code TEXT,
          register TEXT NOT NULL,
          file TEXT NOT NULL,
          line INTEGER NOT NULL,
          import INTEGER,
          actor TEXT NOT NULL,
          at INTEGER NOT NULL,
          -- NULL while it waits, and where it was said to be another facility.
          outcome TEXT CHECK (outcome IN ('new', 'none')),
          settled_by TEXT,
          settled_at INTEGER,
          CHECK ((outcome IS NULL) = (settled_by IS NULL)),
          CHECK ((outcome IS NULL) = (settled_at IS NULL))
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE facility_move (
          other TEXT NOT NULL,
          kind TEXT NOT NULL CHECK (kind IN ('row', 'device', 'point', 'account')),
          object TEXT NOT NULL,
          row_id INTEGER NOT NULL,
          field TEXT NOT NULL,
          PRIMARY KEY (other, kind, object, row_id, field)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE register_import_name (
          import INTEGER NOT NULL REFERENCES register_import (id),
          facility TEXT NOT NULL,
          name TEXT NOT NULL,
          credit_code TEXT,
          line INTEGER NOT NULL,
          PRIMARY KEY (import, facility)
        ) STRICT, WITHOUT ROWID;
        -- Every facility that a person said is another one, and the one that is kept in the end.
        CREATE TABLE facility_merged (
          other TEXT PRIMARY KEY REFERENCES facility (id),
          kept TEXT NOT NULL REFERENCES facility (id),
          CHECK (other <> kept)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX facility_merged_kept ON facility_merged (kept);
        CREATE INDEX facility_doubt_import ON facility_doubt (import);
        """)
    try FacilityDoubts.followJudgements(in: db)
  }
}

/// A name of a list that may mean several facilities. Until a person settles it, a facility of that
/// name stands in for what is meant.
public struct NameDoubt: Sendable, Hashable, Identifiable {
  public enum Outcome: Sendable, Hashable {
    /// It is this facility.
    case same(String)
    /// It is a facility of its own.
    case new
    /// It is no facility.
    case none
  }
  public struct Settled: Sendable, Hashable {
    public let outcome: Outcome
    /// An `Actor.auditName`.
    public let actor: String
    /// Epoch seconds.
    public let at: Int
  }

  /// Id of the stand-in.
  public let facility: String
  /// As the list writes it.
  public let name: String
  /// As it stands beside the name.
  public let creditCode: String?
  /// Where it came from: register, file, the file's first row that has it.
  public let register: String
  public let file: String
  public let line: Int
  /// An `Actor.auditName`.
  public let actor: String
  /// Epoch seconds.
  public let at: Int
  /// Nil while it waits.
  public let settled: Settled?

  public var id: String { facility }
}

/// Names of lists that a person must tell apart.
public enum NameDoubts {
  /// - Parameters:
  ///   - settled: those that were settled, the latest first; else those that wait, the oldest first.
  ///   - limit: at most.
  public static func list(
    settled: Bool = false, limit: Int, in db: Database
  ) throws -> [NameDoubt] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT * FROM (\(all)) WHERE (done_at IS NOT NULL) = ?
        ORDER BY coalesce(-done_at, at), facility LIMIT ?
        """, arguments: [settled, limit]
    ).map(doubt)
  }

  /// How many wait.
  public static func count(in db: Database) throws -> Int {
    try Int.fetchOne(db, sql: "SELECT count(*) FROM (\(all)) WHERE done_at IS NULL") ?? 0
  }

  /// By the id of its stand-in.
  public static func find(_ facility: String, in db: Database) throws -> NameDoubt? {
    try Row.fetchOne(
      db, sql: "SELECT * FROM (\(all)) WHERE facility = ?", arguments: [facility]
    ).map(doubt)
  }

  /// What it may mean.
  public static func candidates(
    of doubt: NameDoubt, in db: Database
  ) throws -> [FacilityCandidate] {
    try FacilityNames(in: db)
      .candidates(doubt.name, creditCode: doubt.creditCode, but: doubt.facility)
  }

  private static let all = """
    SELECT d.*, j.one AS same, coalesce(d.settled_by, j.actor) AS done_by,
      coalesce(d.settled_at, j.at) AS done_at
    FROM facility_doubt AS d
    LEFT JOIN facility_judgement AS j ON j.other = d.facility AND j.is_same = 1
    """

  private static func doubt(_ row: Row) -> NameDoubt {
    var settled: NameDoubt.Settled?
    if let actor = row["done_by"] as String?, let at = row["done_at"] as Int? {
      let same = (row["same"] as String?).map { NameDoubt.Outcome.same($0) }
      settled = NameDoubt.Settled(
        outcome: same ?? ((row["outcome"] as String?) == "new" ? .new : .none), actor: actor,
        at: at)
    }
    return NameDoubt(
      facility: row["facility"], name: row["name"], creditCode: row["credit_code"],
      register: row["register"], file: row["file"], line: row["line"], actor: row["actor"],
      at: row["at"], settled: settled)
  }
}
