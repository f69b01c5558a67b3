public import ActionPlan
import HJ212
public import Logging
import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
public import ServiceLifecycle
public import Telemetry

/// Sends what devices sent on to one platform above, as an HJ 212 client.
///
/// The inbox is the queue: what the platform has acknowledged without a gap is a number on disk. Behind
/// it everything is sent again after a restart, in the inbox's order; a platform drops what it has
/// by its QN. What it passed by in spite of later acknowledgements is set aside until somebody asks for it.
public final class Forwarder: Service {
  public let destination: Destination
  private let settings: ForwardSettings
  private let inbox: Inbox
  private let desk: ForwardDesk
  private let directory: @Sendable () -> DeviceDirectory
  private let logger: Logger
  /// Wakes whoever writes on the present connection.
  private let writer = NIOLockedValueBox<AsyncStream<Void>.Continuation?>(nil)

  /// How often what is overdue is looked for, and how far it is kept on disk.
  private static let turn = Duration.milliseconds(500)

  /// A destination that is met for the first time gets what comes from now on.
  ///
  /// - Parameters:
  ///   - utcOffsetSeconds: the plan's distance from UTC.
  ///   - now: epoch seconds.
  public init(
    _ destination: Destination, settings: ForwardSettings, inbox: Inbox, utcOffsetSeconds: Int,
    directory: @escaping @Sendable () -> DeviceDirectory, now: @escaping @Sendable () -> Int,
    logger: Logger
  ) async throws {
    self.destination = destination
    self.settings = settings
    self.inbox = inbox
    self.directory = directory
    self.logger = logger
    desk = ForwardDesk(
      writing: ForwardWriting(
        destination: destination, password: settings.password, utcOffsetSeconds: utcOffsetSeconds),
      limits: settings.limits, inbox: inbox,
      state: try await inbox.begin(destination: destination.id), now: now)
  }

  public func status() async -> ForwardStatus { await desk.status() }

  /// Stops sending, or goes on where it stopped; survives a restart.
  public func setPaused(_ isPaused: Bool) async throws {
    try await desk.setPaused(isPaused)
    wakeWriter()
  }

  /// Sends frames again that had been set aside, at most 500 at once.
  ///
  /// - Returns: how many.
  public func retry() async throws -> Int {
    let count = try await desk.retry()
    wakeWriter()
    return count
  }

  private func wakeWriter() { _ = writer.withLockedValue { $0?.yield() } }

  /// Connects, sends, and connects again until a graceful stop.
  public func run() async throws {
    let news = inbox.newFrames()
    await cancelWhenGracefulShutdown {
      await withTaskGroup { tasks in
        var pause = self.settings.firstPauseMilliseconds
        tasks.addTask { for await _ in news { self.wakeWriter() } }
        tasks.addTask { await self.tick() }
        while !Task.isCancelled {
          if await self.desk.isPaused {
            try? await Task.sleep(for: Self.turn)
            continue
          }
          let before = await self.desk.status().acknowledged
          await self.connect()
          if Task.isCancelled { break }
          let isFruitful = await self.desk.status().acknowledged > before
          pause = isFruitful ? self.settings.firstPauseMilliseconds : pause
          try? await Task.sleep(for: .milliseconds(pause + Int.random(in: 0...(pause / 4))))
          pause = min(pause * 2, self.settings.longestPauseMilliseconds)
        }
        tasks.cancelAll()
      }
    }
    try await desk.keep()
  }

  private func tick() async {
    while !Task.isCancelled {
      try? await Task.sleep(for: Self.turn)
      wakeWriter()
      await keep()
    }
  }

  private func keep() async {
    do {
      try await desk.keep()
    } catch {
      logger.error(
        "how far a platform is was not kept",
        metadata: ["destination": "\(destination.id)", "error": "\(error)"])
    }
  }

  private func connect() async {
    do {
      try await desk.fill()
      try await connectAndServe()
      await desk.disconnected(nil)
    } catch {
      let isEnd =
        Task.isCancelled || error is CancellationError || error as? ForwardFault == .paused
      await desk.disconnected(
        isEnd ? nil : "\(settings.host):\(settings.port): \(connectionReason(error))")
      guard !isEnd else { return }
      logger.info(
        "platform not reached, will connect again",
        metadata: ["destination": "\(destination.id)", "cause": "\(error)"])
    }
  }

  // MARK: One connection

  private typealias Inbound = NIOAsyncChannelInboundStream<ByteBuffer>
  private typealias Outbound = NIOAsyncChannelOutboundWriter<ByteBuffer>

  private func connectAndServe() async throws {
    let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .connectTimeout(.seconds(10))
      .channelOption(.tcpOption(.tcp_nodelay), value: 1)
      .connect(host: settings.host, port: settings.port) { channel in
        channel.eventLoop.makeCompletedFuture {
          try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
        }
      }
    await desk.connected()
    try await channel.executeThenClose { inbound, outbound in
      try await withThrowingTaskGroup(of: Void.self) { tasks in
        tasks.addTask { try await self.read(inbound, outbound) }
        tasks.addTask { try await self.write(outbound) }
        defer { tasks.cancelAll() }
        try await tasks.next()
      }
    }
  }

  private func write(_ outbound: Outbound) async throws {
    let (wakes, continuation) = AsyncStream.makeStream(
      of: Void.self, bufferingPolicy: .bufferingNewest(1))
    writer.withLockedValue { $0 = continuation }
    continuation.yield()
    for await _ in wakes {
      guard await !desk.isPaused else { throw ForwardFault.paused }
      try await write(try await desk.framesToResend(settings), outbound)
      var isMore = true
      while isMore {
        try await desk.fill()
        let frames = await desk.framesToWrite()
        try await write(frames, outbound)
        await desk.written(frames)
        // What wants no answer makes room at once.
        isMore = frames.contains { !$0.wantsAnswer }
      }
    }
    try Task.checkCancellation()
  }

  private func write(_ frames: [ForwardFrame], _ outbound: Outbound) async throws {
    guard !frames.isEmpty else { return }
    var bytes = ByteBuffer()
    bytes.reserveCapacity(frames.reduce(0) { $0 + $1.bytes.readableBytes })
    for frame in frames { bytes.writeImmutableBuffer(frame.bytes) }
    try await outbound.write(bytes)
  }

  private func read(_ inbound: Inbound, _ outbound: Outbound) async throws {
    var reader = FrameReader(
      settings: FrameReader.Settings(
        segmentLimit: FrameReader.hardLimit, acceptsModbusCRC: true))
    var pending = ByteBuffer()
    for try await var bytes in inbound {
      pending.writeBuffer(&bytes)
      var acknowledged: [(mn: String?, qn: String?)] = []
      var answers = ByteBuffer()
      while let event = reader.next(in: &pending) {
        guard case .frame(let frame) = event, let packet = try? Packet(frame) else { continue }
        switch packet.command {
        case .dataAnswer?, .noticeAnswer?:
          acknowledged.append((packet.mn, packet.answeredRequest))
        case .requestAnswer?, .result?: break
        default: refusal(of: packet)?.write(to: packet, into: &answers)
        }
      }
      pending.discardReadBytes()
      if !acknowledged.isEmpty {
        await desk.acknowledged(acknowledged)
        wakeWriter()
      }
      if answers.readableBytes > 0 { try await outbound.write(answers) }
    }
    throw ForwardFault.closed
  }

  /// A platform's request is refused with the reason; a notice is taken notice of, and nothing is done.
  /// Clocks and intervals of devices are this side's to set.
  private func refusal(of packet: Packet) -> Answer? {
    guard let command = packet.command, command.rawValue < 9_000 else { return nil }
    if let password = settings.password, packet.pw != password {
      return .request(.wrongPassword)
    }
    guard let mn = packet.mn, knows(mn) else { return .request(.wrongDevice) }
    let form = CommandForm.all.first { $0.command == command && $0.sender == .centre }
    switch form?.kind {
    case .notice?: return .notice
    case nil: return .request(.wrongCommand)
    default: return .request(.refused)
    }
  }

  private func knows(_ number: String) -> Bool {
    let numbers = destination.rewriting?.numbers ?? [:]
    if let own = numbers.first(where: { $0.value == number })?.key {
      return directory().device(own) != nil
    }
    return numbers[number] == nil && directory().device(number) != nil
  }
}
