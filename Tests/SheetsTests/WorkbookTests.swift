import AirQuality
import Foundation
import TableFixtures
import Testing

@testable import Sheets

struct WorkbookTests {
  private func text(_ bytes: [UInt8], sheet: String? = nil, limit: Int = Workbook.limit) throws
    -> [String]
  {
    let text = try Workbook(bytes, path: "b.xlsx", limit: limit).text(ofSheet: sheet)
    return String(decoding: text, as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: false
    ).map(String.init).dropLast()
  }

  @Test func `texts of every kind stand in their rows and columns`() throws {
    let rows = """
      <row r="2"><c r="B2" t="s"><v>0</v></c><c r="D2" t="s"><v>1</v></c></row>
      <row><c t="str"><f>A1</f><v>a,"b"</v></c><c/><c t="inlineStr"><is><r><t>上</t></r><r><t>虞</t></r></is></c>
      </row><row r="5"/><row r="6"><c t="b"><v>1</v></c><c t="e"><v>#N/A</v></c>
      <c t="d"><v>2021-06-01T00:00:00</v></c><c t="d"><v>2021-06-01T08:00:00</v></c></row>
      """
    let lines = try text(
      TableFiles.workbook(
        rows,
        texts: [
          "<t xml:space=\"preserve\">a&lt;&#x4E0A;&#10;b</t>",
          "<r><t>绍</t></r><r><t><![CDATA[兴&]]></t></r><rPh sb=\"0\" eb=\"1\"><t>shao</t></rPh>",
        ]))
    #expect(
      lines == [
        "", ",a<上 b,,绍兴&", "\"a,\"\"b\"\"\",,上虞", "", "", "1,#N/A,2021-06-01,2021-06-01T08:00:00",
      ])
  }

  @Test(arguments: [
    ("30.600000000000001", 0, "30.6"), ("12.50", 0, "12.5"), ("120", 0, "120"), ("-3.2", 0, "-3.2"),
    ("1.4999999999999999E-2", 0, "0.015"), ("1.5E+3", 0, "1500"), ("9.9999999999999999", 0, "10"),
    ("0.33333333333333331", 0, "0.333333333333333"),
    ("3.3333333333333333E-2", 0, "0.033333333333333"),
    ("6E-16", 0, "0.000000000000001"), ("1E-30", 0, "0"), ("0", 0, "0"), ("x", 0, "x"),
    ("12.5", 1, "12.5"), ("0.92500000000000004", 2, "92.5%"), ("1", 2, "100%"),
    ("44348", 3, "2021-06-01"), ("44348.333333333336", 4, "2021-06-01 08:00"),
    ("44348.374999999993", 4, "2021-06-01 09:00"), ("44348", 4, "2021-06-01 00:00"),
    ("44348.333333333336", 3, "2021-06-01 08:00"), ("0.33333333333333331", 5, "08:00"),
    ("44348", 6, "2021-06-01"), ("44348.5", 7, "2021-06-01 12:00"),
    (
      "44348.000011574077", 7,
      "2021-06-01 00:00:01"
    ),
    ("1E300", 4, "1" + String(repeating: "0", count: 300)), ("44348", 8, "44348"),
    ("44348", 99, "44348"),
  ])
  func `a number is written as the sheet shows it, a date as a date`(
    value: String, style: Int, expected: String
  ) throws {
    let formats = """
      <numFmt numFmtId="176" formatCode="0.0&quot;mg/m³&quot;;[Red]\\-0.0"/>
      <numFmt numFmtId="177" formatCode="[$-804]yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@"/>
      <numFmt numFmtId="178" formatCode="yyyy/m/d\\ h:mm;@"/>
      <numFmt numFmtId="179" formatCode="G/通用格式"/>
      """
    let cells = [0, 176, 10, 177, 178, 20, 31, 22, 179].map { "<xf numFmtId=\"\($0)\"/>" }.joined()
    let bytes = try TableFiles.workbook(
      TableFiles.row(1, [TableFiles.number(value, style: style)]), formats: formats, cells: cells)
    #expect(try text(bytes) == [expected])
  }

  @Test func `days may be counted from 1904`() throws {
    let bytes = try TableFiles.workbook(
      TableFiles.row(1, [TableFiles.number("42886")]), cells: "<xf numFmtId=\"14\"/>",
      isFrom1904: true)
    #expect(try text(bytes) == ["2021-06-01"])
  }

  @Test func `a sheet is found by its name, and one that is not there names those that are`() throws
  {
    let bytes = try TableFiles.workbook(TableFiles.row(1, [TableFiles.number("1")]))
    #expect(try text(bytes) == ["1"])
    #expect(try text(bytes, sheet: "一 & 二") == ["1"])
    #expect(try text(bytes, sheet: "other") == ["date,PM10", "2021-06-01,7"])
    #expect(
      throws: SheetError(
        path: "b.xlsx", zh: "没有名为“x”的工作表，已有：hidden、一 & 二、other",
        en: "it has no sheet \"x\"; its sheets are hidden, 一 & 二, other")
    ) {
      try text(bytes, sheet: "x")
    }
  }

  @Test func `what would unpack to more than the limit is refused before it fills the memory`()
    throws
  {
    let wide = TableFiles.row(1, ["<c r=\"XFD1\"><v>1</v></c>"])
    let bytes = try TableFiles.workbook(wide)
    #expect(try text(bytes)[0].count == 16_384)
    #expect(throws: Packed.tooLarge("b.xlsx", limit: 4_000)) { try text(bytes, limit: 4_000) }
    let long = try TableFiles.workbook(
      TableFiles.row(1, [TableFiles.inline(String(repeating: "a", count: 9_000))]))
    #expect(throws: Packed.tooLarge("b.xlsx", limit: 4_000)) { try text(long, limit: 4_000) }
    // A directory that understates the size does not get past the limit either.
    let bomb = [UInt8](repeating: 0x20, count: 1 << 20)
    var lying = try TableFiles.zip([("a", bomb)])
    let size = withUnsafeBytes(of: UInt32(1 << 20).littleEndian) { Array($0) }
    let place = try #require(lying.lastRange(of: size))
    lying.replaceSubrange(place, with: [1, 0, 0, 0])
    var parts = try ZipParts(lying, path: "b.xlsx", limit: 1_000)
    #expect(throws: Packed.tooLarge("b.xlsx", limit: 1_000)) { try parts.part("a") }
  }

  @Test func `a document type, cells out of order and rows beyond a sheet are refused`() throws {
    for rows in [
      "<!DOCTYPE a [<!ENTITY b \"c\">]>", TableFiles.row(1_048_577, []), TableFiles.row(0, []),
      "<row r=\"x\"/>", TableFiles.row(2, []) + TableFiles.row(1, []),
      "<row r=\"1\"><c r=\"B1\"/><c r=\"A1\"/></row>",
      "<row r=\"1\"><c r=\"XFE1\"/></row>", "<row r=\"1\"><c r=\"AAAAAAAAAAAAAAAA1\"/></row>",
      "<row r=\"1\"><c t=\"s\"><v>0</v></c></row>", "<row",
      "<a b=\"",
    ] {
      let bytes = try TableFiles.workbook(rows)
      #expect(throws: SheetError.self, "\(rows)") { try text(bytes) }
    }
  }

  @Test(.timeLimit(.minutes(5)))
  func `the time that a sheet takes grows with its cells, not with their square`() throws {
    let cells = String(repeating: TableFiles.number("1"), count: 5)
    let rows = (1...6_000).map { TableFiles.row($0, [cells]) }.joined()
    #expect(try text(TableFiles.workbook(rows)).count == 6_000)
  }

  @Test func `no bytes behind the mark of a workbook are a trap or an endless wait`() throws {
    let whole = try TableFiles.workbook(
      TableFiles.row(1, ["date", "PM10"].map { TableFiles.inline($0) })
        + TableFiles.row(2, [TableFiles.inline("2021-06-01"), TableFiles.number("7")]),
      texts: ["<t>a</t>"], cells: "<xf numFmtId=\"14\"/>")
    for end in stride(from: 4, to: whole.count, by: 61) {
      #expect(throws: SheetError.self) { try text(Array(whole[..<end])) }
    }
    var chance = Chance(7)
    for _ in 0..<25 {
      var bytes = whole
      for _ in 0...chance.below(6) {
        bytes[4 + chance.below(bytes.count - 4)] = UInt8(chance.below(256))
      }
      _ = try? text(bytes)
      let noise = (0..<200).map { _ in UInt8(chance.below(256)) }
      #expect(throws: SheetError.self) { try text([0x50, 0x4B, 3, 4] + noise) }
    }
    let markup = Array("<?a?><!--b--><s:c d='e' f=\"&amp;g\"><h/>i&#65;&j<![CDATA[k]]></s:c>".utf8)
    for _ in 0..<5_000 {
      var bytes = markup
      for _ in 0...chance.below(4) {
        bytes[chance.below(bytes.count)] = markup[chance.below(markup.count)]
      }
      var scanner = MarkupScanner(bytes)
      while let token = try? scanner.next() {
        var out: [UInt8] = []
        if token == .text { try? scanner.appendText(to: &out) }
        _ = scanner.attribute("f")
      }
    }
  }
}
