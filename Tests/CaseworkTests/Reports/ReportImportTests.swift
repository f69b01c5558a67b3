import ActionPlan
import GRDB
import Sheets
import Testing

@testable import Casework
@testable import Ledger

struct ReportImportTests {
  private let start = District.start
  private static let head = "工单编号,类别,反映内容,地点,来电时间,来电人,电话,经度,纬度\n"

  private func sheet(
    _ rows: String, _ house: ReportHouse, of hotline: OutsideSystem? = nil
  ) throws -> ReportSheet {
    ReportSheet(
      try SheetTable(reading: Array((Self.head + rows).utf8), file: "12345.csv") {
        ReportSheet.isColumn($0)
      }, hotline: hotline, plan: house.district.plan, now: start)
  }

  private func write(
    _ sheet: ReportSheet, _ house: ReportHouse, by account: Account = .desk, expected: Int? = nil
  ) async throws -> ReportImport {
    let plan = house.district.plan
    return try await house.district.ledger.write { db in
      let new = try ReportImports.compare(sheet, in: db).new.count
      return try ReportImports.write(
        sheet, file: "12345.csv", digest: "d", expected: expected ?? new, by: account, plan: plan,
        at: District.start, in: db)
    }
  }

  private func undo(_ id: Int64, _ house: ReportHouse) async throws {
    let plan = house.district.plan
    try await house.district.ledger.write { db in
      try ReportImports.takeBack(id, by: .desk, plan: plan, at: District.start + 60, in: db)
    }
  }

  private let two = """
    R-1,异味,胶水味,百官路,2026-01-01 07:30,李,13800000000,120.9,30.0
    R-2,smell,焦味,,2026/1/1 7:45,,,,

    """

  @Test func `each row opens a case, with when the hotline took it and what it promises`()
    async throws
  {
    let house = try await ReportHouse()
    let done = try await write(try sheet(two, house), house)
    #expect(done.newCount == 2 && done.knownCount == 0)
    let waiting = try await house.district.ledger.read { db in
      try ReportPromises.waiting(scope: .all, in: db)
    }
    #expect(waiting.map(\.hotlineNumber) == ["R-1", "R-2"])
    // 07:30 by the plan's clock is half an hour before the start of the test.
    #expect(waiting[0].receivedAt == start - 1_800)
    #expect(waiting[0].promises.map(\.due.at) == [start - 1_800 + 3_600, start - 1_800 + 86_400])
    #expect(waiting[0].file.place == "town")
  }

  @Test func `a number that is known opens no second case, in the same sheet or a later one`()
    async throws
  {
    let house = try await ReportHouse()
    _ = try await write(try sheet(two, house), house)
    let later = try sheet(two + "R-3,异味,新的,,,,,,\n", house)
    let done = try await write(later, house)
    #expect(done.newCount == 1 && done.knownCount == 2)
    await #expect(throws: ReportImportRefusal.nothingNew) { try await write(later, house) }
    #expect(try sheet("R-9,异味,a,,,,,,\nR-9,异味,b,,,,,,\n", house).faults.faults.map(\.line) == [3])
  }

  @Test(arguments: [
    ("R-7,气味,x,,,,,,", "类别"), (",异味,x,,,,,,", "工单编号"), ("R-7,异味,,,,,,,", "反映内容"),
    ("R-7,异味,x,,昨天,,,,", "来电时间"), ("R-7,异味,x,,2027-01-01,,,,", "来电时间"),
    ("R-7,异味,x,,,,,120.9,", "经度"), ("R-7,异味,x,,,,,1209,30", "经度"),
    ("R-7,异味,\(String(repeating: "长", count: 2_001)),,,,,,", "反映内容"),
  ])
  func `a cell that cannot stand is named with its line and column, and nothing is written`(
    row: String, column: String
  ) async throws {
    let house = try await ReportHouse()
    let sheet = try sheet(two + row + "\n", house)
    #expect(sheet.faults.faults.map(\.line) == [4] && sheet.faults.faults.map(\.column) == [column])
    await #expect(throws: ReportImportRefusal.hasFaults) { try await write(sheet, house) }
    let count = try await house.district.ledger.read { db in
      try Int.fetchOne(db, sql: "SELECT count(*) FROM public_report")
    }
    #expect(count == 0)
  }

  @Test func `columns that are missing or doubled are faults`() async throws {
    let house = try await ReportHouse()
    func faults(_ text: String) throws -> Int {
      ReportSheet(
        try SheetTable(reading: Array(text.utf8), file: "x.csv") { ReportSheet.isColumn($0) },
        plan: house.district.plan, now: start
      ).faults.count
    }
    #expect(try faults("工单编号,类别\nR-1,异味\n") == 1)
    #expect(try faults("工单编号,编号,类别,反映内容\nR-1,R-1,异味,x\n") == 1)
  }

  @Test func `what others imported meanwhile is shown again before anything is written`()
    async throws
  {
    let house = try await ReportHouse()
    let sheet = try sheet(two, house)
    await #expect(throws: ReportImportRefusal.changed) {
      try await write(sheet, house, expected: 1)
    }
    await #expect(throws: ReportImportRefusal.notYours) { try await write(sheet, house, by: .town) }
  }

  @Test func `a sheet is taken back whole, and may come again`() async throws {
    let house = try await ReportHouse(registers: [.complaints])
    let sheet = try sheet(two, house)
    let done = try await write(sheet, house)
    try await undo(done.id, house)
    let (open, waiting, rows) = try await house.district.ledger.read { db in
      (
        try CaseBook.counts(scope: .all, now: District.start, in: db).open,
        try ReportPromises.waiting(scope: .all, in: db), try RegisterStore.rows(.complaints, in: db)
      )
    }
    #expect(open == 0 && waiting == [] && rows.isEmpty)
    await #expect(throws: ReportImportRefusal.isUndone) { try await undo(done.id, house) }
    #expect(try await write(sheet, house).newCount == 2)
  }

  private static let ordered = "H-0001,异味,胶水味,,,,,,\n h-0002 ,smell,焦味,,,,,,\n"

  @Test func `each case gets the number of its order, as the hotline's system keeps it`()
    async throws
  {
    let house = try await ReportHouse(hotlines: [.hotline])
    let done = try await write(try sheet(Self.ordered, house, of: .hotline), house)
    #expect(done.newCount == 2)
    for (id, number) in [(1, "H-0001"), (2, "H-0002")] as [(Int64, String)] {
      let file = try #require(try await house.district.file(id))
      #expect(
        try await house.district.numbers(file) == [OutsideNumber(system: "12345", number: number)])
    }
    let again = try await write(
      try sheet(Self.ordered + "H-0003,异味,新的,,,,,,\n", house, of: .hotline), house)
    #expect(again.newCount == 1 && again.knownCount == 2)
  }

  @Test func `a number that somebody gave a case by hand opens no second one, and is told`()
    async throws
  {
    let house = try await ReportHouse(hotlines: [.hotline])
    let receipt = try await house.report(1)
    try await house.district.number("H-0002", receipt.file)
    let sheet = try sheet(Self.ordered, house, of: .hotline)
    let compared = try await house.district.ledger.read { db in
      try ReportImports.compare(sheet, in: db)
    }
    #expect(compared.new.map(\.number) == ["H-0001"])
    #expect(compared.known.map(\.report.number) == ["H-0002"])
    #expect(compared.known.map(\.file?.number) == [receipt.file.number])
    #expect(try await write(sheet, house).newCount == 1)
  }

  @Test func `what is taken back takes its number back, and what got another number stays`()
    async throws
  {
    let house = try await ReportHouse(hotlines: [.hotline])
    let sheet = try sheet(Self.ordered, house, of: .hotline)
    let done = try await write(sheet, house)
    let second = try #require(try await house.district.file(2))
    try await house.district.number("H-0009", over: "H-0002", second)
    await #expect(throws: ReportImportRefusal.worked([second.number])) {
      try await undo(done.id, house)
    }
    let other = try await ReportHouse(hotlines: [.hotline])
    let written = try await write(sheet, other)
    try await undo(written.id, other)
    let file = try #require(try await other.district.file(1))
    #expect(try await other.district.numbers(file) == [])
    #expect(try await write(sheet, other).newCount == 2)
  }

  @Test func `a number that is not the hotline's is a fault of its line`() async throws {
    let house = try await ReportHouse(hotlines: [.hotline])
    let sheet = try sheet(Self.ordered + "R-1,异味,x,,,,,,\n", house, of: .hotline)
    #expect(sheet.faults.faults.map(\.line) == [4] && sheet.faults.faults.map(\.column) == ["工单编号"])
    let doubled = try self.sheet("H-0001,异味,x,,,,,,\nh-0001,异味,x,,,,,,\n", house, of: .hotline)
    #expect(doubled.faults.faults.map(\.line) == [3])
  }

  @Test func `two hotlines may number alike, and of neither one it is known`() async throws {
    let other = OutsideSystem(id: "12369", label: .any)
    let house = try await ReportHouse(hotlines: [.hotline, other])
    _ = try await write(try sheet("H-0001,异味,x,,,,,,\n", house, of: .hotline), house)
    #expect(
      try await write(try sheet("H-0001,异味,y,,,,,,\n", house, of: other), house).newCount == 1)
    let unsaid = try sheet("H-0001,异味,z,,,,,,\n", house)
    await #expect(throws: ReportImportRefusal.nothingNew) { try await write(unsaid, house) }
  }

  @Test func `a sheet of which somebody has worked on a case is not taken back`() async throws {
    let house = try await ReportHouse()
    let done = try await write(try sheet(two, house), house)
    let file = try #require(try await house.district.file(2))
    _ = try await house.district.take(
      "dispatched", file, by: .desk, StepEvidence(assignTo: "TOWN"), at: start + 5)
    await #expect(throws: ReportImportRefusal.worked([file.number])) {
      try await undo(done.id, house)
    }
    let open = try await house.district.ledger.read { db in
      try CaseBook.counts(scope: .all, now: District.start, in: db).open
    }
    #expect(open == 2)
  }

  @Test func `no sheet, however it is broken, brings the reader down`() async throws {
    let house = try await ReportHouse()
    let good = Array((Self.head + two).utf8)
    var generator = SystemRandomNumberGenerator()
    for cut in stride(from: 0, to: good.count, by: 3) {
      var bytes = Array(good.prefix(cut))
      for _ in 0..<4 where !bytes.isEmpty {
        bytes[Int.random(in: 0..<bytes.count, using: &generator)] = .random(in: 0...255)
      }
      guard
        let table = try? SheetTable(reading: bytes, file: "x.csv", isName: ReportSheet.isColumn)
      else { continue }
      _ = ReportSheet(table, plan: house.district.plan, now: start)
    }
  }
}
