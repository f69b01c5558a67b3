import ActionPlan
import Testing

@testable import Detection

/// "Instrument silent", by arrival time.
struct SilenceWatchTests {
  static let stages = [
    Stage(afterSeconds: 1800, action: .tellFacility),
    Stage(afterSeconds: 86_400, action: .open(procedure: "instrument-fault", severity: .minor)),
  ]

  @Test func `silence is claimed from the last frame, once a stage, and ends with the next frame`()
  {
    var watch = SilenceWatch(stages: Self.stages, watchedSince: 0)
    #expect(watch.hear(at: 100) == [])
    #expect(watch.tick(now: 1899) == [])
    #expect(watch.tick(now: 1900) == [.reached(0, start: 100, at: 1900)])
    #expect(watch.tick(now: 1905) == [])
    #expect(watch.tick(now: 86_500) == [.reached(1, start: 100, at: 86_500)])
    #expect(watch.hear(at: 90_000) == [.ended(start: 100, at: 90_000)])
    #expect(watch.tick(now: 91_799) == [])
    #expect(watch.tick(now: 91_800) == [.reached(0, start: 90_000, at: 91_800)])
  }

  @Test func `a device never heard from counts from when it was watched`() {
    var watch = SilenceWatch(stages: Self.stages, watchedSince: 5_000)
    #expect(watch.tick(now: 6_799) == [])
    #expect(watch.tick(now: 6_800) == [.reached(0, start: 5_000, at: 6_800)])
  }

  @Test func `a restart neither forgets a silence nor claims it twice`() {
    var before = SilenceWatch(stages: Self.stages, watchedSince: 0)
    _ = before.hear(at: 100)
    _ = before.tick(now: 2_000)
    var after = SilenceWatch(stages: Self.stages, watchedSince: 10_000, memory: before.memory)
    #expect(after.tick(now: 12_000) == [])
    #expect(after.hear(at: 12_100) == [.ended(start: 100, at: 12_100)])
  }

  @Test func `a silence that told before a restart opens only where the device stays unheard`() {
    var before = SilenceWatch(stages: Self.stages, watchedSince: 0)
    _ = before.hear(at: 100)
    #expect(before.tick(now: 1_960) == [.reached(0, start: 100, at: 1_960)])
    // Down for a day; the device recovered meanwhile and is about to send.
    let restarted = 90_000
    var recovered = SilenceWatch(
      stages: Self.stages, watchedSince: restarted, memory: before.memory)
    #expect(recovered.tick(now: restarted) == [])
    #expect(recovered.hear(at: restarted + 30) == [.ended(start: 100, at: restarted + 30)])
    var silent = SilenceWatch(stages: Self.stages, watchedSince: restarted, memory: before.memory)
    #expect(silent.tick(now: restarted + 1_799) == [])
    #expect(
      silent.tick(now: restarted + 1_800) == [.reached(1, start: 100, at: restarted + 1_800)])
  }

  @Test func `a declared stop ends a silence where it begins, and one begins anew after it`() {
    var watch = SilenceWatch(stages: Self.stages, watchedSince: 0)
    _ = watch.hear(at: 100)
    #expect(watch.tick(now: 1_900) == [.reached(0, start: 100, at: 1_900)])
    watch.suspensions = [3_000..<6_000]
    #expect(watch.tick(now: 2_999) == [])
    #expect(watch.tick(now: 3_000) == [.ended(start: 100, at: 3_000)])
    #expect(watch.tick(now: 7_799) == [])
    #expect(watch.tick(now: 7_800) == [.reached(0, start: 6_000, at: 7_800)])
  }

  @Test func `the time the server was down is not a device's silence`() {
    var after = SilenceWatch(stages: Self.stages, watchedSince: 10_000)
    _ = after.hear(at: 100)
    #expect(after.tick(now: 11_799) == [])
    #expect(after.tick(now: 11_800) == [.reached(0, start: 10_000, at: 11_800)])
  }
}
