import ActionPlan
import AirQuality
import GRDB
import Ledger
import Testing

struct RegisterFieldTests {
  private let bench: Bench

  init() async throws { bench = try await CheckedRegister.bench() }

  @Test(arguments: [
    ("code", FieldValue.text("91330604MA2885Q68B"), FieldFault.Code.notACreditCode),
    ("code", .text("9133"), .notACreditCode), ("code", .text("  "), .notACreditCode),
    ("plate", .text("D12345"), .notAPlate), ("again", .integer(77), .unknownRow),
    ("report", .text("5"), .unknownAttachment), ("report", .text("x"), .unknownAttachment),
    ("passed", .flag(false), .missing), ("sample", .text("taken"), .keyTaken),
  ])
  func `a value that names nothing, or is missing, is refused by field and reason`(
    name: String, value: FieldValue, code: FieldFault.Code
  ) async throws {
    try await CheckedRegister.insert("taken", in: bench)
    let error = await #expect(throws: RegisterError.self) {
      try await bench.ledger.write { db in
        _ = try RegisterStore.insert(
          CheckedRegister.register, ["sample": .text("new")].merging([name: value]) { $1 },
          plan: CheckedRegister.plan, by: clerk, at: 20, in: db)
      }
    }
    guard case .invalid("fuel-checks", let faults) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(faults.map(\.code) == [code])
  }

  @Test func `codes and plates are kept in one spelling`() async throws {
    let row = try await CheckedRegister.insert(
      "a", ["code": .text("91330604 ma2885q68a"), "plate": .text("浙d·１２345")], in: bench)
    #expect(row["code"] == .text("91330604MA2885Q68A"))
    #expect(row["plate"] == .text("浙D12345"))
  }

  @Test(arguments: [
    "浙D12345", "浙DA1B2C", "浙D1234挂", "粤Z1234港", "浙DD12345", "浙DDA1234", "浙D12345D", "京A0001警",
  ])
  func `a plate of GA 36 is one`(plate: String) {
    #expect(Plate.isValid(plate))
  }

  @Test(arguments: [
    "", "浙", "浙D1234", "浙D123456", "浙DI2345", "浙DO2345", "D12345", "浙112345", "台D12345",
    "浙DL12345", "浙D12345L", "浙D12挂45", "浙d12345", "浙D1234五", "浙DDAB234",
  ])
  func `what is no plate is none`(plate: String) {
    #expect(!Plate.isValid(plate))
  }

  @Test func `a row that others name stays until they no longer do`() async throws {
    let first = try await CheckedRegister.insert("a", in: bench)
    let second = try await CheckedRegister.insert("b", ["again": .integer(first.id)], in: bench)
    await #expect(throws: RegisterError.isNamed(register: "fuel-checks", first.id)) {
      try await bench.ledger.write { db in
        try RegisterStore.remove(
          CheckedRegister.register, row: first.id, versionSeen: nil, by: clerk, at: 20, in: db)
      }
    }
    try await bench.ledger.write { db in
      for id in [second.id, first.id] {
        try RegisterStore.remove(
          CheckedRegister.register, row: id, versionSeen: nil, by: clerk, at: 20, in: db)
      }
    }
  }

  @Test func `a row keeps its own key when it is changed`() async throws {
    let row = try await CheckedRegister.insert("a", in: bench)
    let changed = try await bench.ledger.write { db in
      try RegisterStore.update(
        CheckedRegister.register, row: row.id, ["sample": .text("a"), "batches": .integer(1)],
        versionSeen: 1, plan: CheckedRegister.plan, by: clerk, at: 20, in: db)
    }
    #expect(changed.version == 2)
  }

  @Test func `each write of rows counts up the register's version, a refused one does not`()
    async throws
  {
    func version() async throws -> Int {
      try await bench.ledger.read { db in try RegisterStore.version(of: "fuel-checks", in: db) }
    }
    #expect(try await version() == 0)
    let row = try await CheckedRegister.insert("a", in: bench)
    #expect(try await version() == 1)
    _ = try? await CheckedRegister.insert("a", in: bench)
    #expect(try await version() == 1)
    try await bench.ledger.write { db in
      try RegisterStore.remove(
        CheckedRegister.register, row: row.id, versionSeen: 1, by: clerk, at: 20, in: db)
    }
    #expect(try await version() == 2)
  }

  @Test func `rows are told as they were known at an instant`() async throws {
    let kept = try await CheckedRegister.insert("kept", ["batches": .integer(1)], at: 10, in: bench)
    let gone = try await CheckedRegister.insert("gone", ["note": .text("x")], at: 10, in: bench)
    try await CheckedRegister.insert("late", at: 40, in: bench)
    try await bench.ledger.write { db in
      for (at, changes) in [
        (20, ["batches": FieldValue.integer(2)]), (30, ["batches": .null, "note": .text("y")]),
      ] {
        _ = try RegisterStore.update(
          CheckedRegister.register, row: kept.id, changes, versionSeen: nil,
          plan: CheckedRegister.plan, by: clerk, at: at, in: db)
      }
      try RegisterStore.remove(
        CheckedRegister.register, row: gone.id, versionSeen: nil, by: clerk, at: 30, in: db)
    }
    func known(_ at: Int) async throws -> [[FieldValue]] {
      try await bench.ledger.read { db in
        try RegisterStore.rows(CheckedRegister.register, knownAt: at, in: db)
          .map { [$0["sample"], $0["batches"], $0["note"], .integer(Int64($0.version))] }
      }
    }
    #expect(try await known(9) == [])
    #expect(
      try await known(10) == [
        [.text("kept"), .integer(1), .null, .integer(1)],
        [.text("gone"), .null, .text("x"), .integer(1)],
      ])
    #expect(
      try await known(29) == [
        [.text("kept"), .integer(2), .null, .integer(2)],
        [.text("gone"), .null, .text("x"), .integer(1)],
      ])
    #expect(try await known(30) == [[.text("kept"), .null, .text("y"), .integer(3)]])
    #expect(try await known(40).count == 2)
  }

  @Test func `a key that rows already share is refused by register and rows`() async throws {
    let bench = try await Bench.withFirm()
    @Sendable func register(key: [String]) -> Register {
      Register(
        id: "loose", label: Label(zh: "散", en: "loose"), clause: nil, role: nil,
        fields: [field("a", .text), field("b", .decimal)], key: key)
    }
    try await bench.ledger.write { db in
      try RegisterStore.migrate([register(key: [])], at: 1, in: db)
      for number in ["1.0", "1.00"] {
        _ = try RegisterStore.insert(
          register(key: []),
          ["a": .text("x"), "b": .decimal(ExactDecimal(number) ?? .zero)],
          plan: CheckedRegister.plan, by: clerk, at: 1, in: db)
      }
    }
    let error = await #expect(throws: RegisterMigrationError.self) {
      try await bench.ledger.write { db in
        try RegisterStore.migrate([register(key: ["a", "b"])], at: 1, in: db)
      }
    }
    #expect(
      error?.complaints.first?.hasPrefix("register loose: rows 1, 2 share the same a, b") == true)
  }

  @Test func `a table made by an earlier version keeps its rows under the view`() async throws {
    let register = Register(
      id: "old-one", label: Label(zh: "旧", en: "old"), clause: nil, role: nil,
      fields: [field("name", .text)])
    try await bench.ledger.write { db in
      try db.execute(
        sql: """
          CREATE TABLE register_old_one (
            row_id INTEGER PRIMARY KEY AUTOINCREMENT, row_version INTEGER NOT NULL,
            row_created_at INTEGER NOT NULL, row_changed_at INTEGER NOT NULL, name TEXT) STRICT;
          INSERT INTO register_old_one VALUES (7, 1, 1, 1, '蓝天化工');
          INSERT INTO register_field (register, field, kind, added_at)
          VALUES ('old-one', 'name', 'text', 1);
          INSERT INTO register_change
            (register, row_id, kind, version, at, actor, why, old, new)
          VALUES ('old-one', 7, 'insert', 1, 1, 'account:1', '', '{}', '{"name":{"text":"蓝天化工"}}');
          """)
      try RegisterStore.migrate([register] + CheckedRegister.plan.registers, at: 1, in: db)
    }
    let (page, next) = try await bench.ledger.write { db in
      (
        try RegisterStore.page(
          RegisterQuery(search: "天化"), of: register, plan: CheckedRegister.plan,
          today: CalendarDay(year: 2021, month: 1, day: 1), in: db),
        try RegisterStore.insert(
          register, ["name": .text("x")], plan: CheckedRegister.plan, by: clerk, at: 2, in: db)
      )
    }
    #expect(page.rows.map(\.id) == [7])
    #expect(next.id == 8)
  }
}
