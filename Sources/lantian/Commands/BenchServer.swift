import Foundation
import HJ212
import NIOCore
import NIOPosix

/// Takes one connection and lets a bench exercise whoever is at its other end.
struct BenchServer {
  private enum Event: Sendable {
    case bytes(ByteBuffer)
    case closed
    /// The wait of this number is over.
    case waited(Int)
  }

  private typealias Connection = NIOAsyncChannel<ByteBuffer, ByteBuffer>

  let host: String
  let port: Int
  let language: BenchReport.Language

  /// Listens until a device has connected and the bench has finished with it or lost it.
  func run(_ bench: DeviceBench) async throws -> BenchReport {
    let server = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .bind(host: host, port: port) { channel in
        channel.eventLoop.makeCompletedFuture {
          try Connection(wrappingChannelSynchronously: channel)
        }
      }
    let bound = server.channel.localAddress?.port ?? port
    say("正在 \(host):\(bound) 等待设备连接", "waiting for a device at \(host):\(bound)")
    return try await server.executeThenClose { connections in
      for try await connection in connections {
        let peer = connection.channel.remoteAddress.map { "\($0)" } ?? ""
        say("设备已连接：\(peer)", "a device has connected: \(peer)")
        return try await exercise(connection, bench)
      }
      return bench.report
    }
  }

  /// Progress goes to standard error, the report alone to standard output.
  private func say(_ chinese: String, _ english: String) {
    FileHandle.standardError.write(Data(((language == .chinese ? chinese : english) + "\n").utf8))
  }

  private func exercise(
    _ connection: Connection, _ bench: DeviceBench
  ) async throws -> BenchReport {
    try await connection.executeThenClose { inbound, outbound in
      let (events, feed) = AsyncStream.makeStream(of: Event.self)
      return try await withThrowingTaskGroup(of: Void.self) { tasks in
        tasks.addTask {
          defer { feed.yield(.closed) }
          for try await bytes in inbound { feed.yield(.bytes(bytes)) }
        }
        defer { tasks.cancelAll() }
        var state = BenchState(bench)
        var effects = state.bench.connected(atMilliseconds: Self.now)
        var waits = 0
        var source = events.makeAsyncIterator()
        while true {
          for effect in effects {
            switch effect {
            case .send(let bytes): try await outbound.write(bytes)
            case .finished: return state.bench.report
            case .wait(let milliseconds):
              waits += 1
              let number = waits
              tasks.addTask {
                try await ContinuousClock().sleep(for: .milliseconds(milliseconds))
                feed.yield(.waited(number))
              }
            }
          }
          effects = []
          switch await source.next() {
          case .bytes(let bytes): effects = state.received(bytes, atMilliseconds: Self.now)
          case .waited(let number) where number == waits:
            effects = state.bench.silent(atMilliseconds: Self.now)
          case .waited: break
          case .closed, nil:
            state.bench.disconnected()
            return state.bench.report
          }
        }
      }
    }
  }

  private static var now: Int { Int(Date().timeIntervalSince1970 * 1000) }
}

/// A bench with what has come and is not yet a frame.
private struct BenchState {
  var bench: DeviceBench
  private var reader = FrameReader(
    settings: FrameReader.Settings(segmentLimit: FrameReader.hardLimit, acceptsModbusCRC: true))
  private var buffer = ByteBuffer()

  init(_ bench: DeviceBench) { self.bench = bench }

  mutating func received(_ bytes: ByteBuffer, atMilliseconds now: Int) -> [DeviceBench.Effect] {
    buffer.writeImmutableBuffer(bytes)
    var effects: [DeviceBench.Effect] = []
    while let event = reader.next(in: &buffer) {
      effects += bench.received(event, atMilliseconds: now)
    }
    buffer.discardReadBytes()
    return effects
  }
}
