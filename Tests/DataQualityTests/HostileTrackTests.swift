import ActionPlan
import DataQuality
import Seeds
import Testing

/// Whatever numbers a series holds, the checks answer.
struct HostileTrackTests {
  @Test(arguments: 0..<40)
  func `no series makes a check trap or name an hour that is not there`(seed: Int) throws {
    let plan = try #require(TestTrack.plan)
    var random = SeededGenerator(seed: UInt64(seed))
    let count = [0, 1, 2, 23, 24, 25, 49, 169, 260][random.below(9)]
    let odd: [Double] = [
      0, -0.0, 1e-300, 1e300, -1e300, .greatestFiniteMagnitude, .leastNonzeroMagnitude, 999, -999,
      1, 1, 1, 2, 3,
    ]
    func track() -> Track {
      Track(
        start: 0,
        hours: (0..<count).map { _ in
          random.below(4) == 0
            ? .missing : Track.Hour(odd[random.below(odd.count)])
        }, flaggedOver: count > 0 ? [random.below(count)] : [])
    }
    for rule in plan.quality {
      let track = track()
      var surroundings = Examiner.Surroundings()
      surroundings.others = ["pm10": self.same(track)]
      surroundings.neighbours = [("other", self.same(track))]
      surroundings.finer = self.same(track)
      let found = Examiner(rule, limit: 1e300).suspicions(in: track, surroundings)
      #expect(found.allSatisfy { $0.from >= 0 && $0.until <= track.end && $0.from < $0.until })
    }
  }

  private func same(_ track: Track) -> Track { track }
}
