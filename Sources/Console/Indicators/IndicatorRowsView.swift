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
    names: RegisterNames, reading: IndicatorReading, wording: IndicatorWording
  ) {
    let (plan, texts) = (wording.plan, wording.texts)
    let register = rows.register
    self.register = texts(register.label)
    registerHref = RegisterAddress.list(register.id)
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
    let cell = RegisterWording(plan: plan, texts: texts, names: names)
    lines = rows.page.rows.map { row in
      Row(
        href: RegisterAddress.row(row.id, of: register.id),
        title: cell.title(of: row, in: register),
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
