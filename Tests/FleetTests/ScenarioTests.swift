import Foundation
import HJ212
import Testing

@testable import Fleet

private let small = """
  utc-offset: 8 h
  password: "123456"
  devices:
    - mn: A
      st: "22"
      uploads:
        - {cn: "2011", every: 30 s, values: [{key: p-Rtd, level: 100, noise: 5, decimals: 1}]}
        - {cn: "2061", every: 1 h, delay: 60 s, history: 3 h, values: [{key: q-Avg, level: 3}]}
  incidents:
    - {incident: dip, mn: A, key: p-Rtd, level: 0, at: -90 s, for: 2 min, every: 10 min}
    - {incident: gone, mn: A, silent: true, at: 5 min, for: 1 min}
  """

/// 2021-06-15 12:00:00 in China.
private let noon = 1_623_729_600

private func timetable(seed: UInt64 = 1, begunAt: Int = noon) throws -> Timetable {
  Timetable(
    scenario: try Scenario.parse(small, file: "s.yml"), seed: seed, begunAt: begunAt)
}

private func value(_ table: Timetable, at due: Int) -> String? {
  table.message(.init(due: due, device: 0, upload: 0))?.data[1][0].value
}

@Suite struct ScenarioTests {
  @Test func `a scenario is read with its defaults`() throws {
    let scenario = try Scenario.parse(small, file: "s.yml")
    #expect(scenario.utcOffsetSeconds == 28_800 && scenario.seed == 1)
    #expect(scenario.devices[0].connection == "A")
    #expect(scenario.devices[0].uploads.map(\.isPeriodic) == [false, true])
    #expect(scenario.incidents[0].at == -90 && scenario.incidents[0].everySeconds == 600)
    #expect(scenario.incidents[1].effect == .silent)
  }

  @Test(arguments: [
    ("  password: \"123456\"", "  pasword: x", 2, "no key pasword"),
    ("every: 30 s", "every: 30", 7, "no length of time"),
    ("level: 100", "level: high", 7, "level is not a number"),
    ("mn: A, key: p-Rtd", "mn: A, key: z-Rtd", 10, "A sends no z-Rtd"),
    ("mn: A, silent", "mn: B, silent", 11, "no device B"),
    ("for: 2 min", "for: 20 min", 10, "no longer than every"),
    ("st: \"22\"", "", 4, "st is missing"),
  ])
  func `a fault in a scenario names line and remedy`(
    old: String, new: String, line: Int, text: String
  ) throws {
    let yaml = small.replacing(
      old.trimmingCharacters(in: .whitespaces), with: new.trimmingCharacters(in: .whitespaces))
    #expect(yaml != small)
    let fault = #expect(throws: ScenarioFault.self) { try Scenario.parse(yaml, file: "s.yml") }
    #expect(fault?.line == line && fault?.description.contains(text) == true, "\(fault as Any)")
  }

  @Test(arguments: [
    ("90s", 90), ("13 min 30 s", 810), ("-13m30s", -810), ("6 h", 21_600), ("2d", 172_800),
    ("", nil), ("5", nil), ("5 weeks", nil), ("min", nil), ("99999999999 h", nil),
  ])
  func `lengths of time are read or refused`(text: String, seconds: Int?) {
    #expect(Duration.seconds(of: text) == seconds)
  }

  @Test func `the same seed and start give the same frames, another seed others`() throws {
    let span = (0..<40).map { noon + $0 * 30 }
    let first = try timetable()
    #expect(span.map { value(first, at: $0) } == (try span.map { value(try timetable(), at: $0) }))
    #expect(
      span.map { value(first, at: $0) } != (try span.map { value(try timetable(seed: 2), at: $0) }))
  }

  @Test func `an incident begins in the back-fill, ends and comes again`() throws {
    let table = try timetable()
    #expect(value(table, at: noon - 120) != "0.0")
    #expect(value(table, at: noon - 90) == "0.0")
    #expect(value(table, at: noon) == "0.0")
    #expect(value(table, at: noon + 30) != "0.0")
    #expect(value(table, at: noon + 510) == "0.0")
  }

  @Test func `a silent device sends nothing for a while`() throws {
    let table = try timetable()
    #expect(value(table, at: noon + 270) != nil)
    #expect(value(table, at: noon + 300) == nil)
    #expect(value(table, at: noon + 330) == nil)
    #expect(value(table, at: noon + 360) != nil)
  }

  @Test func `back-fill ends at the start, is in order, and reaches as far as an upload says`()
    throws
  {
    let history = try timetable().history(of: [0], backfillSeconds: 900, until: noon)
    #expect(
      history.filter { $0.upload == 0 }.map(\.due)
        == stride(from: noon - 900, through: noon, by: 30).map { $0 })
    // Hours end on the clock's hour and are sent a minute later.
    #expect(
      history.filter { $0.upload == 1 }.map(\.due) == [
        noon - 7140 - 3600, noon - 7140, noon - 3540,
      ])
    #expect(history.map(\.due) == history.map(\.due).sorted())
    #expect(try timetable().history(of: [0], backfillSeconds: 0, until: noon).isEmpty)
  }

  @Test func `a fleet started again with its former begin sends the same packets once more`() throws
  {
    let table = try timetable()
    var (time, sent): (Int, [Int: Message?]) = (noon, [:])
    while time < noon + 1_000 {
      let due = table.next(of: [0], after: time)
      time = due[0].due
      for each in due { sent[each.due * 10 + each.upload] = table.message(each) }
    }
    let again = table.history(of: [0], backfillSeconds: 900, until: noon + 950)
      .filter { $0.due > noon }
    #expect(again.count > 30)
    for each in again {
      let before = try #require(sent[each.due * 10 + each.upload])
      #expect(table.message(each) == before)
    }
  }

  @Test func `what is due next comes right after what was due last`() throws {
    let table = try timetable()
    var time = noon
    var dues: [Int] = []
    while time < noon + 120 {
      let due = table.next(of: [0], after: time)
      time = due[0].due
      dues += due.map { ($0.due - noon) * 10 + $0.upload }
    }
    #expect(dues == [300, 600, 601, 900, 1200])
  }

  @Test func `period data carry the start of the period and their own QN`() throws {
    let message = try #require(
      try timetable().message(.init(due: noon + 60, device: 0, upload: 1)))
    #expect(message.data[0][0].value == "20210615110000")
    #expect(message.qn == "20210615120100001")
    #expect(message.data[1].map(\.key) == ["q-Avg", "q-Flag"])
    #expect(message.flag?.rawValue == 5)
  }
}
