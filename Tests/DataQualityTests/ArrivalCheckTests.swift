import ActionPlan
import AirQuality
import DataQuality
import Telemetry
import Testing

struct ArrivalCheckTests {
  private func sample(
    _ start: Int, _ value: Int = 20, flag: String = "N", receivedAt: Int? = nil, revisions: Int = 0
  ) -> StoredSample {
    StoredSample(
      start: start, value: ExactDecimal(Int64(value)), asSent: ExactDecimal(Int64(value)),
      flag: SampleFlag(rawValue: flag), receivedAt: receivedAt ?? start + 62, sequence: 1,
      revisionCount: revisions)
  }

  private var minutes: [StoredSample] { (0..<240).map { sample($0 * 60) } }

  @Test func `a clock that is off by the same for every value is wrong`() {
    let check = ClockCheck(.init(offSeconds: 600), windowSeconds: 60)
    #expect(check.suspicions(in: minutes).isEmpty)
    let late = minutes.map { sample($0.start, receivedAt: $0.start + 60 + 3_600) }
    #expect(check.suspicions(in: late).map(\.until) == [240 * 60])
    let early = minutes.map { sample($0.start, receivedAt: $0.start + 60 - 1_200) }
    #expect(check.suspicions(in: early).count == 1)
  }

  @Test func `back-fill after an outage is no wrong clock`() {
    let check = ClockCheck(.init(offSeconds: 600), windowSeconds: 60)
    let sent = minutes.map { sample($0.start, receivedAt: 240 * 60 + 30 + $0.start / 600) }
    #expect(check.suspicions(in: sent).isEmpty)
  }

  @Test func `missing values are a gap from the third on, also at the end`() {
    let check = GapCheck(.init(intervals: 3), intervalSeconds: 60)
    var samples = minutes
    samples.removeSubrange(100..<102)
    #expect(check.suspicions(in: samples, now: 240 * 60).isEmpty)
    samples.removeSubrange(50..<53)
    #expect(
      check.suspicions(in: samples, now: 240 * 60).map { $0.from...$0.until }
        == [50 * 60...53 * 60])
    #expect(check.suspicions(in: minutes, now: 300 * 60).map(\.from) == [240 * 60])
  }

  @Test func `other values for a time that had one are marked together`() {
    var samples = minutes
    for index in 10..<15 { samples[index] = sample(index * 60, revisions: 1) }
    samples[200] = sample(200 * 60, revisions: 2)
    let found = DuplicateCheck.suspicions(in: samples, windowSeconds: 60)
    #expect(found.map(\.from) == [600, 200 * 60])
    #expect(found.first?.grounds == [.init("count", "5")])
  }

  @Test func `maintenance that meets just the exceedances is misuse`() {
    let check = FlagMisuseCheck(
      .init(share: 0.05, matched: 0.8, least: 5), limit: 50, windowSeconds: 3_600)
    let honest = (0..<720).map { hour in
      sample(hour * 3_600, hour % 40 == 0 ? 80 : 20, flag: hour % 90 < 3 ? "M" : "N")
    }
    #expect(check.suspicions(in: honest).isEmpty)
    let misused = (0..<720).map { hour in
      sample(hour * 3_600, hour % 40 == 0 ? 80 : 20, flag: hour % 40 == 0 ? "M" : "N")
    }
    #expect(check.suspicions(in: misused).count == 1)
    let lazy = (0..<720).map { sample($0 * 3_600, 20, flag: $0 % 10 == 0 ? "D" : "N") }
    #expect(check.suspicions(in: lazy).count == 1)
  }

  @Test func `a plant that stands is not asked why its values do not count`() {
    let check = FlagMisuseCheck(
      .init(share: 0.05, matched: 0.8, least: 5), limit: 50, windowSeconds: 3_600)
    let stopped = (0..<720).map { sample($0 * 3_600, 0, flag: $0 < 300 ? "F" : "N") }
    #expect(check.suspicions(in: stopped).isEmpty)
  }
}
