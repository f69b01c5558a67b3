import Foundation

/// A comma-separated file with a header line, read strictly: UTF-8, RFC 4180 quotes, every row as
/// long as the header.
struct ArchiveTable {
  let header: [String]
  private let text: [UInt8]
  private var place: Int
  private(set) var line = 1
  private let name: String

  /// - Parameter name: what messages call the file.
  init(_ data: Data, name: String) throws(ArchiveTableFault) {
    self.name = name
    text = Array(data.starts(with: [0xEF, 0xBB, 0xBF]) ? data.dropFirst(3) : data)
    var cursor = ArchiveTableCursor(text: text, place: 0, line: 1)
    guard let first = try cursor.row(name), first.contains(where: { !$0.isEmpty }) else {
      throw .empty(file: name)
    }
    header = first
    place = cursor.place
    line = cursor.line
  }

  /// The next row that is not an empty line; `nil` at the end.
  mutating func next() throws(ArchiveTableFault) -> [String]? {
    while true {
      var cursor = ArchiveTableCursor(text: text, place: place, line: line)
      guard let row = try cursor.row(name) else { return nil }
      let began = line
      place = cursor.place
      line = cursor.line
      if row == [""] { continue }
      guard row.count == header.count else {
        throw .width(file: name, line: began, found: row.count, expected: header.count)
      }
      return row
    }
  }

  func column(_ title: String) throws(ArchiveTableFault) -> Int {
    guard let index = header.firstIndex(of: title) else {
      throw .missingColumn(file: name, column: title, found: header)
    }
    return index
  }
}

enum ArchiveTableFault: Error, Equatable, CustomStringConvertible {
  case empty(file: String)
  case openQuote(file: String, line: Int)
  case strayQuote(file: String, line: Int)
  case width(file: String, line: Int, found: Int, expected: Int)
  case missingColumn(file: String, column: String, found: [String])

  var description: String {
    switch self {
    case .empty(let file): "\(file): no header line; the first line must name the columns"
    case .openQuote(let file, let line):
      "\(file):\(line): a quoted field is not closed; close it with a quote"
    case .strayQuote(let file, let line):
      "\(file):\(line): text after a closing quote; write two quotes for one inside a field"
    case .width(let file, let line, let found, let expected):
      "\(file):\(line): \(found) fields where the header has \(expected); "
        + "quote fields that hold commas"
    case .missingColumn(let file, let column, let found):
      "\(file):1: no column \(column) among \(found.joined(separator: ", "))"
    }
  }
}

/// Reads one row.
private struct ArchiveTableCursor {
  let text: [UInt8]
  var place: Int
  var line: Int

  mutating func row(_ file: String) throws(ArchiveTableFault) -> [String]? {
    guard place < text.count else { return nil }
    var fields: [String] = []
    while true {
      fields.append(try field(file))
      guard place < text.count else { return fields }
      let byte = text[place]
      place += 1
      if byte == UInt8(ascii: ",") {
        if place == text.count {
          fields.append("")
          return fields
        }
        continue
      }
      if byte == UInt8(ascii: "\r"), place < text.count, text[place] == UInt8(ascii: "\n") {
        place += 1
      }
      line += 1
      return fields
    }
  }

  private mutating func field(_ file: String) throws(ArchiveTableFault) -> String {
    if place < text.count, text[place] == UInt8(ascii: "\"") { return try quoted(file) }
    let start = place
    while place < text.count, !isEnd(text[place]) { place += 1 }
    return String(decoding: text[start..<place], as: UTF8.self)
  }

  private mutating func quoted(_ file: String) throws(ArchiveTableFault) -> String {
    let began = line
    place += 1
    var bytes: [UInt8] = []
    while place < text.count {
      let byte = text[place]
      place += 1
      if byte == UInt8(ascii: "\"") {
        guard place < text.count, text[place] == UInt8(ascii: "\"") else {
          guard place == text.count || isEnd(text[place]) else {
            throw .strayQuote(file: file, line: line)
          }
          return String(decoding: bytes, as: UTF8.self)
        }
        place += 1
      }
      if byte == UInt8(ascii: "\n") { line += 1 }
      bytes.append(byte)
    }
    throw .openQuote(file: file, line: began)
  }

  private func isEnd(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
  }
}
