import AirQuality
import CXlsxWriter
import Foundation

/// Writes a table as an Excel workbook: a frozen header with notes, dates as dates, numbers as numbers,
/// texts always as texts, lists to choose from.
public enum WorkbookWriter {
  /// Digits of a number that a sheet keeps; longer ones are written as text.
  private static let digits = 15
  /// Bytes that a list within a rule may have together; longer ones stand on a hidden sheet. The
  /// library counts characters, and copies their bytes into room for 255 of them.
  private static let listLimit = 250
  private static let lastRow: UInt32 = 1_048_575

  /// - Parameters:
  ///   - sheet: the sheet's name; what Excel forbids in it is left out.
  ///   - next: the next row's cells, nil after the last one.
  /// - Throws: `SheetError`, or what `next` throws.
  public static func write(
    _ columns: [SheetColumn], sheet name: String, to path: String,
    next: () throws -> [SheetCell]?
  ) throws {
    let fault = SheetError(
      path: path, zh: "文件无法写出，请清出空间", en: "it cannot be written; free some space")
    var options = lxw_workbook_options()
    options.constant_memory = 1
    guard let book = workbook_new_opt(path, &options) else { throw fault }
    do {
      guard let sheet = workbook_add_worksheet(book, sheetName(name)) else { throw fault }
      let formats = Formats(book)
      try writeHeader(columns, sheet, formats, book)
      var row: UInt32 = 1
      while let cells = try next() {
        guard row <= lastRow else {
          throw SheetError(
            path: path, zh: "一张工作表最多 1048575 行，请改用 CSV",
            en: "a sheet holds 1048575 rows; write CSV instead")
        }
        for (column, cell) in cells.enumerated() {
          guard write(cell, row, UInt16(column), sheet, formats) == LXW_NO_ERROR else {
            throw SheetError(
              path: path,
              place: SheetPlace(row: Int(row) + 1, column: SheetPlace.letters(column + 1)),
              zh: "这一格的文字超过 32767 个字符，Excel 放不下，请改用 CSV",
              en: "a text of more than 32767 characters, which no sheet holds; write CSV instead")
          }
        }
        row += 1
      }
    } catch {
      // It must be closed to be freed; what it writes is of no use.
      workbook_close(book)
      try? FileManager.default.removeItem(atPath: path)
      throw error
    }
    guard workbook_close(book) == LXW_NO_ERROR else { throw fault }
  }

  private struct Formats {
    let header: UnsafeMutablePointer<lxw_format>?
    let text: UnsafeMutablePointer<lxw_format>?
    let day: UnsafeMutablePointer<lxw_format>?
    let instant: UnsafeMutablePointer<lxw_format>?

    init(_ book: UnsafeMutablePointer<lxw_workbook>) {
      func format(_ code: String?) -> UnsafeMutablePointer<lxw_format>? {
        let format = workbook_add_format(book)
        if let code { format_set_num_format(format, code) }
        return format
      }
      header = format(nil)
      format_set_bold(header)
      text = format("@")
      day = format("yyyy-mm-dd")
      instant = format("yyyy-mm-dd hh:mm:ss")
    }
  }

  private static func writeHeader(
    _ columns: [SheetColumn], _ sheet: UnsafeMutablePointer<lxw_worksheet>, _ formats: Formats,
    _ book: UnsafeMutablePointer<lxw_workbook>
  ) throws {
    worksheet_freeze_panes(sheet, 1, 0)
    var lists: [(column: UInt16, choices: [String])] = []
    for (index, column) in columns.enumerated() {
      let place = UInt16(index)
      let format =
        switch column.kind {
        case .text, .choice: formats.text
        case .date: formats.day
        case .instant: formats.instant
        case .number: nil as UnsafeMutablePointer<lxw_format>?
        }
      worksheet_set_column(sheet, place, place, width(column), format)
      worksheet_write_string(sheet, 0, place, column.header, formats.header)
      if !column.note.isEmpty { worksheet_write_comment(sheet, 0, place, column.note) }
      if case .choice(let choices) = column.kind, !choices.isEmpty {
        lists.append((place, choices))
      }
    }
    let isLong = lists.contains { list in
      list.choices.contains { $0.contains(",") }
        || list.choices.reduce(0) { $0 + $1.utf8.count + 1 } > listLimit
    }
    guard isLong else {
      for (column, choices) in lists { offer(choices, column, sheet) }
      return
    }
    guard let choicesSheet = workbook_add_worksheet(book, "choices") else { return }
    worksheet_hide(choicesSheet)
    let height = lists.map(\.choices.count).max() ?? 0
    // Row by row, as a sheet without a memory of its rows must be written.
    for row in 0..<height {
      for (index, list) in lists.enumerated() where row < list.choices.count {
        worksheet_write_string(
          choicesSheet, UInt32(row), UInt16(index), list.choices[row], formats.text)
      }
    }
    for (index, list) in lists.enumerated() {
      offer("=choices!\(range(UInt16(index), list.choices.count))", list.column, sheet)
    }
  }

  private static func range(_ column: UInt16, _ count: Int) -> String {
    let letters = SheetPlace.letters(Int(column) + 1)
    return "$\(letters)$1:$\(letters)$\(count)"
  }

  private static func offer(
    _ choices: [String], _ column: UInt16, _ sheet: UnsafeMutablePointer<lxw_worksheet>
  ) {
    var list: [UnsafeMutablePointer<CChar>?] = choices.map { strdup($0) } + [nil]
    defer { for text in list { free(text) } }
    var rule = lxw_data_validation()
    rule.validate = UInt8(LXW_VALIDATION_TYPE_LIST.rawValue)
    rule.error_type = UInt8(LXW_VALIDATION_ERROR_TYPE_WARNING.rawValue)
    list.withUnsafeMutableBufferPointer { list in
      rule.value_list = list.baseAddress
      worksheet_data_validation_range(sheet, 1, column, lastRow, column, &rule)
    }
  }

  private static func offer(
    _ formula: String, _ column: UInt16, _ sheet: UnsafeMutablePointer<lxw_worksheet>
  ) {
    var rule = lxw_data_validation()
    rule.validate = UInt8(LXW_VALIDATION_TYPE_LIST_FORMULA.rawValue)
    rule.error_type = UInt8(LXW_VALIDATION_ERROR_TYPE_WARNING.rawValue)
    formula.withCString { formula in
      rule.value_formula = UnsafeMutablePointer(mutating: formula)
      worksheet_data_validation_range(sheet, 1, column, lastRow, column, &rule)
    }
  }

  private static func write(
    _ cell: SheetCell, _ row: UInt32, _ column: UInt16,
    _ sheet: UnsafeMutablePointer<lxw_worksheet>, _ formats: Formats
  ) -> lxw_error {
    switch cell {
    case .empty: LXW_NO_ERROR
    case .text(let text):
      worksheet_write_string(sheet, row, column, escaped(text), formats.text)
    case .number(let number) where isKept(number):
      worksheet_write_number(sheet, row, column, number.approximate, nil)
    case .number(let number):
      worksheet_write_string(sheet, row, column, number.description, formats.text)
    case .day(let day) where day >= firstDay:
      worksheet_write_number(sheet, row, column, Double(day.dayNumber + 25_569), formats.day)
    case .day(let day):
      worksheet_write_string(sheet, row, column, day.cellText, formats.text)
    case .localInstant(let seconds) where seconds >= firstDay.dayNumber * 86_400:
      worksheet_write_number(
        sheet, row, column, Double(seconds) / 86_400 + 25_569, formats.instant)
    case .localInstant(let seconds):
      worksheet_write_string(sheet, row, column, CSVWriter.instant(seconds), formats.text)
    }
  }

  /// What looks like the escape of a sign that XML cannot hold, `_x000D_`, is written as what it is.
  ///
  /// - Source: ECMA-376-1:2016, 22.9.2.19 (ST_Xstring).
  private static func escaped(_ text: String) -> String {
    guard text.contains("_x") else { return text }
    var escaped: [UInt8] = []
    let bytes = Array(text.utf8)
    for (place, byte) in bytes.enumerated() {
      if byte == UInt8(ascii: "_"), place + 6 < bytes.count, bytes[place + 1] == UInt8(ascii: "x"),
        bytes[place + 6] == byte,
        bytes[place + 2..<place + 6].allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit })
      {
        escaped += Array("_x005F".utf8)
      }
      escaped.append(byte)
    }
    return String(decoding: escaped, as: UTF8.self)
  }

  /// Before it sheets count days that never were, or none.
  private static let firstDay = CalendarDay(year: 1900, month: 3, day: 1)

  /// Whether a sheet gives the number back: of few digits, none of them far behind the point.
  private static func isKept(_ number: ExactDecimal) -> Bool {
    number.mantissa.magnitude < 1_000_000_000_000_000 && number.scale <= digits
  }

  private static func width(_ column: SheetColumn) -> Double {
    let header = column.header.unicodeScalars.reduce(0) { $0 + ($1.isASCII ? 1 : 2) }
    let least =
      switch column.kind {
      case .instant: 19
      case .text, .choice: 14
      case .date, .number: 11
      }
    return Double(min(max(header + 2, least), 60))
  }

  /// At most 31 characters, none of `[]:*?/\`, no apostrophe at an end.
  private static func sheetName(_ name: String) -> String {
    let kept = name.filter { !"[]:*?/\\'".contains($0) }
    return kept.isEmpty ? "rows" : String(kept.prefix(28))
  }
}
