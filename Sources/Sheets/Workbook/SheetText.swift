/// Writes one sheet as comma-separated text, a line a row: rows that the sheet leaves out become
/// empty lines.
struct SheetText {
  /// For whom the text is.
  enum Use {
    /// Fields of one line each, as many in every row as the sheet has cells.
    case lines
    /// A table of texts: a line's end in a cell is a unit separator, which no cell can hold; tabs
    /// stay, and empty cells at the end of a row are left out.
    case table
  }

  /// What stands for a line's end in a cell of a table.
  static let lineEnd: UInt8 = 0x1F
  private static let greatestRow = 1_048_576
  private static let greatestColumn = 16_384
  /// Digits of a number that a sheet keeps.
  private static let greatestNumber = 1e15

  let name: String
  let texts: SharedTexts
  let formats: [CellFormat]
  let isFrom1904: Bool
  let use: Use
  /// What is no table or cannot be trusted, at most `faultLimit`.
  private(set) var faults: [SheetTable.Fault] = []
  private(set) var hiddenRows = 0
  private(set) var hiddenColumns = 0

  private static let faultLimit = 200
  private var out: [UInt8] = []
  private var row = 0
  private var column = 0
  /// Commas that the row has already.
  private var commas = 0
  private var isHidden = false
  private var isInRow = false
  private var cell = Cell()

  /// The cell that is being read.
  private struct Cell {
    var kind = ""
    var format = CellFormat.number
    var isOpen = false
    var value: [UInt8] = []
    var hasFormula = false
    var hasValue = false
  }

  init(
    name: String, texts: SharedTexts, formats: [CellFormat], isFrom1904: Bool, use: Use = .lines
  ) {
    self.name = name
    self.texts = texts
    self.formats = formats
    self.isFrom1904 = isFrom1904
    self.use = use
  }

  mutating func read(_ sheet: [UInt8], path: String, limit: Int) throws(SheetError) -> [UInt8] {
    do {
      try scan(sheet, path: path, limit: limit)
      return out
    } catch let fault as MarkupScanner.Fault {
      throw fault.error(path: path, at: place)
    } catch let error as SheetError {
      throw error
    } catch {
      throw MarkupScanner.Fault.malformed.error(path: path, at: place)
    }
  }

  private var place: SheetPlace? {
    guard row > 0 else { return nil }
    return SheetPlace(
      sheet: name, row: row, column: column > 0 ? SheetPlace.letters(column) : nil)
  }

  private mutating func scan(_ sheet: [UInt8], path: String, limit: Int) throws {
    var (isValue, isReading) = (false, false)
    var scanner = MarkupScanner(sheet)
    while let token = try scanner.next() {
      switch token {
      case .open("row"): try beginRow(scanner.attribute("r"), scanner.attribute("hidden"))
      case .close("row") where isInRow: endRow()
      case .open("c") where isInRow:
        try beginCell(scanner.attribute("r"))
        cell.kind = scanner.attribute("t") ?? "n"
        let style = scanner.attribute("s").flatMap { Int($0) } ?? 0
        cell.format = formats.indices.contains(style) ? formats[style] : .number
      case .close("c") where cell.isOpen: try endCell(path: path)
      case .open("f"): cell.hasFormula = true
      case .open("rPh"): isReading = true
      case .close("rPh"): isReading = false
      case .open("v"), .open("t"):
        isValue = !isReading
        cell.hasValue = true
      case .close("v"), .close("t"): isValue = false
      case .open("mergeCell"): merge(scanner.attribute("ref"))
      case .open("col") where scanner.attribute("hidden").map(Self.isTrue) == true:
        hiddenColumns += 1
      case .text where isValue: try scanner.appendText(to: &cell.value)
      default: break
      }
      guard out.count <= limit else { throw Packed.tooLarge(path, limit: limit) }
    }
  }

  private static func isTrue(_ text: String) -> Bool { text == "1" || text == "true" }

  /// Writers may leave a row's number out, and a cell's place: it is the next one then.
  private mutating func beginRow(
    _ number: String?, _ hidden: String?
  ) throws(MarkupScanner.Fault) {
    let next = number.map { Int($0) } ?? row + 1
    guard let next, next > row, next <= Self.greatestRow, !isInRow else { throw .malformed }
    out += repeatElement(UInt8(ascii: "\n"), count: next - row - 1)
    (row, column, commas, isInRow) = (next, 0, 0, true)
    isHidden = hidden.map(Self.isTrue) ?? false
  }

  private mutating func endRow() {
    if isHidden, out.last.map({ $0 != UInt8(ascii: "\n") }) ?? false { hiddenRows += 1 }
    out.append(UInt8(ascii: "\n"))
    (isInRow, cell.isOpen) = (false, false)
  }

  private mutating func beginCell(_ place: String?) throws(MarkupScanner.Fault) {
    var next = column + 1
    if let place {
      next = 0
      for letter in place.utf8.prefix(while: { $0 > UInt8(ascii: "9") }).prefix(4) {
        guard (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(letter) else { throw .malformed }
        next = next * 26 + Int(letter) - 64
      }
    }
    guard next > column, next <= Self.greatestColumn else { throw .malformed }
    column = next
    cell.value.removeAll(keepingCapacity: true)
    (cell.isOpen, cell.hasFormula, cell.hasValue) = (true, false, false)
    if use == .lines { separate() }
  }

  /// Commas stand between cells, none before the first.
  private mutating func separate() {
    out += repeatElement(UInt8(ascii: ","), count: column - 1 - commas)
    commas = column - 1
  }

  private mutating func endCell(path: String) throws {
    cell.isOpen = false
    if cell.hasFormula, !cell.hasValue { addFault(.formulaWithoutValue) }
    guard !cell.value.isEmpty else { return }
    switch cell.kind {
    case "s":
      guard let number = Int(String(decoding: cell.value, as: UTF8.self)), let text = texts[number]
      else { throw SheetError.noSharedText(cell.value, path: path, at: place) }
      append(Self.plain(text))
    case "n":
      let text = String(decoding: cell.value, as: UTF8.self)
      if let number = Double(text), number.magnitude >= Self.greatestNumber {
        addFault(.lostDigits(cell.format.text(text, isFrom1904: isFrom1904)))
      }
      append(cell.format.text(text, isFrom1904: isFrom1904).utf8)
    case "d": append(Self.day(cell.value))
    case "e":
      addFault(.errorValue(String(decoding: cell.value.prefix(20), as: UTF8.self)))
      append(cell.value)
    case "b": append(cell.value)
    default: append(Self.plain(cell.value[...]))
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

  /// A text as it was typed: what XML cannot hold stands as `_x000D_`, and what looks like that as
  /// `_x005F_x000D_`.
  ///
  /// - Source: ECMA-376-1:2016, 22.9.2.19 (ST_Xstring).
  private static func plain(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    guard text.count >= 7, text.contains(UInt8(ascii: "_")) else { return text }
    var plain: [UInt8] = []
    var place = text.startIndex
    while place < text.endIndex {
      if text[place] == UInt8(ascii: "_"), text.endIndex - place >= 7,
        text[place + 1] == UInt8(ascii: "x"), text[place + 6] == UInt8(ascii: "_"),
        let code = UInt16(String(decoding: text[place + 2..<place + 6], as: UTF8.self), radix: 16),
        let scalar = Unicode.Scalar(code)
      {
        plain += Array(String(scalar).utf8)
        place += 7
      } else {
        plain.append(text[place])
        place += 1
      }
    }
    return plain[...]
  }

  private mutating func append(_ text: some Sequence<UInt8>) {
    separate()
    let isQuoted = text.contains { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") }
    if isQuoted { out.append(UInt8(ascii: "\"")) }
    for byte in text {
      switch byte {
      case UInt8(ascii: "\""): out += [byte, byte]
      case UInt8(ascii: "\n") where use == .table: out.append(Self.lineEnd)
      // The first half of a line's end as some programs write it.
      case UInt8(ascii: "\r") where use == .table: break
      case UInt8(ascii: "\t") where use == .table: out.append(byte)
      case ..<UInt8(ascii: " "): out.append(UInt8(ascii: " "))
      default: out.append(byte)
      }
    }
    if isQuoted { out.append(UInt8(ascii: "\"")) }
  }

  private mutating func merge(_ range: String?) {
    guard let range, let row = Int(range.prefix { $0 != ":" }.filter(\.isNumber)) else { return }
    addFault(.merged(range), row: row, column: String(range.prefix { $0.isLetter }))
  }

  private mutating func addFault(
    _ kind: SheetTable.Fault.Kind, row: Int? = nil, column: String? = nil
  ) {
    guard faults.count < Self.faultLimit else { return }
    faults.append(
      SheetTable.Fault(
        row: row ?? self.row, column: column ?? SheetPlace.letters(self.column), kind: kind))
  }
}

extension SheetError {
  fileprivate static func noSharedText(
    _ number: [UInt8], path: String, at place: SheetPlace?
  ) -> SheetError {
    let number = String(decoding: number.prefix(20), as: UTF8.self)
    return SheetError(
      path: path, place: place,
      zh: "单元格引用了文件中没有的第 \(number) 条共用文字，请用 Excel 打开后另存",
      en: "the cell refers to shared text \(number), which the file does not have; open it with "
        + "Excel and save it again")
  }
}

extension MarkupScanner.Fault {
  func error(path: String, at place: SheetPlace? = nil) -> SheetError {
    switch self {
    case .malformed:
      SheetError(
        path: path, place: place, zh: "文件在这里已损坏，请用 Excel 打开后另存",
        en: "the file is damaged here; open it with Excel and save it again")
    case .declaresEntities:
      SheetError(
        path: path, place: place, zh: "文件声明了文档类型或实体，工作簿中不会有这些，请用 Excel 打开后另存",
        en: "it declares a document type or entities, which no workbook has; open it with Excel "
          + "and save it again")
    }
  }
}
