import ActionPlan
import AirQuality
import GRDB
import Sheets
import Testing

@testable import Ledger

struct RotaSheetTests {
  private let bench: Bench
  private let people: [Account]
  private static let offset = 28_800
  /// 2026-06-01 00:00 in the plan's time.
  private static let now = 1_780_243_200

  init() async throws {
    bench = try Bench()
    let accounts = Accounts(
      ledger: bench.ledger, hasher: PasswordHasher(cost: ScryptCost(rounds: 16)),
      now: { Self.now })
    var people: [Account] = []
    for (name, called) in [("wang", "王丽"), ("li", "李 强"), ("li2", "李娜"), ("li3", "李娜")] {
      people.append(
        try await accounts.create(
          AccountDraft(name: name, displayName: called, roles: [.duty]),
          password: "Blue-sky-2021x", mustChangePassword: false, by: .system("test")))
    }
    self.people = people
  }

  private func sheet(_ text: String) throws -> RotaSheet {
    RotaSheet(
      try SheetTable(reading: Array(text.utf8), file: "rota.csv", isName: RotaSheet.isColumn),
      people: people)
  }

  private func take(_ text: String, isReplacing: Bool = false) async throws -> RotaImported {
    let sheet = try sheet(text)
    return try await bench.ledger.write { db in
      try Rota.take(
        sheet, isReplacing: isReplacing, utcOffsetSeconds: Self.offset, by: clerk, at: Self.now,
        in: db)
    }
  }

  private func there() async throws -> [String] {
    let names = Dictionary(uniqueKeysWithValues: people.map { ($0.id, $0.name) })
    return try await bench.ledger.read { db in
      try Rota.turns(from: "2026-06-01", through: "2026-06-30", in: db).map {
        "\($0.day.suffix(2)) \($0.part.rawValue) \(names[$0.account] ?? "")"
      }
    }
  }

  @Test func `a row a turn, or a column a turn, below a title or not`() async throws {
    let rows = try await take(
      "日期,班次,值班人员\n2026-06-01,白班,王丽\n2026年6月1日,夜班,李强\n2026/6/2,,wang\n")
    #expect(rows == RotaImported(added: 3, known: 0, removed: 0))
    #expect(try await there() == ["01 day wang", "01 night li", "02 whole wang"])
    let columns = try await take(
      "六月值班表,,\n日期,白班,夜班\n2026-06-01,王丽、li2,李强\n2026-06-03,,王丽\n")
    #expect(columns == RotaImported(added: 2, known: 2, removed: 0))
    #expect(try await there().contains("03 night wang"))
  }

  @Test func `a new sheet takes the place of an old one for its days alone`() async throws {
    _ = try await take("day,turn,who\n2026-06-01,day,wang\n2026-06-02,day,wang\n")
    let again = try await take("day,turn,who\n2026-06-01,night,li\n", isReplacing: true)
    #expect(again == RotaImported(added: 1, known: 0, removed: 1))
    #expect(try await there() == ["01 night li", "02 day wang"])
  }

  @Test(
    arguments: [
      ("日期,班次,值班人员\n2026-06-01,白班,赵敏\n", 2, "值班人员", "赵敏"),
      ("日期,班次,值班人员\n2026-06-01,白班,李娜\n", 2, "值班人员", "李娜"),
      ("日期,班次,值班人员\n2026-06-31,白班,王丽\n", 2, "日期", "2026-06-31"),
      ("日期,班次,值班人员\n\n2026-06-01,下午,王丽\n", 3, "班次", "下午"),
      ("姓名,电话\n王丽,1\n", 1, nil, "姓名, 电话"),
      ("日期,班次,值班人员\n,,\n", 1, nil, ""),
    ] as [(String, Int, String?, String)])
  func `one cell that is wrong keeps the whole sheet out and is named`(
    text: String, line: Int, column: String?, found: String
  ) async throws {
    let sheet = try sheet(text + "2026-06-02,白班,王丽\n".prefix(column == nil ? 0 : 99))
    let fault = try #require(sheet.faults.faults.first)
    #expect(fault.line == line && fault.column == column && fault.found == found)
    await #expect(throws: ImportFaults.self) {
      try await bench.ledger.write { db in
        _ = try Rota.take(
          sheet, isReplacing: true, utcOffsetSeconds: Self.offset, by: clerk, at: Self.now, in: db)
      }
    }
    #expect(try await there() == [])
  }

  @Test func `a day over a year away keeps the whole sheet out`() async throws {
    await #expect(throws: RotaRefusal.badDay) {
      try await take("day,turn,who\n2026-06-01,day,wang\n2029-06-01,day,wang\n")
    }
    #expect(try await there() == [])
  }
}
