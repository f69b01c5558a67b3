import ActionPlan
import GRDB
import Sheets
import Testing

@testable import Ledger

struct NameDoubtTests {
  private let bench: Bench
  private static let coded = Register(
    id: "coded", label: Label(zh: "有码", en: "coded"), clause: nil, role: nil,
    fields: [
      field("facility", .facility, required: true), field("code", .creditCode),
      field("by", .text),
    ], key: ["facility"])
  private static let optional = Register(
    id: "optional", label: Label(zh: "可空", en: "optional"), clause: nil, role: nil,
    fields: [field("note", .text, required: true), field("owner", .facility)])
  private let plan = makePlan(registers: [pairs, coded, optional])

  init() async throws {
    bench = try await Bench.withFirm()
    let plan = plan
    try await bench.ledger.write { db in
      try RegisterStore.migrate(plan.registers, at: 1, in: db)
      try Facilities.upsert(
        Facility(id: "firm-3", name: Label(zh: "曹娥印染厂", en: "Dyers"), kind: .enterprise),
        plan: plan, by: clerk, at: 1, in: db)
    }
  }

  @discardableResult
  private func load(_ csv: String, into register: Register) async throws -> RegisterImportReport {
    let table = try SheetTable(reading: Array(csv.utf8), file: "list.csv")
    let imports = RegisterImport(ledger: bench.ledger, plan: plan)
    let preview = try await imports.stage(table, into: register, digest: "d", by: clerk, at: 5)
    #expect(preview.faults == [])
    return try await imports.apply(preview.id, by: clerk, at: 6)
  }

  private func names(_ register: Register, _ field: String) async throws -> [FieldValue] {
    try await bench.ledger.read { db in
      try RegisterStore.rows(register, in: db).map { $0[field] }
    }
  }

  private func waiting() async throws -> [NameDoubt] {
    try await bench.ledger.read { db in try NameDoubts.list(limit: 100, in: db) }
  }

  private func settle(_ doubt: NameDoubt, _ answer: NameDoubts.Answer) async throws {
    let plan = plan
    try await bench.ledger.write { db in
      try NameDoubts.settle(doubt.facility, as: answer, plan: plan, by: clerk, at: 8, in: db)
    }
  }

  private func takeBack(_ doubt: NameDoubt) async throws {
    let plan = plan
    try await bench.ledger.write { db in
      try NameDoubts.takeBack(doubt.facility, plan: plan, by: clerk, at: 9, in: db)
    }
  }

  private func doubt() async throws -> NameDoubt {
    try await load("note,owner\na,上虞蓝天化工\nb,上虞蓝天化工\nc,firm-3\n", into: Self.optional)
    return try #require(try await waiting().first)
  }

  @Test func `a name of an import that may be a facility's waits with its place, file and ground`()
    async throws
  {
    let doubt = try await doubt()
    #expect(try await waiting().count == 1)
    #expect(
      [doubt.name, doubt.register, doubt.file, doubt.actor, String(doubt.line)]
        == ["上虞蓝天化工", "optional", "list.csv", "account:1", "2"])
    let stand: FieldValue = .text(doubt.facility)
    #expect(try await names(Self.optional, "owner") == [stand, stand, .text("firm-3")])
    let candidates = try await bench.ledger.read { db in
      try NameDoubts.candidates(of: doubt, in: db)
    }
    #expect(candidates == [FacilityCandidate(facility: "firm-1", why: .similar)])
    // Pairs of facilities do not list it once more.
    #expect(try await bench.ledger.read { db in try FacilityDoubts.open(in: db) } == [])
  }

  @Test func `the same table again asks nothing new and changes nothing`() async throws {
    let text = "facility,by\n上虞蓝天化工,x\n"
    try await load(text, into: Self.coded)
    let again = try await load(text, into: Self.coded)
    #expect(again == RegisterImportReport(newRows: 0, changedRows: 0, sameRows: 1))
    #expect(try await waiting().count == 1)
  }

  @Test func `said to be a facility, the rows are its and the name is known; taken back, it waits`()
    async throws
  {
    let doubt = try await doubt()
    try await settle(doubt, .same("firm-1"))
    let firm: FieldValue = .text("firm-1")
    #expect(try await names(Self.optional, "owner") == [firm, firm, .text("firm-3")])
    #expect(try await waiting() == [])
    let alias = try await bench.ledger.read { db in try FacilityAliases.list(of: "firm-1", in: db) }
    #expect(
      alias == [
        FacilityAlias(
          name: "上虞蓝天化工", source: .merged(doubt.facility), actor: "account:1", at: 8)
      ])
    try await load("note,owner\nd,上虞蓝天化工\n", into: Self.optional)
    #expect(try await names(Self.optional, "owner").last == firm)

    try await takeBack(doubt)
    let stand: FieldValue = .text(doubt.facility)
    // What was written under the settled name is the firm's own.
    #expect(try await names(Self.optional, "owner") == [stand, stand, .text("firm-3"), firm])
    #expect(try await waiting().map(\.name) == ["上虞蓝天化工"])
    let actions = try await bench.ledger.read { db in
      try AuditLog.entries(object: "facility/firm-1", in: db).map(\.action)
    }
    #expect(actions == ["facility.unsettle", "facility.merge", "facility.created"])
  }

  @Test func `said to be new, it is a facility like others and no longer doubted`() async throws {
    let doubt = try await doubt()
    try await settle(
      doubt,
      .new(
        Facility(
          id: "x", name: Label(zh: "上虞蓝天化工", en: "Lantian of Shangyu"), kind: .depot,
          place: "town-a")))
    let (found, pairs) = try await bench.ledger.read { db in
      (try Facilities.find(doubt.facility, in: db), try FacilityDoubts.open(in: db))
    }
    #expect(found?.kind == .depot && found?.place == "town-a")
    #expect(pairs == [])
    try await load("note,owner\nd,上虞蓝天化工\n", into: Self.optional)
    #expect(try await names(Self.optional, "owner").last == .text(doubt.facility))
    try await takeBack(doubt)
    #expect(try await waiting().count == 1)
    let again = try await bench.ledger.read { db in try Facilities.find(doubt.facility, in: db) }
    #expect(again?.name.en == "上虞蓝天化工" && again?.place == nil)
  }

  @Test
  func `said to be none, the rows are emptied and the name is passed over, until it is taken back`()
    async throws
  {
    let doubt = try await doubt()
    try await settle(doubt, .none)
    #expect(try await names(Self.optional, "owner") == [.null, .null, .text("firm-3")])
    try await load("note,owner\nd,上虞蓝天化工\n", into: Self.optional)
    #expect(try await names(Self.optional, "owner").last == .null)
    #expect(try await bench.ledger.read { db in try Facilities.search("上虞蓝天", in: db) } == [])
    try await takeBack(doubt)
    #expect(
      try await names(Self.optional, "owner").prefix(2)
        == [.text(doubt.facility), .text(doubt.facility)])
  }

  @Test func `what a row must have is not taken away, and the refusal names the row`() async throws
  {
    try await load("facility,by\n上虞蓝天化工,x\n", into: Self.coded)
    let doubt = try #require(try await waiting().first)
    let error = await #expect(throws: FacilityError.self) { try await settle(doubt, .none) }
    #expect(error?.code == "row-stands")
    #expect(try await waiting().count == 1)
  }

  @Test func `rows of the same key do not become one`() async throws {
    try await load("facility,by\n上虞蓝天化工,x\nfirm-1,y\n", into: Self.coded)
    let doubt = try #require(try await waiting().first)
    let error = await #expect(throws: FacilityError.self) {
      try await settle(doubt, .same("firm-1"))
    }
    #expect("\(error!)".contains("row 1 of register coded cannot go over"))
    #expect(try await names(Self.coded, "facility") == [.text(doubt.facility), .text("firm-1")])
  }

  @Test
  func
    `the credit code beside a name settles it, and one that speaks against it makes it doubtful`()
    async throws
  {
    try await load("facility,code,by\n新写法化工,91330604MA2885Q68A,x\n", into: Self.coded)
    #expect(try await names(Self.coded, "facility") == [.text("firm-1")])
    try await load("facility,code,by\n曹娥印染厂,91330604MA2885Q68A,x\n", into: Self.coded)
    let doubt = try #require(try await waiting().first)
    let candidates = try await bench.ledger.read { db in
      try NameDoubts.candidates(of: doubt, in: db)
    }
    #expect(
      candidates == [
        FacilityCandidate(facility: "firm-1", why: .code),
        FacilityCandidate(facility: "firm-3", why: .name),
      ])
    // The name alone still means the firm that is called so.
    let alone = try await bench.ledger.read { db in try Facilities.match(name: "曹娥印染厂", in: db) }
    #expect(alone == .exact("firm-3"))
  }

  @Test func `what was settled between preview and import is looked at again`() async throws {
    let table = try SheetTable(reading: Array("note,owner\na,上虞蓝天化工\n".utf8), file: "list.csv")
    let imports = RegisterImport(ledger: bench.ledger, plan: plan)
    let early = try await imports.stage(table, into: Self.optional, digest: "d", by: clerk, at: 5)
    try await settle(try await doubt(), .same("firm-1"))
    await #expect(throws: RegisterImportError.changedMeanwhile(rows: 1)) {
      try await imports.apply(early.id, by: clerk, at: 9)
    }
  }
}
