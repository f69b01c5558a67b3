import ArgumentParser
import Dispatch
import Fleet
import Foundation
import Logging

/// `lantian simulate`: a made-up district's devices, as ordinary HJ 212 senders.
struct SimulateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Plays a district's devices to an HJ 212 gateway.",
    discussion: """
      Reads devices and incidents from a scenario file, sends a back-fill of history, then goes on \
      live until it is stopped (SIGTERM or Ctrl-C). It connects again whenever the gateway goes \
      away. Import the scenario's devices.csv first, so that the gateway knows them.
      """)

  @Option(help: "The scenario, such as Simulation/shangyu-2021/scenario.yml.")
  var scenario: String

  @Option(help: "Host of the gateway.")
  var host = "127.0.0.1"

  @Option(help: "Port of the gateway.")
  var port: Int

  @Option(help: "How much history is sent first, such as 15m; 0s for none.")
  var backfill = "15m"

  @Option(
    help: """
      When the incidents began, in epoch seconds; now where not given. A fleet started again with \
      its former begin goes on with them.
      """)
  var begun: Int?

  @Option(
    help: "How many times faster than real time the devices' clocks run. Above 1 they run ahead.")
  var speed = 1.0

  @Option(help: "Seed of the noise; the scenario's own where not given.")
  var seed: UInt64?

  func validate() throws {
    guard (1...65_535).contains(port) else {
      throw ValidationError("--port is \(port); give a number from 1 to 65535")
    }
    let now = Int(Date().timeIntervalSince1970)
    if let begun, !(0...now).contains(begun) {
      throw ValidationError("--begun is \(begun); give epoch seconds from 0 to now, \(now)")
    }
    guard speed > 0, speed <= 1000 else {
      throw ValidationError("--speed is \(speed); give a number above 0, at most 1000")
    }
    guard let seconds = Duration.seconds(of: backfill), seconds >= 0 else {
      throw ValidationError("--backfill is \"\(backfill)\"; give a time such as 15m, 90s or 2h")
    }
  }

  func run() async throws {
    let logger = Logger(label: "lantian.simulate") { StreamLogHandler.standardError(label: $0) }
    let plan = try Scenario.read(scenario)
    let simulation = Simulation(
      plan,
      settings: Simulation.Settings(
        client: ClientSettings(host: host, port: port),
        backfillSeconds: Duration.seconds(of: backfill) ?? 0, speed: speed, seed: seed),
      startedAt: Int(Date().timeIntervalSince1970), begunAt: begun, logger: logger)
    logger.info(
      "simulation starts",
      metadata: [
        "devices": "\(plan.devices.count)", "connections": "\(simulation.connections.count)",
        "incidents": "\(plan.incidents.count)", "gateway": "\(host):\(port)",
      ])
    let playing = Task { try await simulation.run() }
    let stops = [SIGTERM, SIGINT].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number)
      source.setEventHandler { playing.cancel() }
      source.activate()
      return source
    }
    defer { for stop in stops { stop.cancel() } }
    do {
      try await playing.value
    } catch is CancellationError {
      // Being stopped is how a simulation ends.
      logger.info("simulation stopped")
    }
  }
}
