import Foundation

/// A table of texts: a header and rows.
public struct SheetTable: Sendable, Hashable {
  public struct Row: Sendable, Hashable {
    /// The sheet's row or the file's line on which it begins, from 1.
    public let number: Int
    /// As many as the header has.
    public let cells: [String]
  }

  /// A place where it is no table.
  public struct Fault: Sendable, Hashable {
    public let row: Int
    public let found: String
    public let remedy: String
  }

  /// Largest file, and largest text that it may unpack to, in bytes.
  public static let byteLimit = 256 << 20
  public static let rowLimit = 1_000_000

  /// How messages call the file.
  public let file: String
  /// Of a workbook; nil for a CSV file.
  public let sheet: String?
  public let header: [String]
  public let headerRow: Int
  public let rows: [Row]
  public let faults: [Fault]

  /// Reads an Excel workbook's first sheet that shows, or CSV: UTF-8, UTF-16 or GB 18030, separated by
  /// commas, semicolons or tabs.
  ///
  /// - Parameter sheet: another sheet of a workbook.
  /// - Throws: `SheetError` where it is no table at all.
  public init(
    reading bytes: [UInt8], file: String, sheet: String? = nil, byteLimit: Int = byteLimit,
    rowLimit: Int = rowLimit
  ) throws(SheetError) {
    self.file = file
    guard bytes.count <= byteLimit else { throw Packed.tooLarge(file, limit: byteLimit) }
    guard !bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) else {
      throw SheetError(
        path: file,
        reason: "it is an old .xls or has a password; save it as .xlsx or .csv without one")
    }
    var lines: [DelimitedTable.Line]
    var faults: [Fault] = []
    if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
      // A unit separator cannot stand in a workbook's text, so that it may stand for a line's end.
      let read = try Workbook(bytes, path: file, limit: byteLimit)
        .read(sheet: sheet, lineEnd: Self.lineEnd)
      self.sheet = read.name
      faults += Self.faults(ofMerged: read.merged)
      lines = try DelimitedTable(read.text, separator: UInt8(ascii: ","), file: file)
        .lines(limit: rowLimit + 1)
    } else {
      guard sheet == nil else {
        throw SheetError(path: file, reason: "it is no workbook and has no sheets; name none")
      }
      self.sheet = nil
      let text = try Self.text(bytes, file: file)
      lines = try DelimitedTable(text, separator: nil, file: file).lines(limit: rowLimit + 1)
    }
    guard let first = lines.first else {
      throw SheetError(
        path: file, reason: "it holds no row; write a header and a row for each entry")
    }
    let isWorkbook = self.sheet != nil
    func cell(_ text: String) -> String {
      isWorkbook
        ? text.replacing(String(Unicode.Scalar(Self.lineEnd)), with: "\n") : Guard.undo(text)
    }
    var header = first.fields.map(cell)
    while header.last?.isEmpty == true { header.removeLast() }
    self.header = header
    headerRow = first.number
    var rows: [Row] = []
    rows.reserveCapacity(lines.count)
    lines.removeFirst()
    for line in lines {
      let beyond = line.fields.dropFirst(header.count)
      if beyond.contains(where: { !$0.isEmpty })
        || (!isWorkbook && line.fields.count < header.count)
      {
        faults.append(
          Fault(
            row: line.number, found: "\(line.fields.count) fields",
            remedy: "write \(header.count), as the header has"))
        continue
      }
      var cells = line.fields.prefix(header.count).map(cell)
      cells += repeatElement("", count: header.count - cells.count)
      rows.append(Row(number: line.number, cells: cells))
    }
    self.rows = rows
    self.faults = faults
  }

  private static let lineEnd: UInt8 = 0x1F

  private static func text(_ bytes: [UInt8], file: String) throws(SheetError) -> [UInt8] {
    let encoding = Encoding(of: bytes)
    let text = [UInt8](try Encoding.utf8(of: Data(bytes), in: encoding, path: file))
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let whole = text.starts(with: mark) ? Array(text.dropFirst(3)) : text
    guard !whole.contains(0) else {
      throw SheetError(path: file, reason: "it is no text; save it as .xlsx or as CSV in UTF-8")
    }
    return whole
  }

  private static func faults(ofMerged ranges: [String]) -> [Fault] {
    ranges.map { range in
      let row = range.prefix { $0 != ":" }.filter(\.isNumber)
      return Fault(
        row: Int(row) ?? 1, found: "merged cells \(range)",
        remedy: "split them and write the value into each cell")
    }
  }
}
