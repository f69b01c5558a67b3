import HJ212
public import Logging

/// Runs a scenario's devices against a gateway: first the back-fill, then live.
public struct Simulation: Sendable {
  public struct Settings: Sendable {
    public var client: ClientSettings
    /// How much history is sent first; uploads may reach further back. 0 sends none.
    public var backfillSeconds: Int
    /// How many times faster than real time the devices' clocks run; above 0.
    public var speed: Double
    /// Overrides the scenario's seed.
    public var seed: UInt64?

    public init(
      client: ClientSettings, backfillSeconds: Int, speed: Double = 1, seed: UInt64? = nil
    ) {
      precondition(speed > 0, "speed \(speed) is not above 0")
      self.client = client
      self.backfillSeconds = backfillSeconds
      self.speed = speed
      self.seed = seed
    }
  }

  private let timetable: Timetable
  private let startedAt: Int
  private let settings: Settings
  private let logger: Logger

  /// - Parameters:
  ///   - startedAt: UTC epoch seconds at which live begins: now.
  ///   - begunAt: from when incidents count; now unless given. A fleet that is started again with
  ///     its former begin sends the same packets for the time it sent before.
  public init(
    _ scenario: Scenario, settings: Settings, startedAt: Int, begunAt: Int? = nil, logger: Logger
  ) {
    timetable = Timetable(
      scenario: scenario, seed: settings.seed ?? scenario.seed, begunAt: begunAt ?? startedAt)
    self.startedAt = startedAt
    self.settings = settings
    self.logger = logger
  }

  /// Names of the TCP connections.
  public var connections: [String] {
    Set(timetable.scenario.devices.map(\.connection)).sorted()
  }

  /// Runs until cancelled.
  ///
  /// - Throws: `CancellationError`; `ClientFault` where the client settings bound the attempts.
  public func run() async throws {
    let begun = ContinuousClock.now
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      for name in connections {
        let devices = timetable.scenario.devices.indices.filter {
          timetable.scenario.devices[$0].connection == name
        }
        var logger = logger
        logger[metadataKey: "connection"] = "\(name)"
        let client = FleetClient(settings: settings.client, logger: logger)
        tasks.addTask { try await client.run() }
        tasks.addTask { try await send(devices, to: client, begun, logger) }
      }
      try await tasks.waitForAll()
    }
  }

  private func send(
    _ devices: [Int], to client: FleetClient, _ begun: ContinuousClock.Instant, _ logger: Logger
  ) async throws {
    let history = timetable.history(
      of: devices, backfillSeconds: settings.backfillSeconds, until: startedAt)
    for transmission in history { try await send(transmission, to: client) }
    if !history.isEmpty {
      try await client.drain()
      logger.info("back-fill delivered", metadata: ["frames": "\(history.count)"])
    }
    var time = startedAt
    while true {
      let due = timetable.next(of: devices, after: time)
      guard let first = due.first else { return }
      time = first.due
      let wait = Double(time - startedAt) / settings.speed
      try await ContinuousClock().sleep(until: begun + .seconds(wait))
      for transmission in due { try await send(transmission, to: client) }
    }
  }

  private func send(_ transmission: Timetable.Transmission, to client: FleetClient) async throws {
    guard let message = timetable.message(transmission) else { return }
    try await client.send(try OutgoingFrame(message))
  }
}
