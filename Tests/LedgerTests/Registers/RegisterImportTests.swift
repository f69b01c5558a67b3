import ActionPlan
import AirQuality
import GRDB
import Sheets
import Testing

@testable import Ledger

struct RegisterImportTests {
  private let bench: Bench

  init() async throws {
    bench = try await Bench.withFirm()
    try await bench.ledger.write { db in
      try RegisterStore.migrate(plan.registers, at: 1, in: db)
    }
  }

  private func preview(
    _ csv: String, into register: Register = pairs, mode: RegisterImport.Mode = .merge, at: Int = 9
  ) async throws -> RegisterPreview {
    let table = try SheetTable(reading: Array(csv.utf8), file: "pairs.csv")
    return try await RegisterImport(ledger: bench.ledger, plan: plan)
      .stage(table, into: register, mode: mode, digest: "d", by: clerk, at: at)
  }

  @discardableResult
  private func load(
    _ csv: String, into register: Register = pairs
  ) async throws -> RegisterImportReport {
    let preview = try await preview(csv, into: register)
    #expect(preview.faults == [])
    return try await RegisterImport(ledger: bench.ledger, plan: plan)
      .apply(preview.id, by: clerk, why: "yearly list", at: 9)
  }

  private func rows(_ register: Register = pairs) async throws -> [RegisterRow] {
    try await bench.ledger.read { db in try RegisterStore.rows(register, in: db) }
  }

  @Test func `columns are named by id or label, cells as people write them`() async throws {
    try await load(
      """
      名称,facility,rated-power,active,since,kind,position,place,unit,count\r
      "一号, 线",firm-1,12.50,是,2021/3/1,涂装,120.5 30.25,百官街道,Ecology,3.0\r
      二号线,firm-1,,,2021年3月2日,,,,,\r
      """)
    let rows = try await rows()
    #expect(rows[0]["name"] == .text("一号, 线"))
    #expect(rows[0]["rated-power"] == .decimal(ExactDecimal(12_50, scale: 2)))
    #expect(rows[0]["active"] == .flag(true))
    #expect(rows[0]["since"] == .text("2021-03-01"))
    #expect(rows[0]["kind"] == .text("coating"))
    #expect(rows[0]["position"] == .position(Coordinate(longitude: 120.5, latitude: 30.25)))
    #expect(rows[0]["place"] == .text("town-a"))
    #expect(rows[0]["unit"] == .text("bureau"))
    #expect(rows[0]["count"] == .integer(3))
    #expect(rows[1]["kind"] == .null)
    #expect(rows[1]["since"] == .text("2021-03-02"))
    #expect(rows.map(\.version) == [1, 1])
  }

  @Test func `times are the plan's local time`() async throws {
    try await load(
      "facility,kind,from,until\nfirm-1,stop,2021-03-01 08:00,2021-03-01T08:00:00Z\n", into: stops)
    let row = try await rows(stops)[0]
    #expect(row["from"] == .instant(1_614_556_800))
    #expect(row["until"] == .instant(1_614_585_600))
  }

  @Test func `one fault and nothing is written; all faults are named`() async throws {
    let preview = try await preview(
      """
      name,facility,count,since,kind
      good,firm-1,1,2021-01-01,coating
      ,firm-1,x,soon,coating
      bad,moon,1,,coating
      ,firm-1,1,,welding
      """)
    #expect(
      preview.faults.map(\.description) == [
        "pairs.csv:3: column count: found \"x\"; write a whole number",
        "pairs.csv:3: column since: found \"soon\"; write a date as 2021-03-01",
        "pairs.csv:4: column facility: found \"moon\"; add the facility first or correct its id, "
          + "name or credit code",
        "pairs.csv:5: column name: found \"\"; write a value; it is required",
        "pairs.csv:5: column kind: found \"welding\"; write one of coating, printing",
      ])
    #expect(!preview.isSound)
    await #expect(throws: RegisterImportError.notStaged(preview.id, state: "refused")) {
      try await RegisterImport(ledger: bench.ledger, plan: plan).apply(preview.id, by: clerk, at: 9)
    }
    let entries = try await bench.ledger.read { db in
      try AuditLog.entries(object: "register/equipment-pairs", in: db)
    }
    #expect(try await rows() == [])
    #expect(entries == [])
  }

  @Test func `a header that does not fit is told at once`() async throws {
    let preview = try await preview("name,name,colour\na,b,c\n")
    #expect(preview.faults.map(\.found) == ["name", "colour", "no column facility"])
  }

  @Test func `a facility is found by name, alias or credit code, and doubt is told`() async throws {
    try await bench.ledger.write { db in
      try FacilityAliases.add("老蓝天", to: "firm-1", by: clerk, at: 1, in: db)
    }
    try await load(
      """
      name,facility
      a,蓝天化工有限公司
      b,91330604ma2885q68a
      c,老蓝天
      d,Lantian Chemicals
      """)
    #expect(try await rows().map { $0["facility"] } == Array(repeating: .text("firm-1"), count: 4))
    let doubt = try await preview("name,facility\ne,绍兴市上虞蓝天化工（集团）有限公司\nf,上虞蓝天化工厂\ng,上虞蓝天化工\n")
    #expect(doubt.faults.map(\.line) == [2, 3])
    #expect(doubt.notes.map { $0.en.hasPrefix("Row 4, \"上虞蓝天化工\", may be") } == [true])
  }

  static let keyed = Register(
    id: "samples", label: Label(zh: "样品", en: "samples"), clause: nil, role: nil,
    fields: [
      field("sample", .text, required: true, zh: "样品"), field("n", .decimal), field("note", .text),
    ], key: ["sample"])

  private func keyedBench() async throws {
    try await bench.ledger.write { db in
      try RegisterStore.migrate(plan.registers + [Self.keyed], at: 1, in: db)
    }
  }

  private func keyedImport() -> RegisterImport {
    RegisterImport(ledger: bench.ledger, plan: makePlan(registers: [pairs, stops, Self.keyed]))
  }

  private func stageKeyed(
    _ csv: String, mode: RegisterImport.Mode = .merge
  ) async throws -> RegisterPreview {
    let table = try SheetTable(reading: Array(csv.utf8), file: "s.csv")
    return try await keyedImport().stage(
      table, into: Self.keyed, mode: mode, digest: "d", by: clerk, at: 20)
  }

  @Test func `rows of the same key are changed, others added, equal ones left`() async throws {
    try await keyedBench()
    let first = try await stageKeyed("样品,n,note\na,1.50,x\nb,2,y\nc,3,z\n")
    try await keyedImport().apply(first.id, by: clerk, at: 10)
    let second = try await stageKeyed("样品,n\na,1.5\nb,7\nd,4\n")
    #expect([second.newRows, second.changedRows, second.sameRows] == [1, 1, 1])
    #expect(second.changes.map(\.field) == ["n"])
    #expect(second.changes.map(\.line) == [3])
    #expect(second.changes.map(\.old) == [.decimal(ExactDecimal(2))])
    let report = try await keyedImport().apply(second.id, by: clerk, why: "again", at: 20)
    #expect([report.newRows, report.changedRows, report.sameRows] == [1, 1, 1])
    let (rows, history) = try await bench.ledger.read { db in
      (
        try RegisterStore.rows(Self.keyed, in: db),
        try RowHistory.changes(of: 2, in: Self.keyed, db)
      )
    }
    #expect(rows.map { $0["sample"].text } == ["a", "b", "c", "d"])
    #expect(rows.map(\.version) == [1, 2, 1, 1])
    // A column that the table has not keeps its values.
    #expect(rows[1]["note"] == .text("y"))
    #expect(history.map(\.kind) == [.insert, .update])
    #expect(history[1].old == ["n": .decimal(ExactDecimal(2))])
    #expect(history[1].why == "again")
  }

  @Test func `a key that stands twice, or that may only be added, is a fault`() async throws {
    try await keyedBench()
    let twice = try await stageKeyed("sample\na\nb\na\n")
    #expect(twice.faults.map(\.found) == ["the key of row 2 again"])
    let first = try await stageKeyed("sample\na\n")
    try await keyedImport().apply(first.id, by: clerk, at: 20)
    #expect(try await stageKeyed("sample\na\n", mode: .add).faults.map(\.found) == ["row 1"])
  }

  @Test func `a code that may have lost its zeros is told, and a huge cell is told in short`()
    async throws
  {
    try await keyedBench()
    try await keyedImport().apply(stageKeyed("sample\n0012\n").id, by: clerk, at: 20)
    let preview = try await stageKeyed("sample\n12\n0013\n")
    #expect(preview.isSound)
    #expect(preview.notes.map { $0.en.prefix(20) } == ["Row 2, \"12\", will be"])
    let huge = try await stageKeyed("sample\n\(String(repeating: "长", count: 100_000))\n")
    #expect(huge.faults.map(\.found.count) == [ImportFault.foundLimit + 1])
    #expect(huge.faults[0].fieldFault?.code == .tooLong)
  }

  @Test func `a column is named by its label and unit too, and the header may stand lower`()
    async throws
  {
    let register = Register(
      id: "samples", label: Label(zh: "样品", en: "samples"), clause: nil, role: nil,
      fields: [
        field("sample", .text, required: true, zh: "样品"),
        Field(
          id: "tonnes", label: Label(zh: "吨位", en: "tonnes"), kind: .decimal, isRequired: false,
          unit: .same("t"), atLeast: nil, atMost: nil),
      ], key: ["sample"])
    try await bench.ledger.write { db in
      try RegisterStore.migrate(plan.registers + [register], at: 1, in: db)
    }
    let table = try SheetTable(
      reading: Array("2021 年台账,\n填表：张三,\n样品,吨位（t）\na,\"1,200\"\n".utf8), file: "s.csv",
      isName: { RegisterImport.isColumn($0, of: register) })
    #expect(table.headerRow == 3)
    let imports = RegisterImport(
      ledger: bench.ledger, plan: makePlan(registers: [pairs, stops, register]))
    let preview = try await imports.stage(table, into: register, digest: "d", by: clerk, at: 20)
    #expect(preview.faults == [])
    #expect(preview.notes.map(\.zh) == ["表头在第 2 行之后，其上的内容没有读入。"])
    try await imports.apply(preview.id, by: clerk, at: 20)
    #expect(try await rows(register).map { $0["tonnes"] } == [.decimal(ExactDecimal(1_200))])
  }

  @Test func `what was changed after the preview is not overwritten`() async throws {
    try await keyedBench()
    try await keyedImport().apply(stageKeyed("sample,n\na,1\n").id, by: clerk, at: 20)
    let preview = try await stageKeyed("sample,n\na,2\n")
    try await bench.ledger.write { db in
      _ = try RegisterStore.update(
        Self.keyed, row: 1, ["n": .integer(5)], versionSeen: 1,
        plan: makePlan(registers: [Self.keyed]), by: clerk, at: 21, in: db)
    }
    await #expect(throws: RegisterImportError.changedMeanwhile(rows: 1)) {
      try await keyedImport().apply(preview.id, by: clerk, at: 22)
    }
    #expect(try await rows(Self.keyed).map { $0["n"] } == [.decimal(ExactDecimal(5))])
  }

  @Test func `a file that comes twice adds its rows once, also where nothing names them`()
    async throws
  {
    let file = """
      name,facility,count,since
      a,firm-1,1,2021-03-01
      a,firm-1,1,2021-03-01
      b,firm-1,2,2021-03-02
      """
    try await load(file)
    #expect(try await rows().count == 3)
    // One of the two equal rows is worked on: it is still the row that the file brought.
    try await bench.ledger.write { db in
      _ = try RegisterStore.update(
        pairs, row: 1, ["count": .integer(9)], versionSeen: 1, plan: plan, by: clerk, at: 10, in: db
      )
    }
    let again = try await preview(file, at: 11)
    #expect([again.newRows, again.changedRows, again.sameRows] == [0, 0, 3])
    #expect(try await preview(file, mode: .add).faults.map(\.found) == ["row 1", "row 2", "row 3"])
    let more = try await preview(file + "\nb,firm-1,2,2021-03-02\na,firm-1,9,2021-03-01\n", at: 11)
    // Its second "b" is one more; what row 1 holds now stands for row 1, which is taken.
    #expect([more.newRows, more.sameRows] == [2, 3])
    try await bench.ledger.write { db in
      try RegisterStore.remove(pairs, row: 3, versionSeen: 1, by: clerk, at: 12, in: db)
    }
    let missing = try await preview(file, at: 13)
    #expect([missing.newRows, missing.sameRows] == [1, 2])
  }

  @Test func `a long import is seen all at once or, where it breaks off, not at all`() async throws
  {
    try await keyedBench()
    try await keyedImport().apply(stageKeyed("sample,n,note\ns0,1,old\n").id, by: clerk, at: 10)
    let lines = (0..<4_500).map { "s\($0),\($0 + 5),新行\($0)" }.joined(separator: "\n")
    let broken = try await stageKeyed("sample,n,note\n\(lines)\n")
    // Somebody takes a key of the last slice after the preview.
    try await bench.ledger.write { db in
      _ = try RegisterStore.insert(
        Self.keyed, ["sample": .text("s4400")], plan: makePlan(registers: [Self.keyed]), by: clerk,
        at: 15, in: db)
    }
    await #expect(throws: RegisterImportError.keyTaken) {
      try await keyedImport().apply(broken.id, by: clerk, at: 20)
    }
    func page(_ search: String) async throws -> [String?] {
      try await bench.ledger.read { db in
        try RegisterStore.page(
          RegisterQuery(search: search, sort: "sample"), of: Self.keyed,
          plan: makePlan(registers: [Self.keyed]), today: CalendarDay(dayNumber: 0), in: db
        ).rows.map { $0["note"].text }
      }
    }
    #expect(try await rows(Self.keyed).map { $0["sample"].text } == ["s0", "s4400"])
    #expect(try await page("新行") == [])
    #expect(try await page("old") == ["old"])
    let history = try await bench.ledger.read { db in
      try RowHistory.changes(of: 1, in: Self.keyed, db)
    }
    #expect(history.map(\.version) == [1])

    let again = try await stageKeyed("sample,n,note\n\(lines)\n")
    #expect([again.newRows, again.changedRows] == [4_498, 2])
    try await keyedImport().apply(again.id, by: clerk, at: 30)
    #expect(try await rows(Self.keyed).count == 4_500)
    #expect(try await page("新行4499") == ["新行4499"])
    #expect(try await page("old") == [])
    let before = try await bench.ledger.read { db in
      try RegisterStore.rows(Self.keyed, knownAt: 29, in: db).count
    }
    #expect(before == 2)
  }

  @Test func `an import that the server's end broke off is undone at the next start`() async throws
  {
    try await keyedBench()
    try await keyedImport().apply(stageKeyed("sample,n\na,1\n").id, by: clerk, at: 10)
    let preview = try await stageKeyed("sample,n\na,2\nb,3\n")
    let plan = makePlan(registers: [pairs, stops, Self.keyed])
    try await bench.ledger.write { db in
      let writer = try ImportWriter(preview.id, plan: plan, by: clerk, why: "", at: 20, in: db)
      try writer.begin(isHidden: true, in: db)
      try writer.write(0..<2, in: db)
    }
    // Half an import: nobody sees it, and what it changes cannot be changed meanwhile.
    #expect(try await rows(Self.keyed).map { $0["n"] } == [.decimal(ExactDecimal(1))])
    await #expect(throws: RegisterImportError.isImporting(register: "samples")) {
      try await bench.ledger.write { db in
        _ = try RegisterStore.update(
          Self.keyed, row: 1, ["n": .integer(9)], versionSeen: 1, plan: plan, by: clerk, at: 21,
          in: db)
      }
    }
    try await keyedBench()
    #expect(try await rows(Self.keyed).map { $0["n"] } == [.decimal(ExactDecimal(1))])
    try await keyedImport().apply(stageKeyed("sample,n\na,2\nb,3\n").id, by: clerk, at: 30)
    #expect(try await rows(Self.keyed).count == 2)
    let history = try await bench.ledger.read { db in
      try RowHistory.changes(of: 1, in: Self.keyed, db)
    }
    #expect(history.map(\.at) == [10, 30])
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
