public import Logging
import NIOCore
import NIOPosix
import NIOSSL
public import ServiceLifecycle

/// Reads a source's messages from an MQTT 3.1.1 broker with QoS 1 and a session that the broker keeps.
///
/// A message is acknowledged after its commit, so that the broker sends again what was not stored.
public final class MQTTSource: Service {
  private let source: String
  private let settings: MQTTSettings
  private let desk: SourceDesk
  private let logger: Logger

  public init(source: String, settings: MQTTSettings, desk: SourceDesk, logger: Logger) {
    self.source = source
    self.settings = settings
    self.desk = desk
    self.logger = logger
  }

  /// Connects, reads, and connects again until a graceful stop.
  public func run() async throws {
    await cancelWhenGracefulShutdown {
      var pause = self.settings.firstPauseMilliseconds
      while !Task.isCancelled {
        let began = ContinuousClock.now
        do {
          try await self.connectAndRead()
        } catch {
          if !Task.isCancelled, !(error is CancellationError) {
            self.complain(error)
          }
        }
        self.desk.setConnected(false, self.source)
        if ContinuousClock.now - began > .seconds(30) {
          pause = self.settings.firstPauseMilliseconds
        }
        try? await Task.sleep(for: .milliseconds(pause))
        pause = min(pause * 2, self.settings.longestPauseMilliseconds)
      }
    }
  }

  private func complain(_ error: any Error) {
    // A commit that failed has been counted by the desk.
    if case MQTTFault.notStored? = error as? MQTTFault { return }
    desk.fail(source, "\(settings.host):\(settings.port): \(connectionReason(error))")
  }

  private func connectAndRead() async throws {
    let secured = try settings.isSecure ? tls() : nil
    let host = settings.host
    let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .connectTimeout(.seconds(10))
      .channelOption(.tcpOption(.tcp_nodelay), value: 1)
      .connect(host: host, port: settings.port) { channel in
        channel.eventLoop.makeCompletedFuture {
          if let secured {
            let isAddress = (try? SocketAddress(ipAddress: host, port: 0)) != nil
            try channel.pipeline.syncOperations.addHandler(
              NIOSSLClientHandler(context: secured, serverHostname: isAddress ? nil : host))
          }
          return try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
        }
      }
    try await channel.executeThenClose { inbound, outbound in
      try await withThrowingTaskGroup(of: Void.self) { tasks in
        let heard = Heard()
        tasks.addTask { try await self.read(inbound, outbound, heard) }
        tasks.addTask { try await self.keepAlive(outbound, heard) }
        defer { tasks.cancelAll() }
        try await tasks.next()
      }
    }
  }

  private func tls() throws -> NIOSSLContext {
    var configuration = TLSConfiguration.makeClientConfiguration()
    if let authority = settings.authority { configuration.trustRoots = .file(authority) }
    return try NIOSSLContext(configuration: configuration)
  }

  // MARK: One connection

  private typealias Inbound = NIOAsyncChannelInboundStream<ByteBuffer>
  private typealias Outbound = NIOAsyncChannelOutboundWriter<ByteBuffer>

  /// Whether something came since the last look.
  private actor Heard {
    private var count = 0
    func something() { count += 1 }
    func take() -> Bool {
      defer { count = 0 }
      return count > 0
    }
  }

  private func read(_ inbound: Inbound, _ outbound: Outbound, _ heard: Heard) async throws {
    try await send(
      .connect(
        MQTTConnect(
          client: settings.client, keepAliveSeconds: UInt16(clamping: settings.keepAliveSeconds),
          user: settings.user, password: settings.password)), outbound)
    var reader = MQTTReader()
    var pending = ByteBuffer()
    for try await var bytes in inbound {
      await heard.something()
      pending.writeBuffer(&bytes)
      var packets: [MQTTPacket] = []
      while let packet = try reader.next(in: &pending) { packets.append(packet) }
      pending.discardReadBytes()
      try await take(packets, outbound)
    }
    throw MQTTFault.closed
  }

  private func take(_ packets: [MQTTPacket], _ outbound: Outbound) async throws {
    for packet in packets {
      switch packet {
      case .connectAnswer(_, let code):
        guard code == 0 else { throw MQTTFault.refused(code) }
        // Again at each connection: the broker may have lost the session, or the settings changed.
        try await send(.subscribe(id: 1, topics: settings.topics), outbound)
      case .subscribeAnswer(_, let codes):
        for (topic, code) in zip(settings.topics, codes) where code > 2 {
          throw MQTTFault.topicRefused(topic)
        }
        desk.setConnected(true, source)
        logger.info("subscribed", metadata: ["source": "\(source)"])
      default: break
      }
    }
    try await store(packets, outbound)
  }

  /// Commits the messages of one read together and acknowledges them in their order.
  private func store(_ packets: [MQTTPacket], _ outbound: Outbound) async throws {
    var messages: [(bytes: [UInt8], peer: String)] = []
    var numbers: [UInt16?] = []
    var answers = ByteBuffer()
    for case .publish(let topic, let payload, let id) in packets {
      // An empty message takes back one that the broker kept: it says nothing.
      guard !payload.isEmpty else {
        if let id { MQTTPacket.publishAnswer(id).write(into: &answers) }
        continue
      }
      messages.append((payload, topic))
      numbers.append(id)
    }
    let results = await desk.take(messages, of: source)
    var refusal: MQTTFault?
    for (id, result) in zip(numbers, results) {
      if case .failure(let fault) = result, case .notStored = fault {
        refusal = .notStored(fault)
        break
      }
      // What can never be taken is not asked for again.
      if let id { MQTTPacket.publishAnswer(id).write(into: &answers) }
    }
    if answers.readableBytes > 0 { try await outbound.write(answers) }
    if let refusal { throw refusal }
  }

  private func keepAlive(_ outbound: Outbound, _ heard: Heard) async throws {
    while true {
      try await Task.sleep(for: .seconds(Double(settings.keepAliveSeconds) / 2))
      guard await heard.take() else { throw MQTTFault.silent }
      try await send(.ping, outbound)
    }
  }

  private func send(_ packet: MQTTPacket, _ outbound: Outbound) async throws {
    var bytes = ByteBuffer()
    packet.write(into: &bytes)
    try await outbound.write(bytes)
  }
}
