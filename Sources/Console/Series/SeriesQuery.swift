import Hummingbird
import Telemetry

/// A series and a stretch of time, as an address asks for it.
struct SeriesQuery: Sendable {
  enum Resolution: String, Sendable {
    case raw, hour, day
  }

  let key: SeriesKey
  /// Epoch seconds, [from, until).
  let from: Int
  let until: Int
  let resolution: Resolution

  /// - Parameter now: what `until` means where it is left out; `from` is then an hour before.
  /// - Throws: `PageError` that names the parameter and what to write.
  init(_ parameters: Parameters, now: Int) throws(PageError) {
    func text(_ name: String) throws(PageError) -> String {
      guard let value = parameters.get(name), !value.isEmpty else {
        throw .badQuery(name, "required")
      }
      return value
    }
    func integer(_ name: String, default fallback: Int) throws(PageError) -> Int {
      guard let value = parameters.get(name) else { return fallback }
      guard let number = Int(value), number.magnitude < 1 << 40 else {
        throw .badQuery(name, "whole number of seconds")
      }
      return number
    }
    guard let statistic = Statistic(rawValue: try text("statistic")) else {
      throw .badQuery("statistic", Statistic.allCases.map(\.rawValue).joined(separator: ", "))
    }
    guard let resolution = Resolution(rawValue: parameters.get("resolution") ?? "raw") else {
      throw .badQuery("resolution", "raw, hour, day")
    }
    let window = try integer("window", default: 0)
    guard (0...86_400).contains(window) else { throw .badQuery("window", "0…86400") }
    let until = try integer("until", default: now)
    let from = try integer("from", default: until - 3600)
    guard from < until else { throw .badQuery("from", "< until") }
    let longest = SeriesController.longest[resolution] ?? 0
    guard until - from <= longest else { throw .badQuery("from", "≥ until − \(longest)") }
    key = SeriesKey(
      point: try text("point"), quantity: try text("quantity"), statistic: statistic,
      windowSeconds: window)
    self.from = from
    self.until = until
    self.resolution = resolution
  }
}
