import Logging
import NIOConcurrencyHelpers
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
  @Test func `unknown devices`() {
    let devices = UnknownDevices(limit: 3)
    for number in 1...9 { devices.seen(mn: "\(number)", peer: "p", at: number) }
    #expect(devices.all.map(\.mn) == ["9", "8", "7"])
  }

  @Test func `unbound keys`() {
    let keys = UnboundKeys(limit: 3)
    for number in 1...9 {
      keys.seen(mn: "m", rawKey: "k\(number)", cn: "2011", value: "1", at: number)
    }
    #expect(keys.all(mn: nil).map(\.rawKey) == ["k7", "k8", "k9"])
  }

  @Test func `flagged contents, the newest first`() {
    let contents = FlaggedContents(limit: 3)
    for number in 1...8 {
      contents.add(
        FlaggedContent(
          code: "c", explanation: "", sequence: Int64(number), mn: "m", cn: "2011", receivedAt: 0))
    }
    #expect(contents.recent(mn: nil).map(\.sequence) == [8, 7, 6])
    #expect(contents.counts == ["c": 8])
  }
}
