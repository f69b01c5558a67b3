public import ActionPlan
import AirQuality
public import GRDB

/// Which raw key feeds which series, from when until when. A new logger continues an old series: end
/// the old binding, bind the new one.
public enum Bindings {
  /// Binds a key. A binding of the same key that feeds another series ends at `at`, and the new one
  /// begins there; samples before it stay with the old series.
  ///
  /// - Parameter binding: `from` counts for a key that was never bound; `until` is not read.
  /// - Throws: `DeviceError`.
  @discardableResult
  public static func bind(
    _ binding: BindingRecord, plan: Plan, by actor: Actor, at: Int, in db: Database
  ) throws -> Change {
    let change = try put(binding, plan: plan, at: at, in: db)
    if change != .unchanged {
      try AuditLog.append(
        actor: actor, action: "binding.\(change.rawValue)", object: "device/\(binding.mn)",
        detail: [
          "key": binding.rawKey, "cn": binding.cn, "point": binding.point,
          "quantity": binding.quantity, "statistic": binding.statistic,
          "window-s": String(binding.windowSeconds), "shift": String(binding.shift),
        ], at: at, in: db)
    }
    return change
  }

  /// Ends a binding.
  ///
  /// - Returns: whether there was one.
  @discardableResult
  public static func end(
    mn: String, rawKey: String, cn: String, by actor: Actor, at: Int, in db: Database
  ) throws -> Bool {
    guard let old = try current(mn: mn, rawKey: rawKey, cn: cn, in: db) else { return false }
    try finish(old, at: at, in: db)
    try AuditLog.append(
      actor: actor, action: "binding.ended", object: "device/\(mn)",
      detail: ["key": rawKey, "cn": cn], at: at, in: db)
    return true
  }

  /// All of them, also those that ended; by device, key and time.
  public static func list(mn: String? = nil, in db: Database) throws -> [BindingRecord] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT * FROM device_binding WHERE :mn IS NULL OR mn = :mn
        ORDER BY mn, raw_key, cn, from_at
        """, arguments: ["mn": mn]
    ).map(binding)
  }

  /// Without an audit entry: the caller writes one for many.
  static func put(
    _ binding: BindingRecord, plan: Plan, at: Int, in db: Database
  ) throws -> Change {
    try check(binding, plan: plan)
    let old = try current(mn: binding.mn, rawKey: binding.rawKey, cn: binding.cn, in: db)
    if let old, old.feeds(likeOf: binding) { return .unchanged }
    if let old { try finish(old, at: at, in: db) }
    do {
      try insert(binding, in: db)
    } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
      throw try reason(against: binding, in: db) ?? error
    }
    return old == nil ? .created : .updated
  }

  /// The new binding begins where the last one of this key or of this series ended; before
  /// any, at the `from` it was given.
  private static func insert(_ binding: BindingRecord, in db: Database) throws {
    try db.cachedStatement(
      sql: """
        INSERT INTO device_binding (mn, raw_key, cn, point, quantity, statistic, window_s, shift,
          multiplier, from_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, max(
          ?10,
          coalesce(
            (SELECT max(until_at) FROM device_binding WHERE mn = ?1 AND raw_key = ?2 AND cn = ?3),
            ?10),
          coalesce(
            (SELECT max(until_at) FROM device_binding
             WHERE point = ?4 AND quantity = ?5 AND statistic = ?6 AND window_s = ?7),
            ?10)))
        """
    ).execute(arguments: [
      binding.mn, binding.rawKey, binding.cn, binding.point, binding.quantity, binding.statistic,
      binding.windowSeconds, binding.shift, binding.multiplier?.description, binding.from,
    ])
  }

  /// Which rule of the tables a binding breaks, in words.
  private static func reason(
    against binding: BindingRecord, in db: Database
  ) throws -> DeviceError? {
    if try Devices.find(binding.mn, in: db) == nil { return .noSuchDevice(binding.mn) }
    if try Points.find(binding.point, in: db) == nil {
      return .unknownPoint(mn: binding.mn, binding.point)
    }
    return try feeder(of: binding, in: db).map {
      .seriesFedTwice(
        mn: binding.mn, key: binding.rawKey, otherMN: $0.mn, otherKey: $0.rawKey)
    }
  }

  static func check(_ binding: BindingRecord, plan: Plan) throws(DeviceError) {
    if let first = faults(of: binding, plan: plan).first { throw first }
  }

  /// Everything that is wrong with a binding by itself and by the plan.
  static func faults(of binding: BindingRecord, plan: Plan) -> [DeviceError] {
    let (mn, key) = (binding.mn, binding.rawKey)
    var faults: [DeviceError] = []
    if !(1...64).contains(key.utf8.count)
      || !key.utf8.allSatisfy({ $0.isLetterOrDigit || $0 == UInt8(ascii: "-") })
    {
      faults.append(.badKey(mn: mn, key))
    }
    if binding.cn.utf8.count != 4 || !binding.cn.utf8.allSatisfy(\.isDigit) {
      faults.append(.badCommand(mn: mn, binding.cn))
    }
    if plan.quantity(binding.quantity) == nil {
      faults.append(.unknownQuantity(mn: mn, binding.quantity))
    }
    if BindingRecord.statistics.contains(binding.statistic) {
      let isMoment = binding.statistic == "rtd" || binding.statistic == "rs"
      let windows = isMoment ? 0...0 : 1...31_622_400
      if !windows.contains(binding.windowSeconds) {
        faults.append(.badWindow(mn: mn, key: key, binding.windowSeconds))
      }
    } else {
      faults.append(.badStatistic(mn: mn, binding.statistic))
    }
    if !(-12...12).contains(binding.shift) {
      faults.append(.badShift(mn: mn, key: key, binding.shift))
    }
    return faults
  }

  private static func current(
    mn: String, rawKey: String, cn: String, in db: Database
  ) throws -> BindingRecord? {
    try Row.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT * FROM device_binding
          WHERE mn = ? AND raw_key = ? AND cn = ? AND until_at IS NULL
          """), arguments: [mn, rawKey, cn]
    ).map(binding)
  }

  private static func feeder(of binding: BindingRecord, in db: Database) throws -> BindingRecord? {
    try Row.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT * FROM device_binding
          WHERE point = ? AND quantity = ? AND statistic = ? AND window_s = ? AND until_at IS NULL
          """),
      arguments: [binding.point, binding.quantity, binding.statistic, binding.windowSeconds]
    ).map(Self.binding)
  }

  /// A binding that would end before it began was never used: it goes.
  private static func finish(_ binding: BindingRecord, at: Int, in db: Database) throws {
    let key: StatementArguments = [binding.mn, binding.rawKey, binding.cn]
    if at <= binding.from {
      try db.execute(
        sql: """
          DELETE FROM device_binding
          WHERE mn = ? AND raw_key = ? AND cn = ? AND until_at IS NULL
          """, arguments: key)
    } else {
      try db.execute(
        sql: """
          UPDATE device_binding SET until_at = ?
          WHERE mn = ? AND raw_key = ? AND cn = ? AND until_at IS NULL
          """, arguments: [at] + key)
    }
  }

  private static func binding(_ row: Row) -> BindingRecord {
    BindingRecord(
      mn: row["mn"], rawKey: row["raw_key"], cn: row["cn"], point: row["point"],
      quantity: row["quantity"], statistic: row["statistic"], windowSeconds: row["window_s"],
      shift: row["shift"],
      multiplier: (row["multiplier"] as String?).flatMap { ExactDecimal($0) },
      from: row["from_at"], until: row["until_at"])
  }
}
