import ActionPlan
import AirQuality
import Casework
import GRDB
import HTTPTypes
import Hummingbird
import Ledger
import Sheets

/// Numbers and status of cases exchanged with other systems: sheets out and in, with a preview, all or
/// nothing, and back again.
struct ExchangeController {
  let subjects: ConsoleSubjects
  let pages: Pages

  func addRoutes(to routes: some RouterMethods<SignedInContext>) {
    routes.get("cases/export", use: export)
    routes.get("exchange", use: index)
    routes.get("exchange/:system", use: ask)
    routes.get("exchange/:system/template", use: template)
    routes.post("exchange/:system/imports", use: upload)
    routes.get("exchange/:system/imports/:import", use: show)
    routes.post("exchange/:system/imports/:import/apply", use: apply)
    routes.post("exchange/:system/imports/:import/discard", use: discard)
    routes.post("exchange/:system/done/:number/undo", use: undo)
  }

  /// The cases that a list shows, as a sheet; `system` says in whose words, `numbered` leaves those out
  /// that have no number there.
  @Sendable func export(request: Request, context: SignedInContext) async throws -> Response {
    let account = context.account
    guard Policy.may(account, .openCase) || Policy.may(account, .viewDesk) else {
      throw PageError.forbidden
    }
    let (plan, now) = (subjects.plan, subjects.now())
    let parameters = request.uri.queryParameters
    let named = parameters.get("words").flatMap { $0.isEmpty ? nil : $0 }
    let system = try named.map { id in
      guard let system = plan.system(id) else {
        throw PageError.badQuery("words", plan.systems.map(\.id).joined(separator: ", "))
      }
      return system
    }
    var filter = CaseListQuery(parameters).filter(for: account)
    if parameters.get("numbered") == "1" { filter.system = system?.id }
    let language = context.visit.language
    let today = CalendarDay(ofEpoch: now, utcOffsetSeconds: plan.utcOffsetSeconds)
    let name = system.map { pages.texts(context)($0.label) } ?? pages.texts(context)("cases.title")
    return try await TableAnswer.make(request, name: "\(name) \(today)", subjects) {
      [filter] format, path, db in
      try ExchangeExport(system: system, plan: plan, language: language).write(
        format, to: path, filter, scope: Policy.caseFilter(account), at: now, in: db)
    }
  }

  @Sendable func index(request: Request, context: SignedInContext) async throws -> Response {
    try mayExchange(context)
    let (plan, texts) = (subjects.plan, pages.texts(context))
    let scope = Policy.caseFilter(context.account)
    let now = subjects.now()
    let counts = try await subjects.ledger.read { db in
      try plan.systems.map { system -> (all: Int, differing: Int) in
        var filter = CaseFilter(order: .newestFirst)
        filter.system = system.id
        let all = try CaseBook.count(filter, scope: scope, now: now, in: db)
        filter.differs = true
        return (all, try CaseBook.count(filter, scope: scope, now: now, in: db))
      }
    }
    let view = ExchangeIndexView(plan.systems, counts: counts, texts: texts)
    return pages.show("exchange/index", view, title: texts("exchange.title"), context: context)
  }

  @Sendable func ask(request: Request, context: SignedInContext) async throws -> Response {
    try await page(try system(context), context)
  }

  @Sendable func template(request: Request, context: SignedInContext) async throws -> Response {
    let system = try system(context)
    let name = pages.texts(context)(system.label)
    let columns = ExchangeColumn.allCases.filter {
      !system.words.isEmpty || $0 == .file || $0 == .number
    }
    .map { column in
      SheetColumn(
        header: pages.texts(context)(column.label),
        kind: column == .statusAt
          ? .instant : column == .status ? .choice(system.words.map(\.word)) : .text)
    }
    return try await TableAnswer.make(
      request, name: "\(name) \(pages.texts(context)("exchange.template"))", subjects
    ) {
      format, path, _ in
      try FreshTable.write(columns, sheet: "cases", format, to: path)
    }
  }

  @Sendable func upload(request: Request, context: SignedInContext) async throws -> Response {
    let system = try system(context)
    let texts = pages.texts(context)
    guard let file = context.visit.form.file("file") else {
      return try await page(system, context, problem: texts("registers.importNoFile"))
    }
    let token: String
    do {
      token = try await subjects.keep(
        file, into: UploadStore.exchange(system.id), of: context.account)
    } catch UploadError.tooManyOfPerson {
      return try await page(
        system, context,
        problem: texts("registers.importTooMany", ["limit": "\(UploadStore.personLimit)"]))
    }
    return .redirect(to: "/exchange/\(system.id)/imports/\(token)", type: .normal)
  }

  @Sendable func show(request: Request, context: SignedInContext) async throws -> Response {
    let system = try system(context)
    guard let upload = try await named(system, context) else {
      return try await gone(system, context)
    }
    let sheet = RegisterListQuery.text(request.uri.queryParameters, "sheet")
    return try await preview(upload, system, sheet: sheet.isEmpty ? nil : sheet, context)
  }

  @Sendable func apply(request: Request, context: SignedInContext) async throws -> Response {
    let system = try system(context)
    guard let upload = try await named(system, context) else {
      return try await gone(system, context)
    }
    let (form, texts, account) = (context.visit.form, pages.texts(context), context.account)
    let sheet = form.text("sheet")
    let now = subjects.now()
    do {
      let table = try await ExchangeReading.table(of: upload, sheet: sheet, subjects)
      try await subjects.ledger.write { db in
        // What is confirmed is what the page showed; others may have written since.
        let unanswered = try ExchangeJudge.preview(table, of: system, for: account, at: now, in: db)
        guard unanswered.mark == form.text("mark") else { throw Refusal.changed }
        let preview = try ExchangeJudge.preview(
          table, of: system, for: account, answers: ExchangeAnswer.all(in: form, unanswered),
          at: now, in: db)
        try CaseExchanges.write(
          preview, file: upload.file, digest: upload.sha256, by: .account(account.id), at: now,
          in: db)
      }
    } catch Refusal.changed {
      return try await preview(
        upload, system, sheet: sheet, context, problem: texts("exchange.changedMeanwhile"))
    } catch is SheetError {
      return try await preview(upload, system, sheet: sheet, context)
    } catch let error as ExchangeError {
      return try await preview(upload, system, sheet: sheet, context, problem: texts(error.words))
    }
    try await subjects.uploads.forgetWritten(upload, ledger: subjects.ledger)
    await subjects.hub.publish(.case)
    return .redirect(to: "/exchange/\(system.id)", type: .normal)
  }

  private enum Refusal: Error {
    /// It is not what the person saw.
    case changed
  }

  @Sendable func discard(request: Request, context: SignedInContext) async throws -> Response {
    let system = try system(context)
    if let upload = try await named(system, context) {
      try await subjects.uploads.discard(
        upload, by: .account(context.account.id), at: subjects.now(), ledger: subjects.ledger)
    }
    return .redirect(to: "/exchange/\(system.id)", type: .normal)
  }

  @Sendable func undo(request: Request, context: SignedInContext) async throws -> Response {
    let system = try system(context)
    guard let id = context.parameters.get("number").flatMap({ Int64($0) }) else {
      throw PageError.notFound
    }
    let (plan, now, texts, account) = (
      subjects.plan, subjects.now(), pages.texts(context), context.account
    )
    do {
      try await subjects.ledger.write { db in
        let done = try CaseExchanges.find(id, in: db)
        // Who sent it, or the desk.
        guard done.system == system.id,
          done.actor == Actor.account(account.id).auditName || account.roles.contains(.duty)
        else { throw ExchangeError.noSuchExchange(id) }
        try CaseExchanges.takeBack(id, plan: plan, by: .account(account.id), at: now, in: db)
      }
    } catch let error as ExchangeError {
      return try await page(system, context, problem: texts(error.words))
    }
    await subjects.hub.publish(.case)
    return .redirect(to: "/exchange/\(system.id)", type: .normal)
  }

  // MARK: Who, what, and the page

  private func mayExchange(_ context: SignedInContext) throws {
    guard Policy.may(context.account, .openCase) else { throw PageError.forbidden }
  }

  private func system(_ context: SignedInContext) throws -> OutsideSystem {
    try mayExchange(context)
    guard let id = context.parameters.get("system"), let system = subjects.plan.system(id) else {
      throw PageError.notFound
    }
    return system
  }

  /// The upload of the address, where it is this person's.
  private func named(_ system: OutsideSystem, _ context: SignedInContext) async throws -> Upload? {
    let (token, account) = (context.parameters.get("import") ?? "", context.account.id)
    return try await subjects.ledger.read { db in
      try UploadStore.find(token, of: account, register: UploadStore.exchange(system.id), in: db)
    }
  }

  private func gone(_ system: OutsideSystem, _ context: SignedInContext) async throws -> Response {
    try await page(system, context, problem: pages.texts(context)("registers.importGone"))
  }

  private func preview(
    _ upload: Upload, _ system: OutsideSystem, sheet: String?, _ context: SignedInContext,
    problem: String = ""
  ) async throws -> Response {
    do {
      let reading = try await ExchangeReading.read(
        upload, system, sheet: sheet, for: context.account, subjects)
      return try await page(system, context, reading: reading, upload: upload, problem: problem)
    } catch let error as SheetError {
      return try await page(system, context, upload: upload, refusal: error, problem: problem)
    }
  }

  private func page(
    _ system: OutsideSystem, _ context: SignedInContext, reading: ExchangeReading? = nil,
    upload: Upload? = nil, refusal: SheetError? = nil, problem: String = ""
  ) async throws -> Response {
    let texts = pages.texts(context)
    let (done, people) = try await subjects.ledger.read { db in
      let done = try CaseExchanges.list(of: system.id, limit: 10, in: db)
      let people = try Accounts.behind(done.map(\.actor), in: db)
      return (done, people)
    }
    let names = PlanNames(plan: subjects.plan, texts: texts)
    let view = ExchangeView(
      system, reading: reading, upload: upload, refusal: refusal, problem: problem, done: done,
      account: context.account, people: RowPeople(people: people, names: names), names: names,
      time: pages.time, now: subjects.now())
    return pages.show(
      "exchange/system", view, title: view.title, context: context,
      status: problem.isEmpty ? .ok : .conflict)
  }
}
