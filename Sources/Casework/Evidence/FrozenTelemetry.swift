import Crypto
import FoundationEssentials
public import GRDB
public import Ledger

/// Telemetry around the moment of a case, as it was known when it was frozen. 数据固化
///
/// What a later correction, another binding or the end of a retention does to the store changes
/// nothing here.
public enum FrozenTelemetry {
  /// Kept before the condition began to hold, and after it was seen, in seconds.
  public static let marginSeconds = 1_800
  /// Before the moment at most: an episode may last for months.
  public static let longestSeconds = 6 * 86_400

  /// What waits to be frozen.
  public struct Wanted: Sendable, Hashable {
    public let id: Int64
    public let caseID: Int64
    public let grounds: [CaseGround]
    /// Of samples, epoch seconds; and of the frames' arrival.
    public let times: Range<Int>
  }

  /// One series between two instants.
  public struct Series: Sendable, Hashable {
    public let point: String
    public let quantity: String
    public let statistic: String
    public let windowSeconds: Int
    public let times: Range<Int>
    public let valueCount: Int
    /// There were more values than are kept.
    public let isCut: Bool
    /// A line a sample under a heading: start (epoch seconds), value, value as sent, flag, arrival (epoch
    /// seconds), number of the frame that brought it.
    public let csv: String

    public init(
      point: String, quantity: String, statistic: String, windowSeconds: Int, times: Range<Int>,
      valueCount: Int, isCut: Bool, csv: String
    ) {
      self.point = point
      self.quantity = quantity
      self.statistic = statistic
      self.windowSeconds = windowSeconds
      self.times = times
      self.valueCount = valueCount
      self.isCut = isCut
      self.csv = csv
    }
  }

  /// A raw frame as it was received.
  public struct Frame: Sendable, Hashable {
    /// Of the inbox.
    public let sequence: Int64
    public let mn: String
    public let receivedAtMilliseconds: Int
    public let bytes: [UInt8]

    public init(sequence: Int64, mn: String, receivedAtMilliseconds: Int, bytes: [UInt8]) {
      self.sequence = sequence
      self.mn = mn
      self.receivedAtMilliseconds = receivedAtMilliseconds
      self.bytes = bytes
    }
  }

  /// Asks for what is measured around a case now. It is frozen soon after.
  public static func ask(
    _ caseID: Int64, by actor: Actor, at now: Int, in db: Database
  ) throws {
    try db.execute(
      sql: "INSERT INTO case_freeze (case_id, part, asked_by, asked_at) VALUES (?, 'asked', ?, ?)",
      arguments: [caseID, actor.auditName, now])
    try AuditLog.append(
      actor: actor, action: "evidence.ask", object: "case/\(caseID)", at: now, in: db)
  }

  /// Notes what cases of findings are still to be frozen: at once what led to them, and what followed
  /// once it is over.
  public static func plan(at now: Int, in db: Database) throws {
    for (part, since) in [("before", now), ("after", now - marginSeconds)] {
      try db.cachedStatement(
        sql: """
          INSERT INTO case_freeze (case_id, part, asked_by, asked_at)
          SELECT c.id, :part, 'system:evidence', :now FROM case_file c
          WHERE c.source_kind = 'finding' AND c.grounds <> '[]' AND c.opened_at <= :since
            AND c.opened_at > :oldest
            AND NOT EXISTS (
              SELECT 1 FROM case_freeze f WHERE f.case_id = c.id AND f.part = :part)
          """
      ).execute(arguments: [
        "part": part, "now": now, "since": since, "oldest": now - longestSeconds,
      ])
    }
  }

  /// What waits, the oldest first.
  public static func waiting(at now: Int, limit: Int = 20, in db: Database) throws -> [Wanted] {
    try Row.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT f.id, f.case_id, f.part, f.asked_at, c.grounds, c.occurred_at, c.opened_at
          FROM case_freeze f JOIN case_file c ON c.id = f.case_id
          WHERE f.frozen_at IS NULL ORDER BY f.id LIMIT ?
          """), arguments: [limit]
    ).map { row in
      let grounds = try decoded([CaseGround].self, row["grounds"])
      let (occurred, opened): (Int, Int) = (row["occurred_at"], row["opened_at"])
      let seen = grounds.map(\.at).max() ?? opened
      let from = max(
        min(grounds.map(\.since).min() ?? occurred, occurred) - marginSeconds,
        seen - longestSeconds)
      let times: Range<Int>
      switch row["part"] as String {
      case "before": times = from..<max(from, opened) + 1
      case "after": times = opened..<opened + marginSeconds + 1
      default:
        let asked: Int = row["asked_at"]
        times = max(from, asked - longestSeconds)..<max(from, asked) + 1
      }
      return Wanted(id: row["id"], caseID: row["case_id"], grounds: grounds, times: times)
    }
  }

  /// Keeps what was wanted, once and for all; a repeat changes nothing.
  public static func keep(
    _ series: [Series], frames: [Frame], for wanted: Wanted, at now: Int, in db: Database
  ) throws {
    try db.execute(
      sql: "UPDATE case_freeze SET frozen_at = ? WHERE id = ? AND frozen_at IS NULL",
      arguments: [now, wanted.id])
    guard db.changesCount == 1 else { return }
    var detail = ["freeze": "\(wanted.id)", "frames": "\(frames.count)"]
    for (index, one) in series.enumerated() {
      let digest = Self.digest(one.csv.utf8)
      detail["series-\(index + 1)"] = digest
      try db.cachedStatement(
        sql: "INSERT INTO case_frozen_series VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
      ).execute(arguments: [
        wanted.id, one.point, one.quantity, one.statistic, one.windowSeconds, one.times.lowerBound,
        one.times.upperBound, one.valueCount, one.isCut, one.csv, digest,
      ])
    }
    var all = SHA256()
    for frame in frames.sorted(by: { $0.sequence < $1.sequence }) {
      let digest = Self.digest(frame.bytes)
      all.update(data: Array("\(digest)\n".utf8))
      try db.cachedStatement(sql: "INSERT INTO case_frozen_frame VALUES (?, ?, ?, ?, ?, ?)")
        .execute(arguments: [
          wanted.id, frame.sequence, frame.mn, frame.receivedAtMilliseconds, digest,
          Data(frame.bytes),
        ])
      try ArchiveAnchors.expect(frame.sequence, in: db)
    }
    detail["frames-sha256"] = Array(all.finalize()).hex
    try AuditLog.append(
      actor: .system("evidence"), action: "evidence.freeze", object: "case/\(wanted.caseID)",
      detail: detail, at: now, in: db)
  }

  static func digest(_ bytes: some Sequence<UInt8>) -> String {
    Array(SHA256.hash(data: Array(bytes))).hex
  }
}

/// What a case keeps of telemetry, without the values.
public struct FreezeNote: Sendable, Hashable {
  public let askedAt: Int
  public let frozenAt: Int?
  public let seriesCount: Int
  public let valueCount: Int
  public let frameCount: Int
}

extension FrozenTelemetry {
  /// Oldest first.
  public static func notes(of caseID: Int64, in db: Database) throws -> [FreezeNote] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT asked_at, frozen_at,
          (SELECT count(*) FROM case_frozen_series s WHERE s.freeze_id = f.id) AS series,
          (SELECT coalesce(sum(value_count), 0) FROM case_frozen_series s
            WHERE s.freeze_id = f.id) AS "values",
          (SELECT count(*) FROM case_frozen_frame r WHERE r.freeze_id = f.id) AS frames
        FROM case_freeze f WHERE case_id = ? ORDER BY id
        """, arguments: [caseID]
    ).map { row in
      FreezeNote(
        askedAt: row["asked_at"], frozenAt: row["frozen_at"], seriesCount: row["series"],
        valueCount: row["values"], frameCount: row["frames"])
    }
  }
}
