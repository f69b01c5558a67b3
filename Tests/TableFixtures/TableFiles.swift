import Foundation

/// Writes tables of every form for tests, by other means than the reader's.
package enum TableFiles {
  /// Hands a file of these bytes to `use` and takes it away again.
  package static func with<Result>(
    _ bytes: [UInt8], ending: String = "csv", _ use: (String) throws -> Result
  ) throws -> Result {
    let path = FileManager.default.temporaryDirectory.appending(
      path: "\(UUID().uuidString).\(ending)"
    ).path
    try Data(bytes).write(to: URL(filePath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try use(path)
  }

  /// A gzip file of one member.
  package static func gzip(_ bytes: [UInt8]) throws -> [UInt8] {
    try with(bytes) { path in
      let process = Process()
      process.executableURL = URL(filePath: "/usr/bin/env")
      process.arguments = ["gzip", "-nc", path]
      let pipe = Pipe()
      process.standardOutput = pipe
      try process.run()
      let packed = pipe.fileHandleForReading.readDataToEndOfFile()
      process.waitUntilExit()
      return [UInt8](packed)
    }
  }

  /// A zip archive whose parts are deflated, or stored as they are.
  package static func zip(
    _ parts: [(name: String, bytes: [UInt8])], encrypted: Bool = false, isStored: Bool = false
  ) throws -> [UInt8] {
    func little(_ number: Int, _ count: Int) -> [UInt8] {
      (0..<count).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
    }
    var (out, directory): ([UInt8], [UInt8]) = ([], [])
    for part in parts {
      let frame = isStored ? [] : try gzip(part.bytes)
      let deflated = isStored ? part.bytes[...] : frame.dropFirst(10).dropLast(8)
      let check = isStored ? little(0, 4)[...] : frame.suffix(8).prefix(4)
      let common: [UInt8] =
        little(20, 2) + little(encrypted ? 1 : 0, 2) + little(isStored ? 0 : 8, 2) + little(0, 4)
        + check
        + little(deflated.count, 4) + little(part.bytes.count, 4) + little(part.name.utf8.count, 2)
        + little(0, 2)
      directory +=
        [0x50, 0x4B, 1, 2] + little(20, 2) + common + little(0, 2) + little(0, 2) + little(0, 2)
        + little(0, 4) + little(out.count, 4) + Array(part.name.utf8)
      out += [0x50, 0x4B, 3, 4] + common + Array(part.name.utf8) + deflated
    }
    return out + directory + [0x50, 0x4B, 5, 6] + little(0, 4) + little(parts.count, 2)
      + little(parts.count, 2) + little(directory.count, 4) + little(out.count, 4) + little(0, 2)
  }

  /// A workbook whose first sheet holds these rows, as XML.
  package static func workbook(
    _ rows: String, texts: [String] = [], formats: String = "", cells: String = "",
    isFrom1904: Bool = false, isStored: Bool = false
  ) throws -> [UInt8] {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    let package = "http://schemas.openxmlformats.org/package/2006/relationships"
    func relation(_ id: String, _ kind: String, _ target: String) -> String {
      "<Relationship Id=\"\(id)\" Type=\"\(relations)/\(kind)\" Target=\"\(target)\"/>"
    }
    let parts: [(String, String)] = [
      (
        "_rels/.rels",
        "<Relationships xmlns=\"\(package)\">\(relation("a", "officeDocument", "xl/workbook.xml"))"
          + "</Relationships>"
      ),
      (
        "xl/workbook.xml",
        "<?xml version=\"1.0\"?><x:workbook xmlns:x=\"\(main)\" xmlns:r=\"\(relations)\">"
          + "<x:workbookPr date1904=\"\(isFrom1904 ? 1 : 0)\"/><x:sheets>"
          + "<x:sheet name=\"hidden\" sheetId=\"9\" state=\"hidden\" r:id=\"h\"/>"
          + "<x:sheet name=\"一 &amp; 二\" sheetId=\"1\" r:id=\"s\"/>"
          + "<x:sheet name=\"other\" sheetId=\"2\" r:id=\"o\"/></x:sheets></x:workbook>"
      ),
      (
        "xl/_rels/workbook.xml.rels",
        "<Relationships xmlns=\"\(package)\">\(relation("h", "worksheet", "worksheets/sheet9.xml"))"
          + relation("s", "worksheet", "/xl/worksheets/sheet1.xml")
          + relation("o", "worksheet", "./x/../worksheets/sheet2.xml")
          + relation("t", "sharedStrings", "sharedStrings.xml")
          + relation("f", "styles", "styles.xml") + "</Relationships>"
      ),
      (
        "xl/worksheets/sheet1.xml",
        "<worksheet xmlns=\"\(main)\"><sheetData>\(rows)</sheetData></worksheet>"
      ),
      (
        "xl/worksheets/sheet2.xml",
        "<worksheet xmlns=\"\(main)\"><sheetData>"
          + row(1, ["date", "PM10"].map { inline($0) })
          + row(2, [inline("2021-06-01"), number("7")])
          + "</sheetData></worksheet>"
      ),
      (
        "xl/sharedStrings.xml",
        "<sst>" + texts.map { "<si>\($0)</si>" }.joined() + "</sst>"
      ),
      (
        "xl/styles.xml",
        "<styleSheet><numFmts>\(formats)</numFmts><cellStyleXfs><xf numFmtId=\"9\"/></cellStyleXfs>"
          + "<cellXfs>\(cells)</cellXfs></styleSheet>"
      ),
    ]
    return try zip(parts.map { ($0.0, Array($0.1.utf8)) }, isStored: isStored)
  }

  package static func row(_ number: Int, _ cells: [String]) -> String {
    "<row r=\"\(number)\">\(cells.joined())</row>"
  }

  package static func inline(_ text: String) -> String {
    let escaped = text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
    return "<c t=\"inlineStr\"><is><t>\(escaped)</t></is></c>"
  }

  package static func number(_ text: String, style: Int = 0) -> String {
    "<c s=\"\(style)\"><v>\(text)</v></c>"
  }
}

/// Numbers that look random and are the same in every run.
package struct Chance {
  private var state: UInt64

  package init(_ seed: UInt64) { state = seed }

  package mutating func below(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % bound
  }
}
