public import ActionPlan
public import AirQuality
public import GRDB
public import Ledger

/// Places to visit in order, as an officer listed them; their unit's officers walk it. 巡查路线
public struct PatrolRoute: Sendable, Hashable, Codable, Identifiable {
  public struct Stop: Sendable, Hashable, Codable {
    public let name: String
    /// A facility's id; nil for a place that is none.
    public let facility: String?
    public let longitude: Double?
    public let latitude: Double?

    public init(name: String, facility: String?, longitude: Double?, latitude: Double?) {
      self.name = name
      self.facility = facility
      self.longitude = longitude
      self.latitude = latitude
    }

    public var position: Coordinate? {
      guard let longitude, let latitude else { return nil }
      return Coordinate(longitude: longitude, latitude: latitude)
    }
  }

  public static let mostStops = 60

  /// Made on the phone; permanent.
  public let id: String
  public let name: String
  public let stops: [Stop]
  /// Whose officers walk it; filled in by the server.
  public let unit: String

  public init(id: String, name: String, stops: [Stop], unit: String = "") {
    self.id = id
    self.name = name
    self.stops = stops
    self.unit = unit
  }

  var isSound: Bool {
    (8...56).contains(id.utf8.count) && !name.isBlank && name.count <= 80
      && (1...Self.mostStops).contains(stops.count)
      && stops.allSatisfy { stop in
        !stop.name.isBlank && stop.name.count <= 120
          && (stop.longitude == nil) == (stop.latitude == nil)
          && stop.position?.isOnEarth ?? true
      }
  }
}

/// That somebody was at a stop of a route on a day.
public struct PatrolVisit: Sendable, Hashable {
  public let route: String
  /// Counted from 0.
  public let stop: Int
  public let account: Int64
  /// Epoch seconds by the phone's clock, and of the server when it heard of it.
  public let doneAt: Int
  public let arrivedAt: Int
  public let doubt: TimeOfDoing.Doubt?
  public let position: Coordinate?
  public let note: String?

  /// Metres between where the phone was and where the stop is; nil where one is not known.
  public func metres(from stop: PatrolRoute.Stop) -> Int? {
    guard let position, let there = stop.position else { return nil }
    return PhotoDoubts.metres(position, there)
  }
}

/// The book of patrol routes and of what was visited.
public enum PatrolBook {
  /// Further from a stop than this nobody was there.
  public static let metresAllowed = 300
  static let mostRoutes = 200

  /// Routes that an account walks or sees, by name.
  public static func routes(for account: Account, in db: Database) throws -> [PatrolRoute] {
    let unit: String?
    switch Policy.caseFilter(account) {
    case .all: unit = nil
    case .some(let own?, _): unit = own
    case .some, .none: return []
    }
    return try Row.fetchAll(
      db,
      sql: """
        SELECT * FROM patrol_route WHERE removed_at IS NULL AND (:unit IS NULL OR unit = :unit)
        ORDER BY name, id LIMIT \(mostRoutes)
        """, arguments: ["unit": unit]
    ).map(route)
  }

  /// What was visited of a route on a local day, by stop.
  public static func visits(
    of route: String, on day: CalendarDay, in db: Database
  ) throws -> [Int: PatrolVisit] {
    try Row.fetchAll(
      db.cachedStatement(sql: "SELECT * FROM patrol_visit WHERE route_id = ? AND day = ?"),
      arguments: [route, day.description]
    ).map(visit).reduce(into: [:]) { $0[$1.stop] = $1 }
  }

  /// Adds a route, or changes one of the own unit.
  static func keep(
    _ route: PatrolRoute, by account: Account, at now: Int, in db: Database
  ) throws {
    guard route.isSound else { throw FieldRefusal.badRoute }
    guard let unit = account.unit else { throw FieldRefusal.notYours }
    let owner = try String.fetchOne(
      db, sql: "SELECT unit FROM patrol_route WHERE id = ?", arguments: [route.id])
    guard owner == nil || owner == unit else { throw FieldRefusal.unknownRoute }
    try db.execute(
      sql: """
        INSERT INTO patrol_route (id, unit, account_id, name, stops, made_at)
        VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET name = excluded.name, stops = excluded.stops, removed_at = NULL
        """,
      arguments: [route.id, unit, account.id, route.name, try encoded(route.stops), now])
    try AuditLog.append(
      actor: .account(account.id), action: "patrol.route", object: "patrol/\(route.id)",
      detail: ["name": route.name, "stops": "\(route.stops.count)"], at: now, in: db)
  }

  static func remove(_ id: String, by account: Account, at now: Int, in db: Database) throws {
    let route = try existing(id, for: account, in: db)
    try db.execute(
      sql: "UPDATE patrol_route SET removed_at = ? WHERE id = ?", arguments: [now, route.id])
    try AuditLog.append(
      actor: .account(account.id), action: "patrol.remove", object: "patrol/\(id)",
      detail: ["name": route.name], at: now, in: db)
  }

  /// Notes a visit on the local day on which it was made; a second one on that day changes nothing.
  static func visit(
    _ id: String, stop: Int, by account: Account, position: Coordinate?, note: String?,
    doing: TimeOfDoing, utcOffsetSeconds: Int, at now: Int, in db: Database
  ) throws {
    let route = try existing(id, for: account, in: db)
    guard route.stops.indices.contains(stop) else { throw FieldRefusal.unknownStop(stop) }
    if let position, !position.isOnEarth { throw CaseRefusal.positionNotOnEarth }
    let doubt = doing.doubt(arrivedAt: now)
    let day = CalendarDay(
      ofEpoch: doing.likelyAt(arrivedAt: now), utcOffsetSeconds: utcOffsetSeconds)
    try db.execute(
      sql: """
        INSERT INTO patrol_visit (route_id, day, stop, account_id, done_at, arrived_at, doubt,
          longitude, latitude, note)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
        """,
      arguments: [
        id, day.description, stop, account.id, doing.doneAt, now, doubt?.rawValue,
        position?.longitude, position?.latitude, note,
      ])
    guard db.changesCount > 0 else { return }
    var detail = ["stop": "\(stop)", "done-at": "\(doing.doneAt)"]
    detail["doubt"] = doubt?.rawValue
    try AuditLog.append(
      actor: .account(account.id), action: "patrol.visit", object: "patrol/\(id)", detail: detail,
      at: now, in: db)
  }

  private static func existing(
    _ id: String, for account: Account, in db: Database
  ) throws -> PatrolRoute {
    let row = try Row.fetchOne(
      db, sql: "SELECT * FROM patrol_route WHERE id = ? AND removed_at IS NULL", arguments: [id])
    guard let route = try row.map(route), route.unit == account.unit else {
      throw FieldRefusal.unknownRoute
    }
    return route
  }

  private static func route(_ row: Row) throws -> PatrolRoute {
    PatrolRoute(
      id: row["id"], name: row["name"],
      stops: try decoded([PatrolRoute.Stop].self, row["stops"]), unit: row["unit"])
  }

  private static func visit(_ row: Row) -> PatrolVisit {
    let doubt: String? = row["doubt"]
    return PatrolVisit(
      route: row["route_id"], stop: row["stop"], account: row["account_id"],
      doneAt: row["done_at"], arrivedAt: row["arrived_at"],
      doubt: doubt.flatMap(TimeOfDoing.Doubt.init(rawValue:)), position: coordinate(row),
      note: row["note"])
  }
}
