import Logging
import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
import Testing

@testable import Gateway

@Suite struct `Comparing passwords` {
  @Test(arguments: [
    ("123456", "123456", true), ("", "", true), ("123456", "123457", false),
    ("123456", "12345", false), ("12345", "123456", false), ("", "1", false), ("1", "", false),
    ("11", "1", false), ("1", "11", false), ("\0", "", false),
  ])
  func `only equal ones are equal`(sent: String, onFile: String, isEqual: Bool) {
    #expect(isPassword(sent.utf8, equalTo: onFile.utf8) == isEqual)
  }
}

@Suite struct `The log about peers` {
  @Test func `says a thing once in ten seconds and how often it was left out`() {
    let lines = NIOLockedValueBox<[Logger.Metadata]>([])
    let log = PeerLog(logger: Logger(label: "test") { _ in Recorder(lines: lines) })
    for second in [0, 1, 9, 10] {
      log.write(.warning, "frame refused", kind: "crc", peer: "10.0.0.1", at: second)
    }
    log.write(.warning, "frame refused", kind: "crc", peer: "10.0.0.2", at: 1)
    let suppressed = lines.withLockedValue { $0 }.map { $0["suppressed"]?.description }
    #expect(suppressed == [nil, "2", nil])
  }

  @Test func `keeps within its table when every line is about another peer`() {
    let lines = NIOLockedValueBox<[Logger.Metadata]>([])
    let log = PeerLog(logger: Logger(label: "test") { _ in Recorder(lines: lines) }, limit: 10)
    for peer in 0..<1_000 {
      log.write(.warning, "frame refused", kind: "crc", peer: "\(peer)", at: 0)
    }
    #expect(lines.withLockedValue { $0.count } == 10)
  }

  private struct Recorder: LogHandler {
    let lines: NIOLockedValueBox<[Logger.Metadata]>
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace
    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }
    func log(event: LogEvent) { lines.withLockedValue { $0.append(event.metadata ?? [:]) } }
  }
}

@Suite struct `Tables fed by strangers stay small` {
  @Test func `unlisted devices, the older half making room`() {
    let devices = UnlistedDevices(limits: UnlistedDevices.Limits(devices: 4))
    for number in 1...9 {
      devices.seen(
        mn: "\(number)", Stranger(st: "22", edition: "2017", password: nil),
        frame: HeldFrame(
          bytes: [1], peer: "p", address: nil, receivedAtMilliseconds: number * 1000))
    }
    #expect(devices.all.map(\.mn) == ["9", "8", "7"])
  }

  @Test func `unbound keys, the older half making room`() {
    let keys = UnboundKeys(limit: 4)
    for number in 1...9 { keys.seen([("k\(number)", "1")], mn: "m", cn: "2011", at: number) }
    #expect(keys.all(mn: nil).map(\.rawKey) == ["k7", "k8", "k9"])
  }

  @Test func `a fleet with more keys than the table holds does not sort it for each of them`() {
    let keys = UnboundKeys(limit: 1_000)
    for number in 0..<1_001 { keys.seen([("k\(number)", "1")], mn: "m", cn: "2011", at: number) }
    #expect(keys.all(mn: nil).count == 501)
  }

  @Test func `flagged contents, the newest first`() {
    let contents = FlaggedContents(limit: 3)
    for number in 1...8 {
      contents.add(
        FlaggedContent(
          code: "c", explanation: "", sequence: Int64(number), mn: "m", cn: "2011", receivedAt: 0))
    }
    #expect(contents.recent(mn: nil).map(\.sequence) == [8, 7, 6])
  }
}

@Suite struct `The list of connections` {
  private let settings = GatewaySettings.test {
    $0.maximumConnections = 3
    $0.maximumUndeliveredPerHost = 2
  }

  /// Says why it lets somebody in or not.
  @Test func `tells a full house from a stop and from one host's crowd`() async throws {
    let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .bind(host: "127.0.0.1", port: 0).get()
    let registry = ConnectionRegistry()
    func admit(_ host: String) -> ConnectionRegistry.Admission {
      registry.admit(channel, host: host, settings: settings)
    }
    #expect(admit("a") == .admitted(1))
    #expect(admit("a") == .admitted(2))
    #expect(admit("a") == .tooManyOfHost)
    registry.delivered(2)
    #expect(admit("a") == .admitted(3))
    #expect(admit("b") == .tooMany)
    registry.remove(2)
    #expect(admit("a") == .tooManyOfHost)
    registry.remove(1)
    #expect(admit("a") == .admitted(4))
    #expect(registry.stop().count == 2)
    #expect(admit("b") == .stopping)
    try await channel.close()
  }
}

@Suite struct `A gateway without descriptors` {
  @Test func `waits before it accepts again`() async throws {
    try await Gate.open { gate in
      let channel = try #require(gate.server.listener.withLockedValue { $0 })
      try await channel.pipeline.containsHandler(type: AcceptBackoffHandler.self).get()
    }
  }
}
