/// An Excel workbook (.xlsx), opened for one of its sheets.
///
/// - Source: ECMA-376-1:2016, 18 (SpreadsheetML), and ECMA-376-2:2016 (its packaging).
public struct Workbook {
  /// Bytes that its parts may unpack to together, and largest text that a sheet may become.
  public static let limit = 1 << 30

  private struct Relation {
    /// Last word of the relation's type, e.g. `worksheet`.
    let kind: String
    let part: String
  }

  private struct SheetName {
    let name: String
    let relation: String
    let isHidden: Bool
  }

  private let path: String
  private let limit: Int
  private let parts: ZipParts

  /// - Parameters:
  ///   - path: how messages call the file.
  ///   - limit: bytes of its parts unpacked, and of the text that a sheet becomes.
  public init(_ bytes: [UInt8], path: String, limit: Int = limit) throws(SheetError) {
    self.path = path
    self.limit = limit
    parts = try ZipParts(bytes, path: path, limit: limit)
  }

  /// A sheet as comma-separated text, a line a row, so that a line's number is the row's.
  ///
  /// - Parameter wanted: a sheet's name; the first one that is not hidden where nil.
  public func text(ofSheet wanted: String?) throws(SheetError) -> [UInt8] {
    try read(sheet: wanted, for: .lines).text
  }

  /// A sheet as it was read, for a table.
  struct Sheet {
    let name: String
    /// As `SheetText.Use.table` describes.
    let text: [UInt8]
    let faults: [SheetTable.Fault]
    let hiddenRows: Int
    let hiddenColumns: Int
    /// Names of the sheets that show.
    let shown: [String]
  }

  func read(sheet wanted: String?, for use: SheetText.Use) throws(SheetError) -> Sheet {
    do {
      var parts = parts
      guard
        let book = try relations(of: "", in: &parts).values
          .first(where: { $0.kind == "officeDocument" })?.part,
        let bookBytes = try parts.part(book)
      else { throw Self.noWorkbook(parts, path: path) }
      guard !book.hasSuffix(".bin") else { throw Self.binary(path) }
      let relations = try relations(of: book, in: &parts)
      let (names, isFrom1904) = try contents(bookBytes)
      let sheets = names.filter { relations[$0.relation]?.kind == "worksheet" }
      let sheet = sheets.first { wanted == nil ? !$0.isHidden : $0.name == wanted }
      guard let sheet, let target = relations[sheet.relation]?.part,
        let bytes = try parts.part(target)
      else { throw Self.noSheet(wanted, of: sheets.map(\.name), path: path) }
      func content(_ kind: String) throws -> [UInt8]? {
        try relations.values.first { $0.kind == kind }.flatMap { try parts.part($0.part) }
      }
      var reader = SheetText(
        name: sheet.name,
        texts: try content("sharedStrings").map(SharedTexts.init) ?? SharedTexts(),
        formats: try content("styles").map(formats) ?? [], isFrom1904: isFrom1904, use: use)
      let text = try reader.read(bytes, path: path, limit: limit)
      return Sheet(
        name: sheet.name, text: text, faults: reader.faults, hiddenRows: reader.hiddenRows,
        hiddenColumns: reader.hiddenColumns, shown: sheets.filter { !$0.isHidden }.map(\.name))
    } catch let error as SheetError {
      throw error
    } catch MarkupScanner.Fault.declaresEntities {
      throw MarkupScanner.Fault.declaresEntities.error(path: path)
    } catch {
      throw parts.broken
    }
  }

  private static func noSheet(
    _ wanted: String?, of names: [String], path: String
  ) -> SheetError {
    guard let wanted else {
      return SheetError(
        path: path, zh: "所有工作表都是隐藏的，请取消隐藏要导入的那一张",
        en: "it has no sheet that shows; unhide the one to be read")
    }
    return SheetError(
      path: path,
      zh: "没有名为“\(wanted)”的工作表，已有：\(names.joined(separator: "、"))",
      en: "it has no sheet \"\(wanted)\"; its sheets are \(names.joined(separator: ", "))")
  }

  private static func binary(_ path: String) -> SheetError {
    SheetError(
      path: path, zh: "这是二进制工作簿（.xlsb），请另存为 .xlsx",
      en: "it is a binary workbook (.xlsb); save it as .xlsx")
  }

  /// Other archives that are taken for a workbook.
  private static func noWorkbook(_ parts: ZipParts, path: String) -> SheetError {
    if parts.holds("xl/workbook.bin") { return binary(path) }
    if parts.holds("content.xml"), parts.holds("mimetype") {
      return SheetError(
        path: path, zh: "这是 OpenDocument 表格（.ods），请另存为 .xlsx",
        en: "it is an OpenDocument table (.ods); save it as .xlsx")
    }
    return SheetError(
      path: path, zh: "这不是 Excel 工作簿，请另存为 .xlsx 或 .csv；压缩包请先解压",
      en: "it is no Excel workbook; save it as .xlsx or .csv, and unpack an archive first")
  }

  /// What a part refers to, by id; the package itself where the part is empty.
  private func relations(
    of part: String, in parts: inout ZipParts
  ) throws -> [String: Relation] {
    let folder = part.split(separator: "/").dropLast()
    let name = part.split(separator: "/").last ?? ""
    let list = (folder + ["_rels", "\(name).rels"]).joined(separator: "/")
    guard let bytes = try parts.part(list) else { return [:] }
    var relations: [String: Relation] = [:]
    var scanner = MarkupScanner(bytes)
    while let token = try scanner.next() {
      guard token == .open("Relationship"), let id = scanner.attribute("Id"),
        let type = scanner.attribute("Type"), let target = scanner.attribute("Target")
      else { continue }
      var names = target.hasPrefix("/") ? [] : folder.map(String.init)
      for step in target.split(separator: "/") where step != "." {
        if step == ".." { _ = names.popLast() } else { names.append(String(step)) }
      }
      relations[id] = Relation(
        kind: type.split(separator: "/").last.map(String.init) ?? "",
        part: names.joined(separator: "/"))
    }
    return relations
  }

  private func contents(_ book: [UInt8]) throws -> (sheets: [SheetName], isFrom1904: Bool) {
    var (sheets, isFrom1904): ([SheetName], Bool) = ([], false)
    var scanner = MarkupScanner(book)
    while let token = try scanner.next() {
      if token == .open("workbookPr") {
        isFrom1904 = ["1", "true"].contains(scanner.attribute("date1904") ?? "")
      } else if token == .open("sheet"), let name = scanner.attribute("name"),
        let relation = scanner.attribute("id")
      {
        sheets.append(
          SheetName(
            name: name, relation: relation,
            isHidden: scanner.attribute("state").map { $0 != "visible" } ?? false))
      }
    }
    return (sheets, isFrom1904)
  }

  /// The formats of numbers, in the order that cells name them by.
  private func formats(_ bytes: [UInt8]) throws -> [CellFormat] {
    var codes: [Int: CellFormat] = [:]
    var formats: [CellFormat] = []
    var isCell = false
    var scanner = MarkupScanner(bytes)
    while let token = try scanner.next() {
      switch token {
      case .open("numFmt"):
        guard let id = scanner.attribute("numFmtId").flatMap({ Int($0) }),
          let code = scanner.attribute("formatCode")
        else { continue }
        codes[id] = CellFormat(code: code)
      case .open("cellXfs"): isCell = true
      case .close("cellXfs"): isCell = false
      case .open("xf") where isCell:
        let id = scanner.attribute("numFmtId").flatMap { Int($0) } ?? 0
        formats.append(codes[id] ?? CellFormat(id: id))
      default: break
      }
    }
    return formats
  }
}
