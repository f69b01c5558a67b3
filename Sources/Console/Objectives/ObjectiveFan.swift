import ActionPlan
import AirQuality
import Steering

/// The picture of one objective: the figure to date through the year, how it may run on, the target.
/// Points of an SVG 320 wide and 120 high; the numbers stand beside it as text.
struct ObjectiveFan: Sendable {
  struct Tick: Sendable {
    let x: String
    let text: String
  }

  let path: String
  /// Lowest to highest of eight in ten draws.
  let band: String?
  let middle: String?
  let targetY: String
  let ticks: [Tick]
  /// Highest and lowest of the scale.
  let top: String
  let bottom: String
  let title: String

  private static let (width, height) = (320.0, 120.0)

  /// nil where there is nothing to draw.
  init?(_ standing: ObjectiveStanding, texts: Texts) {
    guard let last = standing.path.last else { return nil }
    let target = standing.target.number.approximate
    let coming = standing.daysLeft > 0 ? standing.projection?.fan ?? [] : []
    let known = standing.path.map(\.figure.approximate)
    let all = known + coming.flatMap { [$0.low, $0.high] } + [target]
    let (lowest, highest) = (all.min() ?? 0, all.max() ?? 1)
    let margin = max((highest - lowest) * 0.12, 0.5)
    let (floor, ceiling) = (max(0, lowest - margin), highest + margin)
    let firstDay = CalendarDay(year: standing.year, month: 1, day: 1).dayNumber
    let dayCount = Double(CalendarDay.isLeap(standing.year) ? 366 : 365)
    func x(_ day: CalendarDay) -> Double {
      Double(day.dayNumber + 1 - firstDay) / dayCount * Self.width
    }
    func y(_ value: Double) -> Double {
      (1 - (value - floor) / (ceiling - floor)) * Self.height
    }
    let now = Drawing.point(x(last.day), y(last.figure.approximate))
    path = standing.path.map { Drawing.point(x($0.day), y($0.figure.approximate)) }.joined(
      separator: " ")
    band =
      coming.isEmpty
      ? nil
      : ([now] + coming.map { Drawing.point(x($0.day), y($0.high)) }
        + coming.reversed().map { Drawing.point(x($0.day), y($0.low)) }).joined(separator: " ")
    middle =
      coming.isEmpty
      ? nil : ([now] + coming.map { Drawing.point(x($0.day), y($0.middle)) }).joined(separator: " ")
    targetY = Drawing.number(y(target))
    ticks = [1, 4, 7, 10].map { month in
      Tick(
        x: Drawing.number(
          x(CalendarDay(year: standing.year, month: month, day: 1).adding(days: -1))),
        text: texts("objectives.month", ["month": "\(month)"]))
    }
    top = Drawing.number(ceiling)
    bottom = Drawing.number(floor)
    title = texts("objectives.fan", ["label": texts(standing.objective.label)])
  }
}
