import ActionPlan
import AirQuality
public import Sheets

/// A rota as it was read from a workbook or a CSV file: a row a day, either with a column for the turn and
/// one for who takes it, or with a column for each turn that holds the names.
public struct RotaSheet: Sendable {
  /// Turns that one sheet may bring.
  public static let rowLimit = 2_000

  struct Turn: Sendable, Hashable {
    let day: CalendarDay
    let part: RotaTurn.Part
    /// Account id.
    let account: Int64
  }

  private enum Column: Hashable, CaseIterable {
    case day, part, who, whole, dayTurn, night

    var names: [String] {
      switch self {
      case .day: ["日期", "day", "date"]
      case .part: ["班次", "turn", "part"]
      case .who: ["值班人员", "值班员", "值守员", "who", "officer"]
      case .whole: ["全天", "全天班", "whole day", "whole"]
      case .dayTurn: ["白班", "day turn"]
      case .night: ["夜班", "night turn", "night"]
      }
    }

    init?(_ header: String) {
      let text = header.trimmed.lowercased()
      guard let column = Self.allCases.first(where: { $0.names.contains(text) }) else {
        return nil
      }
      self = column
    }

    /// The turn that a column of names is for; nil for other columns.
    var turn: RotaTurn.Part? {
      switch self {
      case .whole: .whole
      case .dayTurn: .day
      case .night: .night
      case .day, .part, .who: nil
      }
    }
  }

  let turns: [Turn]
  public let faults: ImportFaults

  /// Whether a text is the name of a column: the header is found by that.
  public static func isColumn(_ text: String) -> Bool { Column(text) != nil }

  /// - Parameter people: those who may take turns, by whose names or user names the cells are read.
  public init(_ table: SheetTable, people: [Account]) {
    var reader = Reader(table, people: people)
    turns = reader.read()
    faults = reader.faults
  }

  /// Month of the first day, `2026-06`; nil for a sheet without turns.
  public var firstMonth: String? { days.min().map { String($0.description.prefix(7)) } }

  /// Days that the sheet has.
  var days: Set<CalendarDay> { Set(turns.map(\.day)) }

  private struct Reader {
    let table: SheetTable
    let people: [Account]
    let columns: [Column?]
    var faults: ImportFaults

    init(_ table: SheetTable, people: [Account]) {
      self.table = table
      self.people = people
      columns = table.header.map { Column($0) }
      faults = ImportFaults(of: table)
    }

    mutating func read() -> [Turn] {
      guard let day = columns.firstIndex(of: .day),
        columns.contains(.who) || columns.contains(where: { $0?.turn != nil })
      else {
        add(
          table.headerRow, nil, table.header.joined(separator: ", "),
          Label(
            zh: "请写明“日期”列，以及“班次”“值班人员”两列，或“全天”“白班”“夜班”各列",
            en: "name a column day, and either turn and who, or whole day, day turn, night turn"))
        return []
      }
      var turns: [Turn] = []
      for row in table.rows {
        let cells = row.cells.map(\.trimmed)
        guard cells.contains(where: { !$0.isEmpty }) else { continue }
        let written = DateSpelling.day(cells[day]).flatMap { CalendarDay($0.description) }
        guard let written else {
          add(
            row.number, table.header[day], cells[day],
            Label(zh: "请写日期，如 2026-06-01", en: "write the day as 2026-06-01"))
          continue
        }
        for (index, column) in columns.enumerated() where !cells[index].isEmpty {
          let part = column == .who ? self.part(of: cells, row.number) : column?.turn
          guard let part else { continue }
          for name in names(in: cells[index]) {
            guard let account = account(name, row.number, table.header[index]) else { continue }
            let turn = Turn(day: written, part: part, account: account)
            if !turns.contains(turn) { turns.append(turn) }
          }
        }
      }
      if turns.isEmpty, faults.isEmpty {
        add(
          table.headerRow, nil, "", Label(zh: "请至少写一行排班", en: "write at least one turn"))
      }
      if turns.count > RotaSheet.rowLimit {
        add(
          table.headerRow, nil, "\(turns.count)",
          Label(
            zh: "一次最多 \(RotaSheet.rowLimit) 班，请分月导入",
            en: "bring at most \(RotaSheet.rowLimit) turns at once, month by month"))
      }
      return turns
    }

    private mutating func part(of cells: [String], _ line: Int) -> RotaTurn.Part? {
      guard let index = columns.firstIndex(of: .part), !cells[index].isEmpty else { return .whole }
      let text = cells[index].lowercased()
      let known: [(RotaTurn.Part, [String])] = [
        (.whole, ["全天", "全天班", "24小时", "whole", "whole day"]),
        (.day, ["白班", "白天", "日班", "day"]), (.night, ["夜班", "晚班", "night"]),
      ]
      if let part = known.first(where: { $0.1.contains(text) })?.0 { return part }
      add(
        line, table.header[index], cells[index],
        Label(zh: "请写全天、白班或夜班", en: "write whole day, day or night"))
      return nil
    }

    private func names(in cell: String) -> [String] {
      cell.split(whereSeparator: { "、,，;；/\n\r".contains($0) }).map(\.trimmed)
        .filter { !$0.isEmpty }
    }

    private mutating func account(_ name: String, _ line: Int, _ column: String) -> Int64? {
      let plain = name.filter { !$0.isWhitespace }
      let meant = people.filter {
        $0.displayName.filter { !$0.isWhitespace } == plain || $0.name == name
      }
      if meant.count == 1 { return meant[0].id }
      add(
        line, column, name,
        meant.isEmpty
          ? Label(
            zh: "值守台没有这个人；请写姓名或用户名，或先为其开设值守账号",
            en: "nobody of the duty desk is called so; write a name or a user name")
          : Label(
            zh: "值守台有几个人叫这个名字，请写用户名",
            en: "several people of the desk are called so; write the user name"))
      return nil
    }

    private mutating func add(_ line: Int, _ column: String?, _ found: String, _ remedy: Label) {
      faults.add(
        ImportFault(
          file: table.file, sheet: table.sheet, line: line, column: column, found: .same(found),
          remedy: remedy))
    }
  }
}
