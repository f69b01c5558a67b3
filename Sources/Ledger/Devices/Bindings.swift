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
    if try old == nil && Devices.find(binding.mn, in: db) == nil {
      throw DeviceError.noSuchDevice(binding.mn)
    }
    guard try Points.find(binding.point, in: db) != nil else {
      throw DeviceError.unknownPoint(mn: binding.mn, binding.point)
    }
    if let old { try finish(old, at: at, in: db) }
    if let other = try feeder(of: binding, in: db) {
      throw DeviceError.seriesFedTwice(
        mn: binding.mn, key: binding.rawKey, otherMN: other.mn, otherKey: other.rawKey)
    }
    try db.cachedStatement(
      sql: """
        INSERT INTO device_binding (mn, raw_key, cn, point, quantity, statistic, window_s, shift,
          multiplier, from_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: [
      binding.mn, binding.rawKey, binding.cn, binding.point, binding.quantity, binding.statistic,
      binding.windowSeconds, binding.shift, binding.multiplier?.description,
      try start(of: binding, at: at, in: db),
    ])
    return old == nil ? .created : .updated
  }

  static func check(_ binding: BindingRecord, plan: Plan) throws(DeviceError) {
    let mn = binding.mn
    guard (1...64).contains(binding.rawKey.utf8.count),
      binding.rawKey.utf8.allSatisfy({ $0.isLetterOrDigit || $0 == UInt8(ascii: "-") })
    else { throw .badKey(mn: mn, binding.rawKey) }
    guard binding.cn.utf8.count == 4, binding.cn.utf8.allSatisfy(\.isDigit) else {
      throw .badCommand(mn: mn, binding.cn)
    }
    guard plan.quantity(binding.quantity) != nil else {
      throw .unknownQuantity(mn: mn, binding.quantity)
    }
    guard BindingRecord.statistics.contains(binding.statistic) else {
      throw .badStatistic(mn: mn, binding.statistic)
    }
    let isMoment = binding.statistic == "rtd" || binding.statistic == "rs"
    guard isMoment ? binding.windowSeconds == 0 : (1...31_622_400).contains(binding.windowSeconds)
    else { throw .badWindow(mn: mn, key: binding.rawKey, binding.windowSeconds) }
    guard (-12...12).contains(binding.shift) else {
      throw .badShift(mn: mn, key: binding.rawKey, binding.shift)
    }
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

  /// The new binding begins where the last one of this key or of this series ended; before
  /// any, at the `from` it was given.
  private static func start(of binding: BindingRecord, at: Int, in db: Database) throws -> Int {
    let ended = try Int.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT max(until_at) FROM device_binding
          WHERE (mn = ?1 AND raw_key = ?2 AND cn = ?3)
             OR (point = ?4 AND quantity = ?5 AND statistic = ?6 AND window_s = ?7)
          """),
      arguments: [
        binding.mn, binding.rawKey, binding.cn, binding.point, binding.quantity,
        binding.statistic, binding.windowSeconds,
      ])
    return max(ended ?? binding.from, binding.from)
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
