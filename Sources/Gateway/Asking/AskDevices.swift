import HJ212
public import Ledger
public import Logging
import NIOConcurrencyHelpers
public import ServiceLifecycle
import Telemetry

/// Sends what waits in the ledger to the devices that are connected, one exchange at a time with each, and
/// writes down what becomes of it.
///
/// That a command is about to be sent is on disk before it is: after a kill nothing is forgotten, and what
/// would do something a second time is not sent again.
public final class AskDevices: Service {
  public struct Limits: Sendable {
    /// Exchanges under way at once, and those of them that fetch what is missing.
    public var exchanges = 64
    public var backFills = 4
    /// Between two looks where nothing wakes it.
    public var turn = Duration.seconds(1)

    public init() {}
  }

  static let actor = Actor.system("gateway")

  private let gateway: GatewayServer
  private let ledger: LedgerDatabase
  private let limits: Limits
  private let utcOffsetSeconds: Int
  private let now: @Sendable () -> Int
  private let onChange: @Sendable () async -> Void
  private let onDevicesChanged: @Sendable () async -> Void
  private let logger: Logger
  private let perseverance: Perseverance
  /// By command, whether it fetches what is missing.
  private let underWay = NIOLockedValueBox<[Int64: Bool]>([:])
  private let wakes = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))

  /// - Parameters:
  ///   - onChange: called when a command has moved on, for open pages.
  ///   - onDevicesChanged: called when a password on file has changed, so that the directory is read anew.
  public init(
    gateway: GatewayServer, ledger: LedgerDatabase, limits: Limits = Limits(),
    utcOffsetSeconds: Int, now: @escaping @Sendable () -> Int,
    onChange: @escaping @Sendable () async -> Void,
    onDevicesChanged: @escaping @Sendable () async -> Void, logger: Logger
  ) {
    self.gateway = gateway
    self.ledger = ledger
    self.limits = limits
    self.utcOffsetSeconds = utcOffsetSeconds
    self.now = now
    self.onChange = onChange
    self.onDevicesChanged = onDevicesChanged
    self.logger = logger
    perseverance = Perseverance(stuckAfter: InboxPump.stuckAfter, logger: logger) {}
  }

  /// Something new waits.
  public func wake() { wakes.continuation.yield() }

  public func run() async throws {
    let at = now()
    try await ledger.write { db in try DeviceCommands.recover(by: Self.actor, at: at, in: db) }
    await withDiscardingTaskGroup { group in
      group.addTask { await self.wakeOnReturns() }
      group.addTask { await self.wakeByTheClock() }
      for await _ in wakes.stream.cancelOnGracefulShutdown() {
        do {
          for command in try await due() { group.addTask { await self.carryOut(command) } }
        } catch {
          logger.error("devices not asked", metadata: ["error": "\(error)"])
        }
      }
      group.cancelAll()
    }
  }

  private func wakeOnReturns() async {
    for await _ in gateway.returns.cancelOnGracefulShutdown() { wake() }
  }

  private func wakeByTheClock() async {
    while !Task.isCancelled, !Task.isShuttingDownGracefully {
      wake()
      do {
        try await cancelWhenGracefulShutdown { try await Task.sleep(for: self.limits.turn) }
      } catch { return }
    }
  }

  /// What can be sent now, marked as under way here.
  private func due() async throws -> [DeviceCommandRecord] {
    try await settle()
    let due = try await ledger.read { db in try DeviceCommands.due(in: db) }
    return due.filter { command in
      guard gateway.status(command.mn)?.isConnected == true else { return false }
      return underWay.withLockedValue { underWay in
        guard underWay[command.id] == nil, underWay.count < limits.exchanges else { return false }
        let isBackFill = command.gap != nil
        guard !isBackFill || underWay.values.count(where: { $0 }) < limits.backFills else {
          return false
        }
        underWay[command.id] = isBackFill
        return true
      }
    }
  }

  /// Ends what has waited too long, and takes over passwords that devices use by now.
  private func settle() async throws {
    let at = now()
    let proven = gateway.takeUsersOfNewPasswords()
    let isLate = try await ledger.read { db in try DeviceCommands.isAnyLate(at: at, in: db) }
    guard isLate || !proven.isEmpty else { return }
    try await ledger.write { db in
      try DeviceCommands.expire(by: Self.actor, at: at, in: db)
      for mn in proven {
        try Devices.settlePassword(of: mn, isTaken: true, by: Self.actor, at: at, in: db)
      }
    }
    if isLate { await onChange() }
    await onDevicesChanged()
  }

  private func carryOut(_ command: DeviceCommandRecord) async {
    do {
      try await exchange(command)
    } catch is CancellationError {
      logger.debug("command left to the next start", metadata: ["command": "\(command.id)"])
    } catch {
      logger.error(
        "command not carried out", metadata: ["command": "\(command.id)", "error": "\(error)"])
    }
    _ = underWay.withLockedValue { $0.removeValue(forKey: command.id) }
  }

  private func exchange(_ command: DeviceCommandRecord) async throws {
    let statement: Statement
    do {
      statement = try await self.statement(command)
    } catch let fault as UnitRequestFault {
      return try await end(command, .lost, reason: .unwritable, told: "\(fault)")
    }
    let at = now()
    guard
      try await ledger.write({ db in try DeviceCommands.sending(command.id, at: at, in: db) })
    else { return }
    let steps: AsyncStream<AskStep>
    do {
      steps = try gateway.ask(statement, of: command.mn)
    } catch .away, .busy {
      return try await ledger.write { db in try DeviceCommands.notSent(command.id, in: db) }
    } catch {
      return try await end(command, .lost, reason: .unwritable, told: "\(error)")
    }
    await onChange()
    for await step in steps {
      switch step {
      case .answered:
        let at = now()
        try await ledger.write { db in try DeviceCommands.answered(command.id, at: at, in: db) }
        await onChange()
      case .ended(let report): try await end(command, report)
      }
    }
    wake()
  }

  private func statement(_ command: DeviceCommandRecord) async throws -> Statement {
    guard let request = UnitRequest.named(command.name) else {
      throw UnitRequestFault.unknownRequest(command.name)
    }
    let device = try await ledger.read { db in try Devices.find(command.mn, in: db) }
    var values = command.parameters
    if command.name == DeviceCommands.passwordChange {
      values[UnitRequest.secret] = device?.manner.nextPassword
    }
    return try request.statement(
      values, in: Edition(onFile: device?.edition), at: now() + utcOffsetSeconds)
  }

  private func end(_ command: DeviceCommandRecord, _ report: AskReport) async throws {
    func end(
      _ state: DeviceCommandRecord.State, code: Int? = nil,
      reason: DeviceCommandRecord.Reason? = nil
    ) async throws {
      try await self.end(
        command, state, code: code, reason: reason, told: report.told,
        dataFrames: report.dataFrames)
    }
    switch report.end {
    case .done: try await end(.done)
    case .refused(let verdict): try await end(.refused, code: verdict.rawValue)
    case .failed(let verdict): try await end(.failed, code: verdict.rawValue)
    case .unanswered: try await end(.lost, reason: .unanswered)
    case .withoutResult: try await end(.lost, reason: .withoutResult)
    case .disconnected: try await end(.lost, reason: .disconnected)
    }
  }

  private func end(
    _ command: DeviceCommandRecord, _ state: DeviceCommandRecord.State, code: Int? = nil,
    reason: DeviceCommandRecord.Reason? = nil, told: String, dataFrames: Int = 0
  ) async throws {
    let at = now()
    let write: @Sendable () async throws -> Void = { [ledger] in
      try await ledger.write { db in
        try DeviceCommands.ended(
          command.id, state, code: code, reason: reason, told: told, dataFrames: dataFrames,
          by: Self.actor, at: at, in: db)
      }
    }
    try await perseverance.until("command's end not written", after: { command.id }, write)
    if command.name == DeviceCommands.passwordChange { await onDevicesChanged() }
    await onChange()
  }
}

extension Edition {
  /// - Parameter year: as the device list has it; 2017 where it says nothing.
  init(onFile year: String?) {
    switch year {
    case "2005": self = .of2005
    case "2025": self = .of2025
    default: self = .of2017
    }
  }
}
