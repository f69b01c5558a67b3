import Foundation
import HJ212
import NIOCore
import NIOPosix

/// One TCP connection of data loggers; every upload waits for its acknowledgement.
final class MonitorLine {
  private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
  private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
  private var received = ""

  private init(
    outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>,
    inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
  ) {
    self.outbound = outbound
    self.inbound = inbound
  }

  /// Connects to a gateway on this machine for as long as the body runs.
  @discardableResult
  static func during<Value: Sendable>(
    port: Int, _ body: (MonitorLine) async throws -> Value
  ) async throws -> Value {
    let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .connect(host: "127.0.0.1", port: port) { channel in
        channel.eventLoop.makeCompletedFuture {
          try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
        }
      }
    return try await channel.executeThenClose { inbound, outbound in
      try await body(MonitorLine(outbound: outbound, inbound: inbound.makeAsyncIterator()))
    }
  }

  /// Sends one upload and waits for its 9014.
  ///
  /// - Parameters:
  ///   - at: DataTime, epoch seconds.
  ///   - values: in the standard's notation, e.g. `("a34004-Avg", "35")`.
  /// - Returns: when the frame was handed to the socket, milliseconds of the epoch.
  @discardableResult
  func upload(
    mn: String, st: String, cn: String = "2011", at: Int, values: [(String, String)]
  ) async throws -> Int {
    let time = Self.localTime(at)
    let qn = time + "000"
    let message = Message(
      qn: qn, st: st, cn: cn, pw: "123456", mn: mn, flag: PacketFlag(rawValue: 5),
      data: [[.init("DataTime", time)]] + values.map { [.init($0.0, $0.1)] })
    let sentAt = Int(Date().timeIntervalSince1970 * 1_000)
    try await outbound.write(try message.frame())
    try await acknowledged(mn: mn, qn: qn)
    return sentAt
  }

  private func acknowledged(mn: String, qn: String) async throws {
    while true {
      while let end = received.range(of: "\r\n") {
        let frame = received[..<end.lowerBound]
        received.removeSubrange(..<end.upperBound)
        if frame.contains("CN=9014;"), frame.contains("QN=\(qn);"), frame.contains("MN=\(mn);") {
          return
        }
      }
      guard let bytes = try await inbound.next() else {
        throw HarnessFailure(description: "the gateway closed before it acknowledged \(mn) \(qn)")
      }
      received += String(buffer: bytes)
    }
  }

  /// Local time of the plan, `yyyyMMddHHmmss`.
  private static func localTime(_ epoch: Int) -> String {
    var time = time_t(epoch + 28_800)
    var parts = tm()
    gmtime_r(&time, &parts)
    return String(
      format: "%04d%02d%02d%02d%02d%02d", parts.tm_year + 1_900, parts.tm_mon + 1, parts.tm_mday,
      parts.tm_hour, parts.tm_min, parts.tm_sec)
  }
}
