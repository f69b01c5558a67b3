public import ActionPlan
public import GRDB

extension Devices {
  /// Lets a new logger continue what an old one measures: every open binding ends for the old one and
  /// begins for the new, so that each series goes on; the old one is switched off.
  ///
  /// - Parameters:
  ///   - new: a number that is in no list, or that of a device without open bindings.
  ///   - password: the new one's; `nil` takes the old one's.
  ///   - at: epoch seconds; samples from then on are the new one's.
  /// - Returns: how many bindings went over.
  /// - Throws: `DeviceError`.
  @discardableResult
  public static func replace(
    _ old: String, by new: String, password: String?, plan: Plan, actor: Actor, at: Int,
    in db: Database
  ) throws -> Int {
    guard old != new else { throw DeviceError.sameDevice(old) }
    guard var leaving = try find(old, in: db) else { throw DeviceError.noSuchDevice(old) }
    let bindings = try Bindings.list(in: db).filter { $0.until == nil }
    if let own = bindings.first(where: { $0.mn == new }) {
      throw DeviceError.measuresAlready(mn: new, point: own.point)
    }
    let known = try find(new, in: db)
    var manner = leaving.manner
    manner.nextPassword = nil
    let coming = DeviceRecord(
      mn: new, password: password ?? known?.password ?? leaving.password, label: leaving.label,
      facility: leaving.facility, st: leaving.st, acceptsModbusCRC: leaving.acceptsModbusCRC,
      segmentLimit: leaving.segmentLimit, edition: leaving.edition,
      isSimulated: leaving.isSimulated, intervalSeconds: leaving.intervalSeconds, manner: manner)
    try upsert(coming, by: actor, at: at, in: db)
    let moving = bindings.filter { $0.mn == old }
    for binding in moving {
      try Bindings.end(mn: old, rawKey: binding.rawKey, cn: binding.cn, by: actor, at: at, in: db)
      let continued = BindingRecord(
        mn: new, rawKey: binding.rawKey, cn: binding.cn, point: binding.point,
        quantity: binding.quantity, statistic: binding.statistic,
        windowSeconds: binding.windowSeconds, shift: binding.shift,
        multiplier: binding.multiplier, from: max(at, binding.from))
      try Bindings.bind(continued, plan: plan, by: actor, at: at, in: db)
    }
    leaving.isEnabled = false
    try upsert(leaving, by: actor, at: at, in: db)
    try AuditLog.append(
      actor: actor, action: "device.replaced", object: "device/\(old)",
      detail: ["by": new, "bindings": String(moving.count)], at: at, in: db)
    return moving.count
  }
}
