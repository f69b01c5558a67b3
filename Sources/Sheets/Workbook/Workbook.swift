/// An Excel workbook (.xlsx), opened for one of its sheets.
///
/// - Source: ECMA-376-1:2016, 18 (SpreadsheetML), and ECMA-376-2:2016 (its packaging).
public struct Workbook {
  /// Largest part that is unpacked, and largest text that a sheet may become.
  public static let limit = 512 << 20

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
  ///   - limit: bytes of a part unpacked, and of the text that a sheet becomes.
  public init(_ bytes: [UInt8], path: String, limit: Int = limit) throws(SheetError) {
    self.path = path
    self.limit = limit
    parts = try ZipParts(bytes, path: path, limit: limit)
  }

  /// A sheet as comma-separated text, a line a row, so that a line's number is the row's.
  ///
  /// - Parameter wanted: a sheet's name; the first one that is not hidden where nil.
  public func text(ofSheet wanted: String?) throws(SheetError) -> [UInt8] {
    try read(sheet: wanted, lineEnd: UInt8(ascii: " ")).text
  }

  /// - Parameter lineEnd: what stands for a line's end in a cell.
  /// - Returns: the sheet's name, its text as `text(ofSheet:)` describes, and its merged cells.
  func read(
    sheet wanted: String?, lineEnd: UInt8
  ) throws(SheetError) -> (name: String, text: [UInt8], merged: [String]) {
    do {
      guard
        let book = try relations(of: "").values.first(where: { $0.kind == "officeDocument" })?.part,
        let bookBytes = try parts.part(book)
      else {
        throw SheetError(
          path: path, reason: "it is no Excel workbook; save it as .xlsx or .csv")
      }
      let relations = try relations(of: book)
      let (names, isFrom1904) = try contents(bookBytes)
      let sheets = names.filter { relations[$0.relation]?.kind == "worksheet" }
      let sheet = sheets.first { wanted == nil ? !$0.isHidden : $0.name == wanted }
      guard let part = sheet.flatMap({ relations[$0.relation]?.part }),
        let bytes = try parts.part(part)
      else {
        throw SheetError(
          path: path,
          reason: "it has no sheet \(wanted.map { "\"\($0)\"" } ?? "that shows"); its sheets are "
            + sheets.map(\.name).joined(separator: ", "))
      }
      func content(_ kind: String) throws -> [UInt8]? {
        try relations.values.first { $0.kind == kind }.flatMap { try parts.part($0.part) }
      }
      var reader = SheetText(
        texts: try content("sharedStrings").map(texts) ?? [],
        formats: try content("styles").map(formats) ?? [], isFrom1904: isFrom1904,
        lineEnd: lineEnd)
      let text = try reader.read(bytes, path: path, limit: limit)
      return (sheet?.name ?? "", text, reader.merged)
    } catch let error as SheetError {
      throw error
    } catch {
      throw parts.broken
    }
  }

  /// What a part refers to, by id; the package itself where the part is empty.
  private func relations(of part: String) throws -> [String: Relation] {
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

  /// The texts that cells share, without the readings that may stand above Chinese characters.
  private func texts(_ bytes: [UInt8]) throws -> [[UInt8]] {
    var texts: [[UInt8]] = []
    var text: [UInt8] = []
    var (isText, isReading) = (false, false)
    var scanner = MarkupScanner(bytes)
    while let token = try scanner.next() {
      switch token {
      case .open("si"): text = []
      case .close("si"): texts.append(text)
      case .open("rPh"): isReading = true
      case .close("rPh"): isReading = false
      case .open("t"): isText = !isReading
      case .close("t"): isText = false
      case .text where isText: scanner.appendText(to: &text)
      default: break
      }
    }
    return texts
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
