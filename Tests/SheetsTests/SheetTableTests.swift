import AirQuality
import Foundation
import TableFixtures
import Testing

@testable import Sheets

struct SheetTableTests {
  private func rows(_ bytes: [UInt8]) throws -> [[String]] {
    let table = try SheetTable(reading: bytes, file: "f.csv")
    #expect(table.faults == [])
    return [table.header] + table.rows.map(\.cells)
  }

  @Test(arguments: [
    ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]), ("a,b\r\n1,2", [["a", "b"], ["1", "2"]]),
    ("a;b\r1;2,5", [["a", "b"], ["1", "2,5"]]),
    ("a\tb\n1\t\"x\ty\"", [["a", "b"], ["1", "x\ty"]]),
    ("\u{FEFF}a,b\n1,", [["a", "b"], ["1", ""]]), ("\n\na\n\n1\n", [["a"], ["1"]]),
    ("a,b\n\"x,\"\"y\"\"\",\"l1\nl2\"\n", [["a", "b"], ["x,\"y\"", "l1\nl2"]]),
    ("\"a,b;;;\",c\n1,2\n", [["a,b;;;", "c"], ["1", "2"]]),
    ("a\n'=1+1\n''x\n'=\n''=\n'x", [["a"], ["=1+1"], ["''x"], ["="], ["'="], ["'x"]]),
  ])
  func `separators, quotes, line ends and guarded texts are read`(
    text: String, wanted: [[String]]
  ) throws {
    #expect(try rows(Array(text.utf8)) == wanted)
  }

  @Test(arguments: [
    String.Encoding.utf8, .utf16LittleEndian, .utf16BigEndian, .utf16,
  ])
  func `any encoding of Unicode is recognised`(encoding: String.Encoding) throws {
    let data = try #require("name,名称\n1,蓝天化工\n".data(using: encoding))
    #expect(try rows([UInt8](data)) == [["name", "名称"], ["1", "蓝天化工"]])
  }

  @Test func `GB 18030 is recognised`() throws {
    // 名称 and 蓝天 in GB 18030.
    let bytes: [UInt8] = [0xC3, 0xFB, 0xB3, 0xC6, 0x0A, 0xC0, 0xB6, 0xCC, 0xEC, 0x0A]
    #expect(try rows(bytes) == [["名称"], ["蓝天"]])
  }

  @Test(arguments: [
    ("", "f.csv: it holds no row; write a header and a row for each entry"),
    ("a,b\n1,2\n\"x,2\n", "f.csv:3: a quotation mark that is never closed; close it"),
    (
      "a,b\nx\"y,2\n",
      "f.csv:2: a quotation mark inside a field; put the whole field in quotation marks"
    ),
    (
      "a,b\n\"x\"y,2\n",
      "f.csv:2: text after a closing quotation mark; double the marks inside"
    ),
    ("a\n1\n2\n3\n", "f.csv: it has more than 2 rows; split it into several files"),
    ("a\u{0}bcdefghijklmnop", "f.csv:1: it is no text; save it as .xlsx or as CSV in UTF-8"),
  ])
  func `what is no table is refused with its line`(text: String, message: String) {
    let error = #expect(throws: SheetError.self) {
      try SheetTable(reading: Array(text.utf8), file: "f.csv", rowLimit: 2)
    }
    #expect(error?.description == message)
  }

  @Test func `rows of another width are told with their numbers`() throws {
    let table = try SheetTable(reading: Array("a,b\n1\n1,2\n1,2,3\n1,2,\n".utf8), file: "f.csv")
    #expect(table.faults.map(\.row) == [2, 4])
    #expect(table.rows.map(\.number) == [3, 5])
  }

  @Test func `a workbook gives its sheet, its rows' numbers and its merged cells`() throws {
    let bytes = try TableFiles.workbook(
      TableFiles.row(2, ["a", "b"].map { TableFiles.inline($0) })
        + TableFiles.row(5, [TableFiles.inline("x\ny"), TableFiles.number("44348", style: 1)])
        + "</x:sheetData><x:mergeCells><x:mergeCell ref=\"A5:A6\"/></x:mergeCells><x:sheetData>",
      cells: "<xf numFmtId=\"0\"/><xf numFmtId=\"14\"/>")
    let table = try SheetTable(reading: bytes, file: "b.xlsx")
    #expect(table.sheet == "一 & 二")
    #expect(table.headerRow == 2)
    #expect(table.rows == [SheetTable.Row(number: 5, cells: ["x\ny", "2021-06-01"])])
    #expect(
      table.faults == [
        SheetTable.Fault(row: 5, column: "A", kind: .merged("A5:A6"))
      ])
  }

  static let columns = [
    SheetColumn(header: "名称", kind: .text, note: "required"),
    SheetColumn(header: "n", kind: .number), SheetColumn(header: "day", kind: .date),
    SheetColumn(header: "at", kind: .instant),
    SheetColumn(header: "kind", kind: .choice(["车用柴油", "a,b"])),
  ]
  static let texts = [
    "=1+1", "+1", "-1", "@x", "'=1", "''", "'", "91330604MA2885Q68A", "123456789012345678", "a,b;c",
    "say \"x\"", "l1\nl2", "\t=1", "0123", "&<>", "蓝天😀",
  ]

  private func written(_ text: String) -> [SheetCell] {
    [
      .text(text), .number(ExactDecimal(-12_50, scale: 2)),
      .day(CalendarDay(year: 2021, month: 3, day: 1)), .localInstant(1_614_558_615),
      .text("车用柴油"),
    ]
  }

  private func read(_ text: String) -> [String] {
    [text, "-12.5", "2021-03-01", "2021-03-01 00:30:15", "车用柴油"]
  }

  @Test func `a workbook that was written reads back the same`() throws {
    let path = FileManager.default.temporaryDirectory.path() + "\(UUID().uuidString).xlsx"
    defer { try? FileManager.default.removeItem(atPath: path) }
    var rest = Self.texts[...]
    try WorkbookWriter.write(Self.columns, sheet: "油品[抽检]", to: path) {
      rest.popFirst().map(written)
    }
    let table = try SheetTable(
      reading: [UInt8](Data(contentsOf: URL(filePath: path))), file: "b.xlsx")
    #expect(table.sheet == "油品抽检")
    #expect(table.header == Self.columns.map(\.header))
    #expect(
      table.rows.map(\.cells)
        == Self.texts.map(read))
  }

  /// Three bytes to a character: what is short in characters is long in bytes.
  @Test(arguments: [1, 20, 21, 41, 42, 62, 63, 100])
  func `a list to choose from may be as long as it is`(count: Int) throws {
    let path = FileManager.default.temporaryDirectory.path() + "\(UUID().uuidString).xlsx"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let choices = (0..<count).map { "市监局\($0)" }
    let columns = [SheetColumn(header: "单位", kind: .choice(choices))]
    var rest = [[SheetCell.text("市监局0")]][...]
    try WorkbookWriter.write(columns, sheet: "单位", to: path) { rest.popFirst() }
    let table = try SheetTable(
      reading: [UInt8](Data(contentsOf: URL(filePath: path))), file: "b.xlsx")
    #expect(table.rows.map(\.cells) == [["市监局0"]])
  }

  @Test func `CSV that was written reads back the same and holds no formula`() throws {
    var writer = CSVWriter(Self.columns)
    for text in Self.texts { writer.append(written(text)) }
    let table = try SheetTable(reading: [UInt8](writer.data), file: "b.csv")
    #expect(
      table.rows.map(\.cells)
        == Self.texts.map(read).map { $0.map { $0 == "-12.5" ? "-12.50" : $0 } })
    let begins = String(decoding: writer.data, as: UTF8.self).split(separator: "\r\n").compactMap {
      $0.first { $0 != "\"" }
    }
    #expect(!begins.contains { "=+-@\t".contains($0) })
  }

  @Test func `no bytes are a trap or an endless wait`() throws {
    var chance = Chance(11)
    let signs = Array("\",;\t\r\n'=a1\u{FEFF}蓝".utf8) + [0, 0xFF, 0xFE, 0xC0]
    for _ in 0..<3_000 {
      let bytes = (0..<chance.below(60)).map { _ in signs[chance.below(signs.count)] }
      guard let table = try? SheetTable(reading: bytes, file: "f.csv") else { continue }
      #expect(table.rows.allSatisfy { $0.cells.count == table.header.count })
    }
  }
}
