import ActionPlan
import AirQuality
import Steering

/// The picture of one indicator's year: what should be reached by when, what was, where it may end.
/// Points of an SVG 640 wide and 200 high; the numbers stand beside it as text.
struct IndicatorChart: Sendable {
  struct Tick: Sendable {
    let x: String
    let text: String
  }

  struct Dot: Sendable {
    let x: String
    let y: String
    let tone: String
    let title: String
  }

  /// What should be reached, as points; empty where nobody set a target.
  let course: String
  let path: String
  let dots: [Dot]
  /// From today to the year's end, as points; empty for none.
  let coming: String
  let ticks: [Tick]
  /// Highest and lowest of the scale.
  let top: String
  let bottom: String
  let title: String

  private static let (width, height) = (640.0, 200.0)

  /// nil where there is nothing to draw.
  init?(
    _ reading: IndicatorReading, of indicator: Indicator, history: [IndicatorHistory.Kept],
    wording: IndicatorWording
  ) {
    let texts = wording.texts
    let year = wording.plan.year ?? reading.day.year
    let first = CalendarDay(year: year, month: 1, day: 1)
    let last = CalendarDay(year: year, month: 12, day: 31)
    let now = min(reading.day, last)
    let expected = Self.expected(reading.target, from: first, through: last)
    var known = history.filter { $0.day < now }.compactMap { kept in
      kept.value.map { (day: kept.day, value: $0.approximate, lamp: kept.lamp) }
    }
    if let value = reading.value, reading.day >= first {
      known.append((now, value.approximate, reading.lamp))
    }
    let numbers =
      known.map(\.value) + expected.map(\.value)
      + [reading.projection?.approximate].compactMap(\.self)
    guard let lowest = numbers.min(), let highest = numbers.max(), !known.isEmpty else {
      return nil
    }
    let margin = max((highest - lowest) * 0.08, abs(highest) * 0.02, 0.05)
    let floor = lowest >= 0 ? max(0, lowest - margin) : lowest - margin
    let ceiling = highest + margin
    let days = Double(last.dayNumber - first.dayNumber + 1)
    func x(_ day: CalendarDay) -> Double {
      Double(day.dayNumber + 1 - first.dayNumber) / days * Self.width
    }
    func y(_ value: Double) -> Double { (1 - (value - floor) / (ceiling - floor)) * Self.height }
    func points(_ marks: [(day: CalendarDay, value: Double)]) -> String {
      marks.map { Drawing.point(x($0.day), y($0.value)) }.joined(separator: " ")
    }
    course = points(expected)
    path = points(known.map { ($0.day, $0.value) })
    dots = known.suffix(1).map { mark in
      Dot(
        x: Drawing.number(x(mark.day)), y: Drawing.number(y(mark.value)),
        tone: IndicatorWording.tone(mark.lamp),
        title: "\(mark.day) \(IndicatorWording.text(reading.value, indicator, wording.texts))")
    }
    coming =
      reading.projection.map { projection in
        points(known.suffix(1).map { ($0.day, $0.value) } + [(last, projection.approximate)])
      } ?? ""
    ticks = [1, 4, 7, 10].map { month in
      Tick(
        x: Drawing.number(x(CalendarDay(year: year, month: month, day: 1).adding(days: -1))),
        text: texts("objectives.month", ["month": "\(month)"]))
    }
    top = Drawing.number(ceiling)
    bottom = Drawing.number(floor)
    title = texts("indicators.chart", ["label": texts(indicator.label)])
  }

  /// Corners of what should be reached: an even pace is a straight line, steps a stair.
  private static func expected(
    _ target: Indicator.Target?, from first: CalendarDay, through last: CalendarDay
  ) -> [(day: CalendarDay, value: Double)] {
    guard let target, target.number != nil else { return [] }
    var corners: Set<CalendarDay> = [first, last, min(max(target.by, first), last)]
    var before: Set<CalendarDay> = [target.by.adding(days: -1)]
    if case .steps(let steps) = target.pace {
      corners.formUnion(steps.map(\.by))
      before.formUnion(steps.map { $0.by.adding(days: -1) })
    }
    return corners.union(before).filter { $0 >= first && $0 <= last }.sorted().compactMap { day in
      target.expected(on: day, from: first).map { (day, $0.approximate) }
    }
  }
}
