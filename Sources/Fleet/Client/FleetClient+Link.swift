import HJ212
import NIOCore
import NIOPosix

extension FleetClient {
  /// One connection from connect to close.
  func connectAndServe() async throws {
    let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .connectTimeout(.seconds(10))
      .channelOption(.tcpOption(.tcp_nodelay), value: 1)
      .connect(host: settings.host, port: settings.port) { channel in
        channel.eventLoop.makeCompletedFuture {
          try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
        }
      }
    let toWrite = linked()
    try await channel.executeThenClose { inbound, outbound in
      try await withThrowingTaskGroup(of: Void.self) { tasks in
        tasks.addTask { try await self.read(inbound, answeringOn: outbound) }
        tasks.addTask { try await self.write(toWrite, to: outbound) }
        tasks.addTask { try await self.watchAnswers(on: outbound) }
        defer { tasks.cancelAll() }
        _ = try await tasks.next()
      }
    }
  }

  private nonisolated func read(
    _ inbound: NIOAsyncChannelInboundStream<ByteBuffer>,
    answeringOn outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
  ) async throws {
    var reader = FrameReader()
    var pending = ByteBuffer()
    for try await var bytes in inbound {
      pending.writeBuffer(&bytes)
      var keys: [OutgoingFrame.Key] = []
      var answers = ByteBuffer()
      while let event = reader.next(in: &pending) {
        guard case .frame(let frame) = event, let packet = try? Packet(frame) else { continue }
        if let key = Self.acknowledgedKey(packet) {
          keys.append(key)
        } else if packet.wantsAnswer, packet.command.map({ $0.rawValue < 9000 }) == true {
          // A sender of data carries out no requests.
          Answer.request(.refused).write(to: packet, into: &answers)
        }
      }
      pending.discardReadBytes()
      if !keys.isEmpty { await acknowledged(keys) }
      if answers.readableBytes > 0 { try await outbound.write(answers) }
    }
  }

  /// QN and MN of a 9013 or 9014; an answer in the manner of 2005 has its QN inside CP.
  private nonisolated static func acknowledgedKey(_ packet: Packet) -> OutgoingFrame.Key? {
    guard packet.command == .dataAnswer || packet.command == .noticeAnswer, let mn = packet.mn
    else { return nil }
    if let qn = packet.qn { return OutgoingFrame.Key(mn: mn, qn: qn) }
    let inside = packet.items().items.first { packet.text($0.key) == "QN" }
    return inside?.value.map { OutgoingFrame.Key(mn: mn, qn: packet.text($0)) }
  }

  private nonisolated func write(
    _ toWrite: AsyncStream<Void>, to outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
  ) async throws {
    for await _ in toWrite {
      try await write(await framesToWrite(), to: outbound)
    }
    try Task.checkCancellation()
  }

  private nonisolated func watchAnswers(
    on outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
  ) async throws {
    while true {
      try await ContinuousClock().sleep(for: .milliseconds(250))
      try await write(try await framesToResend(), to: outbound)
    }
  }

  private nonisolated func write(
    _ frames: [OutgoingFrame], to outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
  ) async throws {
    guard !frames.isEmpty else { return }
    var bytes = ByteBuffer()
    bytes.reserveCapacity(frames.reduce(0) { $0 + $1.bytes.readableBytes })
    for frame in frames { bytes.writeImmutableBuffer(frame.bytes) }
    try await outbound.write(bytes)
  }
}
