import Foundation

/// One device's TCP connection, with the reports that wait for their answer.
final class Line {
  let descriptor: Int32
  private static let earliestMilliseconds = 86_400_000...300 * 86_400_000

  private let device: String
  private let hasUnboundKeys: Bool
  private let clock = ContinuousClock()
  /// Of the report sent last; each is a second after the one before.
  private var milliseconds: Int
  private var sent: [String: ContinuousClock.Instant] = [:]
  private var outgoing: [UInt8] = []
  private var incoming: [UInt8] = []
  private(set) var durations = Durations()

  init(device: String, host: String, port: UInt16, hasUnboundKeys: Bool = false) throws {
    self.device = device
    self.hasUnboundKeys = hasUnboundKeys
    // Somewhere in the last 300 days, so that one run does not correct the values of another.
    let ago = Int.random(in: Self.earliestMilliseconds)
    milliseconds = Int(Date().timeIntervalSince1970 * 1_000) - ago
    descriptor = try connection(host: host, port: port)
    _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
  }

  deinit { close(descriptor) }

  var waiting: Int { sent.count }
  var wantsToWrite: Bool { !outgoing.isEmpty }

  /// - Parameter due: when the report should have left; its latency counts from then.
  func send(due: ContinuousClock.Instant) throws {
    milliseconds += 1_000
    let request = FrameText.request(milliseconds: milliseconds)
    sent[request] = due
    outgoing += FrameText.report(
      device: device, request: request, salt: milliseconds / 1_000, hasUnboundKeys: hasUnboundKeys)
    try flush()
  }

  /// Sends a frame of the caller's own, whose answer is not waited for.
  func send(_ frame: [UInt8]) throws {
    outgoing += frame
    try flush()
  }

  func flush() throws {
    guard !outgoing.isEmpty else { return }
    let count = write(descriptor, outgoing, outgoing.count)
    if count > 0 { outgoing.removeFirst(count) }
    if count < 0, errno != EAGAIN { throw closed() }
  }

  /// Takes in answers: lines with `CN=9014` and the report's own request number.
  func receive() throws {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      if count == 0 { throw closed() }
      if count < 0 {
        if errno == EAGAIN { break }
        throw closed()
      }
      incoming += buffer.prefix(count)
      if count < buffer.count { break }
    }
    let now = clock.now
    while let end = incoming.firstIndex(of: UInt8(ascii: "\n")) {
      let line = String(decoding: incoming[...end], as: UTF8.self)
      incoming.removeFirst(end + 1)
      guard line.contains("CN=9014"), let name = line.range(of: "QN=") else { continue }
      let request = String(line[name.upperBound...].prefix(17))
      if let due = sent.removeValue(forKey: request) { durations.add(now - due) }
    }
  }

  /// Latencies from now on alone.
  func beginAgain() { durations = Durations() }

  private func closed() -> Stopped {
    Stopped("\(device): the server closed the connection; does it know this device?")
  }
}

/// A TCP connection without delay of small packets; whoever calls closes it.
///
/// - Parameter host: IPv4 address.
func connection(host: String = "127.0.0.1", port: UInt16) throws -> Int32 {
  let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
  var address = sockaddr_in()
  address.sin_family = sa_family_t(AF_INET)
  address.sin_port = port.bigEndian
  guard inet_pton(AF_INET, host, &address.sin_addr) == 1 else {
    close(descriptor)
    throw Stopped("--host is \(host); give an IPv4 address")
  }
  let result = withUnsafePointer(to: &address) { pointer in
    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
    }
  }
  guard descriptor >= 0, result == 0 else {
    let why = String(cString: strerror(errno))
    close(descriptor)
    throw Stopped("\(host):\(port): no connection (\(why))")
  }
  var yes: Int32 = 1
  setsockopt(
    descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
  return descriptor
}
