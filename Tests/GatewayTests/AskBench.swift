import ActionPlan
import GRDB
import Gateway
import HJ212
import Ledger
import Logging
import NIOConcurrencyHelpers
import ServiceLifecycle
import Telemetry
import Testing

/// A gateway with a ledger behind it and the service that asks devices.
struct AskBench: Sendable {
  let gate: Gate
  let ledger: LedgerDatabase
  let clock: NIOLockedValueBox<Int>
  private let record: DeviceRecord

  static let clerk = Actor.system("test")

  /// - Parameter manner: of the one device.
  static func open<T>(
    edition: String? = "2017", manner: DeviceManner = DeviceManner(answerSeconds: 30),
    body: (AskBench) async throws -> T
  ) async throws -> T {
    let folder = Folder()
    let ledger = try LedgerDatabase(path: folder.path("ledger.sqlite"))
    let record = DeviceRecord(
      mn: Gate.station, password: "123456", label: Label(zh: "仪", en: "logger"), st: "22",
      edition: edition, intervalSeconds: 60, manner: manner)
    _ = try await ledger.write { db in try Devices.upsert(record, by: clerk, at: 1, in: db) }
    return try await Gate.open(devices: [], folder: folder) { gate in
      let bench = AskBench(
        gate: gate, ledger: ledger, clock: NIOLockedValueBox(Gate.now), record: record)
      try await bench.reload()
      return try await body(bench)
    }
  }

  var now: Int { clock.withLockedValue { $0 } }

  /// The directory as the ledger has the device now.
  func reload() async throws {
    let record = try await ledger.read { db in try Devices.find(Gate.station, in: db) }
    guard let record else { return }
    let device = Gate.device(password: record.password, edition: record.edition) { manner in
      manner.answerSeconds = record.manner.answerSeconds ?? 10
      manner.resends = record.manner.resends ?? 3
      manner.nextPassword = record.manner.nextPassword
    }
    gate.directory.withLockedValue { $0 = DeviceDirectory(devices: [device]) }
  }

  /// Runs the service that asks for the length of `body`.
  func asking<T>(_ body: (AskDevices) async throws -> T) async throws -> T {
    var limits = AskDevices.Limits()
    limits.turn = .milliseconds(20)
    let service = AskDevices(
      gateway: gate.server, ledger: ledger, limits: limits, utcOffsetSeconds: Gate.offset,
      now: { clock.withLockedValue { $0 } }, onChange: {},
      onDevicesChanged: { try? await reload() }, logger: .silent)
    let group = ServiceGroup(
      configuration: .init(services: [.init(service: service)], logger: .silent))
    let running = Task { try await group.run() }
    do {
      let result = try await body(service)
      await group.triggerGracefulShutdown()
      try await running.value
      return result
    } catch {
      await group.triggerGracefulShutdown()
      try? await running.value
      throw error
    }
  }

  @discardableResult
  func ask(
    _ name: String, _ parameters: [String: String] = [:], expiresIn: Int = 86_400
  ) async throws -> Int64 {
    let (at, isRepeatable) = (now, UnitRequest.named(name)?.isRepeatable ?? false)
    return try await ledger.write { db in
      try DeviceCommands.ask(
        name, parameters, of: Gate.station, isRepeatable: isRepeatable, expiresIn: expiresIn,
        by: Self.clerk, at: at, in: db)
    }
  }

  func command(_ id: Int64) async throws -> DeviceCommandRecord? {
    try await ledger.read { db in try DeviceCommands.find(id, in: db) }
  }

  /// Whether a command comes to a state in time.
  func comes(_ id: Int64, to state: DeviceCommandRecord.State) async throws -> Bool {
    try await happens { try await command(id)?.state == state }
  }
}

/// A logger in the field that does what a test says: it is connected and has sent one upload.
struct AskedUnit: Sendable {
  struct Request: Sendable, Equatable {
    let qn: String
    let cn: String
    let pw: String
    let flag: String
    let data: String
  }

  let unit: Unit
  var pw = "123456"

  static func connected(to gate: Gate, pw: String = "123456") async throws -> AskedUnit {
    let unit = try await Unit.connected(to: gate.port)
    let count = gate.server.status(Gate.station)?.frames ?? 0
    try await unit.send(upload(qn: "20210607102000001", pw: pw, flag: "4"))
    #expect(await happens { (gate.server.status(Gate.station)?.frames ?? 0) > count })
    return AskedUnit(unit: unit, pw: pw)
  }

  /// The next request that comes.
  func request(withinMilliseconds: Int = 30_000) async -> Request? {
    guard let segment = await unit.answer(withinMilliseconds: withinMilliseconds) else {
      return nil
    }
    func field(_ name: String) -> String {
      segment.split(separator: ";").first { $0.hasPrefix(name + "=") }
        .map { String($0.dropFirst(name.count + 1)) } ?? ""
    }
    let data = segment.split(separator: "&&", omittingEmptySubsequences: false)
    return Request(
      qn: field("QN"), cn: field("CN"), pw: field("PW"), flag: field("Flag"),
      data: data.count > 1 ? String(data[1]) : "")
  }

  func say(_ cn: String, qn: String, st: String = "91", _ data: String) async throws {
    try await unit.send(
      framed("QN=\(qn);ST=\(st);CN=\(cn);PW=\(pw);MN=\(Gate.station);Flag=4;CP=&&\(data)&&"))
  }

  /// Says that it will, and that it has.
  func obey(_ request: Request) async throws {
    try await say("9011", qn: request.qn, "QnRtn=1")
    try await say("9012", qn: request.qn, "ExeRtn=1")
  }
}
