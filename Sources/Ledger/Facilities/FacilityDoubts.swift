public import GRDB

/// Other names of facilities.
public enum FacilityAliases {
  /// By name.
  public static func names(of facility: String, in db: Database) throws -> [String] {
    try String.fetchAll(
      db, sql: "SELECT name FROM facility_alias WHERE facility = ? ORDER BY name",
      arguments: [facility])
  }

  /// Says that others call the facility so, with an audit entry; nothing where it is known.
  ///
  /// - Throws: `FacilityError.badName`, `.unknown`.
  public static func add(
    _ name: String, to facility: String, by actor: Actor, at: Int, in db: Database
  ) throws {
    let name = name.trimmed
    guard !name.isEmpty, name.count <= 200 else { throw FacilityError.badName(facility) }
    guard try Facilities.find(facility, in: db) != nil else {
      throw FacilityError.unknown(facility)
    }
    try db.execute(
      sql: """
        INSERT INTO facility_alias (name, facility, actor, at) VALUES (?, ?, ?, ?)
        ON CONFLICT DO NOTHING
        """, arguments: [name, facility, actor.auditName, at])
    guard db.changesCount == 1 else { return }
    try AuditLog.append(
      actor: actor, action: "facility.alias", object: "facility/\(facility)",
      detail: ["name": name], at: at, in: db)
  }

  /// Takes a name back, with an audit entry; nothing where there is none.
  public static func remove(
    _ name: String, from facility: String, by actor: Actor, at: Int, in db: Database
  ) throws {
    try db.execute(
      sql: "DELETE FROM facility_alias WHERE name = ? AND facility = ?",
      arguments: [name, facility])
    guard db.changesCount == 1 else { return }
    try AuditLog.append(
      actor: actor, action: "facility.unalias", object: "facility/\(facility)",
      detail: ["name": name], at: at, in: db)
  }
}

/// Two facilities that may be one.
public struct FacilityDoubt: Sendable, Hashable {
  /// Ids, the smaller first.
  public let one: String
  public let other: String

  public init(one: String, other: String) {
    self.one = one
    self.other = other
  }
}

/// Facilities that look like one, for a person to settle. A merger rewrites nothing: what named the
/// other facility still does, is found under the one that is kept, and comes apart again when the
/// judgement is taken back.
public enum FacilityDoubts {
  /// Those that nobody has settled: the same core of a name, and not two different credit codes.
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
    // Reversed, a core that has only more in front begins with the other one and stands beside it.
    let cores = names.cores.map { (core: String($0.core.reversed()), id: $0.id) }
      .sorted { ($0.core, $0.id) < ($1.core, $1.id) }
    var doubts: Set<FacilityDoubt> = []
    for (index, first) in cores.enumerated() {
      for second in cores[(index + 1)...] {
        guard second.core.hasPrefix(first.core), !first.core.isEmpty else { break }
        guard first.id != second.id,
          FacilityName.isDoubtful(
            String(first.core.reversed()), String(second.core.reversed())),
          !settled.contains([first.id, second.id])
        else { continue }
        if let a = codes[first.id], let b = codes[second.id], a != b { continue }
        doubts.insert(
          FacilityDoubt(one: min(first.id, second.id), other: max(first.id, second.id)))
      }
    }
    return Array(doubts.sorted { ($0.one, $0.other) < ($1.one, $1.other) }.prefix(limit))
  }

  /// Settles that `other` is `kept`, or that the two are not the same.
  ///
  /// - Throws: `FacilityError`.
  public static func settle(
    _ kept: String, _ other: String, isSame: Bool, by actor: Actor, at: Int, in db: Database
  ) throws {
    for id in [kept, other] where try Facilities.find(id, in: db) == nil {
      throw FacilityError.unknown(id)
    }
    guard kept != other else { throw FacilityError.mergedIntoItself(kept) }
    if isSame, try FacilityNames(in: db).kept(kept) == other {
      throw FacilityError.mergedIntoItself(kept)
    }
    try takeBack(kept, other, by: actor, at: at, in: db)
    try db.execute(
      sql: """
        INSERT INTO facility_judgement (one, other, is_same, actor, at) VALUES (?, ?, ?, ?, ?)
        """, arguments: [kept, other, isSame, actor.auditName, at])
    try AuditLog.append(
      actor: actor, action: isSame ? "facility.merge" : "facility.keep-apart",
      object: "facility/\(kept)", detail: ["other": other], at: at, in: db)
  }

  /// Takes what was settled of two facilities back, with an audit entry; nothing where nothing was.
  public static func takeBack(
    _ one: String, _ other: String, by actor: Actor, at: Int, in db: Database
  ) throws {
    try db.execute(
      sql: """
        DELETE FROM facility_judgement
        WHERE (one = :one AND other = :other) OR (one = :other AND other = :one)
        """, arguments: ["one": one, "other": other])
    guard db.changesCount > 0 else { return }
    try AuditLog.append(
      actor: actor, action: "facility.unsettle", object: "facility/\(one)",
      detail: ["other": other], at: at, in: db)
  }

  /// Facilities that a person said are this one, by id.
  public static func same(as facility: String, in db: Database) throws -> [String] {
    try String.fetchAll(
      db,
      sql: """
        WITH RECURSIVE same (id) AS (
          SELECT other FROM facility_judgement WHERE one = :id AND is_same = 1
          UNION SELECT j.other FROM facility_judgement AS j JOIN same ON j.one = same.id
          WHERE j.is_same = 1)
        SELECT id FROM same WHERE id <> :id ORDER BY id
        """, arguments: ["id": facility])
  }
}
