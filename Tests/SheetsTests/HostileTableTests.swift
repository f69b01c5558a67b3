import Foundation
import TableFixtures
import Testing

@testable import Sheets

/// Tables that were made by mistake or in bad faith.
struct HostileTableTests {
  private func table(_ bytes: [UInt8], _ names: Set<String> = []) throws -> SheetTable {
    try SheetTable(
      reading: bytes, file: "f", isName: names.isEmpty ? nil : { names.contains($0) })
  }

  private func refusal(_ bytes: [UInt8]) -> String {
    do {
      let table = try table(bytes)
      return "read \(table.header)"
    } catch {
      return "\(error)"
    }
  }

  @Test(
    arguments: [
      (
        [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1],
        "f: it is an old .xls or .et; save it as .xlsx or .csv"
      ),
      ([0x09, 0x08, 0x10, 0x00], "f: it is an old .xls or .et; save it as .xlsx or .csv"),
      (Array("%PDF-1.7".utf8), "f: it is a PDF and no table; send .xlsx or .csv"),
      ([0x1F, 0x8B, 8, 0], "f: it is an archive; unpack it and send the table"),
      (
        Array("\u{FEFF}\r\n<html><table>".utf8),
        "f: it is a web page and no table, as the .xls of some systems is; open it with Excel and "
          + "save it as .xlsx"
      ),
      (
        [0xD0, 0xCF, 0x11, 0xE0] + Array("EncryptedPackage".utf8).flatMap { [$0, 0] as [UInt8] },
        "f: it has a password; save it as .xlsx without one"
      ),
    ] as [([UInt8], String)])
  func `other files are called what they are`(bytes: [UInt8], message: String) {
    #expect(refusal(bytes) == message)
  }

  @Test func `other archives are called what they are`() throws {
    let inner = try TableFiles.workbook(TableFiles.row(1, [TableFiles.inline("a")]))
    #expect(
      refusal(try TableFiles.zip([("book.xlsx", inner)]))
        == "f: it is no Excel workbook; save it as .xlsx or .csv, and unpack an archive first")
    #expect(
      refusal(try TableFiles.zip([("mimetype", [1]), ("content.xml", [2])]))
        == "f: it is an OpenDocument table (.ods); save it as .xlsx")
    #expect(
      refusal(try TableFiles.zip([("xl/workbook.bin", [1])]))
        == "f: it is a binary workbook (.xlsb); save it as .xlsx")
    #expect(
      refusal(try TableFiles.zip([("_rels/.rels", [1])], encrypted: true))
        == "f: it is protected; save it without a password")
  }

  private static let chinese = "样品编号,受检单位名称,检测结果\n样一,绍兴市上虞区蓝天化工有限公司,不合格\n"

  @Test(arguments: [String.Encoding.utf16LittleEndian, .utf16BigEndian], [true, false])
  func `UTF-16 that is all but Chinese is recognised, marked or not`(
    encoding: String.Encoding, isMarked: Bool
  ) throws {
    let text = (isMarked ? "\u{FEFF}" : "") + Self.chinese
    let data = try #require(text.data(using: encoding))
    let table = try table([UInt8](data))
    #expect(table.header == ["样品编号", "受检单位名称", "检测结果"])
    #expect(table.rows.map(\.cells) == [["样一", "绍兴市上虞区蓝天化工有限公司", "不合格"]])
  }

  @Test func `text that is cut in the middle of a character is refused`() throws {
    let data = try #require("\u{FEFF}\(Self.chinese)".data(using: .utf16LittleEndian))
    #expect(
      refusal([UInt8](data.dropLast(3)) + [0x00, 0xD8])
        == "f: it is not whole UTF-16LE; save it as UTF-8")
    #expect(
      refusal([0xC3, 0xFB, 0x2C, 0xFF, 0xFF, 0x0A])
        == "f: it is neither UTF-8 nor GB 18030; save it as UTF-8")
  }

  @Test func `a sign that is no text is told with its line`() {
    #expect(
      refusal(Array("a,b\n1,2\n3,\u{0}4\n".utf8))
        == "f:3: it is no text; save it as .xlsx or as CSV in UTF-8")
  }

  @Test func `a line of more fields than a sheet has columns is refused before it is kept`() {
    let line = String(repeating: ",", count: 40_000)
    #expect(
      refusal(Array("a,b\n\(line)x\n".utf8)).hasPrefix("f:2: a row of more than 16384 fields"))
    let header = (0...1_000).map { "c\($0)" }.joined(separator: ",")
    #expect(
      refusal(Array("\(header)\n".utf8)) == "f:1: a header of 1001 columns; keep at most 1000")
  }

  @Test func `a huge cell is a cell`() throws {
    let huge = String(repeating: "长", count: 400_000)
    #expect(try table(Array("a\n\(huge)\n".utf8)).rows[0].cells == [huge])
    let bytes = try TableFiles.workbook(
      TableFiles.row(1, [TableFiles.inline("a")]) + TableFiles.row(2, [TableFiles.inline(huge)]))
    #expect(try table(bytes).rows[0].cells == [huge])
  }

  @Test func `the header is found below a title, and the person is told`() throws {
    let bytes = try TableFiles.workbook(
      TableFiles.row(1, [TableFiles.inline("2021 年油品抽检台账")])
        + TableFiles.row(2, [TableFiles.inline("填表单位"), "<c t=\"e\"><v>#REF!</v></c>"])
        + TableFiles.row(3, ["样品", "结果"].map { TableFiles.inline($0) })
        + TableFiles.row(4, ["a", "合格"].map { TableFiles.inline($0) })
        + "</x:sheetData><x:mergeCells><x:mergeCell ref=\"A1:B1\"/></x:mergeCells><x:sheetData>")
    let read = try table(bytes, ["样品", "结果"])
    #expect(read.headerRow == 3)
    #expect(read.faults == [])
    #expect(read.rows.map(\.cells) == [["a", "合格"]])
    #expect(
      read.notes.map(\.en) == [
        "The header stands below row 2; what is above it was not read.",
        "Only sheet \"一 & 二\" was read, not other.",
      ])
    #expect(read.sheets == ["一 & 二", "other"])
  }

  @Test func `hidden rows and columns are read, and the person is told`() throws {
    let bytes = try TableFiles.workbook(
      "</x:sheetData><x:cols><x:col min=\"1\" hidden=\"1\"/></x:cols><x:sheetData>"
        + TableFiles.row(1, [TableFiles.inline("a")])
        + "<row r=\"2\" hidden=\"1\">\(TableFiles.inline("x"))</row><row r=\"3\" hidden=\"true\"/>")
    let read = try table(bytes)
    #expect(read.rows.map(\.cells) == [["x"]])
    #expect(
      read.notes.map(\.zh).suffix(2) == ["有 1 行在表中是隐藏的，也读入了。", "有隐藏的列，也读入了。"])
  }

  @Test func `merged cells, formulas without value, errors and lost digits are faults`() throws {
    let cells = [
      "<c t=\"n\"><f>A1+1</f></c>", "<c t=\"str\"><f>\"\"</f><v></v></c>",
      "<c t=\"e\"><f>1/0</f><v>#DIV/0!</v></c>", "<c><f>B1</f><v>12.5</v></c>",
      "<c><v>9.1330604123456794E+17</v></c>",
    ]
    let bytes = try TableFiles.workbook(
      TableFiles.row(1, ["a", "b", "c", "d", "e"].map { TableFiles.inline($0) })
        + TableFiles.row(2, cells)
        + "</x:sheetData><x:mergeCells><x:mergeCell ref=\"B1:C1\"/></x:mergeCells><x:sheetData>")
    let read = try table(bytes)
    #expect(
      read.faults.map { "\($0.row)\($0.column ?? ""): \($0.found.en)" } == [
        "2A: a formula without its value", "2C: #DIV/0!", "2E: 913306041234568000",
        "1B: merged cells B1:C1",
      ])
    #expect(read.rows[0].cells[3] == "12.5")
  }

  @Test func `a cell that names a text which is not there is told with its place`() throws {
    let bytes = try TableFiles.workbook(
      TableFiles.row(1, [TableFiles.inline("a"), "<c t=\"s\"><v>7</v></c>"]), texts: ["<t>x</t>"])
    #expect(
      refusal(bytes)
        == "f:1: sheet 一 & 二: column B: the cell refers to shared text 7, which the file does not "
        + "have; open it with Excel and save it again")
  }

  @Test(arguments: [
    "<!DOCTYPE r [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><row r=\"1\"/>",
    "<row r=\"1\"><c t=\"inlineStr\"><is><t>&x;</t></is></c></row>",
  ])
  func `no entity is declared or looked up`(rows: String) throws {
    #expect(refusal(try TableFiles.workbook(rows)).contains("declares a document type or entities"))
  }

  @Test func `codes shown with leading zeros keep them, days before March 1900 are what they say`()
    throws
  {
    let formats = "<numFmt numFmtId=\"176\" formatCode=\"00000\"/>"
    let cells = "<xf numFmtId=\"0\"/><xf numFmtId=\"176\"/><xf numFmtId=\"14\"/>"
    let bytes = try TableFiles.workbook(
      TableFiles.row(1, (0..<5).map { TableFiles.inline("c\($0)") })
        + TableFiles.row(
          2,
          [
            TableFiles.number("42", style: 1), TableFiles.number("123456", style: 1),
            TableFiles.number("1", style: 2), TableFiles.number("59", style: 2),
            TableFiles.number("61", style: 2),
          ]), formats: formats, cells: cells)
    #expect(
      try table(bytes).rows[0].cells
        == ["00042", "123456", "1900-01-01", "1900-02-28", "1900-03-01"])
  }

  @Test func `what XML cannot hold is read as it was typed`() throws {
    let bytes = try TableFiles.workbook(
      TableFiles.row(1, [TableFiles.inline("a")])
        + TableFiles.row(2, [TableFiles.inline("l1_x000D_\nl2 _x005F_x0041_ _x_ _xZZZZ_")]))
    #expect(try table(bytes).rows[0].cells == ["l1\nl2 _x0041_ _x_ _xZZZZ_"])
  }

  @Test func `parts that unpack to more than the limit together are refused`() throws {
    let bytes = try TableFiles.workbook(
      TableFiles.row(1, [TableFiles.inline(String(repeating: "a", count: 60_000))]),
      texts: ["<t>\(String(repeating: "b", count: 60_000))</t>"])
    #expect(throws: Packed.tooLarge("f", limit: 100_000)) {
      try SheetTable(reading: bytes, file: "f", byteLimit: 100_000)
    }
    #expect(try SheetTable(reading: bytes, file: "f", byteLimit: 200_000).header[0].count == 60_000)
  }

  @Test func `no change inside the parts of a workbook is a trap, and each refusal has its words`()
    throws
  {
    let sheet =
      TableFiles.row(1, ["样品", "结果", "日期"].map { TableFiles.inline($0) })
      + "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>0</v></c><c r=\"B2\"><f>A1</f><v>1.5E+2</v></c>"
      + "<c r=\"C2\" s=\"1\"><v>44348</v></c></row>"
    let mutable = Array(sheet.utf8)
    let signs = Array("<>/\"'=&;#x0123456789AZrcstvf \u{0}\u{1F}样".utf8) + [0xFF, 0x80]
    let words = ["<row r=\"", "<c r=\"", "t=\"s\"", "</v>", "<v>", "</row>", "&#x;", "<![CDATA["]
    var chance = Chance(2_021)
    var readable = 0
    for _ in 0..<250 {
      var bytes = mutable
      for _ in 0...chance.below(3) {
        let place = chance.below(bytes.count)
        switch chance.below(4) {
        case 0: bytes[place] = signs[chance.below(signs.count)]
        case 1: bytes.removeSubrange(place..<min(place + 1 + chance.below(8), bytes.count))
        case 2: bytes.insert(contentsOf: words[chance.below(words.count)].utf8, at: place)
        default:
          let from = chance.below(bytes.count)
          bytes.insert(contentsOf: bytes[from..<min(from + 20, bytes.count)], at: place)
        }
      }
      let book = try TableFiles.workbook(
        String(decoding: bytes, as: UTF8.self), texts: ["<t>甲</t>"],
        cells: "<xf numFmtId=\"0\"/><xf numFmtId=\"14\"/>", isStored: true)
      do {
        let table = try table(book, ["样品", "结果", "日期"])
        readable += 1
        #expect(table.rows.allSatisfy { $0.cells.count == table.header.count })
      } catch let error as SheetError {
        #expect(!error.reason.zh.isEmpty && !error.reason.en.isEmpty)
      }
    }
    #expect((20..<240).contains(readable))
  }
}
