import Foundation
import Gateway
import Ledger
import Metrics

/// What waits, and how much the databases hold; read when a scraper asks.
struct LagGauges {
  let pump: InboxPump
  let layout: StateLayout

  func refresh() {
    let waiting = pump.waitingFrames
    for (step, count) in [("store", waiting.forStore), ("rules", waiting.forConsumers)] {
      Gauge(label: "lantian_pump_waiting_frames", dimensions: [("for", step)]).record(count)
    }
    for (file, path) in [
      ("inbox", layout.inbox), ("telemetry", layout.telemetry), ("ledger", layout.ledger),
    ] {
      Gauge(label: "lantian_database_bytes", dimensions: [("file", file)]).record(
        Self.bytes(of: path) + Self.bytes(of: path + "-wal"))
    }
  }

  private static func bytes(of path: String) -> Int {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    return (attributes?[.size] as? NSNumber)?.intValue ?? 0
  }
}
