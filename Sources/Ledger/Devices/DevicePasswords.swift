public import GRDB

extension Devices {
  /// A device is to be told a new password; until it is known to have it, both count.
  ///
  /// - Throws: `DeviceError`.
  public static func setNextPassword(
    _ password: String, of mn: String, by actor: Actor, at: Int, in db: Database
  ) throws {
    guard (1...6).contains(password.utf8.count), password.utf8.allSatisfy(\.isLetterOrDigit) else {
      throw DeviceError.badPassword(mn: mn)
    }
    try change(mn, by: actor, at: at, in: db) { $0.manner.nextPassword = password }
  }

  /// The device has its new password, or is known to have kept the old one.
  public static func settlePassword(
    of mn: String, isTaken: Bool, by actor: Actor, at: Int, in db: Database
  ) throws {
    guard let next = try find(mn, in: db)?.manner.nextPassword else { return }
    try change(mn, by: actor, at: at, in: db) { device in
      if isTaken { device.password = next }
      device.manner.nextPassword = nil
    }
  }

  /// Changes what is on file of one device.
  ///
  /// - Throws: `DeviceError`.
  @discardableResult
  public static func change(
    _ mn: String, by actor: Actor, at: Int, in db: Database,
    _ body: (inout DeviceRecord) throws -> Void
  ) throws -> Change {
    guard var device = try find(mn, in: db) else { throw DeviceError.noSuchDevice(mn) }
    try body(&device)
    return try upsert(device, by: actor, at: at, in: db)
  }
}
