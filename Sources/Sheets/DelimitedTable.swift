/// Cuts delimited text into its lines of fields, strictly: quotes doubled inside quotes, CRLF, LF or
/// CR at the end of a line.
///
/// - Source: RFC 4180, with other separators than the comma.
struct DelimitedTable {
  struct Line {
    /// On which it begins, from 1.
    let number: Int
    let fields: [String]
  }

  /// Fields of one line, as many as a sheet has columns.
  static let fieldLimit = 16_384
  /// Fields of all lines: what they take is memory.
  static let cellLimit = 20_000_000

  private let bytes: [UInt8]
  private let separator: UInt8
  private let file: String
  private let sheet: String?

  /// - Parameters:
  ///   - separator: nil for the one of comma, semicolon and tab that the first line has most.
  ///   - sheet: of a workbook, for messages.
  init(_ bytes: [UInt8], separator: UInt8?, file: String, sheet: String? = nil) {
    self.bytes = bytes
    self.file = file
    self.sheet = sheet
    self.separator = separator ?? Self.separator(bytes)
  }

  private static func separator(_ bytes: [UInt8]) -> UInt8 {
    var isQuoted = false
    var counts: [UInt8: Int] = [:]
    for byte in bytes {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if isQuoted { continue }
      if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r"), !counts.isEmpty { break }
      if [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")].contains(byte) {
        counts[byte, default: 0] += 1
      }
    }
    return counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? UInt8(ascii: ",")
  }

  /// Hands over the lines that hold anything.
  ///
  /// - Parameter limit: lines at most.
  func forEachLine(
    limit: Int, _ take: (Line) throws(SheetError) -> Void
  ) throws(SheetError) {
    var fields: [String] = []
    var (number, begun, position, lines, cells) = (1, 1, 0, 0, 0)
    while position < bytes.count {
      fields.append(try field(&position, &number))
      guard fields.count <= Self.fieldLimit else { throw tooWide(begun) }
      if position < bytes.count, bytes[position] == separator {
        position += 1
        if position < bytes.count { continue }
        fields.append("")
      }
      if position < bytes.count, bytes[position] == UInt8(ascii: "\r") { position += 1 }
      if position < bytes.count, bytes[position] == UInt8(ascii: "\n") { position += 1 }
      number += 1
      if fields.contains(where: { !$0.isEmpty }) {
        lines += 1
        cells += fields.count
        guard lines <= limit else { throw tooLong(limit - 1) }
        guard cells <= Self.cellLimit else { throw tooMuch(begun) }
        try take(Line(number: begun, fields: fields))
      }
      begun = number
      fields.removeAll(keepingCapacity: true)
    }
  }

  private func field(_ position: inout Int, _ line: inout Int) throws(SheetError) -> String {
    if bytes[position] == UInt8(ascii: "\"") { return try quoted(&position, &line) }
    let start = position
    while position < bytes.count, !endsField(bytes[position]) {
      guard bytes[position] != UInt8(ascii: "\"") else {
        throw fault(
          line, zh: "内容中间有引号，请把整格内容放在引号内",
          en: "a quotation mark inside a field; put the whole field in quotation marks")
      }
      position += 1
    }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private func quoted(_ position: inout Int, _ line: inout Int) throws(SheetError) -> String {
    let opened = line
    var text: [UInt8] = []
    position += 1
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if byte == UInt8(ascii: "\"") {
        if position == bytes.count || endsField(bytes[position]) {
          return String(decoding: text, as: UTF8.self)
        }
        guard bytes[position] == byte else {
          throw fault(
            line, zh: "引号结束后还有文字，引号内的引号请写两个",
            en: "text after a closing quotation mark; double the marks inside")
        }
        position += 1
      } else if byte == UInt8(ascii: "\n") {
        line += 1
      }
      text.append(byte)
    }
    throw fault(
      opened, zh: "引号没有结束，请补上结束的引号",
      en: "a quotation mark that is never closed; close it")
  }

  private func endsField(_ byte: UInt8) -> Bool {
    byte == separator || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
  }

  private func tooLong(_ rows: Int) -> SheetError {
    SheetError(
      path: file, zh: "超过 \(rows) 行，请拆成几个文件",
      en: "it has more than \(rows) rows; split it into several files")
  }

  private func tooWide(_ line: Int) -> SheetError {
    fault(
      line, zh: "这一行超过 \(Self.fieldLimit) 格，请删去多余的列，或检查分隔符",
      en: "a row of more than \(Self.fieldLimit) fields; remove columns that are not needed, or "
        + "check the separators")
  }

  private func tooMuch(_ line: Int) -> SheetError {
    fault(
      line, zh: "到这一行已超过 \(Self.cellLimit) 格，请拆成几个文件",
      en: "up to here it has more than \(Self.cellLimit) cells; split it into several files")
  }

  private func fault(_ line: Int, zh: String, en: String) -> SheetError {
    SheetError(path: file, place: SheetPlace(sheet: sheet, row: line), zh: zh, en: en)
  }
}

/// Keeps a spreadsheet from taking a text of a CSV file for a formula: an apostrophe before what would
/// begin one, and before an apostrophe in front of that, so that reading gives back every text.
enum Guard {
  private static let signs = Set("=+-@\t\r".unicodeScalars)

  static func needed(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first(where: { $0 != "'" }) else { return false }
    return signs.contains(first)
  }

  static func guarded(_ text: String) -> String { needed(text) ? "'" + text : text }

  static func undo(_ text: String) -> String {
    text.hasPrefix("'") && needed(text) ? String(text.dropFirst()) : text
  }
}
