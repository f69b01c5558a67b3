import ActionPlan
import AirQuality
import Testing

@testable import Detection

/// What a rule over samples claims, by sample time.
struct MachineTests {
  @Test func `each stage is reached once, at the first sample that is late enough`() {
    var stream = MachineStream(MachineStream.pair)
    stream.sendEachMinute(0...30, 50, 1)
    #expect(
      stream.events == [.reached(0, start: 0, at: 300), .reached(1, start: 0, at: 900)])
  }

  @Test func `nothing is claimed while one of the conditions does not hold`() {
    var stream = MachineStream(MachineStream.pair)
    stream.sendEachMinute(0...60, 50, 30)
    stream.sendEachMinute(61...120, 2, 1)
    #expect(stream.events == [])
  }

  @Test func `an episode begins when the last of its conditions began to hold`() {
    var stream = MachineStream(MachineStream.pair)
    stream.sendEachMinute(0...9, 50, 30)
    stream.sendEachMinute(10...16, 50, 1)
    #expect(stream.events == [.reached(0, start: 600, at: 900)])
  }

  @Test func `an episode ends when a condition lets go, and the next one is another`() {
    var stream = MachineStream(MachineStream.pair)
    stream.sendEachMinute(0...6, 50, 1)
    stream.sendEachMinute(7...8, 50, 30)
    stream.sendEachMinute(9...15, 50, 1)
    #expect(
      stream.events == [
        .reached(0, start: 0, at: 300), .ended(start: 0, at: 420), .reached(0, start: 540, at: 840),
      ])
  }

  @Test func `an episode too short for its first stage leaves no trace`() {
    var stream = MachineStream(MachineStream.pair)
    for start in stride(from: 0, to: 100, by: 10) {
      stream.sendEachMinute(start...start + 4, 50, 1)
      stream.sendEachMinute(start + 5...start + 9, 50, 30)
    }
    #expect(stream.events == [])
  }

  @Test(arguments: [(7, 1), (8, 0)])
  func `a held condition lets go only past its release margin`(wobble: Int64, ends: Int) {
    var stream = MachineStream(MachineStream.pair)
    stream.sendEachMinute(0...6, 50, 1)
    // Production at 8 is back past 10 by 2; at 9 it is not.
    stream.sendEachMinute(7...7, wobble == 7 ? 8 : 9, 6)
    stream.sendEachMinute(8...10, 50, 1)
    #expect(stream.events.filter { if case .ended = $0 { true } else { false } }.count == ends)
  }

  @Test func `a value exactly at its limit is neither above nor below it`() {
    var above = MachineStream(
      MachineStream.over100, stages: [.init(afterSeconds: 0, action: .tellFacility)])
    above.send(0, 100)
    #expect(above.events == [])
    above.send(60, 101)
    #expect(above.events == [.reached(0, start: 60, at: 60)])
    var below = MachineStream(
      [MachineStream.pair[1]], stages: [.init(afterSeconds: 0, action: .tellFacility)])
    below.send(0, 5)
    #expect(below.events == [])
    below.send(60, 4)
    #expect(below.events == [.reached(0, start: 60, at: 60)])
  }

  /// Told at 5 minutes of a plan that opens at 15, an episode goes on under other stages.
  @Test(
    arguments: [
      ([MachineStream.opened], [.reached(0, start: 0, at: 900)]),
      ([MachineStream.told, MachineStream.opened], [.reached(1, start: 0, at: 900)]),
      ([MachineStream.told], []),
      (
        [.init(afterSeconds: 60, action: .tellFacility), MachineStream.opened],
        [
          .reached(1, start: 0, at: 900)
        ]
      ),
    ] as [([Stage], [Machine.Event])])
  func `an episode goes on by the stages of a changed plan`(
    stages: [Stage], events: [Machine.Event]
  ) {
    var before = MachineStream(MachineStream.over100)
    before.sendEachMinute(0...7, 150)
    #expect(before.events == [.reached(0, start: 0, at: 300)])
    var after = MachineStream(MachineStream.over100, stages: stages)
    after.machine.memory = before.machine.memory
    after.sendEachMinute(8...30, 150)
    #expect(after.events == events)
    after.sendEachMinute(31...31, 50)
    #expect(after.events.last == .ended(start: 0, at: 31 * 60))
  }

  @Test func `an episode that opened opens no second time under a changed plan`() {
    var before = MachineStream(MachineStream.over100)
    before.sendEachMinute(0...16, 150)
    var after = MachineStream(
      MachineStream.over100,
      stages: [
        MachineStream.told,
        .init(afterSeconds: 1800, action: .open(procedure: "p", severity: .minor)),
      ])
    after.machine.memory = before.machine.memory
    after.sendEachMinute(17...60, 150)
    #expect(after.events == [])
  }

  @Test func `outside holds under the first limit and over the second`() {
    let range = LimitTest(
      kind: .outside(
        ExactDecimal(10), ExactDecimal(12), lowerRelease: ExactDecimal(10),
        upperRelease: ExactDecimal(12)), windowSeconds: 0)
    for (value, claims) in [(9, true), (10, false), (11, false), (12, false), (13, true)] {
      var stream = MachineStream([range], stages: [.init(afterSeconds: 0, action: .tellFacility)])
      stream.send(0, Int64(value))
      #expect(stream.events.isEmpty != claims, "\(value)")
    }
  }

  @Test func `equals compares numbers, not their digits`() {
    var stream = MachineStream(
      [LimitTest(kind: .equals(ExactDecimal(10, scale: 1)), windowSeconds: 0)],
      stages: [.init(afterSeconds: 0, action: .tellFacility)])
    stream.send(0, 0)
    stream.send(60, 1)
    #expect(stream.events == [.reached(0, start: 60, at: 60)])
  }

  @Test
  func
    `a value above the instrument's range is above any limit, and tells no other condition anything`()
  {
    var above = MachineStream(MachineStream.over100)
    for minute in 0...5 { above.send(minute * 60, 3, aboveRange: true) }
    #expect(above.events == [.reached(0, start: 0, at: 300)])
    var below = MachineStream([MachineStream.pair[1]])
    for minute in 0...5 { below.send(minute * 60, 3, aboveRange: true) }
    #expect(below.events == [])
  }

  @Test func `a gap breaks an episode off where it was last seen`() {
    var stream = MachineStream(MachineStream.pair, gap: 300)
    stream.sendEachMinute(0...6, 50, 1)
    stream.sendEachMinute(12...18, 50, 1)
    #expect(
      stream.events == [
        .reached(0, start: 0, at: 300), .ended(start: 0, at: 360),
        .reached(0, start: 720, at: 1020),
      ])
  }

  @Test func `samples missing for no longer than the gap break nothing`() {
    var stream = MachineStream(MachineStream.pair, gap: 300)
    stream.sendEachMinute(0...6, 50, 1)
    stream.sendEachMinute(11...15, 50, 1)
    #expect(
      stream.events == [.reached(0, start: 0, at: 300), .reached(1, start: 0, at: 900)])
  }

  @Test func `a condition that is no longer seen is unknown, though the other goes on`() {
    var stream = MachineStream(MachineStream.pair, gap: 300)
    stream.sendEachMinute(0...6, 50, 1)
    stream.sendEachMinute(7...20, 50)
    #expect(stream.events == [.reached(0, start: 0, at: 300), .ended(start: 0, at: 360)])
  }

  @Test func `the start-up exemption counts from when the first condition began to hold`() {
    var stream = MachineStream(MachineStream.pair, afterStart: 600)
    stream.sendEachMinute(-2 ... -1, 2, 1)
    stream.sendEachMinute(0...30, 50, 1)
    #expect(
      stream.events == [.reached(0, start: 600, at: 900), .reached(1, start: 600, at: 1500)])
    // Production has long run when treatment stops: no exemption.
    var later = MachineStream(MachineStream.pair, afterStart: 600)
    later.sendEachMinute(0...19, 50, 30)
    later.sendEachMinute(20...25, 50, 1)
    #expect(later.events == [.reached(0, start: 1200, at: 1500)])
  }

  @Test func `a start that nobody saw exempts from nothing`() {
    var stream = MachineStream(MachineStream.pair, afterStart: 600)
    stream.sendEachMinute(0...5, 50, 1)
    #expect(stream.events == [.reached(0, start: 0, at: 300)])
  }

  @Test func `a declared stop ends an episode where it begins, and one begins anew after it`() {
    var stream = MachineStream(MachineStream.pair, suspensions: [600..<1200])
    stream.sendEachMinute(0...26, 50, 1)
    #expect(
      stream.events == [
        .reached(0, start: 0, at: 300), .ended(start: 0, at: 600),
        .reached(0, start: 1200, at: 1500),
      ])
  }

  @Test func `a window counts from its start and is known at its end`() {
    let hourly = LimitTest(
      kind: .above(ExactDecimal(100), release: ExactDecimal(100)), windowSeconds: 3600)
    var stream = MachineStream(
      [hourly], gap: 600,
      stages: [
        .init(afterSeconds: 3600, action: .tellFacility),
        .init(afterSeconds: 7200, action: .open(procedure: "p", severity: .minor)),
      ])
    stream.send(0, 150)
    #expect(stream.events == [.reached(0, start: 0, at: 3600)])
    stream.send(3600, 150)
    #expect(stream.events.last == .reached(1, start: 0, at: 7200))
    stream.send(7200, 50)
    #expect(stream.events.last == .ended(start: 0, at: 7200))
  }

  @Test func `a missing window is a gap`() {
    let hourly = LimitTest(
      kind: .above(ExactDecimal(100), release: ExactDecimal(100)), windowSeconds: 3600)
    var stream = MachineStream(
      [hourly], gap: 600, stages: [.init(afterSeconds: 7200, action: .tellFacility)])
    stream.send(0, 150)
    stream.send(7200, 150)
    #expect(stream.events == [])
  }

  @Test func `a window that lies inside a declared stop claims nothing`() {
    let hourly = LimitTest(
      kind: .above(ExactDecimal(100), release: ExactDecimal(100)), windowSeconds: 3600)
    var stream = MachineStream(
      [hourly], gap: 600, stages: [.init(afterSeconds: 0, action: .tellFacility)],
      suspensions: [0..<3600])
    stream.send(0, 150)
    #expect(stream.events == [])
    stream.send(3600, 150)
    #expect(stream.events == [.reached(0, start: 3600, at: 7200)])
  }

  @Test func `an unchanged value claims from its first sample, and any other value ends it`() {
    let dead = LimitTest(kind: .unchanged, windowSeconds: 0)
    var stream = MachineStream([dead], stages: [.init(afterSeconds: 600, action: .tellFacility)])
    stream.sendEachMinute(0...3, 41)
    stream.sendEachMinute(4...15, 42)
    stream.sendEachMinute(16...20, 43)
    #expect(
      stream.events == [.reached(0, start: 240, at: 840), .ended(start: 240, at: 960)])
  }
}
