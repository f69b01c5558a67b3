public import ActionPlan
import AirQuality
public import Ledger
public import Sheets

/// A column of a sheet that is exchanged with another system.
public enum ExchangeColumn: String, Sendable, CaseIterable {
  case file, number, status, statusAt

  public var label: Label {
    switch self {
    case .file: Label(zh: "问题单编号", en: "case")
    case .number: Label(zh: "外部编号", en: "outside number")
    case .status: Label(zh: "对方状态", en: "status")
    case .statusAt: Label(zh: "状态时间", en: "status time")
    }
  }

  /// Headers that other systems write for the same.
  private var others: [String] {
    switch self {
    case .file: ["case number", "蓝天编号"]
    case .number: ["工单编号", "工单号", "信件编号", "任务编号", "案号", "编号", "number"]
    case .status: ["办理状态", "工单状态", "状态"]
    case .statusAt: ["更新时间", "办理时间", "at"]
    }
  }

  public init?(header: String) {
    let name = header.lowercased().filter { !$0.isWhitespace }
    let found = Self.allCases.first { column in
      ([column.rawValue, column.label.zh, column.label.en] + column.others).contains {
        $0.lowercased().filter { !$0.isWhitespace } == name
      }
    }
    guard let found else { return nil }
    self = found
  }
}

/// One line of what another system says: a number of a case, its status, or both.
public struct ExchangeRow: Sendable, Hashable {
  /// Of the sheet, from 1; of a program's list, its place from 1.
  public var line: Int
  /// Our number; empty where the case is known by the other system's.
  public var file: String
  public var number: String
  public var status: String
  /// When it was so, epoch seconds; nil for now.
  public var statusAt: Int?

  public init(line: Int, file: String, number: String, status: String, statusAt: Int? = nil) {
    self.line = line
    self.file = file
    self.number = number
    self.status = status
    self.statusAt = statusAt
  }
}

/// What another system says of cases, as a sheet or a program sent it.
public struct ExchangeTable: Sendable {
  /// Most lines of one exchange.
  public static let rowLimit = 20_000

  public let file: String
  /// Of a workbook.
  public let sheet: String?
  public let rows: [ExchangeRow]
  /// What cannot be read in it.
  public let faults: ImportFaults

  public init(file: String, rows: [ExchangeRow]) {
    self.file = file
    sheet = nil
    self.rows = rows
    faults = ImportFaults()
  }

  /// - Parameter utcOffsetSeconds: of the plan's clock, in which times are written.
  public init(_ table: SheetTable, utcOffsetSeconds: Int) {
    file = table.file
    sheet = table.sheet
    var faults = ImportFaults(of: table)
    func add(_ line: Int, _ column: String?, _ found: Label, _ remedy: Label) {
      faults.add(
        ImportFault(
          file: table.file, sheet: table.sheet, line: line, column: column, found: found,
          remedy: remedy))
    }
    var places: [ExchangeColumn: Int] = [:]
    for (place, header) in table.header.enumerated() {
      guard let column = ExchangeColumn(header: header) else { continue }
      if places[column] != nil {
        add(
          table.headerRow, header, Label(zh: header, en: header),
          Label(zh: "同一内容有两列，请只留一列", en: "two columns hold the same; leave one"))
      }
      places[column] = place
    }
    if places[.file] == nil, places[.number] == nil {
      add(
        table.headerRow, nil, Label(zh: "没有编号的列", en: "no column of numbers"),
        Label(
          zh: "请加上“问题单编号”或“外部编号”列", en: "add the column case or outside number"))
    }
    if table.rows.count > Self.rowLimit {
      add(
        table.headerRow, nil, Label(zh: "\(table.rows.count) 行", en: "\(table.rows.count) rows"),
        Label(zh: "一次最多 \(Self.rowLimit) 行，请分几次", en: "at most \(Self.rowLimit) at once"))
    }
    func cell(_ row: SheetTable.Row, _ column: ExchangeColumn) -> String {
      places[column].map { row.cells[$0] } ?? ""
    }
    rows = table.rows.prefix(Self.rowLimit).compactMap { row in
      let time = cell(row, .statusAt)
      let at = Self.instant(time, utcOffsetSeconds: utcOffsetSeconds)
      if at == nil, !time.isBlank {
        add(
          row.number, ExchangeColumn.statusAt.label.zh, Label(zh: time, en: time),
          Label(
            zh: "请写成 2021-06-07 08:30", en: "write it as 2021-06-07 08:30"))
      }
      let read = ExchangeRow(
        line: row.number, file: cell(row, .file), number: cell(row, .number),
        status: cell(row, .status), statusAt: at)
      let isEmpty = read.file.isBlank && read.number.isBlank && read.status.isBlank
      return isEmpty ? nil : read
    }
    self.faults = faults
  }

  /// `2021-06-07 08:30`, `2021-06-07 08:30:15`, `2021/6/7 8:30` or a day, by the plan's clock.
  static func instant(_ text: String, utcOffsetSeconds: Int) -> Int? {
    LocalInstant.seconds(of: text).map { $0 - utcOffsetSeconds }
  }
}
