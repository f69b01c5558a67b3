import HJ212
public import Logging
import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
import NIOSSL
public import ServiceLifecycle
public import Telemetry

/// The HJ 212 server: takes frames from units over TCP, commits them to the inbox and, where the
/// unit wants it, says so.
///
/// A frame is acknowledged only after its commit. A bad packet costs that packet, a bad peer its
/// connection, nothing costs the listener.
public final class GatewayServer: Service {
  let settings: GatewaySettings
  let port: Port
  private let group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton
  let registry = ConnectionRegistry()
  let listener = NIOLockedValueBox<(any Channel)?>(nil)
  private let tlsListener = NIOLockedValueBox<(any Channel)?>(nil)

  /// - Parameters:
  ///   - directory: the current snapshot of the known devices; asked once a frame, on an event loop.
  ///   - nowMilliseconds: the clock, in epoch milliseconds.
  public init(
    settings: GatewaySettings, directory: @escaping @Sendable () -> DeviceDirectory, inbox: Inbox,
    counters: GatewayCounters, nowMilliseconds: @escaping @Sendable () -> Int, logger: Logger
  ) {
    self.settings = settings
    port = Port(
      settings: settings, directory: directory, inbox: inbox, counters: counters,
      nowMilliseconds: nowMilliseconds, logger: logger)
  }

  /// The port that is listened on; nil before `listen()`.
  public var localPort: Int? { listener.withLockedValue { $0?.localAddress?.port } }

  /// The port that is listened on with TLS; nil where there is none, and before `listen()`.
  public var localTLSPort: Int? { tlsListener.withLockedValue { $0?.localAddress?.port } }

  /// Every device of the list that has sent something since the start, sorted by device number.
  public func statuses() -> [DeviceStatus] { port.statuses.all }
  public func status(_ mn: String) -> DeviceStatus? { port.statuses.status(mn) }

  /// Device numbers outside the list that sent frames; the latest first, at most 1,000.
  public func unlistedDevices() -> [UnlistedDevice] { port.unlisted.all }

  public func counts() -> GatewayCounters.Snapshot { port.counters.snapshot }

  /// Binds the address, so that a port in use is known before anything else starts. `run()` does it
  /// where nobody has.
  ///
  /// - Returns: the port listened on without TLS.
  /// - Throws: `GatewayError`.
  @discardableResult
  public func listen() async throws -> Int {
    if let localPort { return localPort }
    let context = try settings.tls?.context()
    let (bound, channel) = try await bind(to: settings.port, context: nil)
    listener.withLockedValue { $0 = channel }
    if let tls = settings.tls, let context {
      let (_, channel) = try await bind(to: tls.port, context: context)
      tlsListener.withLockedValue { $0 = channel }
    }
    return bound
  }

  private func bind(
    to wanted: Int, context: NIOSSLContext?
  ) async throws -> (port: Int, channel: any Channel) {
    do {
      let channel = try await bootstrap(context).bind(host: settings.host, port: wanted).get()
      let bound = channel.localAddress?.port ?? wanted
      port.logger.info(
        "gateway listens",
        metadata: [
          "host": "\(settings.host)", "port": "\(bound)", "tls": "\(context != nil)",
        ])
      return (bound, channel)
    } catch {
      throw GatewayError.cannotListen(
        host: settings.host, port: wanted, reason: String(describing: error))
    }
  }

  private func bootstrap(_ context: NIOSSLContext?) -> ServerBootstrap {
    let (port, registry) = (port, registry)
    return ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: 1_024)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      // Where the process has no descriptor left, it tries again a second later, not at once.
      .serverChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(AcceptBackoffHandler())
        }
      }
      .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
      .childChannelOption(.socketOption(.so_keepalive), value: 1)
      .childChannelOption(.allowRemoteHalfClosure, value: true)
      // More reads in one go would pass by what holds a connection back.
      .childChannelOption(.maxMessagesPerRead, value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          let pipeline = channel.pipeline.syncOperations
          if let context { try pipeline.addHandler(NIOSSLServerHandler(context: context)) }
          try pipeline.addHandler(
            DeviceConnection(port: port, registry: registry, channel: channel))
        }
      }
  }

  /// Serves until a graceful stop: then nobody is let in, what has been read is committed and
  /// answered, and the connections are closed.
  public func run() async throws {
    try await listen()
    let channels = [listener, tlsListener].compactMap { $0.withLockedValue { $0 } }
    try await withTaskCancellationOrGracefulShutdownHandler {
      for channel in channels { try await channel.closeFuture.get() }
    } onCancelOrGracefulShutdown: {
      for channel in channels { channel.close(promise: nil) }
    }
    await closeConnections()
    port.logger.info("gateway stopped")
  }

  private func closeConnections() async {
    let channels = registry.stop()
    for channel in channels {
      channel.pipeline.fireUserInboundEventTriggered(GatewayStopping())
    }
    let closed = EventLoopFuture.andAllComplete(
      channels.map(\.closeFuture), on: group.next())
    let deadline = group.next().scheduleTask(in: .seconds(Int64(settings.stopSeconds))) {
      for channel in channels { channel.close(promise: nil) }
    }
    try? await closed.get()
    deadline.cancel()
  }
}

/// Told to every connection when the server stops.
struct GatewayStopping: Sendable {}

/// What all connections of one server share.
final class Port: Sendable {
  let settings: GatewaySettings
  let directory: @Sendable () -> DeviceDirectory
  let inbox: Inbox
  let counters: GatewayCounters
  let nowMilliseconds: @Sendable () -> Int
  let logger: Logger
  let peerLog: PeerLog
  let statuses = DeviceStatuses()
  let unlisted = UnlistedDevices()
  let exchanges = Exchanges()
  /// Devices heard with the password that they were told to take.
  let newPasswordUsers = NIOLockedValueBox<Set<String>>([])
  private let lastRequest = NIOLockedValueBox(0)

  init(
    settings: GatewaySettings, directory: @escaping @Sendable () -> DeviceDirectory, inbox: Inbox,
    counters: GatewayCounters, nowMilliseconds: @escaping @Sendable () -> Int, logger: Logger
  ) {
    self.settings = settings
    self.directory = directory
    self.inbox = inbox
    self.counters = counters
    self.nowMilliseconds = nowMilliseconds
    self.logger = logger
    peerLog = PeerLog(logger: logger)
  }

  /// A QN that no other request has.
  func nextRequestNumber() -> String {
    let now = nowMilliseconds()
    let moment = lastRequest.withLockedValue { last in
      last = max(now, last + 1)
      return last
    }
    return TimeLabel.requestNumber(
      epochMilliseconds: moment, utcOffsetSeconds: settings.utcOffsetSeconds)
  }
}
