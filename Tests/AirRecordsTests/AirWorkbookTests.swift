import AirQuality
import AirRecords
import Foundation
import TableFixtures
import Testing

struct AirWorkbookTests {
  @Test func `another sheet of a workbook is read by its name, and no sheet of a text`() throws {
    let bytes = try TableFiles.workbook(TableFiles.row(1, [TableFiles.number("1")]))
    try TableFiles.with(bytes, ending: "xlsx") { path in
      var options = AirFileOptions()
      options.sheet = "other"
      let file = try AirFile.read(path, options: options)
      #expect(file.places[0].days[.pm10]?[0] == ExactFraction(7))
    }
    try TableFiles.with(Array("date,PM10\n2021-06-01,7\n".utf8)) { path in
      var options = AirFileOptions()
      options.sheet = "other"
      #expect(throws: AirFileError.self) { try AirFile.read(path, options: options) }
    }
  }

  @Test func `bad rows of a sheet are told with the sheet's row`() throws {
    let rows =
      TableFiles.row(1, ["date", "hour", "PM2.5"].map { TableFiles.inline($0) })
      + TableFiles.row(
        4, [TableFiles.number("44348"), TableFiles.number("1"), TableFiles.inline("ten")])
      + TableFiles.row(6, ["<c/>", "<c/>", "<c/>"])
      + TableFiles.row(
        9, [TableFiles.number("44348", style: 1), TableFiles.number("2"), TableFiles.inline("-1")])
    let bytes = try TableFiles.workbook(rows, cells: "<xf numFmtId=\"0\"/><xf numFmtId=\"14\"/>")
    try TableFiles.with(bytes, ending: "xlsx") { path in
      let file = try AirFile.read(path)
      #expect(
        file.badRows.map { $0.description.replacing(path, with: "f") } == [
          "f:4: date is \"44348\"; write a day as 2021-06-01",
          "f:9: PM2.5 is -1; a concentration is at least 0; leave an invalid one out",
        ])
    }
  }

  @Test func `a workbook that is old, protected or of another program is refused with a remedy`()
    throws
  {
    func reason(_ bytes: [UInt8]) throws -> String {
      try TableFiles.with(bytes, ending: "xlsx") { path in
        do {
          _ = try AirFile.read(path)
          return ""
        } catch let error as AirFileError {
          return error.description.replacing("\(path): ", with: "")
        }
      }
    }
    #expect(
      try reason([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1])
        == "it is an old .xls or has a password; save it as .xlsx or .csv without one")
    #expect(
      try reason(TableFiles.zip([("content.xml", Array("<a/>".utf8))]))
        == "it is no Excel workbook; save it as .xlsx or .csv, and unpack an archive first")
    #expect(
      try reason(TableFiles.zip([("_rels/.rels", Array("<a/>".utf8))], encrypted: true))
        == "it is protected; save it without a password")
  }
}
