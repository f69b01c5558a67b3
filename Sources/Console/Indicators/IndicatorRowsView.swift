import ActionPlan
import Ledger
import Steering

/// The very rows behind an indicator, a page at a time.
struct IndicatorRowsView: Sendable {
  struct Tab: Sendable {
    let href: String
    let name: String
    let isChosen: Bool
  }

  struct Column: Sendable {
    let text: String
  }

  struct Cell: Sendable {
    let name: String
    let text: String
  }

  struct Row: Sendable {
    let href: String
    let title: String
    let cells: [Cell]
  }

  let register: String
  let registerHref: String
  let sides: [Tab]
  let hasSides: Bool
  /// How many there are, in words.
  let count: String
  /// The part that is shown alone; empty for all.
  let part: String
  let hasPart: Bool
  let allHref: String
  /// Rows are as they are now, the figure as it was known then.
  let isAsNow: Bool
  let columns: [Column]
  let lines: [Row]
  let isEmpty: Bool
  let nextHref: String
  let hasNext: Bool
  let hasBefore: Bool

  private static let columnLimit = 6

  init(
    _ rows: IndicatorBook.Rows, of indicator: Indicator, query: IndicatorQuery,
    facilities: [String: String], reading: IndicatorReading, wording: IndicatorWording
  ) {
    let (plan, texts) = (wording.plan, wording.texts)
    let register = rows.register
    self.register = texts(register.label)
    registerHref = "/registers/\(register.id)"
    sides = Indicator.Side.allCases.map { side in
      Tab(
        href: query.href(indicator.id, side: side, key: query.key),
        name: texts("indicators.side-\(side.rawValue)"), isChosen: side == query.side)
    }
    hasSides = indicator.hasBothSides
    count =
      rows.page.total.map { texts("indicators.rows", ["count": "\($0)"]) }
      ?? texts("indicators.rowsMany", ["count": "\(RegisterPage.countLimit)"])
    part = query.key.map { wording.key($0, of: indicator) } ?? ""
    hasPart = query.key != nil
    allHref = query.href(indicator.id)
    isAsNow = query.asThen
    let title = register.titleField
    let fields = Self.fields(of: register, indicator).filter { $0.id != title?.id }
    columns = fields.map { Column(text: texts($0.label)) }
    let cell = RowCell(
      names: PlanNames(plan: plan, texts: texts), facilities: facilities,
      time: LocalTime(utcOffsetSeconds: plan.utcOffsetSeconds))
    lines = rows.page.rows.map { row in
      let name = title.map { cell.text(row[$0.id], of: $0) } ?? ""
      return Row(
        href: "/registers/\(register.id)/rows/\(row.id)",
        title: name.isEmpty ? "#\(row.id)" : name,
        cells: fields.map { Cell(name: texts($0.label), text: cell.text(row[$0.id], of: $0)) })
    }
    isEmpty = lines.isEmpty
    nextHref =
      rows.page.next.map { query.href(indicator.id, key: query.key, after: $0) } ?? ""
    hasNext = rows.page.next != nil
    hasBefore = query.after != nil
  }

  /// Those that the figure is made of first.
  private static func fields(of register: Register, _ indicator: Indicator) -> [Field] {
    let wanted = indicator.usedFields(of: register.id)
    let shown = register.fields.filter { field in
      switch field.kind {
      case .attachment, .position: false
      default: true
      }
    }
    let first = shown.filter { wanted.contains($0.id) }
    return Array((first + shown.filter { !wanted.contains($0.id) }).prefix(columnLimit))
  }
}

/// Values of rows as a table shows them.
struct RowCell {
  let names: PlanNames
  /// Names by id.
  let facilities: [String: String]
  let time: LocalTime

  func text(_ value: FieldValue, of field: Field) -> String {
    let unit = field.unit.map { " \($0)" } ?? ""
    switch (field.kind, value) {
    case (_, .null): return ""
    case (.choice(let choices), .text(let id)):
      return choices.first { $0.id == id }.map { names.texts($0.label) } ?? id
    case (.place, .text(let id)): return names.place(id) ?? id
    case (.unit, .text(let id)): return names.unit(id) ?? id
    case (.facility, .text(let id)): return facilities[id] ?? id
    case (.row, .integer(let id)): return "#\(id)"
    case (_, .text(let text)): return text
    case (_, .integer(let number)): return "\(number)\(unit)"
    case (_, .decimal(let number)): return "\(number)\(unit)"
    case (_, .flag(let isSet)): return names.texts(isSet ? "indicators.yes" : "indicators.no")
    case (_, .instant(let at)): return time.minute(at)
    case (_, .position(let position)): return CaseView.text(position)
    }
  }
}
