import CoreMetrics
import NIOConcurrencyHelpers

/// Keeps every metric of the process and writes them in Prometheus's text format.
///
/// Names come ready from the subjects (`lantian_gateway_frames_total`) and carry their unit; labels
/// come from small fixed sets. Timers and aggregating recorders are histograms in seconds or in the
/// recorder's own unit.
final class PrometheusMetrics: MetricsFactory, Sendable {
  private let families = NIOLockedValueBox<[String: Family]>([:])
  /// Upper bounds of the histogram buckets, seconds.
  static let bounds: [Double] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
  ]

  struct Family {
    enum Kind: String { case counter, gauge, histogram }
    let kind: Kind
    var cells: [String: Cell] = [:]
  }

  /// The text of one scrape: families by name, cells by label.
  func text() -> String {
    families.withLockedValue { $0 }.sorted { $0.key < $1.key }.map { name, family in
      let help = metricHelp[name] ?? name.replacing("_", with: " ")
      return "# HELP \(name) \(help)\n# TYPE \(name) \(family.kind.rawValue)\n"
        + family.cells.sorted { $0.key < $1.key }.map { labels, cell in
          cell.lines(name: name, labels: labels)
        }.joined()
    }.joined()
  }

  private func cell(_ name: String, _ dimensions: [(String, String)], _ kind: Family.Kind) -> Cell {
    let labels = dimensions.map { "\($0)=\"\(Self.escaped($1))\"" }.sorted().joined(separator: ",")
    return families.withLockedValue { families in
      var family = families[name] ?? Family(kind: kind)
      let cell = family.cells[labels] ?? Cell(isHistogram: kind == .histogram)
      family.cells[labels] = cell
      families[name] = family
      return cell
    }
  }

  private static func escaped(_ value: String) -> String {
    value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
  }

  func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
    cell(label, dimensions, .counter)
  }
  func makeFloatingPointCounter(
    label: String, dimensions: [(String, String)]
  ) -> any FloatingPointCounterHandler {
    cell(label, dimensions, .counter)
  }
  func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
    cell(label, dimensions, .gauge)
  }
  func makeRecorder(
    label: String, dimensions: [(String, String)], aggregate: Bool
  ) -> any RecorderHandler {
    cell(label, dimensions, aggregate ? .histogram : .gauge)
  }
  func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
    cell(label, dimensions, .histogram)
  }
  // Metrics live as long as the process: a scraper must not see a counter vanish.
  func destroyCounter(_ handler: any CounterHandler) {}
  func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
  func destroyMeter(_ handler: any MeterHandler) {}
  func destroyRecorder(_ handler: any RecorderHandler) {}
  func destroyTimer(_ handler: any TimerHandler) {}
}

/// One number, or one histogram, under one set of labels.
final class Cell: CounterHandler, FloatingPointCounterHandler, MeterHandler, RecorderHandler,
  TimerHandler, Sendable
{
  private struct Content {
    var value = 0.0
    var count = 0
    var buckets: [Int]
  }
  private let content: NIOLockedValueBox<Content>
  private let isHistogram: Bool

  init(isHistogram: Bool) {
    self.isHistogram = isHistogram
    content = NIOLockedValueBox(
      Content(buckets: isHistogram ? PrometheusMetrics.bounds.map { _ in 0 } : []))
  }

  func increment(by amount: Int64) { add(Double(amount)) }
  func increment(by amount: Double) { add(amount) }
  func decrement(by amount: Double) { add(-amount) }
  func set(_ value: Int64) { put(Double(value)) }
  func set(_ value: Double) { put(value) }
  func record(_ value: Int64) { isHistogram ? observe(Double(value)) : put(Double(value)) }
  func record(_ value: Double) { isHistogram ? observe(value) : put(value) }
  func recordNanoseconds(_ duration: Int64) { observe(Double(duration) / 1e9) }
  func reset() { put(0) }

  private func add(_ amount: Double) { content.withLockedValue { $0.value += amount } }
  private func put(_ value: Double) { content.withLockedValue { $0.value = value } }
  private func observe(_ value: Double) {
    content.withLockedValue { content in
      content.value += value
      content.count += 1
      for (index, bound) in PrometheusMetrics.bounds.enumerated() where value <= bound {
        content.buckets[index] += 1
      }
    }
  }

  func lines(name: String, labels: String) -> String {
    let content = content.withLockedValue { $0 }
    let braces = labels.isEmpty ? "" : "{\(labels)}"
    guard isHistogram else { return "\(name)\(braces) \(Self.number(content.value))\n" }
    let comma = labels.isEmpty ? "" : ","
    var text = ""
    for (bound, count) in zip(PrometheusMetrics.bounds, content.buckets) {
      text += "\(name)_bucket{\(labels)\(comma)le=\"\(bound)\"} \(count)\n"
    }
    text += "\(name)_bucket{\(labels)\(comma)le=\"+Inf\"} \(content.count)\n"
    text += "\(name)_sum\(braces) \(Self.number(content.value))\n"
    return text + "\(name)_count\(braces) \(content.count)\n"
  }

  private static func number(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : String(value)
  }
}
