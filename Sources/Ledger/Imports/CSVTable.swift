import ActionPlan
import Sheets

/// A CSV file as RFC 4180 has it, strictly: UTF-8 (with or without a byte order mark), commas, quotes
/// doubled inside quotes, CRLF or LF, a header, as many fields in every row as the header has.
///
/// SwiftCSV is not used here because it drops an empty last field, passes rows of any width and does
/// not know the line a row begins on; an import that people must correct needs all three.
struct CSVTable {
  let header: [String]
  let rows: [CSVRow]

  /// - Throws: all faults, at most `ImportFaults.limit`.
  init(reading bytes: [UInt8], file: String) throws(ImportFaults) {
    let reader = CSVReader(bytes: bytes, file: file)
    let lines = try reader.lines()
    guard let first = lines.first else {
      throw reader.fault(
        1, Label(zh: "空文件", en: "an empty file"),
        Label(zh: "请写表头，以及每条一行", en: "write a header and a row for each entry"))
    }
    var faults = ImportFaults()
    for row in lines.dropFirst() where row.fields.count != first.fields.count {
      faults.add(
        ImportFault(
          file: file, line: row.line, column: nil,
          found: Label(zh: "\(row.fields.count) 格", en: "\(row.fields.count) fields"),
          remedy: Label(
            zh: "请写 \(first.fields.count) 格，与表头一致",
            en: "write \(first.fields.count), as the header has")))
    }
    guard faults.isEmpty else { throw faults }
    header = first.fields.map(\.trimmed)
    rows = Array(lines.dropFirst())
  }
}

extension CSVTable {
  /// A table that was read already.
  init(_ table: SheetTable) {
    header = table.header.map(\.trimmed)
    rows = table.rows.map { CSVRow(line: $0.number, fields: $0.cells) }
  }
}

struct CSVRow {
  /// The line it begins on, from 1.
  let line: Int
  let fields: [String]
}

private struct CSVReader {
  let bytes: [UInt8]
  let file: String

  init(bytes: [UInt8], file: String) {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    self.bytes = bytes.starts(with: mark) ? Array(bytes.dropFirst(3)) : bytes
    self.file = file
  }

  /// Empty lines are passed over.
  func lines() throws(ImportFaults) -> [CSVRow] {
    guard String(validating: bytes, as: UTF8.self) != nil else {
      throw fault(
        1, Label(zh: "不是 UTF-8 的内容", en: "bytes that are not UTF-8"),
        Label(zh: "请另存为“CSV UTF-8”", en: "save the file as \"CSV UTF-8\""))
    }
    var rows: [CSVRow] = []
    var fields: [String] = []
    var (line, rowLine) = (1, 1)
    var offset = 0
    while offset < bytes.count {
      let field: String
      (field, offset) = try self.field(at: offset, line: &line)
      fields.append(field)
      if offset < bytes.count, bytes[offset] == UInt8(ascii: ",") {
        offset += 1
        if offset < bytes.count { continue }
        fields.append("")
      }
      if fields != [""] { rows.append(CSVRow(line: rowLine, fields: fields)) }
      fields = []
      if offset < bytes.count, bytes[offset] == UInt8(ascii: "\r") { offset += 1 }
      if offset < bytes.count, bytes[offset] == UInt8(ascii: "\n") { offset += 1 }
      line += 1
      rowLine = line
    }
    return rows
  }

  /// The field that begins at the offset, and where it ends: at a comma, a line's end or the end.
  private func field(at start: Int, line: inout Int) throws(ImportFaults) -> (String, Int) {
    if bytes[start] == UInt8(ascii: "\"") { return try quoted(at: start, line: &line) }
    let end = bytes.withUnsafeBufferPointer { bytes in
      var end = start
      while end < bytes.count, !bytes[end].endsField, bytes[end] != UInt8(ascii: "\"") { end += 1 }
      return end
    }
    if end < bytes.count, bytes[end] == UInt8(ascii: "\"") {
      throw fault(
        line, Label(zh: "字段中间的引号", en: "a quotation mark inside a field"),
        Label(zh: "请把整个字段放在引号里", en: "put the whole field in quotation marks"))
    }
    return (String(decoding: bytes[start..<end], as: UTF8.self), end)
  }

  private func quoted(at start: Int, line: inout Int) throws(ImportFaults) -> (String, Int) {
    let opened = line
    var text: [UInt8] = []
    var offset = start + 1
    while offset < bytes.count {
      let byte = bytes[offset]
      offset += 1
      if byte == UInt8(ascii: "\"") {
        if offset == bytes.count || bytes[offset].endsField {
          return (String(decoding: text, as: UTF8.self), offset)
        }
        guard bytes[offset] == byte else {
          throw fault(
            line, Label(zh: "右引号后面的文字", en: "text after a closing quotation mark"),
            Label(zh: "字段里的引号请写两个", en: "double the quotation marks inside"))
        }
        offset += 1
      } else if byte == UInt8(ascii: "\n") {
        line += 1
      }
      text.append(byte)
    }
    throw fault(
      opened, Label(zh: "没有结束的引号", en: "a quotation mark that is never closed"),
      Label(zh: "请补上右引号", en: "close it"))
  }

  func fault(_ line: Int, _ found: Label, _ remedy: Label) -> ImportFaults {
    ImportFaults([
      ImportFault(file: file, line: line, column: nil, found: found, remedy: remedy)
    ])
  }
}

extension UInt8 {
  fileprivate var endsField: Bool {
    self == UInt8(ascii: ",") || self == UInt8(ascii: "\n") || self == UInt8(ascii: "\r")
  }
}
