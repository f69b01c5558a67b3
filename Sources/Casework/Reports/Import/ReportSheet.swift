public import ActionPlan
import AirQuality
public import Ledger
public import Sheets

/// One report of a hotline's sheet.
public struct SheetReport: Sendable, Hashable {
  /// The sheet's row, from 1.
  public let line: Int
  /// As the system keeps it, where the sheet is of one of the plan's.
  public let number: String
  /// As the sheet writes it.
  public let written: String
  public let category: String
  /// With the place as its first line, where the sheet has one.
  public let text: String
  public let contact: String
  public let receivedAt: Int?
  public let position: Coordinate?
}

/// A hotline's sheet as it was read. 热线工单表
public struct ReportSheet: Sendable {
  /// Reports that one sheet may bring: they are written together, while nobody else writes.
  public static let rowLimit = 2_000
  /// Longest number of the hotline, in characters.
  public static let numberLimit = 60

  public let reports: [SheetReport]
  /// The hotline among the plan's systems whose numbers these are; nil where nobody said.
  public let hotline: OutsideSystem?
  public let faults: ImportFaults

  /// - Parameter now: epoch seconds; nothing was received later.
  public init(_ table: SheetTable, hotline: OutsideSystem? = nil, plan: Plan, now: Int) {
    self.hotline = hotline
    var reader = ReportSheetReader(table, hotline: hotline, plan: plan, now: now)
    reports = reader.faults.isEmpty ? table.rows.compactMap { reader.report($0) } : []
    faults = reader.faults
  }

  /// Whether a text is the name of a column: the header is found by that.
  public static func isColumn(_ text: String) -> Bool { ReportColumn(header: text) != nil }
}

/// Reads the rows of a table as reports.
private struct ReportSheetReader {
  private let table: SheetTable
  private let hotline: OutsideSystem?
  private let columns: [ReportColumn?]
  private let categories: [Field.Choice]
  private let offset: Int
  private let now: Int
  private var numbers: [String: Int] = [:]
  private(set) var faults: ImportFaults

  init(_ table: SheetTable, hotline: OutsideSystem?, plan: Plan, now: Int) {
    self.table = table
    self.hotline = hotline
    faults = ImportFaults(of: table)
    self.now = now
    offset = plan.utcOffsetSeconds
    categories = PublicReports.categories(of: plan)
    columns = table.header.map { ReportColumn(header: $0) }
    for (index, column) in columns.enumerated() {
      guard let column, columns[..<index].contains(column) else { continue }
      add(
        table.headerRow, column, table.header[index],
        Label(zh: "这一列出现了两次，请只留一列", en: "name each column once"))
    }
    for column in ReportColumn.allCases where column.isRequired && !columns.contains(column) {
      add(
        table.headerRow, column, "",
        Label(
          zh: "请补上“\(column.label.zh)”列", en: "add the column \"\(column.label.en)\""))
    }
    if table.rows.count > ReportSheet.rowLimit {
      add(
        table.headerRow, nil, "\(table.rows.count)",
        Label(
          zh: "一次最多 \(ReportSheet.rowLimit) 行，请拆成几个文件",
          en: "at most \(ReportSheet.rowLimit) rows at once; split the file"))
    }
  }

  /// - Returns: nil where a cell is at fault, or the whole row is empty.
  mutating func report(_ row: SheetTable.Row) -> SheetReport? {
    var cells: [ReportColumn: String] = [:]
    for (column, cell) in zip(columns, row.cells) {
      let text = cell.asWritten
      if let column, !text.isEmpty { cells[column] = text }
    }
    guard !cells.isEmpty else { return nil }
    let before = faults.count
    for column in ReportColumn.allCases where column.isRequired && cells[column] == nil {
      add(row.number, column, "", Label(zh: "请填写", en: "write it"))
    }
    let number = checkedNumber(cells[.number] ?? "", row.number)
    let category = checkedCategory(cells[.category] ?? "", row.number)
    let text = [cells[.place], cells[.text]].compactMap(\.self).joined(separator: "\n")
    if text.count > ReportDraft.textLimit {
      add(
        row.number, .text, text,
        Label(
          zh: "最多 \(ReportDraft.textLimit) 字", en: "at most \(ReportDraft.textLimit) characters"))
    }
    let contact = [cells[.name], cells[.phone]].compactMap(\.self).joined(separator: " ")
    if contact.count > ReportDraft.contactLimit {
      add(
        row.number, .phone, contact,
        Label(
          zh: "最多 \(ReportDraft.contactLimit) 字",
          en: "at most \(ReportDraft.contactLimit) characters"))
    }
    let received = received(cells[.received], row.number)
    let position = position(cells[.longitude], cells[.latitude], row.number)
    guard faults.count == before, let category else { return nil }
    return SheetReport(
      line: row.number, number: number, written: cells[.number] ?? "", category: category,
      text: text, contact: contact,
      receivedAt: received, position: position)
  }

  private mutating func checkedNumber(_ written: String, _ line: Int) -> String {
    guard !written.isEmpty else { return written }
    guard let number = hotline.map({ $0.number(reading: written) }) ?? written else {
      let forms = hotline?.numbers ?? []
      add(
        line, .number, written,
        Label(
          zh: "不像这条热线的编号（\(forms.joined(separator: "、"))），请核对编号或选对热线",
          en:
            "no number of this hotline (\(forms.joined(separator: ", "))); check it, or choose the "
            + "hotline that it is of"))
      return written
    }
    if number.count > ReportSheet.numberLimit || number.contains("\n") {
      add(
        line, .number, number,
        Label(
          zh: "编号最多 \(ReportSheet.numberLimit) 字，不带换行",
          en: "at most \(ReportSheet.numberLimit) characters on one line"))
    } else if let first = numbers[number] {
      add(
        line, .number, number,
        Label(zh: "与第 \(first) 行编号相同", en: "line \(first) has the same number"))
    } else {
      numbers[number] = line
    }
    return number
  }

  private mutating func checkedCategory(_ text: String, _ line: Int) -> String? {
    guard !text.isEmpty else { return nil }
    let name = text.lowercased()
    let found = categories.first {
      [$0.id, $0.label.zh, $0.label.en.lowercased()].contains(name)
    }
    if found == nil {
      add(
        line, .category, text,
        Label(
          zh: "请填写：" + categories.map(\.label.zh).joined(separator: "、"),
          en: "write one of: " + categories.map(\.label.en).joined(separator: ", ")))
    }
    return found?.id
  }

  /// `2021-05-01 08:30`, with seconds or without; `/` is as good as `-`.
  private mutating func received(_ text: String?, _ line: Int) -> Int? {
    guard let text else { return nil }
    if let at = LocalInstant.seconds(of: text).map({ $0 - offset }), at <= now { return at }
    add(
      line, .received, text,
      Label(
        zh: "请写成 2021-05-01 08:30，不晚于现在", en: "write it as 2021-05-01 08:30, not later than now"))
    return nil
  }

  private mutating func position(
    _ longitude: String?, _ latitude: String?, _ line: Int
  ) -> Coordinate? {
    if longitude == nil, latitude == nil { return nil }
    if let east = longitude.flatMap({ ExactDecimal($0) })?.approximate,
      let north = latitude.flatMap({ ExactDecimal($0) })?.approximate
    {
      let position = Coordinate(longitude: east, latitude: north)
      if position.isOnEarth { return position }
    }
    add(
      line, .longitude, [longitude, latitude].compactMap(\.self).joined(separator: ", "),
      Label(
        zh: "经度、纬度都要填写度数，如 120.87 和 30.03",
        en: "write both in degrees, such as 120.87 and 30.03"))
    return nil
  }

  private mutating func add(
    _ line: Int, _ column: ReportColumn?, _ found: String, _ remedy: Label
  ) {
    let header = column.flatMap { columns.firstIndex(of: $0) }.map { table.header[$0] }
    faults.add(
      ImportFault(
        file: table.file, sheet: table.sheet, line: line, column: header ?? column?.label.zh,
        found: .same(found), remedy: remedy))
  }
}
