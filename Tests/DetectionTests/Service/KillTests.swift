import AirQuality
import GRDB
import Telemetry
import Testing

@testable import Detection

/// Random streams, cut into random batches, with kills and refused transactions at random moments,
/// come to the same findings as the stream undisturbed.
struct KillTests {
  /// SplitMix64: the same stream for the same seed everywhere.
  struct Dice: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
    mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }
  }

  struct Frame {
    var time: Int
    var receivedAt: Int
    var values: [(SeriesKey, String)]
    var outcome = CommittedSample.Outcome.new
  }

  /// Half a day of six instruments that switch, fail, overtake each other, repeat themselves and
  /// send hours of back-fill.
  static func stream(_ dice: inout Dice) -> [Frame] {
    let instruments: [(SeriesKey, on: String, off: String)] = [
      (WatchedDistrict.key("p1", "power"), "90", "3"),
      (WatchedDistrict.key("t1", "power"), "20", "0"),
      (WatchedDistrict.key("p2", "power"), "90", "3"),
      (WatchedDistrict.key("t2", "power"), "20", "0"),
      (WatchedDistrict.key("d1", "tsp"), "1500", "80"),
      (WatchedDistrict.key("v1", "valve-state", .state), "1", "0"),
    ]
    var frames: [Frame] = []
    for (key, on, off) in instruments {
      var isOn = dice.chance(50)
      var offlineUntil = 0
      var kept: [Frame] = []
      for minute in 0..<480 {
        let time = WatchedDistrict.morning + minute * 60 + Int.random(in: 0..<3, using: &dice)
        if dice.chance(5) { isOn.toggle() }
        if dice.chance(1) { offlineUntil = minute + Int.random(in: 1..<90, using: &dice) }
        if dice.chance(4) { continue }
        let frame = Frame(time: time, receivedAt: time, values: [(key, isOn ? on : off)])
        if minute < offlineUntil {
          kept.append(frame)
        } else {
          frames += kept.map { Frame(time: $0.time, receivedAt: time + 1, values: $0.values) }
          kept = []
          frames.append(frame)
          if dice.chance(3) {
            frames.append(
              Frame(time: time, receivedAt: time + 30, values: frame.values, outcome: .repeated))
          }
          if dice.chance(3) {
            frames.append(
              Frame(time: time, receivedAt: time + 40, values: [(key, on)], outcome: .revision))
          }
        }
      }
    }
    return frames.enumerated().sorted {
      ($0.element.receivedAt / 7, $0.offset) < ($1.element.receivedAt / 7, $1.offset)
    }.map(\.element)
  }

  static func batch(_ frames: [Frame], _ range: ClosedRange<Int>) -> CommittedBatch {
    CommittedBatch(
      firstSequence: Int64(range.lowerBound + 1), lastSequence: Int64(range.upperBound + 1),
      samples: range.flatMap { index in
        frames[index].values.map { key, text in
          CommittedSample(
            sample: Sample(
              series: key, start: frames[index].time, value: ExactDecimal(text)!,
              asSent: ExactDecimal(text)!, flag: .normal), sequence: Int64(index + 1),
            receivedAt: frames[index].receivedAt, outcome: frames[index].outcome,
            isLate: frames[index].receivedAt - frames[index].time > 600)
        }
      }, arrivals: [])
  }

  /// Findings without what depends on batching: ids and the server's clock.
  static func story(_ findings: [Finding]) -> Set<String> {
    Set(
      findings.map {
        "\($0.rule) \($0.subject) \($0.start) \($0.at) \($0.stage) \($0.isLate)"
          + " \($0.endedAt ?? -1) \($0.grounds.map { "\($0.value!)@\($0.at)" })"
      })
  }

  @Test(arguments: 1...6)
  func `kills and any batching leave findings and effects as they are`(seed: UInt64) async throws {
    var dice = Dice(state: seed)
    let frames = Self.stream(&dice)
    let calm = try await WatchedDistrict()
    for index in frames.indices {
      try await calm.service().process(Self.batch(frames, index...index))
    }

    let rough = try await WatchedDistrict()
    var kills = 0
    var next = 0
    while next < frames.count {
      if dice.chance(4) {
        rough.kill()
        kills += 1
        // The pump begins after the cursor, or at random before it.
        next = max(0, Int(try await rough.service().cursor) - Int.random(in: 0..<4, using: &dice))
      }
      if dice.chance(10) { rough.now += 1 }
      if dice.chance(5) { rough.refuseNext(1) }
      let last = min(frames.count - 1, next + Int.random(in: 0..<60, using: &dice))
      do {
        try await rough.service().process(Self.batch(frames, next...last))
        next = last + 1
      } catch {
        // Refused: nothing of it stays, and it comes again.
      }
      rough.refuseNext(0)
    }

    let findings = try await calm.findings()
    #expect(findings.count > 5)
    #expect(findings.contains { $0.isLate })
    #expect(kills > 0)
    #expect(Self.story(try await rough.findings()) == Self.story(findings))
    func steps(_ asked: [String]) -> [String] {
      asked.filter { !$0.hasPrefix("ended") && !$0.hasPrefix("resumed") }.sorted()
    }
    let asked = try await calm.asked()
    #expect(steps(try await rough.asked()) == steps(asked))
    #expect(Set(steps(asked)).count == steps(asked).count)
  }
}
