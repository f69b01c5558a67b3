/// Cuts delimited text (RFC 4180) into rows of byte ranges, without making a string.
///
/// A field in quotes may hold commas, line ends and doubled quotes. A quote inside a bare field is an
/// ordinary byte, as spreadsheets treat it.
struct DelimitedRows {
  private let bytes: UnsafeBufferPointer<UInt8>
  private let comma: UInt8
  private var position: Int
  /// Line of the row read last, from 1.
  private(set) var line = 0
  private var nextLine = 1
  /// Fields of the row read last, without their outer quotes.
  private(set) var fields: [Range<Int>] = []

  init(_ bytes: UnsafeBufferPointer<UInt8>, comma: UInt8 = UInt8(ascii: ",")) {
    self.bytes = bytes
    self.comma = comma
    // A byte order mark is none of the first column's name.
    position = bytes.count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF ? 3 : 0
  }

  /// The separator that the first lines have most of.
  static func separator(_ bytes: UnsafeBufferPointer<UInt8>, lines: Int) -> UInt8 {
    let text = bytes.split(
      separator: UInt8(ascii: "\n"), maxSplits: lines, omittingEmptySubsequences: false
    ).prefix(lines).joined()
    let candidates = [UInt8(ascii: ","), UInt8(ascii: "\t"), UInt8(ascii: ";")]
    return candidates.max { a, b in text.count { $0 == a } < text.count { $0 == b } }!
  }

  /// How much of the bytes is behind, 0…1.
  var share: Double { bytes.isEmpty ? 1 : Double(position) / Double(bytes.count) }

  /// Reads the next row that holds anything; false at the end.
  mutating func next() -> Bool {
    while position < bytes.count {
      line = nextLine
      fields.removeAll(keepingCapacity: true)
      readRow()
      if fields.contains(where: { !$0.isEmpty }) { return true }
    }
    return false
  }

  private mutating func readRow() {
    while true {
      if position < bytes.count, bytes[position] == UInt8(ascii: "\"") {
        readQuoted()
      } else {
        readBare()
      }
      guard position < bytes.count, bytes[position] == comma else { break }
      position += 1
    }
    if position < bytes.count, bytes[position] == UInt8(ascii: "\r") { position += 1 }
    if position < bytes.count, bytes[position] == UInt8(ascii: "\n") { position += 1 }
    nextLine += 1
  }

  private mutating func readBare() {
    let start = position
    while position < bytes.count {
      let byte = bytes[position]
      if byte == comma || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { break }
      position += 1
    }
    fields.append(start..<position)
  }

  private mutating func readQuoted() {
    position += 1
    let start = position
    while position < bytes.count {
      let byte = bytes[position]
      if byte == UInt8(ascii: "\n") { nextLine += 1 }
      if byte == UInt8(ascii: "\"") {
        guard position + 1 < bytes.count, bytes[position + 1] == byte else { break }
        position += 1
      }
      position += 1
    }
    fields.append(start..<position)
    // What follows the closing quote up to the comma belongs to no field.
    while position < bytes.count {
      let byte = bytes[position]
      if byte == comma || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { break }
      position += 1
    }
  }

  /// A field as text, trimmed, doubled quotes undone.
  func text(_ field: Int) -> String {
    guard fields.indices.contains(field) else { return "" }
    let text = String(decoding: bytes[fields[field]], as: UTF8.self)
    let whole = text.utf8.contains(UInt8(ascii: "\"")) ? text.replacing("\"\"", with: "\"") : text
    return whole.trimmingBlanks()
  }

  /// The bytes of a field, blanks at both ends left off; empty where the row is too short.
  func bytes(of field: Int) -> UnsafeBufferPointer<UInt8> {
    guard fields.indices.contains(field) else { return .init(start: nil, count: 0) }
    var range = fields[field]
    while let first = range.first, bytes[first] == UInt8(ascii: " ") {
      range = first + 1..<range.upperBound
    }
    while let last = range.last, bytes[last] == UInt8(ascii: " ") {
      range = range.lowerBound..<last
    }
    return UnsafeBufferPointer(rebasing: bytes[range])
  }
}

extension String {
  func trimmingBlanks() -> String {
    guard let first = firstIndex(where: { !$0.isWhitespace }),
      let last = lastIndex(where: { !$0.isWhitespace })
    else { return "" }
    return String(self[first...last])
  }
}
