import ActionPlan
import AirQuality

/// The lamp of a value on a day, and why.
struct IndicatorJudgement: Sendable, Hashable {
  let lamp: IndicatorLamp
  let reason: IndicatorReason
  /// Exact.
  let expected: ExactFraction?

  /// - Parameters:
  ///   - value: as printed: what a person sees is what is judged. nil where there is none.
  ///   - lack: why there is none.
  ///   - firstDay: of the plan's year.
  init(
    of value: ExactDecimal?, lack: IndicatorReason?, target: Indicator.Target?,
    on day: CalendarDay, from firstDay: CalendarDay
  ) {
    let expected = day < firstDay ? nil : target?.expected(on: day, from: firstDay)
    self.expected = expected
    func grey(_ reason: IndicatorReason) -> (IndicatorLamp, IndicatorReason) { (.grey, reason) }
    (lamp, reason) =
      if day < firstDay {
        grey(.notBegun)
      } else if value == nil {
        grey(lack ?? .noRows)
      } else if let target, let value {
        if target.number == nil {
          grey(.targetUnset)
        } else if let expected {
          Self.judge(ExactFraction(value), expected, target, isOver: day > target.by)
        } else {
          grey(.noStepYet)
        }
      } else {
        grey(.noTarget)
      }
  }

  private static func judge(
    _ value: ExactFraction, _ expected: ExactFraction, _ target: Indicator.Target, isOver: Bool
  ) -> (IndicatorLamp, IndicatorReason) {
    let reaches = target.direction == .atLeast ? value >= expected : value <= expected
    if isOver { return reaches ? (.green, .met) : (.red, .missed) }
    if reaches { return (.green, .onCourse) }
    let miss =
      target.direction == .atLeast
      ? expected.subtracting(value) : value.subtracting(expected)
    let magnitude = expected < .zero ? ExactFraction.zero.subtracting(expected) : expected
    let allowed = magnitude?.multiplied(by: ExactFraction(target.tolerance))?
      .divided(by: ExactFraction(100))
    guard let miss, let allowed, miss <= allowed else { return (.red, .behind) }
    return (.yellow, .withinTolerance)
  }
}
