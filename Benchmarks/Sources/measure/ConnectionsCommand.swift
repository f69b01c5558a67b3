import ArgumentParser
import Foundation
import Synchronization

/// As many devices as a process may have, each with a connection of its own and a report a minute, beside
/// others that mean no good.
struct ConnectionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "connections",
    abstract: "Many connections of a running server, good and bad: latency and memory.")

  @OptionGroup var options: RunOptions
  @Option(help: "HJ 212 port of the server.") var port: UInt16 = 19_212
  @Option(help: "Connections, each a device of its own.") var devices = 19_000
  @Option(help: "Connections that never send anything.") var idle = 0
  @Option(help: "Connections that send a byte a second of a frame that never ends.") var slow = 0
  @Option(help: "Connections that send random bytes as fast as they are taken.") var garbage = 0
  @Option(help: "Process whose memory is read.") var pid: Int

  func run() throws {
    signal(SIGPIPE, SIG_IGN)
    var limit = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    limit.rlim_cur = limit.rlim_max
    setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    try reportDisk(in: options.folder, seconds: 2)
    let before = residentKibibytes(of: pid)
    let readiness = Readiness()
    var lines: [Line] = []
    for number in 0..<devices {
      let line = try Line(
        device: MeasuredDevice.number(number), host: "127.0.0.1", port: port)
      readiness.add(line.descriptor)
      lines.append(line)
      // The first report shows who it is; strangers of one address are few.
      try line.send(due: ContinuousClock.now)
      if number % 100 == 99 { try take(lines, readiness, milliseconds: 0) }
    }
    let patience = ContinuousClock.now + .seconds(60)
    while lines.contains(where: { $0.waiting > 0 }), ContinuousClock.now < patience {
      try take(lines, readiness, milliseconds: 20)
    }
    let open = residentKibibytes(of: pid)
    print(
      "\(devices) connections: \(open / 1_024) MiB resident, "
        + "\((open - before) * 1_024 / max(devices, 1)) bytes a connection more than without")
    // Thousands that open at once wait for each other.
    for line in lines { line.beginAgain() }
    let strangers = Strangers(idle: idle, slow: slow, garbage: garbage, port: port)
    let clock = ContinuousClock()
    let begin = clock.now
    var (sent, most) = (0, open)
    while clock.now - begin < .seconds(options.seconds) {
      var due = begin + .nanoseconds(sent * 60_000_000_000 / devices)
      while due <= clock.now {
        try lines[sent % devices].send(due: due)
        sent += 1
        due = begin + .nanoseconds(sent * 60_000_000_000 / devices)
      }
      try take(lines, readiness, milliseconds: 1)
      if sent % 1_000 == 0 { most = max(most, residentKibibytes(of: pid)) }
    }
    let giveUp = clock.now + .seconds(10)
    while lines.contains(where: { $0.waiting > 0 }), clock.now < giveUp {
      try take(lines, readiness, milliseconds: 10)
    }
    strangers.stop()
    var durations = Durations()
    for line in lines { durations.add(line.durations) }
    print(
      "\(devices) devices that report each minute, for \(options.seconds) s beside \(idle) idle, "
        + "\(slow) slow and \(garbage) garbage connections "
        + "(\(strangers.sentBytes.load(ordering: .relaxed) >> 20) MiB of it taken, "
        + "\(strangers.refused.load(ordering: .relaxed)) connections refused): "
        + "frame to answer \(durations.summary); "
        + "\(lines.count { $0.waiting > 0 }) devices without answer; "
        + "\(most / 1_024) MiB resident at most")
    try reportDisk(in: options.folder, seconds: 2)
  }

  private func take(_ lines: [Line], _ readiness: Readiness, milliseconds: Int32) throws {
    for tag in readiness.wait(milliseconds: milliseconds) {
      try lines[tag].flush()
      try lines[tag].receive()
    }
  }

  private func residentKibibytes(of pid: Int) -> Int {
    residentMemory(of: pid).flatMap { Int($0.prefix { $0.isNumber }) } ?? 0
  }
}
