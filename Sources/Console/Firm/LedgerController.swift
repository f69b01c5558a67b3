import ActionPlan
import GRDB
import Hummingbird
import Ledger

/// The list of a firm's own rows in a register that firms keep. 台账
struct LedgerController {
  let subjects: ConsoleSubjects
  let pages: Pages

  func addRoutes(to routes: some RouterMethods<SignedInContext>) {
    routes.get("\(FirmAddress.ledgerRoute)", use: list)
  }

  @Sendable func list(request: Request, context: SignedInContext) async throws -> Response {
    let visit = try RegisterVisit(subjects, context)
    let query = try visit.narrowed(
      RegisterListQuery(request.uri.queryParameters, of: visit.register))
    let (now, language) = (subjects.now(), context.visit.language)
    let (page, names, facility) = try await subjects.ledger.read { db in
      let page = try RegisterListing.page(
        query, of: visit.register, plan: visit.plan, now: now, in: db)
      let names = try RegisterNames(
        for: page.rows.map(\.values), of: visit.register, plan: visit.plan, language: language,
        in: db)
      return (page, names, try visit.owner.flatMap { try Facilities.find($0.facility, in: db) })
    }
    guard let facility else { throw PageError.notFound }
    let texts = pages.texts(context)
    let view = LedgerView(
      page, query: query, visit, facility: facility,
      wording: RegisterWording(visit, texts: texts, names: names), time: pages.time, now: now)
    return pages.show("firm/ledger", view, title: view.title, context: context)
  }
}

/// A firm's ledger, ready for its template.
struct LedgerView: Sendable {
  struct Column: Sendable {
    let label: String
  }

  struct Line: Sendable {
    let href: String
    let name: String
    let cells: [RegisterListView.Cell]
    let changed: Moment
  }

  let title: String
  let homeHref: String
  let firm: String
  let count: String
  let lines: [Line]
  let isEmpty: Bool
  let columns: [Column]
  let titleLabel: String
  let mayEdit: Bool
  let newHref: String
  let importHref: String
  let exportHref: String
  let nextHref: String
  let hasNext: Bool
  let firstHref: String
  let hasFirst: Bool

  init(
    _ page: RegisterListing.Page, query: RegisterListQuery, _ visit: RegisterVisit,
    facility: Facility, wording: RegisterWording, time: LocalTime, now: Int
  ) {
    let (register, texts, path) = (visit.register, wording.texts, visit.address)
    title = texts(register.label)
    homeHref = FirmAddress.page(facility.id)
    firm = texts(facility.name)
    count = RegisterListView.count(page.total, texts)
    let shown = register.fields.filter {
      $0.id != visit.owner?.field && $0.id != register.titleField?.id && $0.kind != .position
    }.prefix(RegisterColumns.few)
    columns = shown.map { Column(label: texts($0.label)) }
    titleLabel = register.titleField.map { texts($0.label) } ?? texts("registers.row")
    lines = page.rows.map { row in
      Line(
        href: visit.address(ofRow: row.id), name: wording.title(of: row, in: register),
        cells: shown.map { field in
          RegisterListView.Cell(
            label: texts(field.label),
            shown: wording.shown(row[field.id], of: field, in: register, row: row.id),
            isNumber: field.kind.isNumber)
        },
        changed: Moment(row.changedAt, now: now, time: time, texts: texts))
    }
    isEmpty = lines.isEmpty
    mayEdit = visit.mayEdit
    newHref = path + "/new"
    importHref = path + "/import"
    exportHref = path + "/export"
    nextHref = page.next.map { "\(path)?after=\(LocalPath.encode($0))" } ?? ""
    hasNext = page.next != nil
    firstHref = path
    hasFirst = query.after != nil
  }
}
