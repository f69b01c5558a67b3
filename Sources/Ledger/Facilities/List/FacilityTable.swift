public import ActionPlan
public import Sheets

/// A list of facilities as it was read from a workbook or a CSV file.
public struct FacilityTable: Sendable {
  /// Facilities that one list may bring: they are written together, while nobody else writes.
  public static let rowLimit = 5_000

  public let file: String
  /// Of a workbook.
  public let sheet: String?
  public let drafts: [FacilityDraft]
  public let faults: ImportFaults

  /// Whether a text is the name of a column: the header is found by that.
  public static func isColumn(_ text: String) -> Bool { FacilityColumn(header: text) != nil }

  /// What new ones are where the list does not say it.
  let kindOfNew: Facility.Kind?
  /// Whether it is no list of facilities but names of another table: of a known one it says nothing but
  /// how it is spelt.
  let isOfNames: Bool

  /// Names that stand in another table.
  ///
  /// - Parameter kind: of those that are new.
  public init(names drafts: [FacilityDraft], kind: Facility.Kind, file: String, sheet: String?) {
    (self.file, self.sheet, self.drafts, faults) = (file, sheet, drafts, ImportFaults())
    (kindOfNew, isOfNames) = (kind, true)
  }

  public init(_ table: SheetTable, plan: Plan) {
    (file, sheet) = (table.file, table.sheet)
    var reader = FacilityTableReader(table, plan: plan)
    drafts = reader.faults.isEmpty ? table.rows.compactMap { reader.draft($0) } : []
    faults = reader.faults
    (kindOfNew, isOfNames) = (nil, false)
  }
}

/// Reads the rows of a table as facilities.
private struct FacilityTableReader {
  private let table: SheetTable
  private let columns: [FacilityColumn?]
  private let plan: Plan
  private let place: CellReader
  private let position: CellReader
  private(set) var faults: ImportFaults

  init(_ table: SheetTable, plan: Plan) {
    self.table = table
    faults = ImportFaults(of: table)
    self.plan = plan
    columns = table.header.map { FacilityColumn(header: $0) }
    place = CellReader(field: Self.field(.place, .place), plan: plan)
    position = CellReader(field: Self.field(.position, .position), plan: plan)
    let known = FacilityColumn.allCases.map(\.label)
    for (index, column) in columns.enumerated() {
      let header = table.header[index].trimmed
      if column == nil {
        add(
          table.headerRow, nil, header,
          Label(
            zh: "没有这一列；可用的列名：" + known.map(\.zh).joined(separator: "、"),
            en: "name the columns " + known.map(\.en).joined(separator: ", ")))
      } else if columns[..<index].contains(column) {
        add(
          table.headerRow, nil, header,
          Label(zh: "这一列出现了两次，请只留一列", en: "name each column once"))
      }
    }
    if !columns.contains(.name) {
      add(
        table.headerRow, nil, "", Label(zh: "请补上“名称”列", en: "add the column \"name\""))
    }
    if table.rows.count > FacilityTable.rowLimit {
      add(
        table.headerRow, nil, "\(table.rows.count)",
        Label(
          zh: "一次最多 \(FacilityTable.rowLimit) 行，请拆成几个文件",
          en: "at most \(FacilityTable.rowLimit) rows at once; split the file"))
    }
  }

  private static func field(_ column: FacilityColumn, _ kind: Field.Kind) -> Field {
    Field(
      id: column.rawValue, label: column.label, kind: kind, isRequired: false, unit: nil,
      atLeast: nil, atMost: nil)
  }

  /// - Returns: nil where a cell is at fault, or the whole row is empty.
  mutating func draft(_ row: SheetTable.Row) -> FacilityDraft? {
    let before = faults.count
    var draft = FacilityDraft(line: row.number, name: "")
    var isEmpty = true
    for (column, cell) in zip(columns, row.cells.map(\.trimmed)) where !cell.isEmpty {
      isEmpty = false
      if let column { take(cell, of: column, row.number, into: &draft) }
    }
    guard !isEmpty else { return nil }
    if draft.name.isEmpty {
      add(row.number, .name, "", Label(zh: "请填写名称", en: "write the name"))
    }
    return faults.count == before ? draft : nil
  }

  private mutating func take(
    _ cell: String, of column: FacilityColumn, _ line: Int, into draft: inout FacilityDraft
  ) {
    switch column {
    case .id where FacilityColumn.isOtherMark(cell): draft.isOther = true
    case .id:
      draft.id = cell
      if !LedgerID.isValid(cell) {
        add(
          line, column, cell,
          Label(
            zh: "编号是 1 至 64 个小写字母、数字或连字符；新增的行请留空",
            en: "\(LedgerID.rule); leave it empty in new rows"))
      }
    case .name:
      draft.name = cell
      if !Facilities.isName(cell) { add(line, column, cell, Self.nameRule) }
    case .nameEn:
      draft.nameEn = cell
      if !Facilities.isName(cell) { add(line, column, cell, Self.nameRule) }
    case .kind:
      let name = SearchText.normal(cell)
      draft.kind = Facility.Kind.allCases.first {
        [$0.rawValue, $0.label.zh, $0.label.en.lowercased()].contains(name)
      }
      if draft.kind == nil {
        let known = Facility.Kind.allCases.map(\.label)
        add(
          line, column, cell,
          Label(
            zh: "请填写：" + known.map(\.zh).joined(separator: "、"),
            en: "write one of: " + known.map(\.en).joined(separator: ", ")))
      }
    case .place:
      draft.place = place.value(of: cell)?.text
      if draft.place.flatMap({ plan.place($0) }) == nil {
        add(
          line, column, cell,
          Label(
            zh: "不是本方案的区域，请填写名称或代码",
            en: "no place of the plan; write the name or id of one"))
      }
    case .creditCode:
      draft.creditCode = CreditCode.canonical(cell)
      if !CreditCode.isValid(CreditCode.canonical(cell)) {
        add(
          line, column, cell,
          Label(
            zh: "校验不通过，请照营业执照抄全 18 位",
            en: "it does not check; copy all 18 characters from the licence"))
      }
    case .position:
      if case .position(let place)? = position.value(of: cell), place.isOnEarth {
        draft.position = place
      } else {
        add(line, column, cell, position.remedy(for: cell))
      }
    case .otherNames:
      draft.otherNames = cell.split(whereSeparator: { ";；\n".contains($0) }).map(\.trimmed)
        .filter { !$0.isEmpty }
      for name in draft.otherNames where !Facilities.isName(name) {
        add(line, column, name, Self.nameRule)
      }
    }
  }

  private static let nameRule = Label(
    zh: "请填写 1 至 200 字的名称，不带换行", en: "write a name of 1 to 200 characters on one line")

  private mutating func add(
    _ line: Int, _ column: FacilityColumn?, _ found: String, _ remedy: Label
  ) {
    let header = column.flatMap { columns.firstIndex(of: $0) }.map { table.header[$0].trimmed }
    faults.add(
      ImportFault(
        file: table.file, sheet: table.sheet, line: line, column: header ?? column?.label.zh,
        found: Label(found), remedy: remedy))
  }
}
