import ActionPlan
import AirQuality
import GRDB
import Hummingbird
import Ledger

/// The registers of the plan, the list of one, its map.
struct RegistersController {
  let subjects: ConsoleSubjects
  let pages: Pages
  let imports = ImportDesk()

  func addRoutes(to routes: some RouterMethods<SignedInContext>) {
    routes.get("registers", use: index)
    routes.get("registers/:id", use: list)
    routes.get("api/registers/:id/map", use: map)
    routes.get("api/registers/:id/rows", use: rows)
    ExportsController(subjects: subjects).addRoutes(to: routes)
    RowController(subjects: subjects, pages: pages).addRoutes(to: routes)
    RowFormController(subjects: subjects, pages: pages).addRoutes(to: routes)
    BulkController(subjects: subjects, pages: pages).addRoutes(to: routes)
    ImportsController(subjects: subjects, pages: pages, desk: imports).addRoutes(to: routes)
    UnknownNamesController(subjects: subjects, pages: pages, desk: imports).addRoutes(to: routes)
    addLedgerRoutes(to: routes)
  }

  /// The same for the rows of one firm, on its own page.
  private func addLedgerRoutes(to routes: some RouterMethods<SignedInContext>) {
    let base = FirmAddress.ledgerRoute
    LedgerController(subjects: subjects, pages: pages).addRoutes(to: routes)
    ExportsController(subjects: subjects).addRoutes(to: routes, at: base)
    RowController(subjects: subjects, pages: pages).addRoutes(to: routes, at: base)
    RowFormController(subjects: subjects, pages: pages).addRoutes(to: routes, at: base)
    ImportsController(subjects: subjects, pages: pages, desk: imports)
      .addRoutes(to: routes, at: base)
  }

  @Sendable func index(request: Request, context: SignedInContext) async throws -> Response {
    guard Policy.may(context.account, .viewRegister) else { throw PageError.forbidden }
    let (plan, account, texts) = (subjects.plan, context.account, pages.texts(context))
    let parameters = request.uri.queryParameters
    let query = RegisterIndexQuery(parameters)
    let counts = try await subjects.ledger.read { db in
      try RegisterCounts.read(plan.registers, in: db)
    }
    let view = RegisterIndexView(
      query, counts: counts, account: account,
      wording: RegisterWording(plan: plan, texts: texts), time: pages.time, now: subjects.now())
    return pages.show(
      "registers/index", view, title: texts("registers.title"), context: context)
  }

  @Sendable func list(request: Request, context: SignedInContext) async throws -> Response {
    let visit = try RegisterVisit(subjects, context)
    let query = try RegisterListQuery(request.uri.queryParameters, of: visit.register)
    let (now, language) = (subjects.now(), context.visit.language)
    let (page, names, firmsOwn) = try await subjects.ledger.read { db in
      let page = try RegisterListing.page(
        query, of: visit.register, plan: visit.plan, now: now, in: db)
      // Also what the list is narrowed to has a name.
      let narrowed = query.equals.mapValues { FieldValue.text($0) }
      let names = try RegisterNames(
        for: page.rows.map(\.values) + [narrowed], of: visit.register, plan: visit.plan,
        language: language, in: db)
      let firmsOwn = try RowOwner.writtenByFirms(page.rows.map(\.id), of: visit.register, in: db)
      return (page, names, firmsOwn)
    }
    let texts = pages.texts(context)
    let view = RegisterListView(
      page, query: query, visit,
      wording: RegisterWording(plan: visit.plan, texts: texts, names: names), firmsOwn: firmsOwn,
      time: pages.time, now: now)
    return pages.show("registers/list", view, title: view.title, context: context)
  }

  /// Rows on the map at once.
  static let mapLimit = 1_000

  /// `GET /api/registers/ID/map`: what the map of a list draws, by the list's own query.
  @Sendable func map(request: Request, context: SignedInContext) async throws -> Response {
    let visit = try RegisterVisit(subjects, context)
    let query = try RegisterListQuery(request.uri.queryParameters, of: visit.register)
    let (now, language) = (subjects.now(), context.visit.language)
    let (rows, names) = try await subjects.ledger.read { db in
      let rows = try RegisterListing.rows(
        query, of: visit.register, plan: visit.plan, now: now, limit: Self.mapLimit, in: db)
      let names = try RegisterNames(
        for: rows.map(\.values), of: visit.register, plan: visit.plan, language: language, in: db)
      return (rows, names)
    }
    let texts = pages.texts(context)
    let wording = RegisterWording(plan: visit.plan, texts: texts, names: names)
    let place = RowPosition(visit.register)
    let pins = rows.compactMap { row in
      place.position(of: row.values, names: names).map { position in
        MapAnswer.Pin(
          at: MapAnswer.place(position),
          href: RegisterAddress.row(row.id, of: visit.register.id),
          name: wording.title(of: row, in: visit.register))
      }
    }
    return JSONAnswer.encode(
      MapAnswer(plan: visit.plan, tiles: subjects.tiles, texts: texts, rows: pins))
  }

  /// `GET /api/registers/ID/rows`: the rows of the list's own query as JSON.
  @Sendable func rows(request: Request, context: SignedInContext) async throws -> Response {
    let visit = try RegisterVisit(subjects, context)
    let query = try RegisterListQuery(request.uri.queryParameters, of: visit.register)
    let now = subjects.now()
    let page = try await subjects.ledger.read { db in
      try RegisterListing.page(query, of: visit.register, plan: visit.plan, now: now, in: db)
    }
    return JSONAnswer.encode(RowsAnswer(page, of: visit.register, time: pages.time))
  }
}

/// `GET /api/registers/ID/rows`.
struct RowsAnswer: Encodable, Sendable {
  struct Item: Encodable, Sendable {
    let id: Int64
    let version: Int
    /// RFC 3339.
    let created: String
    let changed: String
    /// By field; an empty field is left out.
    let values: [String: Value]
  }

  /// Text, a whole number or a flag as JSON has them; a decimal as the text it was written as; an
  /// instant as RFC 3339; a position as `[longitude, latitude]`.
  struct Value: Encodable, Sendable {
    let value: FieldValue
    let time: LocalTime

    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      switch value {
      case .text(let text): try container.encode(text)
      case .integer(let number): try container.encode(number)
      case .decimal(let number): try container.encode(number.description)
      case .flag(let isSet): try container.encode(isSet)
      case .instant(let at): try container.encode(time.rfc3339(at))
      case .position(let position): try container.encode([position.longitude, position.latitude])
      case .null: try container.encodeNil()
      }
    }
  }

  let register: String
  let rows: [Item]
  /// nil above 10,000.
  let total: Int?
  /// For `after`; nil on the last page.
  let next: String?

  init(_ page: RegisterListing.Page, of register: Register, time: LocalTime) {
    self.register = register.id
    rows = page.rows.map { row in
      Item(
        id: row.id, version: row.version, created: time.rfc3339(row.createdAt),
        changed: time.rfc3339(row.changedAt),
        values: row.values.filter { $0.value != .null }
          .mapValues { Value(value: $0, time: time) })
    }
    total = page.total
    next = page.next
  }
}
