public import ActionPlan
public import Ledger
public import Logging
public import Telemetry

/// Exactly what the Console reads and calls, handed in by wiring.
public struct ConsoleSubjects: Sendable {
  public var plan: Plan
  public var ledger: LedgerDatabase
  public var accounts: Accounts
  public var photos: AttachmentStore
  /// Tables that wait to be imported.
  public var uploads: UploadStore
  public var store: any TelemetryStore
  public var latest: LatestValues
  public var hub: LiveHub
  /// State of every device's connection, as the gateway sees it.
  public var links: @Sendable () async -> [DeviceLink]
  /// Who knocked and is not in the Ledger.
  public var strangers: @Sendable () async -> [UnknownDevice]
  /// What a device sent lately that could not be used.
  public var faults: @Sendable (_ mn: String) async -> [DeviceFault]
  /// Lets the gateway take up what was changed of devices, or asked of them.
  public var devicesChanged: @Sendable () async -> Void = {}
  /// Stores what a device sent before it was in the list, and says how many frames that were.
  public var readmit: @Sendable (_ mn: String) async -> Int = { _ in 0 }
  /// Ways in and out beside HJ 212.
  public var ways = OtherWays.none
  /// Signs what leaves the house as evidence; nil where nothing may.
  public var evidenceKey: (@Sendable () throws -> AuditKey)?
  /// Map tiles, where the operator configured any.
  public var tiles: TileService?
  /// Services that say who somebody is.
  public var outside = OutsideServices()
  /// Whether every store is open and answering.
  public var isReady: @Sendable () async -> Bool
  /// Prometheus' text format.
  public var metrics: @Sendable () async -> String
  /// Epoch seconds.
  public var now: @Sendable () -> Int
  public var logger: Logger

  public init(
    plan: Plan, ledger: LedgerDatabase, accounts: Accounts,
    photos: AttachmentStore, uploads: UploadStore, store: any TelemetryStore,
    latest: LatestValues, hub: LiveHub,
    links: @escaping @Sendable () async -> [DeviceLink],
    strangers: @escaping @Sendable () async -> [UnknownDevice],
    faults: @escaping @Sendable (_ mn: String) async -> [DeviceFault],
    tiles: TileService?, isReady: @escaping @Sendable () async -> Bool,
    metrics: @escaping @Sendable () async -> String, now: @escaping @Sendable () -> Int,
    logger: Logger
  ) {
    self.plan = plan
    self.ledger = ledger
    self.accounts = accounts
    self.photos = photos
    self.uploads = uploads
    self.store = store
    self.latest = latest
    self.hub = hub
    self.links = links
    self.strangers = strangers
    self.faults = faults
    self.tiles = tiles
    self.isReady = isReady
    self.metrics = metrics
    self.now = now
    self.logger = logger
  }
}
