/// Makes a header and rows of lines of fields.
struct SheetLines {
  private(set) var header: [String] = []
  private(set) var headerRow = 0
  private(set) var rows: [SheetTable.Row] = []
  private(set) var faults: [SheetTable.Fault] = []
  /// Rows above the header that hold something.
  private(set) var above: [Int] = []

  private let isWorkbook: Bool
  private let file: String
  private let isName: ((String) -> Bool)?
  /// The first lines, until it is known which one is the header.
  private var first: [DelimitedTable.Line] = []
  private var cells = 0

  init(isWorkbook: Bool, file: String, isName: ((String) -> Bool)?) {
    self.isWorkbook = isWorkbook
    self.file = file
    self.isName = isName
  }

  mutating func take(_ line: DelimitedTable.Line) throws(SheetError) {
    guard header.isEmpty else { return try add(line) }
    first.append(line)
    if isName == nil || line.number >= SheetTable.headerRows { try chooseHeader() }
  }

  mutating func finish() throws(SheetError) {
    if header.isEmpty { try chooseHeader() }
  }

  private mutating func chooseHeader() throws(SheetError) {
    let known = first.map { line in
      isName.map { isName in line.fields.count { isName(cell($0)) } } ?? 0
    }
    guard let best = known.max(), let place = known.firstIndex(of: best) else {
      throw SheetError(
        path: file, zh: "没有任何内容，请写上表头，每条一行",
        en: "it holds no row; write a header and a row for each entry")
    }
    let line = first[place]
    above = first[..<place].map(\.number)
    header = line.fields.map(cell)
    while header.last?.isEmpty == true { header.removeLast() }
    headerRow = line.number
    guard header.count <= SheetTable.columnLimit else {
      throw SheetError(
        path: file, place: SheetPlace(row: headerRow),
        zh: "表头有 \(header.count) 列，最多 \(SheetTable.columnLimit) 列，请删去多余的列",
        en: "a header of \(header.count) columns; keep at most \(SheetTable.columnLimit)")
    }
    for line in first[(place + 1)...] { try add(line) }
    first = []
  }

  private mutating func add(_ line: DelimitedTable.Line) throws(SheetError) {
    let fields = line.fields
    let beyond = fields.dropFirst(header.count).contains { !$0.isEmpty }
    guard !beyond, isWorkbook || fields.count >= header.count else {
      faults.append(
        SheetTable.Fault(
          row: line.number, column: nil, kind: .width(fields.count, header: header.count)))
      return
    }
    cells += header.count
    guard cells <= DelimitedTable.cellLimit else {
      throw SheetError(
        path: file, place: SheetPlace(row: line.number),
        zh: "到这一行已超过 \(DelimitedTable.cellLimit) 格，请拆成几个文件",
        en: "up to here it has more than \(DelimitedTable.cellLimit) cells; split it into several "
          + "files")
    }
    var texts = fields.prefix(header.count).map(cell)
    texts += repeatElement("", count: header.count - texts.count)
    rows.append(SheetTable.Row(number: line.number, cells: texts))
  }

  private func cell(_ text: String) -> String {
    guard isWorkbook else { return Guard.undo(text) }
    guard text.utf8.contains(SheetText.lineEnd) else { return text }
    return text.replacing(String(Unicode.Scalar(SheetText.lineEnd)), with: "\n")
  }
}
