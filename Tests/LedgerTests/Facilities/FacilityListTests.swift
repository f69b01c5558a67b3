import ActionPlan
import FoundationEssentials
import GRDB
import Sheets
import Testing

@testable import Ledger

struct FacilityListTests {
  private static let code = "91330604MA2885Q68A"
  private let bench: Bench
  private let plan = makePlan(registers: [pairs, stops])

  init() async throws {
    bench = try await Bench.withFirm()
    let plan = plan
    try await bench.ledger.write { db in
      try RegisterStore.migrate(plan.registers, at: 1, in: db)
      for (id, name) in [("dye-1", "曹娥印染厂"), ("site-1", "江滨花园工地")] {
        try Facilities.upsert(
          Facility(id: id, name: Label(zh: name, en: name), kind: .site), plan: plan, by: clerk,
          at: 1, in: db)
      }
    }
  }

  private func preview(
    _ csv: String, _ answers: [Int: FacilityListAnswer] = [:]
  ) async throws -> FacilityPreview {
    let plan = plan
    let table = try SheetTable(reading: Array(csv.utf8), file: "firms.csv") {
      FacilityTable.isColumn($0)
    }
    return try await bench.ledger.read { db in
      try FacilityJudge.preview(FacilityTable(table, plan: plan), answers: answers, in: db)
    }
  }

  @discardableResult
  private func load(
    _ csv: String, _ answers: [Int: FacilityListAnswer] = [:]
  ) async throws -> FacilityImport {
    let (preview, plan) = (try await preview(csv, answers), plan)
    #expect(preview.faults.faults == [])
    return try await bench.ledger.write { db in
      try FacilityImports.write(
        preview, file: "firms.csv", digest: "d", plan: plan, isSimulated: false, by: clerk, at: 5,
        in: db)
    }
  }

  private func takeBack(_ done: FacilityImport, used: Set<String> = []) async throws {
    let plan = plan
    try await bench.ledger.write { db in
      try FacilityImports.takeBack(done.id, plan: plan, by: clerk, at: 9, in: db) {
        used.contains($0)
      }
    }
  }

  private func all() async throws -> [Facility] {
    try await bench.ledger.read { db in try Facilities.list(in: db) }
  }

  private func names(_ id: String) async throws -> [String] {
    try await bench.ledger.read { db in try FacilityAliases.list(of: id, in: db).map(\.name) }
  }

  @Test func `new rows are added with what they say, and go when the list is taken back`()
    async throws
  {
    let before = try await all()
    let done = try await load(
      """
      企业名称,类型,所在区域,信用代码,位置,其他名称
      新世纪涂装有限公司,企业,百官街道,91330604146187355E,120.9 30.1,新世纪；NC涂装
      城东加油站,petrol station,town-a,,,
      """)
    #expect([done.newCount, done.changedCount, done.sameCount] == [2, 0, 0])
    let added = try #require(try await all().first { $0.name.zh == "新世纪涂装有限公司" })
    #expect(added.position == Coordinate(longitude: 120.9, latitude: 30.1))
    #expect(added.place == "town-a" && added.creditCode == Self.freeCode)
    #expect(try await names(added.id) == ["NC涂装", "新世纪"])
    try await takeBack(done)
    #expect(try await all() == before)
    #expect(try await names(added.id) == [])
    await #expect(throws: FacilityImportError.isUndone) { try await takeBack(done) }
    let undone = try await bench.ledger.read { db in try FacilityImports.find(done.id, in: db) }
    #expect(undone.undoneBy == "account:1")
  }

  private static let freeCode = "91330604146187355E"

  @Test func `a known row changes what it says, leaves what it is silent of, and is put back`()
    async throws
  {
    let done = try await load(
      "编号,名称,类型,所在区域\nfirm-1,蓝天化工集团有限公司,,\n,曹娥印染厂,企业,百官街道\n")
    #expect([done.newCount, done.changedCount, done.sameCount] == [0, 2, 0])
    let changed = try await all()
    let renamed = try #require(changed.first { $0.id == "firm-1" })
    #expect(renamed.name == Label(zh: "蓝天化工集团有限公司", en: "Lantian Chemicals"))
    #expect(renamed.creditCode == firm.creditCode && renamed.kind == .enterprise)
    let dyer = try #require(changed.first { $0.id == "dye-1" })
    #expect(dyer.kind == .enterprise && dyer.place == "town-a")
    try await takeBack(done)
    #expect(try await all().first { $0.id == "firm-1" } == firm)
  }

  @Test func `by its credit code a firm is known under any spelling, which becomes its other name`()
    async throws
  {
    let done = try await load("名称,统一社会信用代码\n蓝天化工（百官厂区）,\(Self.code)\n")
    #expect(try await names("firm-1") == ["蓝天化工（百官厂区）"])
    #expect(try await all().first { $0.id == "firm-1" } == firm)
    try await takeBack(done)
    #expect(try await names("firm-1") == [])
  }

  @Test(arguments: [
    ("类型,名称\n企业,上虞蓝天化工有限公司", [FacilityCandidate(facility: "firm-1", why: .similar)]),
    (
      "类型,名称,信用代码\n企业,曹娥印染厂,91330604MA2885Q68A",
      [.init(facility: "firm-1", why: .code), .init(facility: "dye-1", why: .name)]
    ),
    (
      "类型,名称,信用代码\n企业,蓝天化工有限公司,91330604146187355E",
      [.init(facility: "firm-1", why: .name)]
    ),
  ])
  func `a doubtful row says what it looks like, and nothing is written before somebody says which`(
    csv: String, expected: [FacilityCandidate]
  ) async throws {
    let preview = try await preview(csv)
    let row = try #require(preview.rows.first)
    #expect(row.meaning == .doubtful)
    #expect(
      row.likenesses
        == expected.map {
          FacilityListRow.Likeness(other: .facility($0.facility), why: $0.why)
        })
    await #expect(throws: FacilityImportError.doubtful(count: 1)) { try await load(csv) }
    // A facility that it was not said to be like is no answer.
    #expect(try await self.preview(csv, [2: .facility("site-1")]).doubtful.count == 1)
    let new = try await self.preview(csv, [2: .new])
    if expected.contains(where: { $0.why == .code }) {
      // The code is the other firm's, whatever is said of the name.
      #expect(new.faults.faults.map(\.column) == ["统一社会信用代码"])
    } else {
      let done = try await load(csv, [2: .new])
      #expect(done.newCount == 1)
      try await takeBack(done)
    }
    #expect(try await load(csv, [2: .facility(expected[0].facility)]).newCount == 0)
  }

  @Test func `a list says itself that a firm is another one of the same name`() async throws {
    let done = try await load("编号,名称,类型\n新增,曹娥印染厂,企业\nnew,上虞蓝天化工有限公司,企业\n")
    #expect(done.newCount == 2)
    #expect(try await all().count { $0.name.zh == "曹娥印染厂" } == 2)
  }

  @Test func `rows of one list that look alike are told apart, or are one with two spellings`()
    async throws
  {
    let csv = "名称,类型\n恒远纺织有限公司,企业\n上虞恒远纺织,企业\n"
    let doubtful = try #require(try await preview(csv).doubtful.first)
    #expect(doubtful.draft.line == 3)
    #expect(doubtful.likenesses == [.init(other: .row(2), why: .similar)])
    let done = try await load(csv, [3: .row(2)])
    let added = try #require(try await all().first { $0.name.zh == "恒远纺织有限公司" })
    #expect(try await names(added.id) == ["上虞恒远纺织"])
    try await takeBack(done)
    #expect(try await load(csv, [3: .new]).newCount == 2)
  }

  @Test func `a misspelt name is a hint, not a doubt`() async throws {
    let row = try #require(try await preview("名称,类型\n江宾花园工地,工地\n").rows.first)
    #expect(row.meaning == .new)
    #expect(row.likenesses == [.init(other: .facility("site-1"), why: .misspelt)])
  }

  @Test(arguments: [
    ("名称\n新厂\n", 2, "类型"), ("名称,类型\n,企业\n", 2, "名称"),
    ("名称,类型\n新厂,飞船\n", 2, "类型"), ("名称,类型,区域\n新厂,企业,月球\n", 2, "所在区域"),
    ("名称,类型,信用代码\n新厂,企业,123\n", 2, "统一社会信用代码"),
    ("名称,类型,位置\n新厂,企业,1000 30\n", 2, "位置"), ("名称,类型,位置\n新厂,企业,here\n", 2, "位置"),
    ("编号,名称,类型\nBad Id,新厂,企业\n", 2, "编号"),
    ("编号,名称\nfirm-1,蓝天化工有限公司\nfirm-1,蓝天化工有限公司\n", 3, "名称"),
    ("名称,类型,信用代码\n甲厂,企业,91330604146187355E\n乙店,企业,91330604146187355E\n", 3, "统一社会信用代码"),
    ("编号,名称,信用代码\ndye-1,曹娥印染厂,91330604MA2885Q68A\n", 2, "统一社会信用代码"),
    ("名称,类型,其他名称\n新厂,企业,曹娥印染厂\n", 2, "其他名称"),
  ])
  func `a fault is told with row and column, and nothing is written`(
    csv: String, line: Int, column: String
  ) async throws {
    let preview = try await preview(csv)
    let fault = try #require(preview.faults.faults.first)
    #expect(fault.line == line && fault.column.map { Self.names(column).contains($0) } == true)
    let plan = plan
    await #expect(throws: FacilityImportError.hasFaults) {
      try await bench.ledger.write { db in
        try FacilityImports.write(
          preview, file: "f", digest: "d", plan: plan, isSimulated: false, by: clerk, at: 5, in: db)
      }
    }
  }

  private static func names(_ column: String) -> [String] {
    column == "统一社会信用代码" ? [column, "信用代码"] : column == "所在区域" ? [column, "区域"] : [column]
  }

  @Test(arguments: ["a,b\n1,2\n", "名称,名称\nx,y\n", "名称,颜色\nx,red\n", "编号\nx\n"])
  func `a table without the right columns is refused`(csv: String) async throws {
    let preview = try await preview(csv)
    #expect(!preview.faults.isEmpty && preview.rows.isEmpty)
  }

  @Test func `a name that waits is settled with the list, and waits again when that is taken back`()
    async throws
  {
    let plan = plan
    let table = try SheetTable(
      reading: Array("name,facility\n一号线,上虞蓝天化工\n".utf8), file: "pairs.csv")
    let imports = RegisterImport(ledger: bench.ledger, plan: plan)
    let staged = try await imports.stage(table, into: pairs, digest: "d", by: clerk, at: 3)
    try await imports.apply(staged.id, by: clerk, at: 3)
    let csv = "名称,类型\n上虞蓝天化工,企业\n"
    #expect(try await preview(csv).doubtful.count == 1)
    func owner() async throws -> FieldValue? {
      try await bench.ledger.read { db in
        try RegisterStore.rows(pairs, in: db).first?["facility"]
      }
    }
    let waiting = try await owner()
    let done = try await load(csv, [2: .facility("firm-1")])
    #expect(try await owner() == .text("firm-1"))
    try await takeBack(done)
    #expect(try await owner() == waiting)
    _ = try await load(csv, [2: .new])
    #expect(try await owner() == waiting)
    #expect(try await bench.ledger.read { db in try NameDoubts.count(in: db) } == 0)
  }

  @Test func `what was changed since or is named by something is not taken back`() async throws {
    let plan = plan
    let done = try await load("编号,名称,类型\nnew-1,新厂,企业\nnew-2,新店,企业\n")
    try await bench.ledger.write { db in
      _ = try RegisterStore.insert(
        pairs, ["name": .text("线"), "facility": .text("new-1")], plan: plan, by: clerk, at: 6,
        in: db)
    }
    await #expect(throws: FacilityImportError.inUse(["new-2", "new-1"])) {
      try await takeBack(done, used: ["new-2"])
    }
    _ = try await bench.ledger.write { db in
      try Facilities.upsert(
        Facility(id: "new-1", name: Label(zh: "改名", en: "x"), kind: .other), plan: plan, by: clerk,
        at: 7, in: db)
    }
    await #expect(throws: FacilityImportError.changedSince(["new-1"])) {
      try await takeBack(done)
    }
    #expect(try await all().count == 5)
  }

  @Test(arguments: RegisterExport.Format.allCases)
  func `an export taken back changes nothing`(format: RegisterExport.Format) async throws {
    let (folder, plan) = (bench.folder, plan)
    try await load(
      """
      名称,英文名称,类型,所在区域,信用代码,位置,其他名称
      "=新厂, 甲",New works,汽修企业,百官街道,\(Self.freeCode),120.123456 30.5,新;新甲厂
      """)
    let before = try await all()
    let path = folder + "/out.\(format.rawValue)"
    try await bench.ledger.read { db in
      try FacilityListExport.write(format, to: path, isTemplate: false, plan: plan, in: db)
    }
    let bytes = try SheetFile.read(path, name: "out")
    let table = try SheetTable(reading: bytes, file: "out") { FacilityTable.isColumn($0) }
    let preview = try await bench.ledger.read { db in
      try FacilityJudge.preview(FacilityTable(table, plan: plan), in: db)
    }
    #expect(preview.faults.faults == [])
    #expect(preview.rows.count == before.count && preview.rows.allSatisfy(\.isSame))
  }

  @Test func `any bytes make a list or a clear refusal`() async throws {
    var random = SystemRandomNumberGenerator()
    let seed = Array("编号,名称,类型,信用代码,位置,其他名称\nfirm-1,甲厂,企业,,120 30,乙;丙\n".utf8)
    for _ in 0..<400 {
      var bytes = seed
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = .random(
          in: 0...255, using: &random)
      }
      guard
        let table = try? SheetTable(
          reading: bytes, file: "f", isName: { FacilityTable.isColumn($0) })
      else { continue }
      let plan = plan
      let preview = try await bench.ledger.read { db in
        try FacilityJudge.preview(FacilityTable(table, plan: plan), in: db)
      }
      #expect(preview.rows.count <= 1)
    }
  }

  @Test
  func `a table's unknown names are offered with what their rows say, where nothing else is wrong`()
    async throws
  {
    let imports = RegisterImport(ledger: bench.ledger, plan: plan)
    func stage(_ csv: String) async throws -> RegisterPreview {
      try await imports.stage(
        try SheetTable(reading: Array(csv.utf8), file: "f.csv"), into: pairs, digest: "d",
        by: clerk, at: 3)
    }
    let csv = "name,facility,place,position\n一线,甲厂,,\n二线,甲厂,town-a,120.9 30\n三线,蓝天化工有限公司,,\n"
    let preview = try await stage(csv)
    #expect(preview.faults.count == 2 && !preview.isSound)
    var draft = FacilityDraft(line: 2, name: "甲厂")
    draft.place = "town-a"
    draft.position = Coordinate(longitude: 120.9, latitude: 30)
    #expect(preview.unknownNames == [draft])
    // Another fault of the same row is told at once.
    let worse = try await stage("name,facility,count\n一线,甲厂,many\n,乙厂,1\n")
    #expect(worse.unknownNames == [] && worse.faults.count == 4)
  }
}
