public import Logging

/// Sends an archive to a gateway at a multiple of real time.
public struct Replay: Sendable {
  public struct Settings: Sendable {
    public var client: ClientSettings
    public var password: String
    /// Hours of archive for each real hour; `nil` as fast as frames are acknowledged.
    public var speed: Double?
    /// TCP connections among which the stations are shared out, at least 1.
    public var connections: Int

    public init(client: ClientSettings, password: String, speed: Double?, connections: Int) {
      precondition(connections >= 1, "connections \(connections) is below 1")
      self.client = client
      self.password = password
      self.speed = speed
      self.connections = connections
    }
  }

  /// How far a replay is.
  public struct Progress: Sendable, Equatable {
    public let rows: Int
    public let acknowledged: Int
    public let resent: Int
    /// UTC epoch seconds of the hour reached.
    public let hour: Int?
  }

  let archive: ReplayArchive
  let settings: Settings
  let logger: Logger

  public init(_ archive: ReplayArchive, settings: Settings, logger: Logger) {
    self.archive = archive
    self.settings = settings
    self.logger = logger
  }

  /// Sends every row with values and waits for every acknowledgement.
  ///
  /// One station's rows all travel on one connection, in order of time, doubled ones too.
  ///
  /// - Parameter report: called about four times a second and once at the end.
  public func run(report: @escaping @Sendable (Progress) -> Void) async throws -> ClientCounts {
    let count = min(settings.connections, max(archive.stations.count, 1))
    let clients = (0..<count).map { _ in
      FleetClient(settings: settings.client, logger: logger)
    }
    let hour = HourReached()
    try await withThrowingTaskGroup(of: Bool.self) { tasks in
      for client in clients {
        tasks.addTask {
          try await client.run()
          return false
        }
      }
      tasks.addTask {
        while true {
          try await ContinuousClock().sleep(for: .milliseconds(250))
          report(await progress(clients, hour))
        }
      }
      for (number, client) in clients.enumerated() {
        tasks.addTask {
          try await send(to: client, number: number, of: count, hour)
          return true
        }
      }
      var finished = 0
      while finished < count, let isSender = try await tasks.next() {
        if isSender { finished += 1 }
      }
      tasks.cancelAll()
      // The clients and the reporter end by cancellation, as they should.
      while let ended = await tasks.nextResult() { _ = ended }
    }
    report(await progress(clients, hour))
    var total = ClientCounts()
    for client in clients { total = total + (await client.counts) }
    return total
  }

  private func send(
    to client: FleetClient, number: Int, of count: Int, _ hour: HourReached
  ) async throws {
    let clock = ContinuousClock()
    let begun = clock.now
    guard let first = archive.rows.first?.start else { return }
    for row in archive.rows where row.station % count == number {
      if let speed = settings.speed {
        try await clock.sleep(until: begun + .seconds(Double(row.start - first) / speed))
      }
      await hour.reach(row.start)
      let message = archive.message(row, password: settings.password)
      try await client.send(try OutgoingFrame(message))
    }
    try await client.drain()
  }

  private func progress(_ clients: [FleetClient], _ hour: HourReached) async -> Progress {
    var total = ClientCounts()
    for client in clients { total = total + (await client.counts) }
    return Progress(
      rows: archive.rows.count, acknowledged: total.acknowledged, resent: total.resent,
      hour: await hour.latest)
  }
}

private actor HourReached {
  private(set) var latest: Int?

  func reach(_ hour: Int) { latest = max(hour, latest ?? hour) }
}
