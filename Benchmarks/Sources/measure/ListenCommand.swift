import ArgumentParser
import Foundation
import Gateway
import Logging
import ServiceLifecycle
import Telemetry

/// Gateway, inbox, pump and store in one process without pages and rules, for `measure gateway`.
struct ListenCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "listen", abstract: "Serves the measured devices until it is interrupted.")

  @Option(help: "Folder for the files; must be empty or new.") var folder: String
  @Option(help: "TCP port on 127.0.0.1.") var port = 19_212
  @Option(help: "How many devices to know.") var devices = 1_000
  @Flag(help: "Bind the means of minutes (CN=2051), not real-time values (CN=2011).")
  var minutes = false
  @Flag(help: "Bind the least and the greatest of each minute too.") var whole = false
  @Flag(help: "Print each half second how many frames can be asked for.") var report = false

  func run() async throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    var logger = Logger(label: "measure")
    logger.logLevel = .warning
    let inbox = try Inbox(path: folder + "/inbox.sqlite")
    let store = try EmbeddedStore(path: folder + "/telemetry.sqlite", utcOffsetSeconds: 28_800)
    let latest = try await LatestValues(from: store)
    let directory = directory()
    var settings = GatewaySettings()
    settings.host = "127.0.0.1"
    settings.port = port
    settings.maximumConnections = max(settings.maximumConnections, devices + 10)
    let server = GatewayServer(
      settings: settings, directory: { directory }, inbox: inbox, counters: GatewayCounters(),
      nowMilliseconds: { Int(Date().timeIntervalSince1970 * 1_000) }, logger: logger)
    let pump = InboxPump(
      inbox: inbox, store: store, latest: latest, directory: { directory },
      utcOffsetSeconds: 28_800, startAfter: try await store.appliedSequence, consumers: [],
      logger: logger)
    print("listens on 127.0.0.1:\(try await server.listen())")
    let seal = Repeating(every: .seconds(60)) { [minutes] in
      guard minutes else { return }
      // Time runs as the senders say.
      let newest = latest.all().map(\.start).max() ?? 0
      _ = try await store.seal(endedBy: newest - 6 * 3_600)
    }
    let tell = Repeating(every: .milliseconds(500)) { [report] in
      guard report else { return }
      // Past the buffer of `print`: who reads it waits for it.
      FileHandle.standardOutput.write(Data("queryable \(try await store.appliedSequence)\n".utf8))
    }
    let group = ServiceGroup(
      configuration: .init(
        services: [
          .init(service: pump), .init(service: seal), .init(service: tell),
          .init(service: server),
        ], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
    try await group.run()
    let counts = try await store.counts()
    print(
      "inbox \(inbox.counts.stored) frames in \(inbox.counts.commits) commits, "
        + "store \(counts.samples) samples through \(try await store.appliedSequence)")
    try inbox.close()
    try store.close()
  }

  private func directory() -> DeviceDirectory {
    let numbers = (0..<devices).map(MeasuredDevice.number)
    return DeviceDirectory(
      devices: numbers.map {
        Device(mn: $0, password: MeasuredDevice.password, label: $0, st: "22", isSimulated: true)
      },
      bindings: numbers.flatMap { number in
        MeasuredDevice.factors.flatMap { factor in bindings(of: factor, at: number) }
      })
  }

  private func bindings(of factor: String, at number: String) -> [Binding] {
    guard minutes else {
      return [
        Binding(
          mn: number, rawKey: factor + "-Rtd", cn: "2011",
          series: SeriesKey(point: number, quantity: factor, statistic: .realTime))
      ]
    }
    let keys: [(String, Statistic)] =
      whole ? [("-Min", .minimum), ("-Avg", .mean), ("-Max", .maximum)] : [("-Avg", .mean)]
    return keys.map { key, statistic in
      Binding(
        mn: number, rawKey: factor + key, cn: "2051",
        series: SeriesKey(
          point: number, quantity: factor, statistic: statistic, windowSeconds: 60))
    }
  }
}

/// Work done every so often until the server stops.
private struct Repeating: Service {
  let every: Duration
  let work: @Sendable () async throws -> Void

  func run() async throws {
    do {
      try await cancelWhenGracefulShutdown {
        while true {
          try await Task.sleep(for: every)
          try await work()
        }
      }
    } catch is CancellationError {}
  }
}
