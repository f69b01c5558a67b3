public import ActionPlan
public import GRDB

extension LedgerSchema {
  static let points = LedgerMigration(id: "ledger.points.1") { db in
    try db.execute(
      sql: """
        CREATE TABLE monitoring_point (
          id TEXT PRIMARY KEY CHECK (id <> ''),
          label_zh TEXT NOT NULL CHECK (label_zh <> ''),
          label_en TEXT NOT NULL CHECK (label_en <> ''),
          facility TEXT REFERENCES facility (id),
          kind TEXT NOT NULL CHECK (kind IN (
            'air-station', 'production', 'treatment', 'bypass', 'dust', 'vapour', 'stack',
            'weather', 'other')),
          place TEXT,
          longitude REAL CHECK (longitude BETWEEN -180 AND 180),
          latitude REAL CHECK (latitude BETWEEN -90 AND 90),
          station_role TEXT CHECK (station_role IN ('assessed', 'town', 'micro')),
          changed_at INTEGER NOT NULL,
          CHECK ((longitude IS NULL) = (latitude IS NULL)),
          CHECK (station_role IS NULL OR kind = 'air-station')
        ) STRICT;
        CREATE INDEX monitoring_point_facility ON monitoring_point (facility);
        """)
  }
}

/// The places where something is measured.
public enum Points {
  /// Makes or changes one, with its audit entry; nothing is written where nothing differs.
  ///
  /// - Throws: `PointError`.
  @discardableResult
  public static func upsert(
    _ point: MonitoringPoint, plan: Plan, by actor: Actor, at: Int, in db: Database
  ) throws -> Change {
    try check(point, plan: plan)
    if let facility = point.facility, try Facilities.find(facility, in: db) == nil {
      throw PointError.unknownFacility(point.id, facility)
    }
    let old = try find(point.id, in: db)
    guard old != point else { return .unchanged }
    try db.cachedStatement(
      sql: """
        INSERT INTO monitoring_point (id, label_zh, label_en, facility, kind, place, longitude,
          latitude, station_role, changed_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET label_zh = excluded.label_zh, label_en = excluded.label_en,
          facility = excluded.facility, kind = excluded.kind, place = excluded.place,
          longitude = excluded.longitude, latitude = excluded.latitude,
          station_role = excluded.station_role, changed_at = excluded.changed_at
        """
    ).execute(arguments: [
      point.id, point.label.zh, point.label.en, point.facility, point.kind.rawValue, point.place,
      point.position?.longitude, point.position?.latitude, point.role?.rawValue, at,
    ])
    let change: Change = old == nil ? .created : .updated
    try AuditLog.append(
      actor: actor, action: "point.\(change.rawValue)", object: "point/\(point.id)",
      detail: auditDetail(point), at: at, in: db)
    return change
  }

  public static func find(_ id: String, in db: Database) throws -> MonitoringPoint? {
    try Row.fetchOne(
      db.cachedStatement(sql: "SELECT \(columns) FROM monitoring_point WHERE id = ?"),
      arguments: [id]
    ).map(point)
  }

  /// By id.
  public static func list(
    kind: MonitoringPoint.Kind? = nil, facility: String? = nil, in db: Database
  ) throws -> [MonitoringPoint] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT \(columns) FROM monitoring_point
        WHERE (:kind IS NULL OR kind = :kind) AND (:facility IS NULL OR facility = :facility)
        ORDER BY id
        """, arguments: ["kind": kind?.rawValue, "facility": facility]
    ).map(point)
  }

  static func check(_ point: MonitoringPoint, plan: Plan) throws(PointError) {
    guard LedgerID.isValid(point.id) else { throw .badID(point.id) }
    guard !point.label.zh.trimmed.isEmpty, !point.label.en.trimmed.isEmpty,
      point.label.zh.count <= 200, point.label.en.count <= 200
    else { throw .badLabel(point.id) }
    if let place = point.place, plan.place(place) == nil { throw .unknownPlace(point.id, place) }
    if let position = point.position, !position.isOnEarth { throw .badPosition(point.id) }
    if point.role != nil, point.kind != .airStation { throw .roleWithoutStation(point.id) }
  }

  private static func auditDetail(_ point: MonitoringPoint) -> [String: String] {
    var detail = [
      "label-zh": point.label.zh, "label-en": point.label.en, "kind": point.kind.rawValue,
    ]
    detail["facility"] = point.facility
    detail["place"] = point.place
    detail["role"] = point.role?.rawValue
    detail["position"] = point.position.map { "\($0.longitude) \($0.latitude)" }
    return detail
  }

  private static let columns =
    "id, label_zh, label_en, facility, kind, place, longitude, latitude, station_role"

  private static func point(_ row: Row) -> MonitoringPoint {
    MonitoringPoint(
      id: row["id"], label: Label(zh: row["label_zh"], en: row["label_en"]),
      facility: row["facility"], kind: MonitoringPoint.Kind(rawValue: row["kind"]) ?? .other,
      place: row["place"],
      position: Coordinate(longitude: row["longitude"], latitude: row["latitude"]),
      role: (row["station_role"] as String?).flatMap(MonitoringPoint.StationRole.init(rawValue:)))
  }
}
