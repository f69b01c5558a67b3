import ActionPlan
import AirQuality
import Foundation
import GRDB
import Ledger
import Sheets
import TableFixtures

/// A file that a unit sends: the register's own template filled in, or the same table in a form that
/// other programs write.
struct MonthFile {
  enum Form: CaseIterable {
    case template, foreignWorkbook, commas, semicolons, utf16
  }

  let register: Register
  let plan: Plan
  /// Field id, or `row` → the header that the template gives it.
  private let headers: [String: String]

  /// - Parameter folder: where the template is written.
  init(_ register: Register, plan: Plan, folder: URL, in db: Database) throws {
    self.register = register
    self.plan = plan
    let path = folder.appending(path: "template-\(register.id).xlsx").path
    try RegisterExport(register, plan: plan, in: db).write(
      .xlsx, to: path, rows: nil, today: CalendarDay(year: 2021, month: 1, day: 1), in: db)
    let template = try SheetTable(reading: Self.bytes(path), file: "template.xlsx")
    let columns = (register.key.isEmpty ? ["row"] : []) + register.fields.map(\.id)
    guard template.header.count == columns.count else {
      throw YearFault("the template of \(register.id) has \(template.header.count) columns")
    }
    headers = Dictionary(uniqueKeysWithValues: zip(columns, template.header))
  }

  private static func bytes(_ path: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(filePath: path)))
  }

  /// - Parameters:
  ///   - columns: ids of fields, or `row`.
  ///   - rows: cells by id, as the fixtures have them.
  func table(
    _ columns: [String], _ rows: [[String]], as form: Form, folder: URL
  ) throws -> SheetTable {
    let header = try columns.map { id in
      guard let header = headers[id] else { throw YearFault("\(register.id) has no \(id)") }
      return header
    }
    let kinds = columns.map { id in register.field(id)?.kind ?? .integer }
    let words = rows.map { row in zip(row, kinds).map { word($0, of: $1) } }
    let bytes: [UInt8]
    switch form {
    case .template:
      let path = folder.appending(path: "filled.xlsx").path
      try write(header, words, kinds, to: path)
      bytes = try Self.bytes(path)
    case .foreignWorkbook: bytes = try foreign(header, words, kinds)
    case .commas: bytes = Array(delimited(header, words, ",").utf8)
    case .semicolons: bytes = Array(("\u{FEFF}" + delimited(header, words, ";")).utf8)
    case .utf16:
      guard let data = delimited(header, words, "\t").data(using: .utf16) else {
        throw YearFault("\(register.id): no UTF-16")
      }
      bytes = [UInt8](data)
    }
    let ending = form == .template || form == .foreignWorkbook ? "xlsx" : "csv"
    return try SheetTable(reading: bytes, file: "\(register.id).\(ending)")
  }

  /// As officials write it: names, not ids.
  private func word(_ cell: String, of kind: Field.Kind) -> String {
    switch kind {
    case .choice(let choices): choices.first { $0.id == cell }?.label.zh ?? cell
    case .place: plan.place(cell)?.label.zh ?? cell
    case .unit: plan.unit(cell)?.label.zh ?? cell
    case .flag: cell == "yes" ? "是" : cell == "no" ? "否" : cell
    default: cell
    }
  }

  private func write(
    _ header: [String], _ rows: [[String]], _ kinds: [Field.Kind], to path: String
  ) throws {
    let columns = zip(header, kinds).map { header, kind in
      let sheet: SheetColumn.Kind =
        switch kind {
        case .date: .date
        case .integer, .decimal, .row: .number
        default: .text
        }
      return SheetColumn(header: header, kind: sheet)
    }
    var left = rows[...]
    try WorkbookWriter.write(columns, sheet: register.label.zh, to: path) {
      left.popFirst().map { row in
        zip(row, kinds).map { cell, kind in
          if cell.isEmpty { return .empty }
          switch kind {
          case .date: return CalendarDay(cell).map { .day($0) } ?? .text(cell)
          case .integer, .decimal, .row:
            return ExactDecimal(cell).map { .number($0) } ?? .text(cell)
          default: return .text(cell)
          }
        }
      }
    }
  }

  /// Days as serial numbers with a format of their own, texts shared and in place by turns.
  private func foreign(
    _ header: [String], _ rows: [[String]], _ kinds: [Field.Kind]
  ) throws -> [UInt8] {
    var texts: [String] = []
    func text(_ cell: String, column: Int) -> String {
      guard column % 2 == 0 else { return TableFiles.inline(cell) }
      texts.append("<t>" + cell.replacing("&", with: "&amp;").replacing("<", with: "&lt;") + "</t>")
      return "<c t=\"s\"><v>\(texts.count - 1)</v></c>"
    }
    var lines = [TableFiles.row(1, header.enumerated().map { text($1, column: $0) })]
    for (index, row) in rows.enumerated() {
      let cells = row.enumerated().map { column, cell in
        if cell.isEmpty { return "<c/>" }
        switch kinds[column] {
        case .date:
          guard let day = CalendarDay(cell) else { return text(cell, column: column) }
          return TableFiles.number("\(day.dayNumber + 25_569)", style: 1)
        case .integer, .decimal, .row: return TableFiles.number(cell)
        default: return text(cell, column: column)
        }
      }
      lines.append(TableFiles.row(index + 2, cells))
    }
    return try TableFiles.workbook(
      lines.joined(), texts: texts,
      formats: "<numFmt numFmtId=\"170\" formatCode=\"yyyy/m/d\"/>",
      cells: "<xf numFmtId=\"0\"/><xf numFmtId=\"170\"/>")
  }

  private func delimited(
    _ header: [String], _ rows: [[String]], _ separator: String
  ) -> String {
    ([header] + rows).map { row in
      row.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: separator)
    }.joined(separator: "\r\n")
  }
}
