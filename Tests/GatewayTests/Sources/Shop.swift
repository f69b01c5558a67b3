import ActionPlan
import Foundation
import Gateway
import Logging
import NIOConcurrencyHelpers
import ServiceLifecycle
import Telemetry

/// A desk for sources with a pump behind it: inbox, store, latest values.
struct Shop: Sendable {
  static let fine = SeriesKey(
    point: "kitchen-1", quantity: "fume", statistic: .mean, windowSeconds: 3_600)
  static let power = SeriesKey(
    point: "kitchen-2", quantity: "power", statistic: .realTime, windowSeconds: 0)

  let desk: SourceDesk
  let pump: InboxPump
  let inbox: Inbox
  let store: EmbeddedStore
  let folder: Folder

  static func open<T>(
    _ source: DataSource = .fume(), folder: Folder = Folder(), body: (Shop) async throws -> T
  ) async throws -> T {
    let inbox = try Inbox(
      path: folder.path("inbox.sqlite"), limits: InboxLimits(frameBytes: SourceDesk.byteLimit))
    let store = try EmbeddedStore(
      path: folder.path("telemetry.sqlite"), utcOffsetSeconds: Gate.offset)
    let desk = try await SourceDesk(
      sources: [source], inbox: inbox, now: { Gate.now }, logger: .silent)
    let pump = InboxPump(
      inbox: inbox, store: store, latest: try await LatestValues(from: store),
      directory: { DeviceDirectory() }, utcOffsetSeconds: Gate.offset, sources: [source],
      startAfter: 0, consumers: [], logger: .silent)
    return try await running([pump]) {
      let result = try await body(
        Shop(desk: desk, pump: pump, inbox: inbox, store: store, folder: folder))
      return result
    }
  }

  /// What the store has of a series, as `value flag` by start, once everything in the inbox is applied.
  func values(_ series: SeriesKey = Shop.fine) async throws -> [Int: String] {
    let last = try await inbox.lastSequence
    guard await happens({ pump.appliedThrough >= last }) else { return [:] }
    let samples = try await store.raw(series, from: 0, until: 1 << 40, limit: 100)
    return Dictionary(
      uniqueKeysWithValues: samples.map { ($0.start, "\($0.value) \($0.flag.rawValue)") })
  }

  var codes: [String] { pump.flaggedContents(mn: "source/fume").map(\.code) }
}

/// Runs services for the length of `body`, then stops them gracefully.
func running<T>(_ services: [any Service], body: () async throws -> T) async throws -> T {
  let group = ServiceGroup(
    configuration: .init(services: services.map { .init(service: $0) }, logger: .silent))
  let task = Task { try await group.run() }
  do {
    let result = try await body()
    await group.triggerGracefulShutdown()
    try await task.value
    return result
  } catch {
    await group.triggerGracefulShutdown()
    try? await task.value
    throw error
  }
}

extension DataSource {
  /// A platform of cooking fume: hours of two kitchens, in mg/m³, labelled by their ends.
  static func fume(_ kind: Kind = .push) -> DataSource {
    DataSource(
      id: "fume", label: Label(zh: "油烟", en: "Fume"), kind: kind,
      readings: DocumentPath("data[*].list[*]"),
      points: .named(DocumentPath("^.dev")!, ["D1": "kitchen-1", "D2": "kitchen-2"]),
      factor: DocumentPath("code"),
      time: Time(
        at: [DocumentPath("time")!], form: TimeForm("yyyy-MM-dd HH:mm:ss")!, labels: .end,
        utcOffsetSeconds: Gate.offset),
      flag: Flag(at: DocumentPath("state")!, words: ["ok": "N", "bad": "D"]),
      values: [
        Value(
          at: DocumentPath("value")!, factor: "a34041", quantity: "fume", statistic: "avg",
          windowSeconds: 3_600, shift: 3),
        Value(at: DocumentPath("value")!, factor: "power", quantity: "power"),
      ], missing: ["-9999"])
  }

  /// The same platform's tables.
  static func table(_ kind: Kind = .drop) -> DataSource {
    DataSource(
      id: "fume", label: Label(zh: "油烟", en: "Fume"), kind: kind, format: .table,
      points: .named(DocumentPath(column: "设备"), ["D1": "kitchen-1"]),
      time: Time(
        at: [DocumentPath(column: "日期"), DocumentPath(column: "时刻")],
        form: TimeForm("yyyy-MM-dd HH:mm")!, utcOffsetSeconds: Gate.offset),
      values: [
        Value(
          at: DocumentPath(column: "油烟.浓度"), quantity: "fume", statistic: "avg",
          windowSeconds: 3_600)
      ])
  }
}

/// One device's readings as that platform writes them.
func fumeDocument(
  _ value: String, dev: String = "D1", code: String = "a34041",
  time: String = "2021-06-07 10:00:00",
  state: String = "ok"
) -> [UInt8] {
  Array(
    """
    {"code": 0, "data": [{"dev": "\(dev)", "list": [
      {"code": "\(code)", "time": "\(time)", "value": \(value), "state": "\(state)"}]}]}
    """.utf8)
}
