import ActionPlan
import AirQuality
import Detection
import GRDB
import Ledger
import Telemetry
import Testing

@testable import Rehearsal

/// A rule of silence tried over the arrivals that an inbox keeps.
struct SilenceRehearsalTests {
  static let days = CalendarDay("2030-02-01")!...CalendarDay("2030-02-02")!
  /// 2030-02-01 00:00 in the plan's time.
  static let midnight = CalendarDay("2030-02-01")!.dayNumber * 86_400 - 7 * 3_600

  /// The invented plan with a rule of silence in place of its own.
  static func plan() throws -> Plan {
    try LiveDistrict.plan(
      replacing: [
        "rules.yml": (
          "watch: paint-shops\n  when:\n    stack.voc: {above: 100 %, of: limit}",
          "watch: devices\n  when: silent"
        )
      ]
    ).plan
  }

  /// - Parameter heard: minutes after midnight at which each device sends.
  static func rehearse(_ heard: [String: [Int]]) async throws -> RuleRehearsal {
    let plan = try plan()
    let district = try await TestDistrict(plan, from: EmptyLedger(plan))
    try await district.ledger.write { db in
      for mn in heard.keys.sorted() {
        _ = try Devices.upsert(
          DeviceRecord(
            mn: mn, password: "123456", label: Label(zh: mn, en: mn), st: "31",
            intervalSeconds: 60), by: TestDistrict.actor, at: midnight, in: db)
      }
    }
    let path = district.folder.path("inbox.sqlite")
    let inbox = try Inbox(path: path)
    let arrivals = heard.flatMap { mn, minutes in minutes.map { (mn, $0) } }
    for (mn, minute) in arrivals.sorted(by: { ($0.1, $0.0) < ($1.1, $1.0) }) {
      let digest = Array("\(mn)-\(minute)".utf8).prefix(16)
      _ = try await inbox.append(
        IncomingFrame(
          mn: mn, qn: "20300201\(100_000 + minute)000", cn: "2011", pno: 0, st: "31",
          digest: digest + Array(repeating: 0, count: 16 - digest.count), bytes: [35],
          receivedAtMilliseconds: (midnight + minute * 60) * 1_000, peer: "test"))
    }
    try inbox.close()
    return try await RuleRehearsal(
      of: try #require(plan.rule("paint-high")), in: plan, ledger: district.ledger.pool,
      store: try EmbeddedStore(
        path: district.folder.path("telemetry.sqlite"), utcOffsetSeconds: plan.utcOffsetSeconds),
      arrivals: try ArrivalReader(reading: path), days: days)
  }

  static func minutes(_ range: Range<Int>, but gap: Range<Int> = 0..<0) -> [Int] {
    range.filter { !gap.contains($0) }
  }

  @Test func `a device that falls silent among others would have opened a case`() async throws {
    let rehearsal = try await Self.rehearse([
      "A1": Self.minutes(0..<120, but: 30..<75), "B2": Self.minutes(0..<120),
    ])
    #expect(rehearsal.watchedCount == 2)
    #expect(rehearsal.rehearsed.map(\.subject) == ["device/A1"])
    #expect(rehearsal.rehearsed.map(\.start) == [Self.midnight + 29 * 60])
    #expect(rehearsal.rehearsed.map(\.endedAt) == [Self.midnight + 75 * 60])
    #expect(rehearsal.rehearsed.first?.grounds.map(\.comparison) == [.silent])
    #expect(rehearsal.toldCount == 0)
    #expect(rehearsal.faults == [])
  }

  @Test func `twenty-one minutes would only be told, and nine are nothing`() async throws {
    let told = try await Self.rehearse([
      "A1": Self.minutes(0..<120, but: 30..<50), "B2": Self.minutes(0..<120),
    ])
    #expect(told.rehearsed.isEmpty && told.toldCount == 1)
    let nothing = try await Self.rehearse([
      "A1": Self.minutes(0..<120, but: 30..<38), "B2": Self.minutes(0..<120),
    ])
    #expect(nothing.rehearsed.isEmpty && nothing.toldCount == 0)
  }

  @Test func `a time in which nobody was heard blames nobody, and is told`() async throws {
    let rehearsal = try await Self.rehearse([
      "A1": Self.minutes(0..<200, but: 60..<130), "B2": Self.minutes(0..<200, but: 60..<150),
    ])
    #expect(rehearsal.rehearsed.isEmpty)
    // From the 130th minute on the server listened: B2 was missing for twenty more.
    #expect(rehearsal.toldCount == 1)
    #expect(
      rehearsal.faults == [
        "2030-02-01 00:59 to 2030-02-01 02:10: no device at all was heard, as when the server does "
          + "not listen; counted for no silence"
      ])
  }

  @Test func `what lies after the last arrival is not claimed`() async throws {
    let rehearsal = try await Self.rehearse([
      "A1": Self.minutes(0..<20), "B2": Self.minutes(0..<25),
    ])
    #expect(rehearsal.rehearsed.isEmpty && rehearsal.toldCount == 0)
  }
}
