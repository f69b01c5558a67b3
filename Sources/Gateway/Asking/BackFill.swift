import HJ212
public import Ledger
public import Logging
import NIOConcurrencyHelpers
import Telemetry

/// Asks devices for what is missing of them, a little at a time, and says of each gap what became of it.
///
/// Its owner calls `turn` every half minute or so.
public actor BackFill {
  public struct Limits: Sendable {
    /// Seconds a device must have been connected: after an outage everybody returns at once.
    public var settledSeconds = 120
    /// Seconds until a device that did not answer is asked again, and how often it is asked in all.
    public var pauseSeconds = 3_600
    public var attempts = 3
    /// New requests of one turn, over all devices.
    public var requests = 8
    /// Seconds a request may wait.
    public var expirySeconds = 900

    public init() {}
  }

  static let actor = Actor.system("back-fill")

  private let finder: GapFinder
  private let ledger: LedgerDatabase
  private let limits: Limits
  private let status: @Sendable (String) -> DeviceStatus?
  private let isCaughtUp: @Sendable () -> Bool
  private let onAsked: @Sendable () -> Void
  private let logger: Logger
  private var lookedInHour: Int?
  /// Devices by the connection that they have been looked at since.
  private var looked: [String: Int] = [:]

  /// - Parameters:
  ///   - status: a device's connection.
  ///   - isCaughtUp: whether all that has arrived is in the store.
  ///   - onAsked: wakes whoever sends.
  public init(
    finder: GapFinder, ledger: LedgerDatabase, limits: Limits = Limits(),
    status: @escaping @Sendable (String) -> DeviceStatus?,
    isCaughtUp: @escaping @Sendable () -> Bool, onAsked: @escaping @Sendable () -> Void,
    logger: Logger
  ) {
    self.finder = finder
    self.ledger = ledger
    self.limits = limits
    self.status = status
    self.isCaughtUp = isCaughtUp
    self.onAsked = onAsked
    self.logger = logger
  }

  /// - Parameter now: epoch seconds.
  public func turn(now: Int) async throws {
    try await look(now: now)
    guard isCaughtUp() else { return }
    var budget = limits.requests
    for mn in try await ledger.read({ db in try DeviceGaps.devices(in: db) }) {
      let gaps = try await ledger.read { db in try DeviceGaps.unsettled(mn: mn, in: db) }
      var isAsked = false
      for gap in gaps where gap.state == .asked {
        isAsked = try await !settle(gap, now: now) || isAsked
      }
      guard budget > 0, !isAsked, isSettled(mn, now: now) else { continue }
      if try await askForNext(of: gaps, now: now) { budget -= 1 }
    }
  }

  // MARK: Looking

  /// At all devices once an hour, and at each that has returned.
  private func look(now: Int) async throws {
    let devices = try await ledger.read { db in try Devices.list(in: db) }.filter(\.isEnabled)
    let hour = (now - Self.afterHourSeconds) / 3_600
    let isHourly = lookedInHour != hour
    for device in devices {
      let connection = status(device.mn)?.connectedSince
      guard isHourly || (connection != nil && looked[device.mn] != connection) else { continue }
      try await finder.look(at: device.mn, now: now)
      looked[device.mn] = connection
    }
    lookedInHour = hour
  }

  /// Seconds after the hour, when what is due of it may be there.
  private static let afterHourSeconds = 1_860

  private func isSettled(_ mn: String, now: Int) -> Bool {
    guard let since = status(mn)?.connectedSince else { return false }
    return since + limits.settledSeconds <= now
  }

  // MARK: Asking

  /// - Returns: whether a request was made.
  private func askForNext(of gaps: [DeviceGap], now: Int) async throws -> Bool {
    for gap in gaps where gap.state == .open {
      if let tried = gap.triedAt, tried + limits.pauseSeconds > now { continue }
      guard try await finder.missing(of: gap) > 0 else {
        try await settle(gap, .filled, missing: 0, now: now)
        continue
      }
      return try await ask(for: gap, now: now)
    }
    return false
  }

  private func ask(for gap: DeviceGap, now: Int) async throws -> Bool {
    let command = UInt16(gap.cn).map(Command.init(rawValue:))
    guard let request = command.flatMap(UnitRequest.history(of:)) else { return false }
    let offset = finder.utcOffsetSeconds
    let values = [
      "from": TimeLabel.text(epoch: gap.from, utcOffsetSeconds: offset),
      "to": TimeLabel.text(epoch: gap.until, utcOffsetSeconds: offset),
    ]
    let expiry = limits.expirySeconds
    do {
      try await ledger.write { db in
        try DeviceGaps.asked(gap.id, at: now, in: db)
        try DeviceCommands.ask(
          request.name, values, of: gap.mn, isRepeatable: true, expiresIn: expiry, gap: gap.id,
          by: Self.actor, at: now, in: db)
      }
    } catch is DeviceCommandError {
      // It may not be asked, or too much waits for it: the gap stays as it is.
      return false
    }
    onAsked()
    return true
  }

  // MARK: Settling

  /// Seconds from the end of a request until its data count as having arrived.
  private static let settlingSeconds = 5

  /// - Returns: whether the request for it is over.
  private func settle(_ gap: DeviceGap, now: Int) async throws -> Bool {
    let command = try await ledger.read { db in try DeviceCommands.last(forGap: gap.id, in: db) }
    guard command?.state.isOpen != true else { return false }
    if let ended = command?.endedAt, ended + Self.settlingSeconds > now { return false }
    let missing = try await finder.missing(of: gap)
    guard missing > 0 else {
      try await settle(gap, .filled, missing: 0, now: now)
      return true
    }
    if let reason = reason(command, gap) {
      try await settle(gap, .unavailable, reason, missing: missing, now: now)
      logger.info(
        "data of a device are not to be had",
        metadata: ["gap": "\(gap.id)", "reason": "\(reason.rawValue)", "missing": "\(missing)"])
    } else {
      try await settle(gap, .open, missing: missing, now: now)
    }
    return true
  }

  /// Nil where it is worth another try.
  private func reason(_ command: DeviceCommandRecord?, _ gap: DeviceGap) -> DeviceGap.Reason? {
    switch command?.state {
    case .done: .incomplete
    case .refused: .refused
    case .failed: failure(command?.code, gap)
    case .lost where command?.reason == .unwritable: .unwritable
    case .lost: gap.attempts >= limits.attempts ? .noAnswer : nil
    default: nil
    }
  }

  private func failure(_ code: Int?, _ gap: DeviceGap) -> DeviceGap.Reason? {
    switch code.flatMap(Answer.ExecutionVerdict.init(rawValue:)) {
    case .noData: .noData
    case .timedOut, .busy: gap.attempts >= limits.attempts ? .failed : nil
    default: .failed
    }
  }

  private func settle(
    _ gap: DeviceGap, _ state: DeviceGap.State, _ reason: DeviceGap.Reason? = nil, missing: Int,
    now: Int
  ) async throws {
    try await ledger.write { db in
      try DeviceGaps.settle(gap.id, state, reason: reason, missing: missing, at: now, in: db)
    }
  }
}
