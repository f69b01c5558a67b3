import ActionPlan
import AirQuality

@testable import Detection

/// A machine with a story told to it, sample by sample.
struct MachineStream {
  var machine: Machine
  var events: [Machine.Event] = []
  private var sequence: Int64 = 0

  static let told = Stage(afterSeconds: 300, action: .tellFacility)
  static let opened = Stage(
    afterSeconds: 900, action: .open(procedure: "electricity-abnormal", severity: .serious))

  /// Production above 10 kW while treatment is below 5 kW; a release margin of 2 kW on both.
  static let pair = [
    LimitTest(kind: .above(ExactDecimal(10), release: ExactDecimal(8)), windowSeconds: 0),
    LimitTest(kind: .below(ExactDecimal(5), release: ExactDecimal(7)), windowSeconds: 0),
  ]
  static let over100 = [
    LimitTest(kind: .above(ExactDecimal(100), release: ExactDecimal(90)), windowSeconds: 0)
  ]

  init(
    _ tests: [LimitTest], gap: Int = 300, afterStart: Int = 0,
    stages: [Stage] = [told, opened], suspensions: [Range<Int>] = []
  ) {
    machine = Machine(
      Machine.Setup(
        tests: tests, gapSeconds: gap, afterStartSeconds: afterStart, stages: stages,
        suspensions: suspensions))
  }

  /// One frame with a value for each condition, or for one.
  mutating func send(
    _ time: Int, _ values: Int64?..., late: Bool = false, aboveRange: Bool = false
  ) {
    sequence += 1
    let inputs = values.enumerated().compactMap { condition, value in
      value.map {
        Machine.Input(
          condition: condition,
          observation: Observation(
            start: time, windowSeconds: machine.setup.tests[condition].windowSeconds,
            value: ExactDecimal($0), isAboveRange: aboveRange, sequence: sequence))
      }
    }
    events += machine.take(inputs, isLate: late)
  }

  mutating func sendEachMinute(_ minutes: ClosedRange<Int>, _ values: Int64?..., late: Bool = false)
  {
    for minute in minutes {
      for (condition, value) in values.enumerated() where value != nil {
        sequence += 1
        let input = Machine.Input(
          condition: condition,
          observation: Observation(
            start: minute * 60, windowSeconds: 0, value: ExactDecimal(value!), sequence: sequence))
        events += machine.take([input], isLate: late)
      }
    }
  }
}

extension Machine.Event {
  static func reached(_ stage: Int, start: Int, at: Int, late: Bool = false) -> Machine.Event {
    .reached(stage: stage, start: start, at: at, isLate: late, lane: .live)
  }
}
