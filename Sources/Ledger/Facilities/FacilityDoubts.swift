public import ActionPlan
public import GRDB

/// Two facilities that may be one.
public struct FacilityDoubt: Sendable, Hashable {
  /// Ids, the smaller first.
  public let one: String
  public let other: String
  public let why: FacilityCandidate.Why

  public init(one: String, other: String, why: FacilityCandidate.Why) {
    self.one = one
    self.other = other
    self.why = why
  }
}

/// What a person said of two facilities.
public struct FacilityJudgement: Sendable, Hashable {
  /// The one that is kept, where they are the same.
  public let one: String
  public let other: String
  public let isSame: Bool
  /// An `Actor.auditName`.
  public let actor: String
  /// Epoch seconds.
  public let at: Int
}

/// Facilities that look like one, for a person to settle. After a merger the rows, devices, points and
/// contacts of the other one are those of the one that is kept; its cases and names are found there.
/// All of it comes apart again when the judgement is taken back.
public enum FacilityDoubts {
  /// Those that nobody has settled: the same name or the same core of it, and not two different credit
  /// codes. Stand-ins of names are not among them (`NameDoubts`).
  ///
  /// - Returns: at most `limit`, by id.
  public static func open(limit: Int = 200, in db: Database) throws -> [FacilityDoubt] {
    let names = try FacilityNames(in: db)
    let codes = try Row.fetchAll(
      db, sql: "SELECT id, credit_code FROM facility WHERE credit_code IS NOT NULL"
    ).reduce(into: [String: String]()) { $0[$1["id"]] = $1["credit_code"] }
    let settled = Set(
      try Row.fetchAll(db, sql: "SELECT one, other FROM facility_judgement").map {
        Set([$0["one"] as String, $0["other"]])
      })
    let left = Set(
      try String.fetchAll(
        db,
        sql: """
          SELECT other FROM facility_merged
          UNION SELECT facility FROM facility_doubt WHERE outcome IS NOT 'new'
          """))
    // Reversed, a core that has only more in front begins with the other one and stands beside it.
    let cores = names.cores.filter { !left.contains($0.id) }
      .map { (core: String($0.core.reversed()), id: $0.id) }
      .sorted { ($0.core, $0.id) < ($1.core, $1.id) }
    var doubts: [Set<String>: FacilityDoubt] = [:]
    for (index, first) in cores.enumerated() {
      for second in cores[(index + 1)...] {
        guard second.core.hasPrefix(first.core), !first.core.isEmpty else { break }
        let pair: Set = [first.id, second.id]
        guard first.id != second.id, doubts[pair]?.why != .name, !settled.contains(pair),
          FacilityName.isDoubtful(String(first.core.reversed()), String(second.core.reversed()))
        else { continue }
        if let a = codes[first.id], let b = codes[second.id], a != b { continue }
        doubts[pair] = FacilityDoubt(
          one: min(first.id, second.id), other: max(first.id, second.id),
          why: names.areCalledAlike(first.id, second.id) ? .name : .similar)
      }
    }
    return Array(doubts.values.sorted { ($0.one, $0.other) < ($1.one, $1.other) }.prefix(limit))
  }

  /// What was settled, the latest first. Names of lists are not among it.
  public static func settled(limit: Int, in db: Database) throws -> [FacilityJudgement] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT * FROM facility_judgement
        WHERE other NOT IN (SELECT facility FROM facility_doubt)
          AND one NOT IN (SELECT facility FROM facility_doubt)
        ORDER BY at DESC, one, other LIMIT ?
        """, arguments: [limit]
    ).map {
      FacilityJudgement(
        one: $0["one"], other: $0["other"], isSame: $0["is_same"], actor: $0["actor"], at: $0["at"])
    }
  }

  /// Settles that `other` is `kept`, or that the two are not the same.
  ///
  /// - Throws: `FacilityError`, and nothing is changed.
  public static func settle(
    _ kept: String, _ other: String, isSame: Bool, plan: Plan, by actor: Actor, at: Int,
    in db: Database
  ) throws {
    for id in [kept, other] {
      guard try Facilities.find(id, in: db) != nil else { throw FacilityError.unknown(id) }
      let present = try Facilities.kept(id, in: db)
      if present != id { throw FacilityError.alreadyMerged(id, into: present) }
    }
    guard kept != other else { throw FacilityError.mergedIntoItself(kept) }
    if isSame {
      if try isStandIn(kept, in: db) { throw FacilityError.isStandIn(kept) }
      if try isStandIn(other, dismissed: true, in: db) { throw FacilityError.isStandIn(other) }
    }
    try db.inSavepoint {
      try takeBack(kept, other, plan: plan, by: actor, at: at, in: db)
      var detail = ["other": other]
      if isSame {
        let rows = try FacilityMoves(plan: plan, actor: actor, at: at)
          .move(other, to: kept, why: "facility.merge", in: db)
        detail["rows"] = String(rows)
      }
      try db.execute(
        sql: """
          INSERT INTO facility_judgement (one, other, is_same, actor, at) VALUES (?, ?, ?, ?, ?)
          """, arguments: [kept, other, isSame, actor.auditName, at])
      try followJudgements(in: db)
      try AuditLog.append(
        actor: actor, action: isSame ? "facility.merge" : "facility.keep-apart",
        object: "facility/\(kept)", detail: detail, at: at, in: db)
      return .commit
    }
  }

  /// Whether the facility only stands in for a name that waits, or that was said to be none.
  private static func isStandIn(
    _ facility: String, dismissed: Bool = false, in db: Database
  ) throws -> Bool {
    try Bool.fetchOne(
      db,
      sql: """
        SELECT 1 FROM facility_doubt
        WHERE facility = ? AND (outcome = 'none' OR (outcome IS NULL AND NOT ?))
        """, arguments: [facility, dismissed]) ?? false
  }

  /// Takes what was settled of two facilities back, with an audit entry; nothing where nothing was.
  ///
  /// - Throws: `FacilityError`, and nothing is changed.
  public static func takeBack(
    _ one: String, _ other: String, plan: Plan, by actor: Actor, at: Int, in db: Database
  ) throws {
    let judged = try Row.fetchOne(
      db,
      sql: """
        SELECT * FROM facility_judgement
        WHERE (one = :one AND other = :other) OR (one = :other AND other = :one)
        """, arguments: ["one": one, "other": other])
    guard let judged else { return }
    let (kept, merged): (String, String) = (judged["one"], judged["other"])
    try db.inSavepoint {
      if judged["is_same"] {
        let last = try Facilities.kept(kept, in: db)
        if last != kept { throw FacilityError.mergedLater(kept, into: last) }
      }
      try db.execute(
        sql: "DELETE FROM facility_judgement WHERE one = ? AND other = ?",
        arguments: [kept, merged])
      try followJudgements(in: db)
      try FacilityMoves(plan: plan, actor: actor, at: at)
        .takeBack(merged, from: kept, why: "facility.unsettle", in: db)
      try AuditLog.append(
        actor: actor, action: "facility.unsettle", object: "facility/\(kept)",
        detail: ["other": merged], at: at, in: db)
      return .commit
    }
  }

  /// Works out which facility each merged one is in the end.
  static func followJudgements(in db: Database) throws {
    try db.execute(
      sql: """
        DELETE FROM facility_merged;
        INSERT INTO facility_merged (other, kept)
        WITH RECURSIVE step (other, kept, depth) AS (
          SELECT other, one, 1 FROM facility_judgement WHERE is_same = 1
          UNION ALL
          SELECT step.other, j.one, step.depth + 1 FROM step
          JOIN facility_judgement AS j ON j.other = step.kept AND j.is_same = 1
          WHERE step.depth < 50)
        SELECT other, min(kept) FROM step
        WHERE kept NOT IN (SELECT other FROM facility_judgement WHERE is_same = 1)
          AND kept <> other
        GROUP BY other;
        """)
  }

  /// Facilities that a person said are this one, by id.
  public static func same(as facility: String, in db: Database) throws -> [String] {
    try String.fetchAll(
      db, sql: "SELECT other FROM facility_merged WHERE kept = ? ORDER BY other",
      arguments: [facility])
  }
}

extension Facilities {
  /// The facility that a person said this one is; itself where nobody did.
  public static func kept(_ facility: String, in db: Database) throws -> String {
    try String.fetchOne(
      db.cachedStatement(sql: "SELECT kept FROM facility_merged WHERE other = ?"),
      arguments: [facility]) ?? facility
  }
}
