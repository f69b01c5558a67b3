import Foundation

/// A table of texts: a header and rows.
public struct SheetTable: Sendable, Hashable {
  public struct Row: Sendable, Hashable {
    /// The sheet's row or the file's line on which it begins, from 1.
    public let number: Int
    /// As many as the header has.
    public let cells: [String]
  }

  /// Largest file, and largest text that it may unpack to, in bytes.
  public static let byteLimit = 256 << 20
  public static let rowLimit = 1_000_000
  /// Columns of the header.
  static let columnLimit = 1_000
  /// Rows at the top among which the header may stand.
  static let headerRows = 20

  /// How messages call the file.
  public let file: String
  /// Of a workbook; nil for a CSV file.
  public let sheet: String?
  /// The workbook's sheets that show, the one read among them.
  public let sheets: [String]
  public let header: [String]
  public let headerRow: Int
  public let rows: [Row]
  /// What is wrong with it as a table; nothing of it is to be trusted then.
  public let faults: [Fault]
  /// What a person may not expect of how it was read.
  public let notes: [SheetWords]

  /// Reads an Excel workbook's first sheet that shows, or CSV: UTF-8, UTF-16 or GB 18030, separated by
  /// commas, semicolons or tabs.
  ///
  /// - Parameters:
  ///   - sheet: another sheet of a workbook.
  ///   - isName: whether a text is the name of a column: the header is the row among the first ones
  ///     that has most of them, e.g. below a title; the first row where nil or where none has any.
  /// - Throws: `SheetError` where it is no table at all.
  public init(
    reading bytes: [UInt8], file: String, sheet: String? = nil, byteLimit: Int = byteLimit,
    rowLimit: Int = rowLimit, isName: ((String) -> Bool)? = nil
  ) throws(SheetError) {
    self.file = file
    guard bytes.count <= byteLimit else {
      throw SheetError(
        path: file, zh: "文件超过 \(byteLimit >> 20) MiB，请拆成几个文件",
        en: "it has more than \(byteLimit >> 20) MiB; split it into several files")
    }
    if let other = OtherFile(bytes) { throw other.error(path: file) }
    var lines: SheetLines
    var notes: [SheetWords] = []
    var faults: [Fault] = []
    if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
      let read = try Workbook(bytes, path: file, limit: byteLimit).read(sheet: sheet, for: .table)
      self.sheet = read.name
      sheets = read.shown
      lines = SheetLines(isWorkbook: true, file: file, isName: isName)
      let table = DelimitedTable(
        read.text, separator: UInt8(ascii: ","), file: file, sheet: read.name)
      try table.forEachLine(limit: rowLimit + 1) { line throws(SheetError) in
        try lines.take(line)
      }
      faults = read.faults
      notes += Note.ofSheet(read)
    } else {
      guard sheet == nil else {
        throw SheetError(
          path: file, zh: "这不是工作簿，没有工作表，请不要指定工作表",
          en: "it is no workbook and has no sheets; name none")
      }
      (self.sheet, sheets) = (nil, [])
      lines = SheetLines(isWorkbook: false, file: file, isName: isName)
      let table = DelimitedTable(try Self.text(bytes, file: file), separator: nil, file: file)
      try table.forEachLine(limit: rowLimit + 1) { line throws(SheetError) in
        try lines.take(line)
      }
    }
    try lines.finish()
    header = lines.header
    headerRow = lines.headerRow
    rows = lines.rows
    let begin = headerRow
    self.faults = faults.filter { $0.row >= begin } + lines.faults
    self.notes = Note.above(lines.above) + notes
  }

  private static func text(_ bytes: [UInt8], file: String) throws(SheetError) -> [UInt8] {
    var text = try Encoding.utf8(of: bytes, in: Encoding(of: bytes), path: file)
    if text.starts(with: [0xEF, 0xBB, 0xBF]) { text.removeFirst(3) }
    if let place = text.firstIndex(of: 0) {
      let row = text[..<place].count { $0 == UInt8(ascii: "\n") } + 1
      throw SheetError(
        path: file, place: SheetPlace(row: row),
        zh: "这里不是文字，请另存为 .xlsx 或 UTF-8 编码的 CSV",
        en: "it is no text; save it as .xlsx or as CSV in UTF-8")
    }
    return text
  }
}
