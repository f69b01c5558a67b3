public import ActionPlan
public import AirQuality
import FoundationEssentials
public import GRDB
import Sheets

/// A register as a table that people fill in and give back: what `RegisterImport` reads, so that an
/// export taken back changes nothing.
public struct RegisterExport: Sendable {
  public enum Format: String, Sendable, CaseIterable {
    case xlsx, csv
  }

  private let register: Register
  private let plan: Plan
  /// Facility → its name, where no other is called so.
  private let facilityNames: [String: String]

  public init(_ register: Register, plan: Plan, in db: Database) throws {
    self.register = register
    self.plan = plan
    var names: [String: String] = [:]
    if register.fields.contains(where: { $0.kind == .facility }) {
      let known = try FacilityNames(in: db)
      for facility in try Facilities.list(in: db)
      where known.match(facility.name.zh) == .exact(facility.id) {
        names[facility.id] = facility.name.zh
      }
    }
    facilityNames = names
  }

  /// Writes the rows that a page would list, or, without a query, none: a template.
  ///
  /// - Parameter path: of the new file.
  public func write(
    _ format: Format, to path: String, rows: RegisterQuery?, today: CalendarDay, in db: Database
  ) throws {
    var pages = Pages(query: rows, register: register, plan: plan, today: today)
    let columns = columns
    let next = { try pages.next(in: db).map(cells) }
    switch format {
    case .xlsx:
      try WorkbookWriter.write(columns, sheet: register.label.zh, to: path, next: next)
    case .csv:
      var writer = CSVWriter(columns)
      while let cells = try next() { writer.append(cells) }
      try writer.data.write(to: URL(filePath: path))
    }
  }

  /// Rows page by page, so that a million of them need no memory.
  private struct Pages {
    var query: RegisterQuery?
    let register: Register
    let plan: Plan
    let today: CalendarDay
    var rows: [RegisterRow] = []

    mutating func next(in db: Database) throws -> RegisterRow? {
      if rows.isEmpty, var asked = query {
        asked.limit = 500
        let page = try RegisterStore.page(
          asked, of: register, plan: plan, today: today, in: db)
        rows = page.rows.reversed()
        asked.after = page.next
        query = page.next == nil ? nil : asked
      }
      return rows.popLast()
    }
  }

  /// A register without a key names its rows by number.
  private var numbersRows: Bool { register.key.isEmpty }

  private var columns: [SheetColumn] {
    let labels = register.fields.map(\.label.zh)
    let fields = register.fields.map { field in
      let isOwn =
        labels.count { $0 == field.label.zh } == 1 && register.field(field.label.zh) == nil
      return SheetColumn(
        header: isOwn ? field.label.zh : field.id, kind: kind(of: field), note: note(on: field))
    }
    guard numbersRows else { return fields }
    let number = SheetColumn(
      header: ImportColumns.rowNames[0], kind: .number, note: "新增的行请留空 · leave empty in new rows")
    return [number] + fields
  }

  private func kind(of field: Field) -> SheetColumn.Kind {
    switch field.kind {
    case .integer, .decimal, .row: .number
    case .date: .date
    case .instant: .instant
    case .flag: .choice(["是", "否"])
    case .choice(let choices):
      .choice(choices.map { name($0.id, in: choices.map(\.label), choices) })
    case .place: .choice(plan.places.map { called($0.id, $0.label, plan.places.map(\.label)) })
    case .unit: .choice(plan.units.map { called($0.id, $0.label, plan.units.map(\.label)) })
    default: .text
    }
  }

  private func name(_ id: String, in labels: [Label], _ choices: [Field.Choice]) -> String {
    guard let choice = choices.first(where: { $0.id == id }) else { return id }
    return called(id, choice.label, labels)
  }

  /// The Chinese label where it is nobody else's.
  private func called(_ id: String, _ label: Label, _ labels: [Label]) -> String {
    labels.count { $0.zh == label.zh || $0.en == label.zh } == 1 ? label.zh : id
  }

  private func note(on field: Field) -> String {
    var parts = [field.label.zh + " · " + field.label.en]
    if field.isRequired || register.key.contains(field.id) { parts.append("必填 · required") }
    if let condition = field.requiredWhen {
      parts.append("必填条件 · required where \(condition.text)")
    }
    if register.key.contains(field.id) { parts.append("行的标识 · names the row") }
    if let unit = field.unit { parts.append("单位 \(unit.zh) · unit \(unit.en)") }
    if let least = field.atLeast { parts.append("≥ \(least)") }
    if let most = field.atMost { parts.append("≤ \(most)") }
    switch field.kind {
    case .date: parts.append("2021-03-01")
    case .instant: parts.append("2021-03-01 08:30")
    case .position: parts.append("WGS-84 120.865 30.033")
    case .facility: parts.append("名称、统一社会信用代码或编号 · name, credit code or id")
    case .creditCode: parts.append("18 位 · 18 characters")
    case .plate: parts.append("浙D12345")
    case .row(let other): parts.append("行号 · number of a row of \(other)")
    default: break
    }
    return parts.joined(separator: "\n")
  }

  private func cells(_ row: RegisterRow) -> [SheetCell] {
    let cells = register.fields.map { cell(row[$0.id], of: $0) }
    return numbersRows ? [.number(ExactDecimal(row.id))] + cells : cells
  }

  private func cell(_ value: FieldValue, of field: Field) -> SheetCell {
    switch (value, field.kind) {
    case (.null, _): return .empty
    case (.text(let day), .date): return CalendarDay(day).map { .day($0) } ?? .text(day)
    case (.text(let id), .choice(let choices)):
      return .text(name(id, in: choices.map(\.label), choices))
    case (.text(let id), .place):
      return .text(plan.place(id).map { called(id, $0.label, plan.places.map(\.label)) } ?? id)
    case (.text(let id), .unit):
      return .text(plan.unit(id).map { called(id, $0.label, plan.units.map(\.label)) } ?? id)
    case (.text(let id), .facility): return .text(facilityNames[id] ?? id)
    case (.text(let text), _): return .text(text)
    case (.integer(let number), _): return .number(ExactDecimal(number))
    case (.decimal(let number), _): return .number(number)
    case (.flag(let flag), _): return .text(flag ? "是" : "否")
    case (.instant(let at), _): return .localInstant(at + plan.utcOffsetSeconds)
    case (.position(let position), _):
      return .text("\(position.longitude) \(position.latitude)")
    }
  }
}
