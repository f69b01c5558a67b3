import Foundation

/// A table of results, printed for people, for spreadsheets or for programs.
struct Grid {
  enum Format: String, CaseIterable {
    case table, json, csv
  }

  enum Cell {
    case text(String)
    /// Plain decimal digits, exact.
    case number(String)
    case none

    init(_ text: String?) { self = text.map { .text($0) } ?? .none }
    init(_ number: Int?) { self = number.map { .number("\($0)") } ?? .none }
    init(_ number: (some CustomStringConvertible)?) {
      self = number.map { .number($0.description) } ?? .none
    }

    fileprivate var plain: String {
      switch self {
      case .text(let text), .number(let text): text
      case .none: ""
      }
    }
  }

  let columns: [String]
  var rows: [[Cell]] = []

  init(_ columns: [String]) { self.columns = columns }

  func text(_ format: Format) -> String {
    switch format {
    case .table: table
    case .csv: csv
    case .json: json
    }
  }

  private var table: String {
    guard !rows.isEmpty else { return "nothing to show\n" }
    let cells = rows.map { $0.map(\.plain) }
    let widths = columns.indices.map { column in
      (cells.map { Self.width($0[column]) } + [Self.width(columns[column])]).max() ?? 0
    }
    func line(_ texts: [String], isNumber: (Int) -> Bool) -> String {
      texts.indices.map { column in
        let pad = String(repeating: " ", count: widths[column] - Self.width(texts[column]))
        return isNumber(column) ? pad + texts[column] : texts[column] + pad
      }.joined(separator: "  ").trimmingSuffix { $0 == " " } + "\n"
    }
    func isNumber(_ row: Int, _ column: Int) -> Bool {
      if case .number = rows[row][column] { return true }
      return false
    }
    return line(columns, isNumber: { isNumber(0, $0) })
      + line(widths.map { String(repeating: "─", count: $0) }, isNumber: { _ in false })
      + cells.indices.map { row in line(cells[row], isNumber: { isNumber(row, $0) }) }.joined()
  }

  /// Columns on a terminal: a CJK character takes two.
  private static func width(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { sum, scalar in
      let isWide =
        (0x1100...0x115F).contains(scalar.value) || (0x2E80...0xA4CF).contains(scalar.value)
        || (0xAC00...0xD7A3).contains(scalar.value) || (0xF900...0xFAFF).contains(scalar.value)
        || (0xFE30...0xFE6F).contains(scalar.value) || (0xFF00...0xFF60).contains(scalar.value)
        || (0xFFE0...0xFFE6).contains(scalar.value)
      return sum + (isWide ? 2 : 1)
    }
  }

  /// RFC 4180. A text that a spreadsheet would run as a formula is led by an apostrophe.
  private var csv: String {
    func field(_ cell: Cell) -> String {
      var text = cell.plain
      if case .text = cell, let first = text.first, "=+-@\t\r".contains(first) { text = "'" + text }
      guard text.contains(where: { ",\"\r\n".contains($0) }) else { return text }
      return "\"\(text.replacing("\"", with: "\"\""))\""
    }
    return ([columns.map { field(.text($0)) }] + rows.map { $0.map(field) })
      .map { $0.joined(separator: ",") + "\r\n" }.joined()
  }

  /// A list of objects; numbers keep every digit they have.
  private var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .withoutEscapingSlashes
    func quoted(_ text: String) -> String {
      // A text alone can always be encoded.
      (try? encoder.encode(text)).map { String(decoding: $0, as: UTF8.self) } ?? "null"
    }
    let lines = rows.map { row in
      let pairs = zip(columns, row).map { name, cell in
        let value =
          switch cell {
          case .number(let digits): digits
          case .text(let text): quoted(text)
          case .none: "null"
          }
        return "\(quoted(name)): \(value)"
      }
      return "  {\(pairs.joined(separator: ", "))}"
    }
    return lines.isEmpty ? "[]\n" : "[\n\(lines.joined(separator: ",\n"))\n]\n"
  }
}

extension String {
  fileprivate func trimmingSuffix(while isDropped: (Character) -> Bool) -> String {
    guard let last = lastIndex(where: { !isDropped($0) }) else { return "" }
    return String(self[...last])
  }
}
