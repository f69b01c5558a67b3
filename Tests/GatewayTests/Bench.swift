import Gateway
import Logging
import NIOConcurrencyHelpers
import ServiceLifecycle
import Telemetry

/// A gateway with a pump behind it: socket, inbox, store, one consumer.
struct Bench: Sendable {
  static let fine = SeriesKey(
    point: "station-1", quantity: "pm2.5", statistic: .realTime, windowSeconds: 0)
  static let hourly = SeriesKey(
    point: "station-1", quantity: "co", statistic: .mean, windowSeconds: 3_600)
  static let fan = SeriesKey(point: "fan-1", quantity: "state", statistic: .state, windowSeconds: 0)

  static let bindings = [
    Binding(mn: Gate.station, rawKey: "a34004-Rtd", cn: "2011", series: fine),
    // Sent in µg/m³, kept in mg/m³.
    Binding(mn: Gate.station, rawKey: "a21005-Avg", cn: "2061", series: hourly, shift: -3),
    Binding(mn: Gate.station, rawKey: "SB1-RS", cn: "2021", series: fan),
  ]

  let gate: Gate
  let pump: InboxPump
  let store: EmbeddedStore
  let latest: LatestValues
  let consumed: Consumed

  static func open<T>(
    folder: Folder = Folder(), startAfter: Int64 = 0, consumed: Consumed = Consumed(),
    bindings: [Binding] = Bench.bindings, stuckAfter: Duration = InboxPump.stuckAfter,
    logger: Logger = .silent, body: (Bench) async throws -> T
  ) async throws -> T {
    let devices = [Gate.device()]
    return try await Gate.open(devices: devices, folder: folder) { gate in
      let store = try EmbeddedStore(
        path: folder.path("telemetry.sqlite"), utcOffsetSeconds: Gate.offset)
      let latest = try await LatestValues(from: store)
      let directory = DeviceDirectory(devices: devices, bindings: bindings)
      let pump = InboxPump(
        inbox: gate.inbox, store: store, latest: latest, directory: { directory },
        utcOffsetSeconds: Gate.offset, startAfter: startAfter,
        consumers: [{ try consumed.take($0) }], logger: logger, stuckAfter: stuckAfter)
      let group = ServiceGroup(
        configuration: .init(services: [.init(service: pump)], logger: .silent))
      let running = Task { try await group.run() }
      let bench = Bench(gate: gate, pump: pump, store: store, latest: latest, consumed: consumed)
      do {
        let result = try await body(bench)
        await group.triggerGracefulShutdown()
        try await running.value
        return result
      } catch {
        await group.triggerGracefulShutdown()
        try? await running.value
        throw error
      }
    }
  }

  /// Sends frames that want an answer over a connection of their own and waits for the answers.
  func receive(_ frames: String...) async throws {
    let unit = try await Unit.connected(to: gate.port)
    try await unit.send(frames.flatMap { Array($0.utf8) })
    _ = await unit.answers(frames.count)
    try await unit.close()
  }

  /// Whether the store and the consumer have had everything up to there, in time.
  func applied(through sequence: Int64) async -> Bool {
    await happens { pump.appliedThrough >= sequence }
  }
}

/// What a consumer of committed batches has taken; it can be made to fail.
final class Consumed: Sendable {
  struct Refusal: Error {}
  private let state = NIOLockedValueBox<(batches: [CommittedBatch], refusals: Int)>(([], 0))

  func refuseNext(_ count: Int) { state.withLockedValue { $0.refusals = count } }

  func take(_ batch: CommittedBatch) throws {
    try state.withLockedValue { state in
      guard state.refusals == 0 else {
        state.refusals -= 1
        throw Refusal()
      }
      state.batches.append(batch)
    }
  }

  var batches: [CommittedBatch] { state.withLockedValue { $0.batches } }
  var samples: [CommittedSample] { batches.flatMap(\.samples) }
  var arrivals: [FrameArrival] { batches.flatMap(\.arrivals) }
}
