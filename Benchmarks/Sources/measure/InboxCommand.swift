import ArgumentParser
import Dispatch
import Foundation
import Synchronization
import Telemetry

/// Frames a second that are on disk when their callback runs.
struct InboxCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inbox", abstract: "Durable frames a second through the inbox alone.")

  @OptionGroup var options: RunOptions

  @Option(help: "Length of a frame, bytes.")
  var bytes = 600

  @Option(help: "How many frames wait for their commit at once.")
  var waiting: [Int] = [1, 100, 2_000]

  func run() throws {
    try reportDisk(in: options.folder, seconds: 2)
    for waiting in waiting {
      let folder = options.folder + "/measure-inbox-\(getpid())"
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
      defer { try? FileManager.default.removeItem(atPath: folder) }
      let inbox = try Inbox(path: folder + "/inbox.sqlite")
      let (durations, elapsed) = load(inbox, waiting: waiting)
      let counts = inbox.counts
      try inbox.close()
      print(
        "inbox, \(waiting) waiting, \(bytes) bytes: \(perSecond(counts.stored, elapsed)) frames/s, "
          + "\(perSecond(counts.commits, elapsed)) commits/s; \(durations.summary)")
    }
    try reportDisk(in: options.folder, seconds: 2)
  }

  private func load(_ inbox: Inbox, waiting: Int) -> (Durations, Duration) {
    let clock = ContinuousClock()
    let room = DispatchSemaphore(value: 0)
    for _ in 0..<waiting { room.signal() }
    let durations = Mutex(Durations())
    let begin = clock.now
    var number = 0
    while clock.now - begin < .seconds(options.seconds) {
      room.wait()
      number += 1
      let start = clock.now
      inbox.append(frame(number)) { result in
        guard case .success = result else { return }
        durations.withLock { $0.add(clock.now - start) }
        room.signal()
      }
    }
    for _ in 0..<waiting { room.wait() }
    let elapsed = clock.now - begin
    for _ in 0..<waiting { room.signal() }
    return (durations.withLock { $0 }, elapsed)
  }

  /// Of 1,000 devices in turn.
  private func frame(_ number: Int) -> IncomingFrame {
    var digest = [UInt8](repeating: 0, count: IncomingFrame.digestLength)
    for byte in 0..<8 { digest[byte] = UInt8(truncatingIfNeeded: number >> (8 * byte)) }
    return IncomingFrame(
      mn: "MEASURE\(10_000 + number % 1_000)", qn: String(20_210_601_000_000_000 + number),
      cn: "2011", pno: 1, st: "22", digest: digest,
      bytes: [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: bytes),
      receivedAtMilliseconds: 1_622_476_800_000 + number, peer: "127.0.0.1:40000")
  }
}
