import ArgumentParser
import Foundation

/// Values a second that are on disk and can be asked for, beside two databases that are fed the same
/// values in their line protocol, in one run.
struct ThroughputCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "throughput",
    abstract: "Values a second, durable and queryable, beside victoria-metrics and influxd.")

  @OptionGroup var options: RunOptions
  @Option(help: "Devices of ten factors, each with a connection of its own.") var devices = 3_000
  @Option(help: "Frames of one device that wait for their answer at once.") var waiting = 5
  @Option(help: "Frames that may be on disk before they can be asked for; then senders wait.")
  var behind = 60_000
  @Flag(help: "Each factor's least and greatest come with its mean.") var whole = false
  @Flag(help: "Keep the store for `measure queries`.") var keep = false
  @Flag(help: "Leave the two databases out.") var alone = false

  private var minutes: MadeUpMinutes { MadeUpMinutes(devices: devices, isWhole: whole) }

  func run() throws {
    signal(SIGPIPE, SIG_IGN)
    let folder = options.folder + "/measure-throughput-\(getpid())"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    defer { if !keep { try? FileManager.default.removeItem(atPath: folder) } }
    try reportDisk(in: options.folder, seconds: 3)
    let ours = try district(folder)
    if !alone {
      let victoria = try database(
        "victoria-metrics", program: "victoria-metrics",
        arguments: [
          "-storageDataPath=\(folder)/vm", "-httpListenAddr=127.0.0.1:18428",
          "-retentionPeriod=100y",
        ], port: 18_428, path: "/write")
      let influx = try database(
        "influxdb", program: "influxd",
        arguments: ["-config", try influxSettings(folder)], port: 18_086, path: "/write?db=measured"
      )
      print(
        "ratio: \(ratio(ours, influx)) of influxdb, \(ratio(ours, victoria)) of victoria-metrics")
    }
    try reportDisk(in: options.folder, seconds: 3)
    if keep { print("kept: \(folder)") }
  }

  private func ratio(_ ours: Int, _ theirs: Int) -> String {
    "\(ours / max(theirs, 1)).\(String(1_000 + ours % max(theirs, 1) * 1_000 / max(theirs, 1)).dropFirst())"
  }

  /// Gateway, inbox, pump and store over TCP.
  private func district(_ folder: String) throws -> Int {
    let port = 19_412
    let listener = try ListeningServer(
      folder: folder + "/district", port: port, devices: devices, isWhole: whole)
    defer { listener.stop() }
    let feed = try FrameFeed(minutes: minutes, port: UInt16(port), window: waiting)
    let clock = ContinuousClock()
    let begin = clock.now
    var mostBehind = 0
    var next = begin + .seconds(60)
    while clock.now - begin < .seconds(options.seconds) {
      let applied = listener.applied
      mostBehind = max(mostBehind, feed.acknowledged - applied)
      try feed.turn(sends: feed.acknowledged - applied < behind)
      if clock.now >= next {
        next += .seconds(60)
        print(
          "  \((clock.now - begin).components.seconds) s: \(feed.acknowledged) frames acknowledged, "
            + "\(applied) of them queryable; \(residentMemory(of: listener.pid) ?? "?")")
      }
    }
    let (applied, took) = (listener.applied, clock.now - begin)
    let rate = perSecond(applied * minutes.valuesOfFrame, took)
    print(
      "lantian: \(rate) values/s durable and queryable over \(took.components.seconds) s "
        + "(\(perSecond(applied, took)) frames/s of \(minutes.valuesOfFrame) values); "
        + "\(feed.acknowledged - applied) frames behind at the end, \(mostBehind) at most; "
        + "\(residentMemory(of: listener.pid) ?? "?") resident")
    return rate
  }

  private func database(
    _ name: String, program: String, arguments: [String], port: UInt16, path: String
  ) throws -> Int {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [program] + arguments
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    defer {
      process.terminate()
      process.waitUntilExit()
    }
    let clock = ContinuousClock()
    let patience = clock.now + .seconds(60)
    while (try? connection(port: port)).map({ close($0) }) == nil {
      guard process.isRunning, clock.now < patience else {
        throw Stopped("\(name) did not open port \(port); is Debian's package installed?")
      }
      usleep(100_000)
    }
    if program == "influxd" {
      _ = try Self.curl([
        "-XPOST", "http://127.0.0.1:\(port)/query", "-d", "q=CREATE DATABASE measured",
      ])
    }
    let feed = try LineFeed(minutes: minutes, port: port, path: path)
    let begin = clock.now
    while clock.now - begin < .seconds(options.seconds) { try feed.turn() }
    let took = clock.now - begin
    let rate = perSecond(feed.values, took)
    print(
      "\(name): \(rate) values/s over \(took.components.seconds) s; "
        + "\(residentMemory(of: Int(process.processIdentifier)) ?? "?") resident")
    return rate
  }

  /// Debian's package of influxd keeps its usual settings; only places and ports are ours.
  private func influxSettings(_ folder: String) throws -> String {
    let path = folder + "/influxdb.conf"
    let text = """
      reporting-disabled = true
      bind-address = "127.0.0.1:18088"
      [meta]
        dir = "\(folder)/influx/meta"
      [data]
        dir = "\(folder)/influx/data"
        wal-dir = "\(folder)/influx/wal"
      [http]
        bind-address = "127.0.0.1:18086"
        log-enabled = false
      [monitor]
        store-enabled = false

      """
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  private static func curl(_ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["curl", "-s", "-m", "60"] + arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }
}
