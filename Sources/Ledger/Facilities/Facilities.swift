public import ActionPlan
public import GRDB

extension LedgerSchema {
  static let facilities = LedgerMigration(id: "ledger.facilities.1") { db in
    try db.execute(
      sql: """
        CREATE TABLE facility (
          id TEXT PRIMARY KEY CHECK (id <> ''),
          name_zh TEXT NOT NULL CHECK (name_zh <> ''),
          name_en TEXT NOT NULL CHECK (name_en <> ''),
          credit_code TEXT UNIQUE CHECK (length(credit_code) = 18),
          kind TEXT NOT NULL CHECK (kind IN (
            'enterprise', 'site', 'station', 'gas-station', 'restaurant', 'mine', 'depot',
            'garage', 'other')),
          place TEXT,
          longitude REAL CHECK (longitude BETWEEN -180 AND 180),
          latitude REAL CHECK (latitude BETWEEN -90 AND 90),
          is_simulated INTEGER NOT NULL CHECK (is_simulated IN (0, 1)),
          search TEXT NOT NULL,
          changed_at INTEGER NOT NULL,
          CHECK ((longitude IS NULL) = (latitude IS NULL))
        ) STRICT;
        CREATE INDEX facility_kind ON facility (kind);
        """)
  }
}

/// What became of something that was written.
public enum Change: String, Sendable, Hashable {
  case created, updated, unchanged
}

/// The regulated parties.
public enum Facilities {
  /// Makes or changes one, with its audit entry; nothing is written where nothing differs.
  ///
  /// - Throws: `FacilityError`.
  @discardableResult
  public static func upsert(
    _ facility: Facility, plan: Plan, by actor: Actor, at: Int, in db: Database
  ) throws -> Change {
    try check(facility, plan: plan)
    let old = try find(facility.id, in: db)
    guard old != facility else { return .unchanged }
    if let code = facility.creditCode,
      let other = try String.fetchOne(
        db, sql: "SELECT id FROM facility WHERE credit_code = ? AND id <> ?",
        arguments: [code, facility.id])
    {
      throw FacilityError.creditCodeTaken(code, by: other)
    }
    try db.cachedStatement(
      sql: """
        INSERT INTO facility (id, name_zh, name_en, credit_code, kind, place, longitude, latitude,
          is_simulated, search, changed_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET name_zh = excluded.name_zh, name_en = excluded.name_en,
          credit_code = excluded.credit_code, kind = excluded.kind, place = excluded.place,
          longitude = excluded.longitude, latitude = excluded.latitude,
          is_simulated = excluded.is_simulated, search = excluded.search,
          changed_at = excluded.changed_at
        """
    ).execute(arguments: [
      facility.id, facility.name.zh, facility.name.en, facility.creditCode, facility.kind.rawValue,
      facility.place, facility.position?.longitude, facility.position?.latitude,
      facility.isSimulated, searchText(facility), at,
    ])
    let change: Change = old == nil ? .created : .updated
    try AuditLog.append(
      actor: actor, action: "facility.\(change.rawValue)", object: "facility/\(facility.id)",
      detail: auditDetail(facility), at: at, in: db)
    return change
  }

  public static func find(_ id: String, in db: Database) throws -> Facility? {
    try Row.fetchOne(
      db.cachedStatement(sql: "SELECT \(columns) FROM facility WHERE id = ?"), arguments: [id]
    ).map(facility)
  }

  static func isThere(_ id: String, in db: Database) throws -> Bool {
    try Bool.fetchOne(
      db.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM facility WHERE id = ?)"),
      arguments: [id]) == true
  }

  /// All of them, by id.
  public static func list(kind: Facility.Kind? = nil, in db: Database) throws -> [Facility] {
    try Row.fetchAll(
      db, sql: "SELECT \(columns) FROM facility WHERE :kind IS NULL OR kind = :kind ORDER BY id",
      arguments: ["kind": kind?.rawValue]
    ).map(facility)
  }

  /// Facilities whose id, name in either language or credit code contains the text: two Chinese
  /// characters are enough, the case of letters does not matter.
  ///
  /// One that a person said is another one is found as that one, by all its names.
  ///
  /// - Returns: at most `limit`, those whose name begins with the text first; none for an empty text.
  public static func search(
    _ text: String, limit: Int = 50, in db: Database
  ) throws -> [Facility] {
    let wanted = text.trimmed.lowercased()
    guard !wanted.isEmpty else { return [] }
    return try Row.fetchAll(
      db,
      sql: """
        SELECT \(columns) FROM facility WHERE \(isCalled)
        ORDER BY instr(search, :start) = 0, name_zh, id LIMIT :limit
        """,
      arguments: ["wanted": wanted, "start": "\n" + wanted, "limit": limit]
    ).map(facility)
  }

  /// A condition on `facility`: that one of its names, its id or code contains `:wanted`, and that it
  /// is neither another one nor none.
  package static let isCalled = """
    id NOT IN (SELECT other FROM facility_merged)
    AND id NOT IN (SELECT facility FROM facility_doubt WHERE outcome = 'none')
    AND (instr(search, :wanted) > 0
      OR id IN (SELECT m.kept FROM facility_merged AS m JOIN facility AS f ON f.id = m.other
        WHERE instr(f.search, :wanted) > 0)
      OR id IN (SELECT coalesce(m.kept, a.facility) FROM facility_alias AS a
        LEFT JOIN facility_merged AS m ON m.other = a.facility
        WHERE instr(lower(a.name), :wanted) > 0))
    """

  static func check(_ facility: Facility, plan: Plan) throws(FacilityError) {
    guard LedgerID.isValid(facility.id) else { throw .badID(facility.id) }
    guard isName(facility.name.zh), isName(facility.name.en) else { throw .badName(facility.id) }
    if let code = facility.creditCode, !CreditCode.isValid(code) {
      throw .badCreditCode(facility.id, code)
    }
    if let place = facility.place, plan.place(place) == nil {
      throw .unknownPlace(facility.id, place)
    }
    if let position = facility.position, !position.isOnEarth { throw .badPosition(facility.id) }
  }

  /// Whether a text may be a facility's name: 1 to 200 characters on one line.
  static func isName(_ text: String) -> Bool {
    !text.trimmed.isEmpty && text.count <= 200 && text.unicodeScalars.allSatisfy(\.isPrintable)
  }

  private static func auditDetail(_ facility: Facility) -> [String: String] {
    var detail = [
      "name-zh": facility.name.zh, "name-en": facility.name.en, "kind": facility.kind.rawValue,
    ]
    detail["credit-code"] = facility.creditCode
    detail["place"] = facility.place
    detail["position"] = facility.position.map { "\($0.longitude) \($0.latitude)" }
    return detail
  }

  /// One line a name, so that a match cannot run over from one into the next.
  private static func searchText(_ facility: Facility) -> String {
    let names = [facility.name.zh, facility.name.en, facility.id, facility.creditCode ?? ""]
    return "\n" + names.joined(separator: "\n").lowercased()
  }

  private static let columns =
    "id, name_zh, name_en, credit_code, kind, place, longitude, latitude, is_simulated"

  private static func facility(_ row: Row) -> Facility {
    Facility(
      id: row["id"], name: Label(zh: row["name_zh"], en: row["name_en"]),
      creditCode: row["credit_code"],
      kind: Facility.Kind(rawValue: row["kind"]) ?? .other, place: row["place"],
      position: Coordinate(longitude: row["longitude"], latitude: row["latitude"]),
      isSimulated: row["is_simulated"])
  }
}
