import ActionPlan
import AirQuality
import Foundation
import GRDB
import Sheets
import Testing

@testable import Ledger

/// What is taken out comes back in with no change, for every register of the shipped plan.
struct RoundTripTests {
  private static let plan: Plan? = PlanFolder.read(
    URL(filePath: #filePath).appending(path: "../../../../Plans/shangyu-2021").standardizedFileURL
      .path
  ).plan

  @Test func `every register of the shipped plan comes back as it went out`() async throws {
    let plan = try #require(Self.plan)
    let bench = try await Bench.withFirm()
    let made = try await bench.ledger.write { db -> [String: Int] in
      try RegisterStore.migrate(plan.registers, at: 1, in: db)
      var chance = Values(seed: 2_021, plan: plan)
      try chance.furnish(bench, in: db)
      var made: [String: Int] = [:]
      // Twice, so that rows that others name are there.
      for register in plan.registers + plan.registers {
        for _ in 0..<40 where made[register.id, default: 0] < 8 {
          let values = try chance.values(of: register, in: db)
          do {
            _ = try RegisterStore.insert(register, values, plan: plan, by: clerk, at: 10, in: db)
            made[register.id, default: 0] += 1
          } catch is RegisterError {
            continue
          }
        }
      }
      return made
    }
    #expect(plan.registers.filter { made[$0.id, default: 0] < 3 }.map(\.id) == [])
    for register in plan.registers {
      for format in RegisterExport.Format.allCases {
        let path = bench.folder + "/\(register.id).\(format.rawValue)"
        try await bench.ledger.read { db in
          try RegisterExport(register, plan: plan, in: db).write(
            format, to: path, rows: RegisterQuery(), today: CalendarDay(dayNumber: 0), in: db)
        }
        let table = try SheetTable(
          reading: try SheetFile.read(path, name: "t"), file: "t",
          isName: { RegisterImport.isColumn($0, of: register) })
        let imports = RegisterImport(ledger: bench.ledger, plan: plan)
        let preview = try await imports.stage(
          table, into: register, digest: "d", by: clerk, at: 20)
        #expect(preview.faults.map(\.description) == [], "\(register.id) \(format)")
        #expect(
          preview.changes.map { "\($0.field) \($0.old) \($0.new)" } == [],
          "\(register.id) \(format)")
        #expect(preview.newRows == 0, "\(register.id) \(format)")
        #expect(preview.sameRows == made[register.id], "\(register.id) \(format)")
        try await imports.discard(preview.id)
      }
    }
  }

  /// Values that people or programs could have written, at the edges of what sheets keep.
  private struct Values {
    private var state: UInt64
    private let plan: Plan
    private var facilities: [String] = []
    private var attachment = ""
    private var count = 0

    init(seed: UInt64, plan: Plan) {
      state = seed
      self.plan = plan
    }

    private mutating func below(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }

    private mutating func any<T>(of list: [T]) -> T { list[below(list.count)] }

    mutating func furnish(_ bench: Bench, in db: Database) throws {
      let names = ["蓝天化工有限公司", "上虞蓝天化工厂", "=SUM(A1)", "蓝天化工有限公司", "O'Neil, \"B\"", "0012", "１２"]
      for (index, name) in names.enumerated() {
        let id = "maker-\(index)"
        try Facilities.upsert(
          Facility(
            id: id, name: Label(zh: name, en: "Maker \(index)"), kind: .enterprise,
            place: plan.places[index].id, position: nil, isSimulated: false), plan: plan,
          by: clerk, at: 1, in: db)
        facilities.append(id)
      }
      let staged = try AttachmentStore(folder: bench.folder + "/attachments")
        .stageDocument(Array("%PDF-1.7".utf8), name: "a.pdf")
      attachment = "\(try Attachments.record(staged, takenBy: clerk, at: 1, in: db).id)"
    }

    mutating func values(of register: Register, in db: Database) throws -> [String: FieldValue] {
      var values: [String: FieldValue] = [:]
      for field in register.fields {
        guard field.isRequired || register.key.contains(field.id) || below(4) > 0 else { continue }
        values[field.id] = try value(of: field, in: db)
      }
      return values
    }

    private mutating func value(of field: Field, in db: Database) throws -> FieldValue {
      count += 1
      switch field.kind {
      case .text:
        return .text(any(of: Self.texts) + "\(count)")
      case .integer: return .integer(Int64(bounded(field, scale: 0).mantissa))
      case .decimal: return .decimal(bounded(field, scale: below(19)))
      case .flag: return .flag(below(2) == 0)
      case .date:
        let day = CalendarDay(dayNumber: 18_628 + below(365))
        return .text(
          any(of: ["1850-01-01", "1900-01-15", "1900-02-28", "9999-12-31", day.description]))
      case .instant:
        return .instant(any(of: [0, -4_000_000_000, 1_614_558_615, 1_614_558_600 + count]))
      case .choice(let choices): return .text(any(of: choices).id)
      case .position:
        return .position(
          Coordinate(
            longitude: 120 + Double(below(1_000_000)) / 999_983,
            latitude: 30 + Double(below(1_000)) / 7))
      case .facility: return .text(any(of: facilities))
      case .point: return .text("p-1")
      case .place: return .text(any(of: plan.places).id)
      case .unit: return .text(any(of: plan.units).id)
      case .row(let other):
        let ids = try plan.register(other).map {
          try RegisterStore.rows($0, in: db).map(\.id)
        }
        guard let ids, !ids.isEmpty else { return .null }
        return .integer(any(of: ids))
      case .creditCode: return .text(creditCode())
      case .plate: return .text("浙D\(10_000 + count % 90_000)")
      case .attachment: return .text(attachment)
      }
    }

    private static let texts = [
      "=1+1", "+2", "-x", "@a", "'quoted", "''", "a,\"b\"\nc", "a;b\tc", "0012", "1,234", "是",
      "合格 ",
      "2021-03-01", "蓝天😀", "&<>", "_x000D_", "#REF!", "12.50", "％", "\\\"",
    ]

    /// Of up to 18 digits, within what the field allows.
    private mutating func bounded(_ field: Field, scale: Int) -> ExactDecimal {
      let digits = any(of: [1, 3, 9, 15, 17])
      let top = (0..<digits).reduce(Int64(1)) { product, _ in product * 10 }
      let number = ExactDecimal(
        Int64(below(Int(min(top, 1 << 30)))) * max(1, top >> 30), scale: scale)
      let least = field.atLeast ?? ExactDecimal(-1_000_000_000_000_000_000)
      if number < least { return least }
      if let most = field.atMost, number > most { return most }
      return number
    }

    private mutating func creditCode() -> String {
      let body = "91330604MA\(1_000_000 + count % 9_000_000)"
      return "0123456789ABCDEFGHJKLMNPQRTUWXY".map { body + String($0) }
        .first(where: CreditCode.isValid) ?? body
    }
  }
}
