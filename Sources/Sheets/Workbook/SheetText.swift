/// Writes one sheet as comma-separated text, a line a row: rows that the sheet leaves out become
/// empty lines, and line ends in a cell what is wanted for them.
struct SheetText {
  private static let greatestRow = 1_048_576
  private static let greatestColumn = 16_384

  let texts: [[UInt8]]
  let formats: [CellFormat]
  let isFrom1904: Bool
  /// What stands for a line's end in a cell.
  let lineEnd: UInt8
  /// Ranges of cells that are one, as `A2:A5`.
  private(set) var merged: [String] = []

  private var out: [UInt8] = []
  private var row = 0
  private var column = 0
  /// The cell that is being read.
  private var kind = ""
  private var format = CellFormat.number
  private var value: [UInt8] = []

  init(
    texts: [[UInt8]], formats: [CellFormat], isFrom1904: Bool, lineEnd: UInt8 = UInt8(ascii: " ")
  ) {
    self.lineEnd = lineEnd
    self.texts = texts
    self.formats = formats
    self.isFrom1904 = isFrom1904
  }

  /// - Throws: `SheetError`, or `MarkupScanner.Fault` where the bytes are no sheet.
  mutating func read(_ sheet: [UInt8], path: String, limit: Int) throws -> [UInt8] {
    var (isValue, isReading) = (false, false)
    var scanner = MarkupScanner(sheet)
    while let token = try scanner.next() {
      switch token {
      case .open("row"): try beginRow(scanner.attribute("r"))
      case .close("row"): out.append(UInt8(ascii: "\n"))
      case .open("c") where row > 0:
        try beginCell(scanner.attribute("r"))
        kind = scanner.attribute("t") ?? "n"
        let style = scanner.attribute("s").flatMap { Int($0) } ?? 0
        format = formats.indices.contains(style) ? formats[style] : .number
      case .close("c"): try endCell()
      case .open("rPh"): isReading = true
      case .close("rPh"): isReading = false
      case .open("v"), .open("t"): isValue = !isReading
      case .close("v"), .close("t"): isValue = false
      case .open("mergeCell"):
        if let range = scanner.attribute("ref"), merged.count < 100 { merged.append(range) }
      case .text where isValue: scanner.appendText(to: &value)
      default: break
      }
      guard out.count <= limit else { throw Packed.tooLarge(path, limit: limit) }
    }
    return out
  }

  /// Writers may leave a row's number out, and a cell's place: it is the next one then.
  private mutating func beginRow(_ number: String?) throws(MarkupScanner.Fault) {
    let next = number.map { Int($0) } ?? row + 1
    guard let next, next > row, next <= Self.greatestRow else { throw MarkupScanner.Fault() }
    out += repeatElement(UInt8(ascii: "\n"), count: next - row - 1)
    (row, column) = (next, 0)
  }

  private mutating func beginCell(_ place: String?) throws(MarkupScanner.Fault) {
    var next = column + 1
    if let place {
      next = 0
      for letter in place.utf8.prefix(while: { $0 > UInt8(ascii: "9") }).prefix(4) {
        guard (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(letter) else {
          throw MarkupScanner.Fault()
        }
        next = next * 26 + Int(letter) - 64
      }
    }
    guard next > column, next <= Self.greatestColumn else { throw MarkupScanner.Fault() }
    // Commas stand between cells, none before the first.
    out += repeatElement(UInt8(ascii: ","), count: next - max(column, 1))
    column = next
    value.removeAll(keepingCapacity: true)
  }

  private mutating func endCell() throws(MarkupScanner.Fault) {
    switch kind {
    case "s" where !value.isEmpty:
      guard let number = Int(String(decoding: value, as: UTF8.self)), texts.indices.contains(number)
      else { throw MarkupScanner.Fault() }
      append(texts[number])
    case "n" where !value.isEmpty:
      append(format.text(String(decoding: value, as: UTF8.self), isFrom1904: isFrom1904).utf8)
    case "d": append(Self.day(value))
    default: append(value)
    }
  }

  /// `2021-06-01T00:00:00` is a day alone, as tables of text write it.
  private static func day(_ moment: [UInt8]) -> ArraySlice<UInt8> {
    let parts = moment.split(separator: UInt8(ascii: "T"), maxSplits: 1)
    guard parts.count == 2, parts[1].allSatisfy({ "0:.Z".utf8.contains($0) }) else {
      return moment[...]
    }
    return parts[0]
  }

  private mutating func append(_ text: some Sequence<UInt8>) {
    let isQuoted = text.contains { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") }
    if isQuoted { out.append(UInt8(ascii: "\"")) }
    for byte in text {
      if byte == UInt8(ascii: "\"") { out.append(byte) }
      switch byte {
      case UInt8(ascii: "\n"): out.append(lineEnd)
      case ..<UInt8(ascii: " "): out.append(UInt8(ascii: " "))
      default: out.append(byte)
      }
    }
    if isQuoted { out.append(UInt8(ascii: "\"")) }
  }
}
