import ActionPlan
import GRDB
import Ledger
import Seeds
import Testing

@testable import Casework

struct LatenessTests {
  func sweep(_ district: District, at now: Int) async throws -> [Int] {
    try await district.ledger.write { db in
      try CaseBook.lateSweep(now: now, in: db).told.map(\.levelSeconds)
    }
  }

  @Test func `each level is told once, also across a restart`() async throws {
    let district = try District()
    let file = try await district.open()
    let due = try #require(file.dueAt)
    #expect(try await sweep(district, at: due) == [])
    #expect(!file.isLate(at: due))
    #expect(try await sweep(district, at: due + 1) == [0])
    #expect(file.isLate(at: due + 1))
    #expect(try await sweep(district, at: due + 2) == [])
    let restarted = try District(restarting: district)
    #expect(try await sweep(restarted, at: due + 3_600) == [])
    #expect(try await sweep(restarted, at: due + 3_601) == [3_600])
    #expect(try await sweep(restarted, at: due + 99_999) == [])
    let told = try await restarted.ledger.read { db in
      try Notifications.about("case/\(file.id)", in: db).filter { $0.code == "case-late" }
        .map(\.recipient)
    }
    #expect(told == [.unit("TOWN"), .unit("BUREAU"), .unit("BUREAU"), .role(.duty)])
    #expect(try await restarted.events(file).map(\.kind) == [.opened, .step, .late, .late])
  }

  @Test func `what is done late, before anybody looked at the clock, tells first that it was late`()
    async throws
  {
    let district = try District()
    let file = try await district.open()
    let late = (file.dueAt ?? 0) + 3_601
    await #expect(throws: CaseRefusal.self) {
      try await district.take("handled", file, by: .otherTown, .complete, at: late)
    }
    _ = try await district.take("handled", file, by: .town, .complete, at: late)
    let events = try await district.events(file)
    #expect(events.map(\.kind) == [.opened, .step, .late, .late, .step])
    #expect(events.compactMap { $0.values["levelSeconds"] } == ["0", "3600"])
    #expect(try await sweep(district, at: late + 1) == [])
    let told = try await district.ledger.read { db in
      try Notifications.about("case/\(file.id)", in: db).filter { $0.code == "case-late" }.count
    }
    #expect(told == 4)
  }

  @Test func `after a long stop every level that passed is told`() async throws {
    let district = try District()
    let file = try await district.open()
    #expect(try await sweep(district, at: (file.dueAt ?? 0) + 90_000) == [0, 3_600])
  }

  @Test func `the next step has lateness of its own, and being told makes no form stale`()
    async throws
  {
    let district = try District()
    var file = try await district.open()
    _ = try await sweep(district, at: District.start + 1_801)
    file = try await district.take(
      "handled", file, by: .town, .complete, at: District.start + 2_000)
    #expect(try await sweep(district, at: District.start + 2_001) == [])
    #expect(try await sweep(district, at: District.start + 2_001 + 86_400) == [0])
  }

  @Test func `a case that does not read keeps nobody else from being told`() async throws {
    let district = try District()
    let broken = try await district.open(finding: 1)
    let sound = try await district.open(finding: 2)
    try await district.ledger.write { db in
      try db.execute(
        sql: "UPDATE case_file SET title_values = '[7]' WHERE id = ?", arguments: [broken.id])
    }
    for _ in 1...2 {
      let sweep = try await district.ledger.write { db in
        try CaseBook.lateSweep(now: District.start + 1_801, in: db)
      }
      #expect(sweep.unreadable.map(\.caseID) == [broken.id])
      #expect(sweep.told.allSatisfy { $0.file.id == sound.id })
    }
    #expect(try await district.events(sound).last?.kind == .late)
  }

  @Test func `thousands of late cases are told of slice by slice, each once`() async throws {
    let district = try District()
    var files: [Int64] = []
    for number in 1...7 { files.append(try await district.open(finding: Int64(number)).id) }
    // One does not read, and stays where it is.
    try await district.ledger.write { [files] db in
      try db.execute(
        sql: "UPDATE case_file SET title_values = '[7]' WHERE id = ?", arguments: [files[2]])
    }
    var told: [Int64] = []
    var unreadable: [Int64] = []
    var place: LateSweep.Place?
    var slices = 0
    repeat {
      let sweep = try await district.ledger.write { [place] db in
        try CaseBook.lateSweep(now: District.start + 1_801, after: place, limit: 3, in: db)
      }
      told += sweep.told.map(\.file.id)
      unreadable += sweep.unreadable.map(\.caseID)
      place = sweep.next
      slices += 1
    } while place != nil
    #expect(slices == 3)
    #expect(told.sorted() == files.filter { $0 != files[2] })
    #expect(unreadable == [files[2]])
  }

  @Test func `a case is looked at again only when its next level comes`() async throws {
    let district = try District()
    let file = try await district.open()
    let due = try #require(file.dueAt)
    func next() async throws -> Int? {
      try await district.ledger.read { db in
        try Int.fetchOne(db, sql: "SELECT next_late_at FROM case_file")
      }
    }
    #expect(try await next() == due)
    _ = try await sweep(district, at: due + 1)
    #expect(try await next() == due + 3_600)
    _ = try await sweep(district, at: due + 3_601)
    #expect(try await next() == nil)
  }

  @Test func `what was told before a folder was upgraded is not told again`() async throws {
    let district = try District()
    let file = try await district.open()
    let due = try #require(file.dueAt)
    #expect(try await sweep(district, at: due + 1) == [0])
    try await district.ledger.write { db in
      try db.execute(
        sql: """
          DROP INDEX case_file_next_late;
          ALTER TABLE case_file DROP COLUMN next_late_at;
          DELETE FROM grdb_migrations WHERE identifier = 'casework-3-next-late';
          """)
    }
    let upgraded = try District(restarting: district)
    #expect(try await sweep(upgraded, at: due + 2) == [])
    #expect(try await sweep(upgraded, at: due + 3_601) == [3_600])
  }

  @Test func `a step that keeps the deadline keeps what was told of it`() async throws {
    let procedure = Procedure(
      id: "fire", label: .any, clause: nil, lead: "BUREAU", intake: Intake(),
      steps: [
        .sample(
          "dispatched", from: ["opened"], by: [.duty, .system], assign: .unit("TOWN"), within: 300),
        .sample("explained", from: ["dispatched"], by: [.facility], keepsDeadline: true),
        .sample("handled", from: ["dispatched", "explained"], by: [.assignee], within: 1_800),
      ],
      late: [
        Lateness(afterSeconds: 0, tell: [.assignee]),
        Lateness(afterSeconds: 600, tell: [.assignee]),
      ])
    let district = try District(procedures: [procedure])
    var file = try await district.open(facility: "f-1")
    let due = try #require(file.dueAt)
    #expect(due == District.start + 1_800)
    #expect(try await sweep(district, at: due + 1) == [0])
    file = try await district.take("explained", file, by: .firm, at: due + 60)
    #expect(file.dueAt == due)
    #expect(try await sweep(district, at: due + 61) == [])
    #expect(try await sweep(district, at: due + 601) == [600])
  }

  @Test func `a closed case is never late`() async throws {
    let district = try District()
    var file = try await district.open()
    file = try await district.take("handled", file, by: .town, .complete)
    file = try await district.take("verified", file, by: .bureau)
    #expect(try await sweep(district, at: .max / 2) == [])
  }

  /// Reminded an hour and ten minutes before two working days are over.
  static let office = Procedure(
    id: "fire", label: .any, clause: nil, lead: "BUREAU", intake: Intake(),
    steps: [
      Step(
        to: "done", label: .any, from: ["opened"], by: [.lead], assign: nil, inform: [],
        within: .workingDays(2), needs: [], notBy: [], isReturn: false)
    ],
    remind: [
      Reminder(beforeSeconds: 3_600, tell: [.lead]), Reminder(beforeSeconds: 600, tell: [.duty]),
    ],
    late: [Lateness(afterSeconds: 0, tell: [.lead]), Lateness(afterSeconds: 600, tell: [.duty])])

  @Test
  func `reminders and lateness fire once each, however the clock is set and the server restarted`()
    async throws
  {
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<12 {
      var district = try District(procedures: [Self.office])
      let file = try await district.open()
      let due = try #require(file.dueAt)
      var now = due - 5_000
      var told: [Int] = []
      while now < due + 5_000 {
        if Int.random(in: 0..<8, using: &generator) == 0 {
          now += Bool.random(using: &generator) ? 3_600 : -3_600
        }
        if Int.random(in: 0..<8, using: &generator) == 0 {
          district = try District(restarting: district)
        }
        told += try await sweep(district, at: now)
        #expect(try await district.file(file.id)?.dueAt == due)
        now += 300
      }
      #expect(told.sorted() == [-3_600, -600, 0, 600])
    }
  }

  @Test func `two working days over a moved holiday end with the work of the second`() async throws
  {
    let district = try District(procedures: [Self.office], calendar: .office)
    // Thursday 2026-02-12 10:00 by the plan's clock. Friday is off, Saturday is worked, then two days
    // of rest, and Tuesday ends at 17:30.
    let file = try await district.open(at: District.start + 42 * 86_400 + 7_200)
    #expect(file.dueAt == District.start + 47 * 86_400 + 9 * 3_600 + 1_800)
    #expect(file.isDueWorking)
  }

  @Test func `a reminder whose time is over before the deadline is set is not told`() async throws {
    let quick = Procedure(
      id: "fire", label: .any, clause: nil, lead: "BUREAU", intake: Intake(),
      steps: [.sample("done", from: ["opened"], by: [.lead], within: 1_800)],
      remind: [Reminder(beforeSeconds: 3_600, tell: [.lead])],
      late: [Lateness(afterSeconds: 0, tell: [.lead])])
    let district = try District(procedures: [quick])
    let file = try await district.open()
    #expect(try await sweep(district, at: (file.dueAt ?? 0) + 1) == [0])
  }
}
