import ActionPlan
import DataQuality
import Seeds
import Testing

struct EvasionCheckTests {
  private let hour = 3_600
  private let values = TestTrack.hours(720)

  @Test func `values kept at a level with a little noise are frozen`() {
    let check = FrozenCheck(.init(forSeconds: 24 * hour, share: 0.25), resolution: 1)
    #expect(check.suspicions(in: TestTrack.track(values)).isEmpty)
    var frozen = values
    var random = SeededGenerator(seed: 3)
    for index in 600..<660 { frozen[index] = 70 + Double(random.below(3)) - 1 }
    let found = check.suspicions(in: TestTrack.track(frozen))
    #expect(found.count == 1)
    #expect(found.first.map { $0.from <= 604 * hour && $0.until >= 650 * hour } == true)
  }

  @Test func `a flat top is a cap, a natural top is none`() {
    let check = CappedCheck(.init(overSeconds: 7 * 24 * hour, least: 8, ratio: 6), resolution: 1)
    #expect(check.suspicions(in: TestTrack.track(values)).isEmpty)
    let capped = values.enumerated().map { $0 > 500 ? min($1, 60) : $1 }
    let found = check.suspicions(in: TestTrack.track(capped))
    #expect(!found.isEmpty)
    #expect(found.first?.grounds.first { $0.code == "top" }?.value == "60")
  }

  @Test func `hours heaped just under the limit with none above are held there`() {
    let limit = 75.0
    let check = HeldCheck(
      .init(overSeconds: 10 * 24 * hour, within: 0.1, least: 12, ratio: 6), limit: limit)
    #expect(check.suspicions(in: TestTrack.track(values)).isEmpty)
    var random = SeededGenerator(seed: 4)
    let held = values.map { $0 > limit * 0.95 ? limit - 1 - Double(random.below(4)) : $0 }
    #expect(!check.suspicions(in: TestTrack.track(held)).isEmpty)
  }

  @Test func `a neighbour's course is recognised though it is scaled`() throws {
    let check = CopiedCheck(.init(forSeconds: 24 * hour, correlation: 0.98), resolution: 1)
    let other = TestTrack.hours(720, seed: 9)
    #expect(
      check.copies(in: TestTrack.track(values), of: TestTrack.track(other), named: "B").isEmpty)
    var copied = values
    for index in 400..<460 { copied[index] = (other[index] * 0.9).rounded() }
    let found = check.copies(
      in: TestTrack.track(copied), of: TestTrack.track(other), named: "B")
    #expect(found.count == 1)
    #expect(found.first?.grounds.first { $0.code == "neighbour" }?.value == "B")
  }

  @Test func `a day sent again is recognised, and which one it was`() {
    let check = CopiedCheck(.init(forSeconds: 24 * hour, correlation: 0.98), resolution: 1)
    #expect(check.repeats(in: TestTrack.track(values)).isEmpty)
    var copied = values
    for index in 600..<648 { copied[index] = values[index - 120] }
    let found = check.repeats(in: TestTrack.track(copied))
    #expect(found.first?.grounds.first { $0.code == "lag" }?.value == "120")
  }

  @Test func `what ended before the hour asked for is not said again`() throws {
    let plan = try #require(TestTrack.plan)
    let examiner = Examiner(try #require(plan.quality(of: "pm10")))
    var values = values
    for index in 300..<310 { values[index] = 0 }
    let track = TestTrack.track(values)
    #expect(examiner.suspicions(in: track).of(.zero).count == 1)
    #expect(examiner.suspicions(in: track, since: 600).of(.zero).isEmpty)
  }

  @Test func `marks of one check that lie a day apart are one, but gaps are not`() {
    func suspicion(_ from: Int, _ until: Int, _ check: QualityCheck = .frozen) -> Suspicion {
      Suspicion(check: check, from: from, until: until, grounds: [])
    }
    var marks: [Suspicion] = []
    marks.join(suspicion(0, 3_600))
    marks.join(suspicion(80_000, 90_000))
    marks.join(suspicion(80_000, 90_000, .zero))
    marks.join(suspicion(300_000, 310_000))
    marks.join(suspicion(0, 3_600, .gap))
    marks.join(suspicion(7_200, 10_800, .gap))
    #expect(marks.map(\.from) == [0, 80_000, 300_000, 0, 7_200])
    #expect(marks.first?.until == 90_000)
  }
}
