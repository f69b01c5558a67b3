import ActionPlan
import Foundation
import GRDB
import Ledger
import Seeds
import Sheets
import Testing

@testable import Casework

struct ExchangeTests {
  @Test
  func `a sheet gives numbers and status at once, twice it changes nothing, and it is taken back`()
    async throws
  {
    let district = try District.withSystems()
    let file = try await district.open(finding: 1)
    let other = try await district.open(finding: 2)
    try await district.number("H-0002", other)
    let sheet = """
      问题单编号,外部编号,对方状态,状态时间
      \(file.number.lowercased()),h-0001,处理中,2026-01-01 07:30
      ,H-0002,已办结,
      """
    let preview = try await district.preview(sheet)
    #expect(preview.faults.isEmpty)
    #expect(preview.outcomes.map(\.kind) == [.added, .changed])
    #expect(preview.outcomes.map(\.differs) == [false, true])
    let done = try await district.exchange(preview)
    #expect(
      try await district.numbers(file) == [
        OutsideNumber(
          system: "12345", number: "H-0001", status: "办理中", statusAt: District.start - 1_800)
      ])
    let again = try await district.preview(sheet)
    #expect(again.outcomes.map(\.kind) == [.same, .same])
    try await district.ledger.write { [plan = district.plan] db in
      try CaseExchanges.takeBack(done.id, plan: plan, by: .account(1), at: District.start, in: db)
    }
    #expect(try await district.numbers(file).isEmpty)
    #expect(
      try await district.numbers(other) == [OutsideNumber(system: "12345", number: "H-0002")])
    await #expect(throws: ExchangeError.isUndone) {
      try await district.ledger.write { [plan = district.plan] db in
        try CaseExchanges.takeBack(done.id, plan: plan, by: .account(1), at: 0, in: db)
      }
    }
    let verdict = try await district.ledger.read { db in try AuditLog.verify(in: db) }
    guard case .intact = verdict else {
      Issue.record("\(verdict)")
      return
    }
  }

  @Test
  func `every fault is named with its row, its column and what to do, and nothing is written`()
    async throws
  {
    let district = try District.withSystems()
    let file = try await district.open(finding: 1)
    let other = try await district.open(finding: 2)
    let merged = try await district.open(finding: 3)
    try await district.number("H-0002", other)
    _ = try await district.tie(.merge, merged, to: other.number)
    let preview = try await district.preview(
      """
      case,outside number,status,status time
      NONE-1,H-0001,,
      \(file.number),0001,,
      \(file.number),H-0001,沉睡,
      ,H-0009,办理中,
      \(file.number),H-0002,,
      ,,办理中,
      \(file.number),,办理中,
      \(merged.number),H-0005,,
      \(file.number),H-0006,,yesterday
      \(other.number),H-0002,,
      \(other.number),H-0002,,
      """)
    #expect(
      preview.faults.faults.map { "\($0.line) \($0.column ?? "-")" } == [
        "10 状态时间", "2 问题单编号", "3 外部编号", "4 对方状态", "5 外部编号", "6 外部编号", "7 -",
        "8 外部编号", "9 问题单编号", "12 外部编号",
      ])
    #expect(preview.faults.faults.allSatisfy { !$0.remedyWords.zh.isEmpty && !$0.remedy.isEmpty })
    await #expect(throws: ExchangeError.hasFaults) { try await district.exchange(preview) }
    #expect(try await district.numbers(file).isEmpty)
  }

  @Test
  func `another number than the one that stands is a conflict until somebody says which is right`()
    async throws
  {
    let district = try District.withSystems()
    let file = try await district.open()
    try await district.number("H-0001", file)
    let sheet = "case,number,status\n\(file.number),H-0009,办理中\n"
    let asked = try await district.preview(sheet)
    #expect(asked.outcomes.map(\.kind) == [.conflict])
    await #expect(throws: ExchangeError.conflicts(count: 1)) { try await district.exchange(asked) }
    let kept = try await district.preview(sheet, answers: [2: .keep])
    #expect(kept.outcomes[0].new.number == "H-0001" && kept.outcomes[0].new.status == "办理中")
    #expect(asked.mark != kept.mark)
    _ = try await district.exchange(try await district.preview(sheet, answers: [2: .replace]))
    #expect(try await district.numbers(file).map(\.number) == ["H-0009"])
  }

  @Test
  func
    `an older status does not overwrite a later one, and what was changed since is not taken back`()
    async throws
  {
    let district = try District.withSystems()
    let file = try await district.open()
    let done = try await district.exchange(
      try await district.preview("case,number,status,at\n\(file.number),H-0001,办理中,2026-01-02\n"))
    let older = try await district.preview("number,status,at\nH-0001,待受理,2026-01-01\n")
    #expect(older.faults.count == 1)
    try await district.number("H-0002", over: "H-0001", file)
    await #expect(throws: ExchangeError.changedSince([file.number])) {
      try await district.ledger.write { [plan = district.plan] db in
        try CaseExchanges.takeBack(done.id, plan: plan, by: .account(1), at: 0, in: db)
      }
    }
    #expect(try await district.numbers(file).map(\.number) == ["H-0002"])
  }

  @Test func `who does not see a case does not learn of it by a sheet`() async throws {
    let district = try District.withSystems()
    let file = try await district.open()
    try await district.number("H-0001", file)
    for sheet in ["case,number\n\(file.number),H-0001\n", "number,status\nH-0001,办理中\n"] {
      let preview = try await district.preview(sheet, for: .otherTown)
      #expect(preview.outcomes.isEmpty && preview.faults.count == 1)
      #expect(!preview.faults.description.contains("TOWN"))
    }
  }

  @Test func `cases go out in the system's words, and the sheet comes back without a change`()
    async throws
  {
    let district = try District.withSystems()
    let file = try await district.open(finding: 1)
    _ = try await district.open(finding: 2)
    try await district.number("H-0001", file)
    _ = try await district.exchange(try await district.preview("number,status\nH-0001,待受理\n"))
    for format in RegisterExport.Format.allCases {
      let path = "\(district.folder)/out.\(format.rawValue)"
      try await district.ledger.read { [plan = district.plan] db in
        var filter = CaseFilter()
        filter.system = "12345"
        try ExchangeExport(system: .hotline, plan: plan).write(
          format, to: path, filter, scope: .all, at: District.start, in: db)
      }
      let bytes = try SheetFile.read(path, name: "out")
      let sheet = try SheetTable(reading: bytes, file: "out")
      #expect(sheet.rows.count == 1)
      #expect(sheet.rows[0].cells.prefix(4) == [file.number, "H-0001", "办理中", "待受理"])
      let table = ExchangeTable(sheet, utcOffsetSeconds: district.plan.utcOffsetSeconds)
      let preview = try await district.ledger.read { db in
        try ExchangeJudge.preview(table, of: .hotline, for: .desk, at: District.start, in: db)
      }
      #expect(preview.faults.isEmpty, "\(preview.faults)")
      #expect(preview.outcomes.map(\.kind) == [.same])
    }
  }

  @Test func `no sheet makes it trap, whatever stands in it`() async throws {
    let district = try District.withSystems()
    let file = try await district.open()
    var generator = SeededGenerator(seed: 7)
    let signs: [Character] = Array("H-0019,\n\"\t年月 :／Ａ\u{0}\u{301}é9'=;") + [" ", "\r\n"]
    for _ in 0..<400 {
      var text = "case,number,status,at\n\(file.number),"
      for _ in 0..<Int.random(in: 0...60, using: &generator) {
        text.append(signs.randomElement(using: &generator)!)
      }
      guard let table = try? district.table(text) else { continue }
      let preview = try await district.ledger.read { db in
        try ExchangeJudge.preview(table, of: .hotline, for: .desk, at: District.start, in: db)
      }
      #expect(preview.outcomes.allSatisfy { $0.file.id == file.id })
    }
    #expect(try await district.numbers(file).isEmpty)
  }

  @Test(arguments: [
    ("2026-01-01 08:00", 0), ("2026/1/1 8:00:05", 5), ("2026-01-01", -28_800), ("2026-02-30", nil),
    ("2026-01-01 24:00", nil), ("yesterday", nil), ("2026-01-01T08:01", 60),
  ])
  func `times are read by the plan's clock`(text: String, offset: Int?) {
    let read = ExchangeTable.instant(text, utcOffsetSeconds: 28_800)
    #expect(read == offset.map { District.start + $0 })
  }
}
