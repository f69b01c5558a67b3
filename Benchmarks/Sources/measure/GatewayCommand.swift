import ArgumentParser
import Foundation

/// Reports from many devices over TCP, each timed until its 9014, which says it is on disk.
struct GatewayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gateway",
    abstract: "Frames acknowledged a second and frame-to-answer latency of a running server.")

  @OptionGroup var options: RunOptions
  @Option(help: "IPv4 address of the server.") var host = "127.0.0.1"
  @Option(help: "HJ 212 port of the server.") var port: UInt16 = 19_212
  @Option(help: "Connections, each a device of its own.") var devices = 100
  @Option(help: "Reports of one device that wait for their answer at once.") var waiting = 1
  @Option(help: "Frames a second over all devices; 0 sends as fast as answers come.") var rate = 0
  @Flag(help: "Send each factor's Min and Max too, which no binding of `measure devices` names.")
  var unbound = false
  @Option(help: "Process whose memory is read at the end.") var pid: Int?

  func validate() throws {
    guard (1...20_000).contains(devices) else { throw ValidationError("give 1 to 20000 --devices") }
    guard (1...256).contains(waiting) else { throw ValidationError("give 1 to 256 --waiting") }
    guard (0...100_000).contains(rate) else { throw ValidationError("give 0 to 100000 --rate") }
  }

  func run() throws {
    signal(SIGPIPE, SIG_IGN)
    try reportDisk(in: options.folder, seconds: 2)
    let lines = try (0..<devices).map {
      try Line(device: MeasuredDevice.number($0), host: host, port: port, hasUnboundKeys: unbound)
    }
    let clock = ContinuousClock()
    let begin = clock.now
    let end = begin + .seconds(options.seconds)
    var sent = 0
    while clock.now < end {
      if rate == 0 {
        for line in lines {
          while line.waiting < waiting {
            try line.send(due: clock.now)
            sent += 1
          }
        }
      } else {
        var due = begin + .nanoseconds(sent * 1_000_000_000 / rate)
        while due <= clock.now, due < end {
          try lines[sent % lines.count].send(due: due)
          sent += 1
          due = begin + .nanoseconds(sent * 1_000_000_000 / rate)
        }
      }
      try turn(lines, milliseconds: 1)
    }
    let giveUp = clock.now + .seconds(10)
    while lines.contains(where: { $0.waiting > 0 }), clock.now < giveUp {
      try turn(lines, milliseconds: 10)
    }
    report(lines, sent: sent, elapsed: clock.now - begin)
    try reportDisk(in: options.folder, seconds: 2)
  }

  private func turn(_ lines: [Line], milliseconds: Int32) throws {
    var polls = lines.map {
      pollfd(
        fd: $0.descriptor, events: Int16($0.wantsToWrite ? POLLIN | POLLOUT : POLLIN), revents: 0)
    }
    guard poll(&polls, nfds_t(polls.count), milliseconds) > 0 else { return }
    for (line, poll) in zip(lines, polls) where poll.revents != 0 {
      try line.flush()
      if poll.revents & Int16(POLLIN | POLLHUP) != 0 { try line.receive() }
    }
  }

  private func report(_ lines: [Line], sent: Int, elapsed: Duration) {
    var durations = Durations()
    for line in lines { durations.add(line.durations) }
    let load =
      (rate == 0 ? "\(waiting) waiting each" : "\(rate) a second offered")
      + (unbound ? ", unbound keys too" : "")
    print(
      "gateway, \(devices) devices, \(load): \(perSecond(durations.count, elapsed)) frames/s "
        + "acknowledged of \(sent) sent, \(sent - durations.count) without answer; "
        + "frame to answer \(durations.summary)")
    if let pid, let memory = residentMemory(of: pid) { print("server: \(memory) resident") }
  }
}

/// `VmRSS` of a process, as the kernel words it.
func residentMemory(of pid: Int) -> String? {
  let status = try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
  return status?.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
    .map { $0.dropFirst("VmRSS:".count).trimmingCharacters(in: .whitespaces) }
}
