import ActionPlan
import AirQuality
import Ledger

/// The list of a register's rows, ready for its template.
struct RegisterListView: Sendable {
  struct Choice: Sendable {
    struct Option: Sendable {
      let value: String
      let name: String
      let isChosen: Bool
    }
    let name: String
    let label: String
    let any: String
    let options: [Option]
  }

  struct Column: Sendable {
    let label: String
    /// So many rows are sorted by it in no time.
    let isOffered: Bool
    let href: String
    let isNumber: Bool
    /// `ascending`, `descending` or `none`.
    let order: String
    let isSorted: Bool
    let mark: String
  }

  struct Cell: Sendable {
    let label: String
    let shown: ShownValue
    let isNumber: Bool
  }

  struct Line: Sendable {
    let id: String
    let href: String
    let title: String
    let cells: [Cell]
    let changed: Moment
    /// Last written by the firm itself.
    let isFirmsOwn: Bool
  }

  struct Hidden: Sendable {
    let name: String
    let value: String
  }

  let id: String
  let title: String
  let clauseText: String
  let hasClause: Bool
  let clauseHref: String
  let keepers: String
  let hasKeepers: Bool
  let action: String
  let query: String
  let choices: [Choice]
  let dates: [Choice.Option]
  let hasDates: Bool
  let hasManyDates: Bool
  let dateLabel: String
  let dateField: String
  let from: String
  let until: String
  let isNarrowed: Bool
  let clearHref: String
  let facilityText: String
  let hasFacility: Bool
  let columns: [Column]
  let lines: [Line]
  let isEmpty: Bool
  let emptyText: String
  let count: String
  let nextHref: String
  let hasNext: Bool
  let firstHref: String
  let hasFirst: Bool
  let wideHref: String
  let wideText: String
  let hasMore: Bool
  let hasMap: Bool
  let isMap: Bool
  let listHref: String
  let mapHref: String
  let mapSource: String
  let mayEdit: Bool
  let newHref: String
  let importHref: String
  let exportHref: String
  let csvHref: String
  let bulkAction: String
  let conditions: [Hidden]
  let titleLabel: String
  let titleColumn: Column

  init(
    _ page: RegisterListing.Page, query: RegisterListQuery, _ visit: RegisterVisit,
    wording: RegisterWording, firmsOwn: Set<Int64>, time: LocalTime, now: Int
  ) {
    let (register, texts) = (visit.register, wording.texts)
    let path = RegisterAddress.list(register.id)
    id = register.id
    title = texts(register.label)
    let clause = register.clause.flatMap { visit.plan.clause($0) }
    clauseText = clause.map { "\($0.id) \(texts($0.label))" } ?? ""
    hasClause = clause != nil
    clauseHref = clause.map { "/registers?clause=\(LocalPath.encode($0.id))" } ?? ""
    keepers = wording.keepers(of: register)
    hasKeepers = !keepers.isEmpty
    action = path
    self.query = query.search
    choices = Self.choices(register, query, wording)
    let dateFields = RegisterListQuery.dateFields(register)
    dates = dateFields.map {
      Choice.Option(value: $0.id, name: texts($0.label), isChosen: $0.id == query.on)
    }
    hasDates = !dates.isEmpty
    hasManyDates = dates.count > 1
    dateLabel = dateFields.first.map { texts($0.label) } ?? ""
    dateField = dateFields.first?.id ?? ""
    from = query.from.map { "\($0)" } ?? ""
    until = query.until.map { "\($0)" } ?? ""
    isNarrowed = query.isNarrowed
    clearHref = path
    let facility = register.fields.lazy.compactMap { field in
      field.kind == .facility ? query.equals[field.id] : nil
    }.first
    facilityText = facility.map { wording.names.facilities[$0].map { texts($0.name) } ?? $0 } ?? ""
    hasFacility = facility != nil
    let layout = RegisterColumns(register, isWide: query.isWide)
    columns = layout.shown.map { Self.column($0, page, query, register, wording) }
    let titleField = register.titleField
    titleLabel = titleField.map { texts($0.label) } ?? texts("registers.row")
    titleColumn =
      titleField.map { Self.column($0, page, query, register, wording) }
      ?? Column(
        label: texts("registers.row"), isOffered: true, href: path, isNumber: false, order: "none",
        isSorted: false, mark: "")
    lines = page.rows.map { row in
      Line(
        id: "\(row.id)", href: RegisterAddress.row(row.id, of: register.id),
        title: wording.title(of: row, in: register),
        cells: layout.shown.map { field in
          Cell(
            label: texts(field.label),
            shown: wording.shown(row[field.id], of: field, in: register, row: row.id),
            isNumber: field.kind.isNumber)
        },
        changed: Moment(row.changedAt, now: now, time: time, texts: texts),
        isFirmsOwn: firmsOwn.contains(row.id))
    }
    isEmpty = lines.isEmpty
    emptyText = texts(query.isNarrowed ? "registers.noMatch" : "registers.noRows")
    count = Self.count(page.total, texts)
    nextHref = page.next.map { next in query.href(path) { $0.after = next } } ?? ""
    hasNext = page.next != nil
    firstHref = query.href(path)
    hasFirst = query.after != nil
    wideHref = query.href(path) { $0.isWide.toggle() }
    wideText = texts(query.isWide ? "registers.fewColumns" : "registers.allColumns")
    hasMore = layout.hasMore
    hasMap = RowPosition(register).isKnown
    isMap = query.isMap && hasMap
    listHref = query.href(path) { $0.isMap = false }
    mapHref = query.href(path) { $0.isMap = true }
    mapSource = query.href("/api/registers/\(register.id)/map") { $0.isMap = false }
    mayEdit = visit.mayEdit
    newHref = path + "/new"
    importHref = path + "/import"
    exportHref = query.href(path + "/export") { $0.isMap = false }
    csvHref = exportHref + (exportHref.contains("?") ? "&" : "?") + "format=csv"
    bulkAction = path + "/bulk"
    conditions = query.conditionParts.map { Hidden(name: $0.name, value: $0.value) }
  }

  private static func choices(
    _ register: Register, _ query: RegisterListQuery, _ wording: RegisterWording
  ) -> [Choice] {
    register.fields.compactMap { field in
      let options = RowInputView.options(
        field, typed: query.equals[field.id] ?? "", wording: wording)
      guard !options.isEmpty else { return nil }
      return Choice(
        name: "f-\(field.id)", label: wording.texts(field.label),
        any: wording.texts("registers.any"),
        options: options.map {
          Choice.Option(value: $0.value, name: $0.name, isChosen: $0.isChosen)
        })
    }
  }

  private static func column(
    _ field: Field, _ page: RegisterListing.Page, _ query: RegisterListQuery,
    _ register: Register, _ wording: RegisterWording
  ) -> Column {
    let isSorted = page.isSorted && query.sort == field.id
    return Column(
      label: wording.texts(field.label),
      isOffered: page.total != nil || RegisterStore.isQuick(field, of: register),
      href: query.href(RegisterAddress.list(register.id)) {
        $0.isDescending = isSorted && !query.isDescending
        $0.sort = field.id
      },
      isNumber: field.kind.isNumber,
      order: isSorted ? (query.isDescending ? "descending" : "ascending") : "none",
      isSorted: isSorted, mark: isSorted ? (query.isDescending ? "↓" : "↑") : "")
  }

  static func count(_ total: Int?, _ texts: Texts) -> String {
    total.map { texts("registers.count", ["count": "\($0)"]) }
      ?? texts("registers.countAbove", ["count": "\(RegisterListing.countLimit)"])
  }
}

/// Which fields stand beside the title in a list.
struct RegisterColumns: Sendable {
  let shown: [Field]
  /// Fields are left out, or were without `isWide`.
  let hasMore: Bool

  static let few = 7

  init(_ register: Register, isWide: Bool) {
    let title = register.titleField?.id
    let others = register.fields.filter { $0.id != title }
    let handy = others.filter { $0.kind != .attachment && $0.kind != .position }.prefix(Self.few)
    shown = isWide ? others : Array(handy)
    hasMore = handy.count < others.count
  }
}

extension Field.Kind {
  var isNumber: Bool { self == .integer || self == .decimal }
}
