import ActionPlan
import AirQuality
import Hummingbird
import Steering

/// Which indicators a list shows, as its address says it.
struct IndicatorListQuery: Sendable, Hashable {
  var lamp: IndicatorLamp?
  var unit: String?
  var clause: String?
  /// The day of asking; nil for today.
  var on: CalendarDay?

  /// - Throws: `PageError` for a day that is none.
  init(_ parameters: Parameters) throws(PageError) {
    lamp = parameters.get("lamp").flatMap { IndicatorLamp(rawValue: $0) }
    unit = parameters.get("unit").flatMap { $0.isEmpty ? nil : $0 }
    clause = parameters.get("clause").flatMap { $0.isEmpty ? nil : $0 }
    on = try Self.day("on", parameters)
  }

  static func day(_ name: String, _ parameters: Parameters) throws(PageError) -> CalendarDay? {
    guard let text = parameters.get(name), !text.isEmpty else { return nil }
    guard let day = CalendarDay(text), (1980...2100).contains(day.year) else {
      throw .badQuery(name, "2021-06-30")
    }
    return day
  }

  /// The address of the same list with another lamp; nil for all.
  func href(lamp: IndicatorLamp?, path: String = "/indicators") -> String {
    var parts: [String] = []
    func add(_ name: String, _ value: String?) {
      if let value { parts.append("\(name)=\(LocalPath.encode(value))") }
    }
    add("lamp", lamp?.rawValue)
    add("unit", unit)
    add("clause", clause)
    add("on", on?.description)
    return parts.isEmpty ? path : "\(path)?" + parts.joined(separator: "&")
  }
}
