import AirQuality
import ArgumentParser
import Foundation
import Telemetry

/// Samples a second that the embedded store takes, hours and days kept up.
struct StoreCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "store", abstract: "Samples a second through the embedded store alone.")

  @OptionGroup var options: RunOptions

  @Option(help: "Devices with ten series each.")
  var devices = 500

  func run() async throws {
    let folder = options.folder + "/measure-store-\(getpid())"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let store = try EmbeddedStore(path: folder + "/telemetry.sqlite", utcOffsetSeconds: 28_800)
    let clock = ContinuousClock()
    var durations = Durations()
    let begin = clock.now
    var minute = 0
    while clock.now - begin < .seconds(options.seconds) {
      let batch = batch(minute)
      let start = clock.now
      _ = try await store.apply(batch, through: Int64((minute + 1) * devices))
      durations.add(clock.now - start)
      minute += 1
    }
    let count = minute * devices * 10
    print(
      "store, \(devices) frames of 10 values a batch: "
        + "\(perSecond(count, clock.now - begin)) samples/s; a batch \(durations.summary)")
    let open = clock.now
    try store.close()
    let again = try EmbeddedStore(path: store.path, utcOffsetSeconds: 28_800)
    let latest = try await LatestValues(from: again)
    var loaded = Durations()
    loaded.add(clock.now - open)
    print("store: opened again with \(latest.all().count) newest values; \(loaded.summary)")
  }

  private func batch(_ minute: Int) -> [StampedSample] {
    (0..<devices).flatMap { device in
      (0..<10).map { quantity in
        let value = ExactDecimal(Int64((minute &* 31 &+ device &* 7 &+ quantity) % 5_000), scale: 1)
        return StampedSample(
          Sample(
            series: SeriesKey(
              point: "P\(device)", quantity: "q\(quantity)", statistic: .mean, windowSeconds: 60),
            start: 1_622_476_800 + minute * 60, value: value, asSent: value, flag: .normal),
          sequence: Int64(minute * devices + device + 1),
          receivedAt: 1_622_476_865 + minute * 60)
      }
    }
  }
}
