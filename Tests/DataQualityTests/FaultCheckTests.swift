import ActionPlan
import DataQuality
import Testing

struct FaultCheckTests {
  private let hour = 3_600

  @Test func `a value that stays is marked when the series does not repeat itself by habit`() {
    let check = ConstantCheck(
      .init(forSeconds: 3 * hour, above: 3, running: nil, chance: 0.0005), resolution: 1)
    var values = TestTrack.hours(720)
    for index in 500..<520 { values[index] = 57 }
    let found = check.suspicions(in: TestTrack.track(values))
    #expect(found.count == 1)
    #expect(found.first.map { 499 * hour...501 * hour ~= $0.from } == true)
    #expect(found.first.map { $0.until >= 520 * hour } == true)
  }

  @Test func `a series that mostly repeats its value is left alone, and so is a stable zero`() {
    let check = ConstantCheck(
      .init(forSeconds: 3 * hour, above: 3, running: nil, chance: 0.0005), resolution: 1)
    let slow = (0..<720).map { Double(20 + $0 / 12 % 3) }
    #expect(check.suspicions(in: TestTrack.track(slow)).isEmpty)
    #expect(check.suspicions(in: TestTrack.track(Array(repeating: 2, count: 720))).isEmpty)
  }

  @Test func `a constant value counts only while the plant runs`() {
    let check = ConstantCheck(
      .init(
        forSeconds: 3 * hour, above: 3, running: .init(quantity: "power", above: 1),
        chance: 0.0005), resolution: 1)
    var values = TestTrack.hours(720)
    for index in 500..<520 { values[index] = 57 }
    let track = TestTrack.track(values)
    #expect(check.suspicions(in: track, isRunning: { $0 < 400 }).isEmpty)
    #expect(check.suspicions(in: track, isRunning: { $0 > 400 }).count == 1)
  }

  @Test func `zeros are marked where they are not usual`() {
    let check = ZeroCheck(.init(forSeconds: hour, running: nil, usualShare: 0.02))
    var values = TestTrack.hours(720)
    for index in 300..<305 { values[index] = 0 }
    let found = check.suspicions(in: TestTrack.track(values))
    #expect(found.map(\.from) == [300 * hour])
    for index in 0..<720 where index % 20 == 0 { values[index] = 0 }
    #expect(check.suspicions(in: TestTrack.track(values)).isEmpty)
  }

  @Test func `a value below the drift band and one at the end of the range are marked`() {
    var values = TestTrack.hours(100)
    values[50] = -9
    values[60] = 999
    let track = TestTrack.track(values)
    #expect(
      NegativeCheck(.init(below: -5, forSeconds: hour)).suspicions(in: track).map(\.from)
        == [50 * hour])
    #expect(
      OverRangeCheck(.init(at: 999, forSeconds: hour)).suspicions(in: track).map(\.from)
        == [60 * hour])
  }

  @Test func `the flag of the range alone marks an hour without any value`() {
    var hours = TestTrack.hours(48).map { Track.Hour($0) }
    hours[20] = .missing
    let track = Track(start: 0, hours: hours, flaggedOver: [20])
    let found = OverRangeCheck(.init(at: 999, forSeconds: hour)).suspicions(in: track)
    #expect(found.map(\.from) == [20 * hour])
  }

  @Test func `one hour far off is a jump, a step that stays is none`() {
    let check = JumpCheck(.init(deviations: 8), resolution: 1)
    var values = TestTrack.hours(200)
    values[100] = 900
    #expect(check.suspicions(in: TestTrack.track(values)).map(\.from) == [100 * hour])
    for index in 100..<200 { values[index] = 900 }
    #expect(check.suspicions(in: TestTrack.track(values)).isEmpty)
  }

  @Test func `fine dust above coarse dust is marked, within the margin it is not`() {
    let check = CrossCheck(.notAbove(other: "pm10", share: 0.3, margin: 15, forSeconds: 6 * hour))
    let coarse = TestTrack.hours(100)
    var fine = coarse.map { ($0 * 0.6).rounded() }
    for index in 40..<50 { fine[index] = coarse[index] * 2 + 20 }
    for index in 60..<80 { fine[index] = coarse[index] + 10 }
    let found = check.suspicions(
      in: TestTrack.track(fine), others: ["pm10": TestTrack.track(coarse)])
    #expect(found.map(\.from) == [40 * hour])
    #expect(check.suspicions(in: TestTrack.track(fine), others: [:]).isEmpty)
  }

  @Test func `a converted value must be what the oxygen makes of the measured one`() {
    let check = CrossCheck(
      .converted(other: "nox", oxygen: "o2", reference: 6, share: 0.05, forSeconds: 2 * hour))
    let measured = TestTrack.hours(48)
    let oxygen = (0..<48).map { 8 + Double($0 % 5) }
    var converted = zip(measured, oxygen).map { $0 * 15 / (21 - $1) }
    let others = ["nox": TestTrack.track(measured), "o2": TestTrack.track(oxygen)]
    #expect(check.suspicions(in: TestTrack.track(converted), others: others).isEmpty)
    for index in 20..<30 { converted[index] *= 0.7 }
    #expect(
      check.suspicions(in: TestTrack.track(converted), others: others).map(\.from) == [20 * hour])
  }

  @Test(arguments: [10.0, 1000.0, 0.1, 0.001])
  func `a slipped unit is marked from where it slips until it is back`(factor: Double) {
    let check = UnitSlipCheck(
      .init(factors: [10, 1000, 1_000_000], forSeconds: 2 * hour), resolution: 1)
    var values = TestTrack.hours(720)
    for index in 600..<620 { values[index] *= factor }
    let found = check.suspicions(in: TestTrack.track(values))
    #expect(found.map(\.from) == [600 * hour])
    #expect(check.suspicions(in: TestTrack.track(TestTrack.hours(720))).isEmpty)
  }

  @Test func `means that do not agree with the finer values are marked`() {
    let check = AgreementCheck(.init(share: 0.02, forSeconds: 2 * hour), resolution: 0.1)
    let told = TestTrack.hours(48)
    let finer = Track(
      start: 0,
      hours: told.enumerated().map { index, value in
        let own = (30..<36).contains(index) ? value * 1.1 : value
        return Track.Hour(mean: own, least: own - 5, most: own + 5, count: 60)
      })
    let found = check.suspicions(in: TestTrack.track(told), finer: finer)
    #expect(found.map(\.from) == [30 * hour])
    #expect(found.map(\.until) == [36 * hour])
  }
}
