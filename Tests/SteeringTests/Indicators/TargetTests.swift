import ActionPlan
import AirQuality
import Testing

@testable import Steering

struct TargetTests {
  private let newYear = day("2021-01-01")

  private func lamp(
    _ value: String?, _ target: Indicator.Target?, on text: String
  ) -> (IndicatorLamp, IndicatorReason) {
    let judgement = IndicatorJudgement(
      of: value.map(number), lack: nil, target: target, on: day(text), from: newYear)
    return (judgement.lamp, judgement.reason)
  }

  @Test(arguments: [
    ("2021-01-01", "0.04"), ("2021-06-30", "6.94"), ("2021-12-30", "13.96"), ("2021-12-31", "14"),
    ("2022-03-01", "14"),
  ])
  func `an even pace reaches by each day its share of the year`(on: String, expected: String) {
    let exact = target(.atLeast, "14").expected(on: day(on), from: newYear)
    #expect(exact?.rounded(to: 2) == number(expected))
  }

  @Test func `an even pace ends at the target's own day`() {
    // 181 days to 30 June, of which 90 are gone on 31 March.
    let even = target(.atLeast, "181", by: "2021-06-30")
    #expect(even.expected(on: day("2021-03-31"), from: newYear) == ExactFraction(90))
    #expect(even.expected(on: day("2021-07-01"), from: newYear) == ExactFraction(181))
  }

  @Test func `steps ask for the last one that has passed`() {
    let steps = target(
      .atLeast, "14",
      pace: .steps([
        .init(by: day("2021-09-30"), reach: number("10")),
        .init(by: day("2021-06-30"), reach: number("7")),
      ]))
    #expect(steps.expected(on: day("2021-06-29"), from: newYear) == nil)
    #expect(steps.expected(on: day("2021-06-30"), from: newYear) == ExactFraction(7))
    #expect(steps.expected(on: day("2021-09-29"), from: newYear) == ExactFraction(7))
    #expect(steps.expected(on: day("2021-09-30"), from: newYear) == ExactFraction(10))
    #expect(steps.expected(on: day("2021-12-31"), from: newYear) == ExactFraction(14))
    #expect(lamp("0", steps, on: "2021-03-01") == (.grey, .noStepYet))
  }

  @Test(arguments: [
    ("14", "2021-12-30", IndicatorLamp.green, IndicatorReason.onCourse),
    // 13.96 × 0.9 = 12.56
    ("13", "2021-12-30", .yellow, .withinTolerance),
    ("12", "2021-12-30", .red, .behind),
    ("13", "2021-12-31", .yellow, .withinTolerance),
    ("13", "2022-01-01", .red, .missed),
    ("14", "2022-01-01", .green, .met),
    ("0", "2021-01-01", .red, .behind),
    ("14", "2020-12-31", .grey, .notBegun),
  ])
  func `a count that must be reached is green, yellow within tolerance, else red`(
    value: String, on: String, lamp: IndicatorLamp, reason: IndicatorReason
  ) {
    #expect(self.lamp(value, target(.atLeast, "14"), on: on) == (lamp, reason))
  }

  @Test(arguments: [
    // By 31 May 151 of 365 days are gone: 73 × 151 / 365 = 30.2 may be used, 33.22 with tolerance.
    ("30.2", "2021-05-31", IndicatorLamp.green, IndicatorReason.onCourse),
    ("30.21", "2021-05-31", .yellow, .withinTolerance),
    ("33.22", "2021-05-31", .yellow, .withinTolerance),
    ("33.23", "2021-05-31", .red, .behind),
    ("73", "2022-01-01", .green, .met),
    ("73.01", "2022-01-01", .red, .missed),
  ])
  func `what may be used is mirrored`(
    value: String, on: String, lamp: IndicatorLamp, reason: IndicatorReason
  ) {
    #expect(self.lamp(value, target(.atMost, "73"), on: on) == (lamp, reason))
  }

  @Test func `a level holds on every day, and a target below nothing has its tolerance too`() {
    let share = target(.atLeast, "90", pace: .level)
    #expect(lamp("90", share, on: "2021-01-01").0 == .green)
    #expect(lamp("81", share, on: "2021-01-01").0 == .yellow)
    #expect(lamp("80.9", share, on: "2021-01-01").0 == .red)
    let fall = target(.atMost, "-10", pace: .level)
    #expect(lamp("-10", fall, on: "2021-05-01").0 == .green)
    #expect(lamp("-9", fall, on: "2021-05-01").0 == .yellow)
    #expect(lamp("-8.9", fall, on: "2021-05-01").0 == .red)
    let none = target(.atMost, "0", pace: .level)
    #expect(lamp("0", none, on: "2021-05-01").0 == .green)
    #expect(lamp("0.1", none, on: "2021-05-01").0 == .red)
  }

  @Test func `without a target, a number or a value the lamp is grey and says why`() {
    #expect(lamp("5", nil, on: "2021-05-01") == (.grey, .noTarget))
    #expect(lamp("5", target(.atLeast, nil), on: "2021-05-01") == (.grey, .targetUnset))
    #expect(lamp(nil, target(.atLeast, "5"), on: "2021-05-01") == (.grey, .noRows))
  }

  @Test func `what should be reached never falls from one day to the next`() throws {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<40 {
      let whole = ExactDecimal(Int64.random(in: 0...100_000, using: &random), scale: 1)
      let end = newYear.adding(days: Int.random(in: 0..<365, using: &random))
      let even = Indicator.Target(
        .atLeast, whole, by: end, pace: .even, tolerance: ExactDecimal(10))
      let path = try (0..<400).map { offset in
        try #require(even.expected(on: newYear.adding(days: offset), from: newYear))
      }
      #expect(zip(path, path.dropFirst()).allSatisfy { $0 <= $1 })
      #expect(path.last == ExactFraction(whole))
    }
  }

  @Test(arguments: [
    ("2024-02-29", "2023-02-28"), ("2024-02-28", "2023-02-28"), ("2021-02-28", "2020-02-29"),
    ("2021-02-27", "2020-02-27"), ("2021-03-01", "2020-03-01"), ("2023-02-28", "2022-02-28"),
  ])
  func `what ends with February is compared with what ended with February`(
    on: String, before: String
  ) throws {
    let asked = day(on)
    let period = try #require(IndicatorPeriod(year: asked.year, through: asked)).yearBefore
    #expect(period.first == CalendarDay(year: asked.year - 1, month: 1, day: 1))
    #expect(period.last == day(before))
  }

  @Test func `a period stays within the plan's year`() throws {
    let over = try #require(IndicatorPeriod(year: 2021, through: day("2022-05-01")))
    #expect(over.last == day("2021-12-31"))
    #expect(IndicatorPeriod(year: 2021, through: day("2020-12-31")) == nil)
  }
}
