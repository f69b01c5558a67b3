import Console
import Foundation
import Gateway
import Ledger
import ServiceLifecycle
import Telemetry

extension RunningDistrict {
  /// - Parameter opened: what is told of changes to devices.
  func consoleServer(
    devices: DevicesForPages, ways: OtherWays, opened: OpenDistrict
  ) async throws -> ConsoleServer {
    let (store, inbox, metrics) = (store, inbox, metrics)
    let gauges = ProcessGauges(startedAt: district.now())
    let lag = LagGauges(pump: devices.pump, layout: district.folder.layout)
    var accounts = district.accounts
    accounts.secondFactor = SecondFactorRule(
      isRequired: settings.signIn.secondFactor == .required, graceDays: settings.signIn.graceDays)
    var subjects = ConsoleSubjects(
      plan: plan, ledger: district.ledger, accounts: accounts,
      photos: AttachmentStore(folder: district.folder.layout.attachments),
      uploads: UploadStore(folder: district.folder.layout.uploads), store: store,
      latest: latest, hub: hub,
      links: { devices.links() }, strangers: { devices.strangers() },
      faults: { mn in devices.faults(of: mn) },
      tiles: settings.map.tiles(),
      isReady: { await Self.isReady(store: store, inbox: inbox, pump: devices.pump) },
      metrics: {
        gauges.refresh()
        lag.refresh()
        return metrics.text()
      },
      now: district.now, logger: logger)
    subjects.readmit = { mn in await devices.gateway.readmit(mn) }
    subjects.devicesChanged = {
      await opened.changed()
      opened.gateway?.wake()
    }
    subjects.outside = try settings.signIn.services(
      call: { try await CallOutside.make($0) }, now: district.now)
    subjects.ways = ways
    let auditKey = district.folder.layout.auditKey
    subjects.evidenceKey = { try AuditKey(readingOrMakingAt: auditKey) }
    return try await ConsoleServer(subjects: subjects, settings: consoleSettings)
  }

  private var consoleSettings: ConsoleSettings {
    var console = ConsoleSettings()
    console.host = settings.console.host
    console.port = settings.console.port
    if let chain = settings.console.tlsCertificate, let key = settings.console.tlsKey {
      console.certificate = .init(chainFile: chain, keyFile: key)
    }
    console.leafletFolder = settings.console.leafletFolder
    console.chartFolder = settings.console.chartFolder
    console.isBehindProxy = settings.console.isBehindProxy
    console.metricsAreOpen = settings.console.publicMetrics
    console.isSimulated = district.folder.holdsSimulatedData
    return console
  }

  private static func isReady(
    store: EmbeddedStore, inbox: Inbox, pump: InboxPump
  ) async -> Bool {
    do {
      _ = try await store.appliedSequence
      _ = try await inbox.lastSequence
      return !pump.isStuck
    } catch {
      return false
    }
  }

  /// Prints where the district is to be found, once it is there.
  func announcement(
    gatewayPort: Int, tlsPort: Int?, console: ConsoleServer
  ) -> Announcement {
    Announcement(
      scheme: settings.console.tlsCertificate == nil ? "http" : "https",
      host: settings.console.host, gatewayPort: gatewayPort, tlsPort: tlsPort,
      console: console)
  }
}

/// The lines a person, or a script, waits for on standard output.
struct Announcement: Service {
  let scheme: String
  let host: String
  let gatewayPort: Int
  let tlsPort: Int?
  let console: ConsoleServer

  func run() async throws {
    let port = await console.localPort
    let shown = host == "0.0.0.0" || host == "::" ? "127.0.0.1" : host
    print("gateway: HJ 212 on port \(gatewayPort)")
    if let tlsPort { print("gateway: HJ 212 over TLS on port \(tlsPort)") }
    print("console: \(scheme)://\(shown):\(port)/")
    fflush(nil)
    try await gracefulShutdown()
  }
}
