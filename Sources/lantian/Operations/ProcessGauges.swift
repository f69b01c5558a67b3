import Foundation
import Metrics

/// The process's own figures, read when a scraper asks.
struct ProcessGauges {
  let startedAt: Int

  func refresh() {
    Gauge(label: "lantian_process_start_time_seconds").record(startedAt)
    if let resident = Self.residentBytes() {
      Gauge(label: "lantian_process_resident_memory_bytes").record(resident)
    }
  }

  /// Resident memory from Linux's `/proc/self/statm` (second figure, in pages).
  static func residentBytes() -> Int? {
    guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else {
      return nil
    }
    let figures = text.split(separator: " ")
    guard figures.count > 1, let pages = Int(figures[1]) else { return nil }
    return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
  }
}
