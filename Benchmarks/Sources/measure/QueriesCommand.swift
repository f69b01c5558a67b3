import AirQuality
import ArgumentParser
import Foundation
import Telemetry

/// How long questions take over a store of 100 million values: days of many devices' minutes, and years of
/// a few.
struct QueriesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "queries", abstract: "Questions to the embedded store at 100 million values.")

  @OptionGroup var options: RunOptions
  @Option(help: "Devices of ten series, whose last days are there.") var devices = 3_000
  @Option(help: "Minutes of each of them.") var minutes = 1_650
  @Option(help: "Points of ten series, of which a year of minutes is there.") var years = 10
  @Option(help: "Questions of each kind.") var times = 400
  @Option(help: "A store that an earlier run has kept; it is made where there is none.")
  var keep: String?

  private static let end = 1_654_012_800
  private static let yearMinutes = 525_600
  private static let frames = 500

  func run() async throws {
    let path = keep ?? options.folder + "/measure-queries-\(getpid()).sqlite"
    defer { if keep == nil { for more in ["", "-wal", "-shm"] { unlink(path + more) } } }
    if !FileManager.default.fileExists(atPath: path) { try await fill(path) }
    dropCaches()
    let clock = ContinuousClock()
    let begin = clock.now
    let store = try EmbeddedStore(path: path, utcOffsetSeconds: 28_800)
    let latest = try await LatestValues(from: store)
    let counts = try await store.counts()
    report("cold start, newest values of \(latest.all().count) series read", clock.now - begin)
    print("  \(counts.samples) values; \(residentMemory(of: Int(getpid())) ?? "?") resident")
    try await ask(store)
    try store.close()
  }

  /// What the kernel keeps of files, where it lets us: a cold start reads the disk.
  private func dropCaches() {
    sync()
    let dropped =
      (try? "3".write(toFile: "/proc/sys/vm/drop_caches", atomically: false, encoding: .utf8))
      != nil
    print(dropped ? "the kernel's cache was emptied" : "the kernel's cache could not be emptied")
  }

  private func report(_ what: String, _ took: Duration) {
    var durations = Durations()
    durations.add(took)
    print("\(what): \(durations.milliseconds(at: 1))")
  }

  // MARK: Questions

  private func ask(_ store: EmbeddedStore) async throws {
    var random = Random(seed: 11)
    let short = (0..<devices).flatMap { keys(of: "D\($0)") }
    let long = (0..<years).flatMap { keys(of: "Y\($0)") }
    try await measure("one series, one day of minutes, of the last days") {
      let key = short[random.below(short.count)]
      let from = Self.end - 86_400 - random.below(max(minutes - 1_440, 1)) * 60
      return try await store.raw(key, from: from, until: from + 86_400, limit: 2_000).count
    }
    try await measure("one series, one day of minutes, anywhere in a year") {
      let key = long[random.below(long.count)]
      let from = Self.end - 86_400 - random.below(Self.yearMinutes - 1_440) * 60
      return try await store.raw(key, from: from, until: from + 86_400, limit: 2_000).count
    }
    try await measure("one series, a year of hours") {
      let key = long[random.below(long.count)]
      return try await store.hours(key, from: Self.end - 365 * 86_400, until: Self.end).count
    }
    try await measure("one series, a year of days") {
      let key = long[random.below(long.count)]
      return try await store.days(key, from: Self.end - 365 * 86_400, until: Self.end).count
    }
    try await measure("newest value of one series of each of \(devices) devices") {
      try await store.latest((0..<devices).map { short[$0 * 10 + random.below(10)] }).count
    }
    try await measure("newest values of all \(short.count + long.count) series") {
      try await store.latest(nil).count
    }
  }

  private func measure(_ what: String, _ question: () async throws -> Int) async throws {
    let clock = ContinuousClock()
    var (durations, found) = (Durations(), 0)
    for _ in 0..<times {
      let begin = clock.now
      found += try await question()
      durations.add(clock.now - begin)
    }
    print("\(what): \(durations.summary); \(found / times) found on average")
  }

  // MARK: Filling

  private func keys(of point: String) -> [SeriesKey] {
    (0..<10).map {
      SeriesKey(point: point, quantity: "q\($0)", statistic: .mean, windowSeconds: 60)
    }
  }

  private func fill(_ path: String) async throws {
    let store = try EmbeddedStore(path: path, utcOffsetSeconds: 28_800)
    let clock = ContinuousClock()
    let begin = clock.now
    var sequence: Int64 = 0
    var batch: [StampedSample] = []
    var (levels, random) = (
      [Int64](repeating: 500, count: max(devices, years) * 10), Random(seed: 3)
    )
    func add(_ keys: [SeriesKey], _ number: Int, at start: Int) {
      sequence += 1
      for (place, key) in keys.enumerated() {
        let index = number * 10 + place
        levels[index] = max(50, levels[index] + Int64(random.below(7)) - 3)
        let value = ExactDecimal(levels[index], scale: 1)
        batch.append(
          StampedSample(
            Sample(series: key, start: start, value: value, asSent: value, flag: .normal),
            sequence: sequence, receivedAt: start + 62))
      }
    }
    func save() async throws {
      guard !batch.isEmpty else { return }
      _ = try await store.apply(batch, through: sequence)
      batch.removeAll(keepingCapacity: true)
    }
    let long = (0..<years).map { keys(of: "Y\($0)") }
    for minute in 0..<Self.yearMinutes {
      let start = Self.end - (Self.yearMinutes - minute) * 60
      for (number, keys) in long.enumerated() { add(keys, number, at: start) }
      if batch.count >= Self.frames * 10 { try await save() }
      if minute % 14_400 == 0 { _ = try await store.seal(endedBy: start - 6 * 3_600) }
    }
    try await save()
    let short = (0..<devices).map { keys(of: "D\($0)") }
    for minute in 0..<minutes {
      let start = Self.end - (minutes - minute) * 60
      for (number, keys) in short.enumerated() {
        add(keys, number, at: start)
        if batch.count >= Self.frames * 10 { try await save() }
      }
    }
    try await save()
    let stored = clock.now
    _ = try await store.seal(endedBy: Self.end - 6 * 3_600)
    try store.close()
    let count = (years * Self.yearMinutes + devices * minutes) * 10
    print(
      "filled: \(count) values at \(perSecond(count, stored - begin)) a second; sealed in "
        + "\((clock.now - stored).components.seconds) s")
  }
}
