public import GRDB

/// A name by which lists call a facility beside its own.
public struct FacilityAlias: Sendable, Hashable {
  public enum Source: Sendable, Hashable {
    /// A person wrote it down.
    case written
    /// The name of what a person said is this facility.
    case merged(String)
  }
  public let name: String
  public let source: Source
  /// An `Actor.auditName`.
  public let actor: String
  /// Epoch seconds.
  public let at: Int
}

/// Other names of facilities.
public enum FacilityAliases {
  /// By name: those that people wrote down, and the names of what was merged into the facility.
  public static func list(of facility: String, in db: Database) throws -> [FacilityAlias] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT name, NULL AS other, actor, at FROM facility_alias WHERE facility = :id
        UNION ALL
        SELECT a.name, m.other, a.actor, a.at FROM facility_merged AS m
        JOIN facility_alias AS a ON a.facility = m.other WHERE m.kept = :id
        UNION ALL
        SELECT f.name_zh, m.other, j.actor, j.at FROM facility_merged AS m
        JOIN facility AS f ON f.id = m.other
        JOIN facility_judgement AS j ON j.other = m.other AND j.is_same = 1
        WHERE m.kept = :id
        ORDER BY name, other
        """, arguments: ["id": facility]
    ).map { row in
      FacilityAlias(
        name: row["name"], source: (row["other"] as String?).map { .merged($0) } ?? .written,
        actor: row["actor"], at: row["at"])
    }
  }

  /// Says that others call the facility so, with an audit entry; nothing where it is known.
  ///
  /// - Throws: `FacilityError.badName`, `.unknown`, `.aliasTaken`.
  public static func add(
    _ name: String, to facility: String, by actor: Actor, at: Int, in db: Database
  ) throws {
    let name = name.trimmed
    guard !name.isEmpty, name.count <= 200 else { throw FacilityError.badName(facility) }
    guard try Facilities.find(facility, in: db) != nil else {
      throw FacilityError.unknown(facility)
    }
    if case .exact(let other) = try FacilityNames(in: db).match(name), other != facility {
      throw FacilityError.aliasTaken(name, by: other)
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

  /// Takes a name back, with an audit entry; nothing where there is none. The name of what was merged
  /// goes with the merger alone.
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
