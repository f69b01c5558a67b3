import ActionPlan
import AirQuality
import GRDB
import Ledger
import Testing

struct RegisterImportTests {
  private let bench: Bench

  init() async throws {
    bench = try await Bench.withFirm()
    try await bench.ledger.write { db in
      try RegisterStore.migrate(plan.registers, at: 1, in: db)
    }
  }

  private func load(_ csv: String, into register: Register = pairs) async throws
    -> RegisterImportReport
  {
    try await bench.ledger.write { db in
      try RegisterStore.importCSV(
        Array(csv.utf8), file: "pairs.csv", into: register, plan: plan, by: clerk, at: 9, in: db)
    }
  }

  @Test func `columns are named by id or label, cells as people write them`() async throws {
    let report = try await load(
      """
      名称,facility,rated-power,active,since,kind,position,place,unit\r
      "一号, 线",firm-1,12.50,是,2021/3/1,涂装,120.5 30.25,百官街道,Ecology\r
      二号线,firm-1,,,,,,,\r
      """)
    let rows = try await bench.ledger.read { db in try RegisterStore.rows(pairs, in: db) }
    #expect(rows.map(\.id) == report.rows)
    #expect(rows[0]["name"] == .text("一号, 线"))
    #expect(rows[0]["rated-power"] == .decimal(ExactDecimal(12_50, scale: 2)))
    #expect(rows[0]["active"] == .flag(true))
    #expect(rows[0]["since"] == .text("2021-03-01"))
    #expect(rows[0]["kind"] == .text("coating"))
    #expect(rows[0]["place"] == .text("town-a"))
    #expect(rows[0]["unit"] == .text("bureau"))
    #expect(rows[1]["kind"] == .null)
  }

  @Test func `times are the plan's local time`() async throws {
    _ = try await load(
      "facility,kind,from,until\nfirm-1,stop,2021-03-01 08:00,2021-03-01T08:00:00Z\n", into: stops)
    let row = try await bench.ledger.read { db in try RegisterStore.rows(stops, in: db)[0] }
    #expect(row["from"] == .instant(1_614_556_800))
    #expect(row["until"] == .instant(1_614_585_600))
  }

  @Test func `one fault and nothing is written; all faults are named`() async throws {
    let error = await #expect(throws: ImportFaults.self) {
      try await load(
        """
        name,facility,count,since,kind
        good,firm-1,1,2021-01-01,coating
        ,firm-1,x,soon,coating
        bad,moon,1,,welding
        """)
    }
    #expect(
      error?.description == """
        pairs.csv:3: column count: found "x"; write a whole number
        pairs.csv:3: column since: found "soon"; write a date as 2021-03-01
        pairs.csv:4: column facility: found "moon"; add the facility first or correct its id
        pairs.csv:4: column kind: found "welding"; write one of coating, printing
        """)
    let (rows, verdict) = try await bench.ledger.read { db in
      (
        try RegisterStore.rows(pairs, in: db),
        try AuditLog.entries(object: "register/equipment-pairs", in: db)
      )
    }
    #expect(rows == [])
    #expect(verdict == [])
  }

  @Test func `nothing stays even where the caller goes on after the faults`() async throws {
    let count = try await bench.ledger.write { db in
      #expect(throws: ImportFaults.self) {
        try RegisterStore.importCSV(
          Array("name,facility\ngood,firm-1\nbad,moon\n".utf8), file: "f", into: pairs, plan: plan,
          by: clerk, at: 9, in: db)
      }
      return try RegisterStore.rows(pairs, in: db).count
    }
    #expect(count == 0)
  }

  @Test func `a header that does not fit is told at once`() async throws {
    let error = await #expect(throws: ImportFaults.self) {
      try await load("name,name,colour\na,b,c\n")
    }
    #expect(error?.faults.map(\.found) == ["name", "colour", "no column facility"])
  }

  @Test(arguments: [
    ("2021-03-01", "2021-03-01"), ("2021/3/1", "2021-03-01"), ("2020-02-29", "2020-02-29"),
    ("0987-06-05", "0987-06-05"),
  ])
  func `a day is read as a cell writes it`(text: String, day: String) {
    #expect(CalendarDate(text)?.description == day)
  }

  @Test(arguments: [
    "", "20210301", "2021-3-1", "2021/3-1", "21/3/1", "2021-02-29", "2021-00-10", "2021-01-32",
    "0000-01-01", "２０２１-03-01", "2021-03-01 ", "-021-03-01", "2021/03/001", "2021-+1-01",
  ])
  func `what is no day is none`(text: String) {
    #expect(CalendarDate(text) == nil)
  }

  @Test(arguments: [
    ("2021-03-01 08:30", 1_614_558_600), ("2021/3/1 8:30", 1_614_558_600),
    ("2021-03-01T08:30:15", 1_614_558_615), ("2021-03-01 00:30Z", 1_614_558_600),
    ("2021-03-01T09:30+09:00", 1_614_558_600), ("2021-02-28T16:30:00-08:00", 1_614_558_600),
    ("1969-12-31T23:59:59Z", -1),
  ])
  func `an instant is read by arithmetic`(text: String, epoch: Int) {
    #expect(CalendarDate.instant(text, utcOffsetSeconds: 28_800) == epoch)
  }

  @Test(arguments: [
    "", "2021-03-01", "2021-03-01 24:00", "2021-03-01 08:60", "2021-13-01 08:00", "2021-3-1 08:00",
    "2021-03-01 08:00 x", "+08:00", "08:00", "2021-03-01 8", "２０２１-03-01 08:00", "2021-03-01 -1:00",
  ])
  func `what is no instant is none`(text: String) {
    #expect(CalendarDate.instant(text, utcOffsetSeconds: 28_800) == nil)
  }
}
