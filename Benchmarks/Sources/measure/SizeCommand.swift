import AirQuality
import ArgumentParser
import Foundation
import GRDB
import Telemetry

/// Bytes a value once spans are sealed, of made-up minutes or of a real archive, and the same values in
/// line protocol for other databases.
struct SizeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "size", abstract: "Bytes a value of the embedded store after sealing.")

  @OptionGroup var options: RunOptions
  @Option(help: "Points of ten series of made-up minutes.") var points = 20
  @Option(help: "Days of made-up minutes.") var days = 10
  @Option(help: "A CSV file with times in its first column, and numbers in others, instead.")
  var csv: String?
  @Option(help: "Seconds of a row of the CSV file.") var window = 60
  @Option(help: "Where to write the same values in line protocol.") var lines: String?

  func run() async throws {
    let folder = options.folder + "/measure-size-\(getpid())"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let store = try EmbeddedStore(path: folder + "/telemetry.sqlite", utcOffsetSeconds: 28_800)
    let batches = try csv.map { try MeasuredTable($0, windowSeconds: window).batches() } ?? madeUp()
    var text = ""
    var count = 0
    var last = 0
    for (number, batch) in batches.enumerated() {
      _ = try await store.apply(batch, through: Int64(number + 1))
      count += batch.count
      last = max(last, batch.last?.sample.start ?? 0)
      if lines != nil { text += batch.map(\.line).joined() }
    }
    if let lines { try text.write(toFile: lines, atomically: true, encoding: .utf8) }
    let clock = ContinuousClock()
    let begin = clock.now
    let sealed = try await store.seal(endedBy: last + 1_000 * 86_400)
    let took = clock.now - begin
    try store.close()
    let queue = try DatabaseQueue(path: store.path)
    let parts = try queue.read { db in
      try Row.fetchOne(
        db,
        sql: """
          SELECT (SELECT sum(length(bytes)) FROM chunk) AS chunks,
            (SELECT sum(length(bytes)) FROM rollup) AS hours
          """)
    }
    try await queue.vacuum()
    let whole = try FileManager.default.attributesOfItem(atPath: store.path)[.size] as? Int ?? 0
    let (chunks, hours): (Int, Int) = (parts?["chunks"] ?? 0, parts?["hours"] ?? 0)
    func each(_ bytes: Int) -> String {
      "\(ExactDecimal(Int64(bytes * 1_000 / max(count, 1)), scale: 3))"
    }
    print(
      "size: \(count) values sealed into \(sealed.chunks) chunks at "
        + "\(perSecond(sealed.samples, took)) values/s; \(each(chunks)) bytes a value in chunks, "
        + "\(each(hours)) of hours, \(each(whole)) of the whole file with indexes (\(whole) bytes)")
  }

  /// Minutes of ten quantities at each point: concentrations that wander with noise, a flow, an hour
  /// counter, states; a message in a hundred is missing.
  private func madeUp() -> [[StampedSample]] {
    var random = Random(seed: 7)
    var levels: [[Int64]] = (0..<points).map { point -> [Int64] in
      (0..<10).map { quantity -> Int64 in Int64(2_000 + point * 13 + quantity * 700) }
    }
    return (0..<days * 1_440).map { minute in
      let start = 1_622_476_800 + minute * 60
      return (0..<points).flatMap { point -> [StampedSample] in
        if random.below(100) == 0 { return [] }
        let receivedAt = start + 62 + random.below(3)
        return (0..<10).map { quantity -> StampedSample in
          switch quantity {
          case 8: levels[point][quantity] += 1
          case 9: levels[point][quantity] = minute / 600 % 2 == 0 ? 1 : 0
          default: levels[point][quantity] += Int64(random.below(7)) - 3
          }
          let noise: Int64 = quantity < 8 ? Int64(random.below(15)) - 7 : 0
          let mantissa: Int64 = max(0, levels[point][quantity] + noise)
          let value = ExactDecimal(mantissa, scale: quantity < 8 ? 2 : 0)
          return StampedSample(
            Sample(
              series: SeriesKey(
                point: "P\(point)", quantity: "q\(quantity)", statistic: .mean, windowSeconds: 60),
              start: start, value: value, asSent: value, flag: .normal),
            sequence: Int64(minute + 1), receivedAt: receivedAt)
        }
      }
    }
  }
}

extension StampedSample {
  /// In line protocol, times in nanoseconds.
  fileprivate var line: String {
    let key = sample.series
    return "v,point=\(key.point),quantity=\(key.quantity) value=\(sample.value) "
      + "\(sample.start)000000000\n"
  }
}

/// A table of an archive: a point, a quantity for each column of numbers.
private struct MeasuredTable {
  private let rows: [[Substring]]
  private let names: [String]
  private let windowSeconds: Int

  init(_ path: String, windowSeconds: Int) throws {
    let text = try String(contentsOfFile: path, encoding: .utf8)
    var rows = text.split(whereSeparator: \.isNewline).map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    guard rows.count > 1 else { throw Stopped("\(path) has no rows") }
    names = rows.removeFirst().map { $0.filter(\.isLetter) }
    self.rows = rows
    self.windowSeconds = windowSeconds
  }

  func batches() -> [[StampedSample]] {
    rows.enumerated().map { number, row in
      let start = 1_622_476_800 + number * windowSeconds
      return zip(names.indices, row).dropFirst().compactMap { column, cell in
        guard let value = ExactDecimal(cell) else { return nil }
        return StampedSample(
          Sample(
            series: SeriesKey(
              point: "archive", quantity: "c\(column)", statistic: .mean,
              windowSeconds: windowSeconds), start: start, value: value, asSent: value,
            flag: .normal), sequence: Int64(number + 1), receivedAt: start + windowSeconds + 2)
      }
    }
  }
}
