import Fleet
import HJ212
import NIOCore
import NIOPosix

/// A gateway of a few lines on a loopback port: notes what it reads and answers as told.
final class LoopbackGateway: Sendable {
  enum Behaviour: Sendable {
    /// Answers each frame.
    case answers
    /// Answers a frame only when it comes for the second time.
    case answersRepeats
    /// Closes the first connection after so many frames, unanswered; then answers.
    case dropsFirstConnection(after: Int)
    /// Reads and says nothing.
    case mute
  }

  /// What was seen, in order.
  actor Journal {
    private(set) var keys: [OutgoingFrame.Key] = []
    private(set) var connections = 0
    private var waiters: [(Int, CheckedContinuation<Void, Never>)] = []

    func connected() -> Int {
      connections += 1
      return connections
    }

    /// - Returns: how often this frame has come by now.
    func note(_ key: OutgoingFrame.Key) -> Int {
      keys.append(key)
      for (count, waiter) in waiters where count <= keys.count { waiter.resume() }
      waiters.removeAll { $0.0 <= keys.count }
      return keys.count { $0 == key }
    }

    func waitFor(_ count: Int) async {
      guard keys.count < count else { return }
      await withCheckedContinuation { waiters.append((count, $0)) }
    }
  }

  let journal = Journal()
  private let server: NIOAsyncChannel<NIOAsyncChannel<ByteBuffer, ByteBuffer>, Never>
  private let behaviour: Behaviour

  var port: Int { server.channel.localAddress?.port ?? 0 }

  init(_ behaviour: Behaviour) async throws {
    self.behaviour = behaviour
    server = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .bind(host: "127.0.0.1", port: 0) { channel in
        channel.eventLoop.makeCompletedFuture {
          try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
        }
      }
  }

  func run() async throws {
    try await server.executeThenClose { clients in
      try await withThrowingDiscardingTaskGroup { tasks in
        for try await client in clients {
          tasks.addTask {
            // A client that goes away mid-write is part of what is tested.
            try? await self.serve(client)
          }
        }
      }
    }
  }

  private func serve(_ client: NIOAsyncChannel<ByteBuffer, ByteBuffer>) async throws {
    let number = await journal.connected()
    try await client.executeThenClose { inbound, outbound in
      var reader = FrameReader()
      var buffer = ByteBuffer()
      var count = 0
      for try await var bytes in inbound {
        buffer.writeBuffer(&bytes)
        while let event = reader.next(in: &buffer) {
          guard case .frame(let frame) = event else { continue }
          let packet = try Packet(frame)
          count += 1
          let key = OutgoingFrame.Key(mn: packet.mn ?? "", qn: packet.qn ?? "")
          let times = await journal.note(key)
          switch behaviour {
          case .mute: continue
          case .answersRepeats where times < 2: continue
          case .dropsFirstConnection(let limit) where number == 1:
            if count >= limit { return }
            continue
          default:
            var answer = ByteBuffer()
            Answer.data.write(to: packet, into: &answer)
            try await outbound.write(answer)
          }
        }
      }
    }
  }
}
