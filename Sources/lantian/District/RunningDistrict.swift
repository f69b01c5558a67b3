import ActionPlan
import Casework
import Console
import CoreMetrics
import DataQuality
import Detection
import Foundation
import Gateway
import Ledger
import Logging
import ServiceLifecycle
import Telemetry
import UnixSignals
import Wiring

/// One served district: everything opened, wired and run until it is told to stop.
struct RunningDistrict {
  let settings: Settings
  let plan: Plan
  let district: OpenDistrict
  let inbox: Inbox
  let store: EmbeddedStore
  let latest: LatestValues
  let directory = DirectoryFromLedger()
  let hub = LiveHub()
  let metrics: PrometheusMetrics
  let logger = Logger(label: "lantian")

  /// Seconds between two looks of detection at the clock; also how late a silence may be noticed.
  static let detectionSeconds = 2
  /// Seconds between two looks for hours of values that are over.
  static let qualitySeconds = 10
  /// Seconds between two sweeps of old answers: a server restarted each day sweeps too.
  static let requestSweepSeconds = 3_600
  /// Seconds between two looks for late cases.
  static let lateSweepSeconds = 10
  /// Late cases that are told of in one transaction.
  static let lateSweepCases = 100
  /// Seconds between two clearings of what nothing refers to any more.
  static let clearingSeconds = 6 * 3_600
  /// Seconds between two looks for hours of air that are over.
  static let airFeedSeconds = 60
  /// Seconds between two looks for reports that are due.
  static let taskReminderSeconds = 600
  /// Seconds between two looks for late promises to reporters and for rewards.
  static let reportSweepSeconds = 30
  /// Seconds between two looks for signs of gaming.
  static let signWatchSeconds = 60
  /// Seconds between two looks for spans of samples that are over, and from a span's end until it is sealed.
  static let sealingSeconds = 600
  static let sealedAfterSeconds = 6 * 3_600
  /// Seconds a graceful stop may take before it is cut short.
  static let stopSeconds = 15

  static func run(_ settings: Settings, isSimulated: Bool) async throws {
    let metrics = PrometheusMetrics()
    MetricsSystem.bootstrap(metrics)
    let running = try await RunningDistrict(
      opening: settings, isSimulated: isSimulated, metrics: metrics)
    try await running.serve()
  }

  private init(opening settings: Settings, isSimulated: Bool, metrics: PrometheusMetrics)
    async throws
  {
    self.settings = settings
    self.metrics = metrics
    let reading = try PlanReading(checking: settings.plan)
    guard let plan = reading.plan else { preconditionFailure("a checked reading has a plan") }
    self.plan = plan
    var district = try await OpenDistrict(
      opening: settings.data, plan: reading, holdsSimulatedData: isSimulated ? true : nil)
    district.accounts.passwords = settings.signIn.passwordRule(for: plan, logger: logger)
    self.district = district
    let layout = district.folder.layout
    inbox = try Inbox(
      path: layout.inbox, limits: InboxLimits(frameBytes: SourceDesk.byteLimit))
    store = try EmbeddedStore(path: layout.telemetry, utcOffsetSeconds: plan.utcOffsetSeconds)
    // A restored folder's inbox may be older than its store: numbers are never used twice.
    inbox.startAbove(try await store.appliedSequence)
    latest = try await LatestValues(from: store)
    try await directory.reload(from: district.ledger)
  }

  private func serve() async throws {
    let pages = TellThePages(hub: hub)
    let openCase = OpenCaseFromFinding(plan: plan, now: district.now)
    let detection = try await DetectionService(
      plan: plan, ledger: district.ledger, now: district.now, logger: logger,
      onEffect: { effect, db in try openCase(effect, in: db) },
      afterCommit: { effects in await pages.detected(effects) })
    // Nor does detection take a number twice.
    inbox.startAbove(await detection.cursor)
    let quality = try await qualityService(beginAfter: await detection.cursor)
    inbox.startAbove(await quality.cursor)
    let gateway = gatewayServer()
    let gatewayPort = try await gateway.listen()
    let pump = InboxPump(
      inbox: inbox, store: store, latest: latest,
      directory: { [directory] in directory.directory },
      utcOffsetSeconds: plan.utcOffsetSeconds, sources: plan.sources,
      startAfter: min(await detection.cursor, await quality.cursor),
      consumers: [
        { batch in try await detection.process(batch) },
        { batch in try await quality.process(batch) },
        { batch in await pages.committed(batch) },
      ], logger: logger)
    let devices = DevicesForPages(gateway: gateway, pump: pump)
    let other = try await otherWays()
    let field = askTheField(gateway: gateway, pump: pump)
    let opened = served(
      detection: detection, devices: devices, asking: field.service, ways: other.ways.forPages)
    let console = try await consoleServer(
      devices: devices, ways: other.ways.forPages, opened: opened)
    let socket = try commandSocket(of: opened)
    let indicators = indicatorServices()
    let rows = try await watchRows(openCase, pages)
    let pushes = try await sendPushes()
    let announcement = announcement(
      gatewayPort: gatewayPort, tlsPort: gateway.localTLSPort, console: console)

    var configuration = ServiceGroupConfiguration(
      services: [
        .init(service: hub), .init(service: detectionClock(detection)),
        .init(service: qualityClock(quality)),
        .init(service: pump), .init(service: lateSweep(pages)), .init(service: headExport()),
        .init(service: clearing()), .init(service: requestSweep()), .init(service: airFeed()),
        .init(service: taskReminders()), .init(service: indicators.changes),
        .init(service: indicators.clock), .init(service: rows), .init(service: pushes),
        .init(service: freezeTelemetry()), .init(service: archiveAnchors()),
        .init(service: watchPhotos()),
        .init(service: signWatch()), .init(service: reportSweep(pages)),
        .init(service: sealing()), .init(service: field.backFill),
        .init(service: field.presence),
        .init(service: socket),
        .init(service: gateway), .init(service: field.service), .init(service: console),
        .init(service: announcement),
      ],
      gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
    configuration.services += other.services.map { .init(service: $0) }
    if let retention = retention(pump) { configuration.services.append(.init(service: retention)) }
    configuration.maximumGracefulShutdownDuration = .seconds(Self.stopSeconds)
    try await ServiceGroup(configuration: configuration).run()
    try inbox.close()
    try store.close()
  }

  private func gatewayServer() -> GatewayServer {
    var gateway = GatewaySettings()
    gateway.host = settings.gateway.host
    gateway.port = settings.gateway.port
    if let chain = settings.gateway.tlsCertificate, let key = settings.gateway.tlsKey {
      gateway.tls = GatewayTLS(port: settings.gateway.tlsPort, chainFile: chain, keyFile: key)
    }
    gateway.idleSeconds = settings.gateway.idleSeconds
    gateway.halfOpenSeconds = settings.gateway.halfOpenSeconds
    gateway.maximumConnections = maximumConnections()
    gateway.utcOffsetSeconds = plan.utcOffsetSeconds
    return GatewayServer(
      settings: gateway, directory: { [directory] in directory.directory }, inbox: inbox,
      counters: GatewayCounters(),
      nowMilliseconds: { Int(Date.now.timeIntervalSince1970 * 1000) }, logger: logger)
  }

  /// As set, or as many as the system lets the process open.
  private func maximumConnections() -> Int {
    let wanted = settings.gateway.maximumConnections
    guard let limit = OpenFiles.raiseLimit() else { return wanted }
    let possible = OpenFiles.connections(wanted: wanted, limit: limit)
    if possible < wanted {
      logger.warning(
        "gateway.maximum-connections does not fit under the limit of open files; raise LimitNOFILE",
        metadata: [
          "wanted": "\(wanted)", "possible": "\(possible)", "limit": "\(limit)",
          "needed": "\(wanted + OpenFiles.reserved)",
        ])
    }
    return possible
  }

  /// The district as commands and pages change it: what they change is taken up at once.
  private func served(
    detection: DetectionService, devices: DevicesForPages, asking: AskDevices, ways: OtherWays
  ) -> OpenDistrict {
    var district = district
    district.isServed = true
    let gateway = devices.gateway
    district.gateway = GatewayHandle(
      wake: { asking.wake() }, isConnected: { gateway.status($0)?.isConnected == true })
    district.ways = ways
    district.latest = { [latest] in latest.value($0) }
    district.contentFaults = { devices.faults(of: $0) }
    let (directory, ledger, logger) = (directory, district.ledger, logger)
    district.changed = {
      do {
        try await directory.reload(from: ledger)
        try await detection.reload()
      } catch {
        logger.error("changes were not taken up", metadata: ["error": "\(error)"])
      }
    }
    return district
  }

  private func commandSocket(of district: OpenDistrict) throws -> any Service {
    try FolderSocket(path: district.folder.layout.socket).service(logger: logger) {
      await $0.run(in: district)
    }
  }
}
