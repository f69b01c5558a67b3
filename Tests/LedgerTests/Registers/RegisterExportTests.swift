import ActionPlan
import AirQuality
import Foundation
import GRDB
import Ledger
import Sheets
import Testing

struct RegisterExportTests {
  private static let texts = ["=1+1", "-x", "'@", "a,\"b\"\nc", "0123", "蓝天😀"]

  @Test(arguments: RegisterExport.Format.allCases)
  func `a register taken out and back in changes nothing`(
    format: RegisterExport.Format
  ) async throws {
    let bench = try await Bench.withFirm()
    let path = bench.folder + "/out.\(format.rawValue)"
    try await bench.ledger.write { db in
      try RegisterStore.migrate(plan.registers, at: 1, in: db)
      for text in Self.texts {
        _ = try RegisterStore.insert(
          pairs,
          [
            "name": .text(text), "facility": .text("firm-1"), "production": .text("p-1"),
            "rated-power": .decimal(ExactDecimal(12_50, scale: 2)), "count": .integer(-3),
            "active": .flag(true), "since": .text("2020-02-29"), "kind": .text("coating"),
            "position": .position(Coordinate(longitude: 120.123456789, latitude: 30.1)),
            "place": .text("town-a"), "unit": .text("bureau"),
          ], plan: plan, by: clerk, at: 10, in: db)
      }
      try RegisterExport(pairs, plan: plan, in: db).write(
        format, to: path, rows: RegisterQuery(), today: CalendarDay(dayNumber: 0), in: db)
    }
    let table = try SheetTable(
      reading: [UInt8](Data(contentsOf: URL(filePath: path))), file: "out")
    let preview = try await RegisterImport(ledger: bench.ledger, plan: plan)
      .stage(table, into: pairs, digest: "d", by: clerk, at: 20)
    #expect(preview.faults == [])
    #expect(preview.newRows + preview.changedRows == 0)
    #expect(preview.sameRows == 6)
    #expect(preview.changes == [])
  }

  @Test(arguments: RegisterExport.Format.allCases)
  func `a template holds the columns and no row`(format: RegisterExport.Format) async throws {
    let bench = try await Bench.withFirm()
    let path = bench.folder + "/template.\(format.rawValue)"
    try await bench.ledger.write { db in
      try RegisterStore.migrate(plan.registers, at: 1, in: db)
      try RegisterExport(stops, plan: plan, in: db).write(
        format, to: path, rows: nil, today: CalendarDay(dayNumber: 0), in: db)
    }
    let table = try SheetTable(
      reading: [UInt8](Data(contentsOf: URL(filePath: path))), file: "out")
    #expect(table.header == ["行号", "facility", "kind", "from", "until"])
    #expect(table.rows == [])
  }
}
