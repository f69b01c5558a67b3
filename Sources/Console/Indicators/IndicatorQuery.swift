import ActionPlan
import AirQuality
import Hummingbird
import Ledger
import Steering

/// What of an indicator a page shows, as its address says it.
struct IndicatorQuery: Sendable, Hashable {
  /// The day of asking; nil for today.
  var on: CalendarDay?
  /// Only what was known by the end of that day.
  var asThen: Bool
  var side: Indicator.Side
  /// A value of the field that the figure is broken down by.
  var key: String?
  var after: RegisterCursor?

  /// - Throws: `PageError` for a day that is none.
  init(_ parameters: Parameters) throws(PageError) {
    on = try IndicatorListQuery.day("on", parameters)
    asThen = parameters.get("known") == "then"
    side = parameters.get("side").flatMap { Indicator.Side(rawValue: $0) } ?? .numerator
    key = parameters.get("key").flatMap { $0.isEmpty ? nil : $0 }
    after = parameters.get("after").flatMap { RegisterCursor($0) }
  }

  /// The address of the same page with other rows.
  func href(
    _ indicator: String, side: Indicator.Side? = nil, key: String? = nil,
    after: RegisterCursor? = nil
  ) -> String {
    var parts: [String] = []
    func add(_ name: String, _ value: String?) {
      if let value { parts.append("\(name)=\(LocalPath.encode(value))") }
    }
    add("on", on?.description)
    add("known", asThen ? "then" : nil)
    add("side", (side ?? self.side).rawValue)
    add("key", key)
    add("after", after?.text)
    return "/indicators/\(indicator)?" + parts.joined(separator: "&") + "#rows"
  }
}
