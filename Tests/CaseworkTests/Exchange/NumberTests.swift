import ActionPlan
import GRDB
import Ledger
import Testing

@testable import Casework

struct NumberTests {
  @Test func `a case is given a number, which is changed and taken away, each with its entry`()
    async throws
  {
    let district = try District.withSystems()
    let file = try await district.open()
    try await district.number(" h-0001", file)
    try await district.number("H-0002", over: "H-0001", file, request: "request-1")
    // Sent again it does the thing once.
    try await district.number("H-0002", over: "H-0001", file, request: "request-1")
    #expect(try await district.numbers(file).map(\.number) == ["H-0002"])
    let after = try await district.number("", over: "H-0002", file)
    #expect(try await district.numbers(file).isEmpty)
    #expect(after.version == file.version)
    let events = try await district.events(file).filter { $0.kind == .outside }
    #expect(
      events.map(\.values) == [
        ["system": "12345", "number": "H-0001"],
        ["system": "12345", "number": "H-0002", "former": "H-0001"],
        ["system": "12345", "former": "H-0002"],
      ])
    let audited = try await district.ledger.read { db in
      try Int.fetchOne(db, sql: "SELECT count(*) FROM audit_entry WHERE action = 'case.number'")
    }
    #expect(audited == 3)
  }

  @Test func `what a number may not be is refused and leaves nothing`() async throws {
    let district = try District.withSystems()
    let file = try await district.open(finding: 1)
    let other = try await district.open(finding: 2)
    try await district.number("H-0001", file)
    let wrong: [(String, String, String?, CaseFile, Account, CaseRefusal)] = [
      ("H-0001", "12345", nil, other, .desk, .numberTaken("H-0001", by: file.number)),
      ("H-0002", "12345", nil, file, .desk, .hasNumber("H-0001")),
      ("X", "12345", nil, other, .desk, .numberMisshaped("X", forms: ["H-9999"])),
      ("H-0003", "12345", "H-0009", file, .desk, .numberChanged("H-0009")),
      ("H-0001", "12345", "H-0001", file, .desk, .nothingChanged("number")),
      ("1", "none", nil, other, .desk, .unknownSystem("none")),
      (
        "H-0004", "12345", nil, other, .auditor,
        .notYours(
          step: "number", allowed: [.duty, .lead, .assignee])
      ),
      ("H-0004", "12345", nil, other, .otherTown, .unknownCase(other.id)),
      (" ", "12345", nil, other, .desk, .missingEvidence(step: "number", [])),
    ]
    for (number, system, former, file, account, refusal) in wrong {
      await #expect(throws: refusal) {
        try await district.number(number, in: system, over: former, file, by: account)
      }
    }
    #expect(try await district.numbers(other).isEmpty)
    #expect(try await district.numbers(file).count == 1)
  }

  @Test func `a shared system's number stands on several cases, and a case has several`()
    async throws
  {
    let district = try District.withSystems()
    let file = try await district.open(finding: 1)
    let other = try await district.open(finding: 2)
    for number in ["A", "B"] { try await district.number(number, in: "random", file) }
    try await district.number("A", in: "random", other)
    #expect(try await district.numbers(file).map(\.number) == ["A", "B"])
    await #expect(throws: CaseRefusal.nothingChanged("number")) {
      try await district.number("B", in: "random", over: "A", file)
    }
  }

  @Test func `the list finds a case by its numbers, and by what another system says of it`()
    async throws
  {
    let district = try District.withSystems()
    let file = try await district.open(finding: 1)
    let other = try await district.open(finding: 2)
    try await district.number("H-0001", file)
    try await district.number("H-0002", other)
    func found(_ change: (inout CaseFilter) -> Void) async throws -> [Int64] {
      var filter = CaseFilter()
      change(&filter)
      return try await district.ledger.read { [filter] db in
        try CaseBook.list(filter, scope: .all, now: District.start, in: db).cases.map(\.id)
      }
    }
    #expect(try await found { $0.text = "h-0001" } == [file.id])
    try await district.number("H-0003", over: "H-0001", file)
    #expect(try await found { $0.text = "H-0001" } == [])
    #expect(try await found { $0.text = "12345" } == [other.id, file.id])
    #expect(try await found { $0.system = "random" } == [])
    _ = try await district.exchange(
      try await district.preview("外部编号,状态\nH-0003,已办结\nH-0002,处理中\n"))
    #expect(try await found { $0.differs = true } == [file.id])
    #expect(file.differs(from: try await district.numbers(file)[0], in: .hotline))
    _ = try await district.take("handled", file, by: .town, .complete)
    let handled = try #require(try await district.file(file.id))
    _ = try await district.take("verified", handled, by: .bureau, .complete)
    #expect(try await found { $0.differs = true } == [])
    #expect(try await found { $0.system = "12345" } == [other.id, file.id])
  }

  @Test(arguments: [false, true])
  func `cases with a number are counted from the numbers, never by a look at every case`(
    isAnalysed: Bool
  ) async throws {
    let district = try District.withSystems()
    for finding in 1...60 as ClosedRange<Int64> {
      let file = try await district.open(finding: finding, title: ["rule": "r\(finding)"])
      if finding % 3 == 0 { try await district.number("H-\(1_000 + finding)", file) }
    }
    let (counts, plans) = try await district.ledger.write { db in
      if isAnalysed {
        // As a ledger of a million cases knows itself.
        try db.execute(
          sql: """
            ANALYZE;
            UPDATE sqlite_stat1 SET stat = replace(stat, '60 ', '1000000 ') WHERE tbl = 'case_file';
            ANALYZE sqlite_schema;
            """)
      }
      var filter = CaseFilter()
      filter.system = "12345"
      var counts: [Int] = []
      var plans: [String] = []
      for differs in [false, true] {
        filter.differs = differs
        counts.append(try CaseBook.count(filter, scope: .all, now: 0, in: db))
        let (sql, arguments) = try CaseBook.counting(filter, scope: .all, now: 0, in: db).build(db)
        plans += try Row.fetchAll(
          db, sql: "EXPLAIN QUERY PLAN " + sql, arguments: arguments
        ).map { $0["detail"] }
      }
      return (counts, plans)
    }
    #expect(counts == [20, 0])
    #expect(
      !plans.contains { $0.hasPrefix("SCAN case_file") || $0.hasPrefix("SCAN f") }, "\(plans)")
    #expect(plans.contains { $0.contains("case_outside_system") }, "\(plans)")
  }
}
