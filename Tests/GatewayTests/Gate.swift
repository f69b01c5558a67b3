import AirQuality
import Foundation
import Gateway
import Logging
import NIOConcurrencyHelpers
import ServiceLifecycle
import Telemetry

/// A gateway with a real inbox and a real store in a folder of its own.
struct Gate: Sendable {
  static let station = "010000A8900016F000169DC0"
  /// 2021-06-07 10:20:00 in the plan's clock.
  static let now = 1_623_032_400
  static let offset = 28_800

  let server: GatewayServer
  let inbox: Inbox
  let folder: Folder
  let port: Int
  /// What the gateway looks devices up in.
  let directory: NIOLockedValueBox<DeviceDirectory>
  private let group: ServiceGroup
  private let running: Task<Void, any Error>

  /// Opens a gateway for the length of `body`, then stops it gracefully.
  static func open<T>(
    devices: [Device] = [Gate.device()], settings: GatewaySettings = .test,
    folder: Folder = Folder(), inbox: Inbox? = nil, body: (Gate) async throws -> T
  ) async throws -> T {
    let gate = try await start(
      devices: devices, settings: settings, folder: folder, inbox: inbox)
    do {
      let result = try await body(gate)
      try await gate.stop()
      return result
    } catch {
      try? await gate.stop()
      throw error
    }
  }

  static func start(
    devices: [Device], settings: GatewaySettings, folder: Folder, inbox given: Inbox? = nil
  ) async throws -> Gate {
    let inbox = try given ?? Inbox(path: folder.path("inbox.sqlite"))
    let directory = NIOLockedValueBox(DeviceDirectory(devices: devices))
    let server = GatewayServer(
      settings: settings, directory: { directory.withLockedValue { $0 } }, inbox: inbox,
      counters: GatewayCounters(),
      nowMilliseconds: { now * 1000 }, logger: .silent)
    let port = try await server.listen()
    let group = ServiceGroup(
      configuration: .init(services: [.init(service: server)], logger: .silent))
    return Gate(
      server: server, inbox: inbox, folder: folder, port: port, directory: directory, group: group,
      running: Task { try await group.run() })
  }

  func stop() async throws {
    await group.triggerGracefulShutdown()
    try await running.value
  }

  static func device(
    _ mn: String = Gate.station, password: String = "123456", isEnabled: Bool = true,
    acceptsModbusCRC: Bool = false, segmentLimit: Int = 1_024, edition: String? = "2017",
    manner: (inout Device.Manner) -> Void = { _ in }
  ) -> Device {
    var own = Device.Manner()
    manner(&own)
    return Device(
      mn: mn, password: password, label: "test", facility: nil, st: "22", isEnabled: isEnabled,
      acceptsModbusCRC: acceptsModbusCRC, segmentLimit: segmentLimit, edition: edition,
      isSimulated: false, intervalSeconds: nil, manner: own)
  }

  /// What a gateway had done at one moment.
  struct Kept: Sendable {
    let frames: [String]
    let counts: GatewayCounters.Snapshot
  }

  /// The data segments in the inbox, oldest first.
  func stored() async throws -> [String] {
    try await inbox.frames(after: 0, limit: 100_000).map { frame in
      String(decoding: frame.bytes.dropFirst(6).dropLast(4), as: UTF8.self)
    }
  }
}

extension GatewaySettings {
  static var test: GatewaySettings {
    var settings = GatewaySettings()
    settings.host = "127.0.0.1"
    settings.port = 0
    return settings
  }

  static func test(_ change: (inout GatewaySettings) -> Void) -> GatewaySettings {
    var settings = GatewaySettings.test
    change(&settings)
    return settings
  }
}

extension Logger {
  static var silent: Logger { Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }) }
}

/// A fresh folder that goes when nobody uses it any more.
final class Folder: Sendable {
  let url: URL

  init() {
    url = FileManager.default.temporaryDirectory
      .appendingPathComponent("lantian-gateway-\(UUID().uuidString)")
    try? FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func path(_ name: String) -> String { url.appendingPathComponent(name).path }
}
