import ActionPlan
import Casework
import GRDB
import HTTPTypes
import Hummingbird
import Ledger
import Sheets

/// Sheets of the hotline: in with a preview, all or nothing, and back again.
struct ReportImportController {
  let subjects: ConsoleSubjects
  let pages: Pages

  func addRoutes(to routes: some RouterMethods<SignedInContext>) {
    routes.get("reports/import", use: ask)
    routes.get("reports/template", use: template)
    routes.post("reports/imports", use: upload)
    routes.get("reports/imports/:import", use: show)
    routes.post("reports/imports/:import/apply", use: apply)
    routes.post("reports/imports/:import/discard", use: discard)
    routes.post("reports/imported/:number/undo", use: undo)
  }

  @Sendable func ask(request: Request, context: SignedInContext) async throws -> Response {
    try mayImport(context)
    return try await page(context)
  }

  /// An empty sheet with the columns.
  @Sendable func template(request: Request, context: SignedInContext) async throws -> Response {
    try mayImport(context)
    let categories = PublicReports.categories(of: subjects.plan).map(\.label.zh)
    let columns = ReportColumn.allCases.map { column in
      SheetColumn(
        header: column.label.zh, kind: column == .category ? .choice(categories) : .text)
    }
    return try await TableAnswer.make(
      request, name: pages.texts(context)("reports.templateName"), subjects
    ) { format, path, _ in
      try FreshTable.write(columns, sheet: "工单", format, to: path)
    }
  }

  @Sendable func upload(request: Request, context: SignedInContext) async throws -> Response {
    try mayImport(context)
    let texts = pages.texts(context)
    guard let file = context.visit.form.file("file") else {
      return try await page(context, problem: texts("registers.importNoFile"))
    }
    let chosen = context.visit.form.text("hotline") ?? ""
    let hotlines = subjects.plan.reports?.hotlines ?? []
    guard chosen.isEmpty || hotlines.contains(chosen) else {
      return try await page(context, problem: texts("reports.importNoHotline"))
    }
    let kind = chosen.isEmpty ? UploadStore.reports : UploadStore.reports(of: chosen)
    let token: String
    do {
      token = try await subjects.keep(file, into: kind, of: context.account)
    } catch UploadError.tooManyOfPerson {
      return try await page(
        context,
        problem: texts("registers.importTooMany", ["limit": "\(UploadStore.personLimit)"]))
    }
    return .redirect(to: "/reports/imports/\(token)", type: .normal)
  }

  @Sendable func show(request: Request, context: SignedInContext) async throws -> Response {
    try mayImport(context)
    guard let upload = try await named(context) else { return try await gone(context) }
    return try await preview(upload, context)
  }

  @Sendable func apply(request: Request, context: SignedInContext) async throws -> Response {
    try mayImport(context)
    guard let upload = try await named(context) else { return try await gone(context) }
    let (account, plan, now) = (context.account, subjects.plan, subjects.now())
    let expected = context.visit.form.text("expected").flatMap { Int($0) } ?? 0
    do {
      let sheet = try await sheet(of: upload)
      try await subjects.ledger.write { db in
        _ = try ReportImports.write(
          sheet, file: upload.file, digest: upload.sha256, expected: expected, by: account,
          plan: plan, at: now, in: db)
      }
    } catch let refusal as ReportImportRefusal {
      return try await preview(upload, context, problem: wording(refusal, context))
    } catch let refusal as ReportRefusal {
      return try await preview(
        upload, context,
        problem: pages.texts(context)("report.fault-\(refusal.code)", refusal.values))
    } catch is SheetError {
      return try await preview(upload, context)
    }
    try await subjects.uploads.forgetWritten(upload, ledger: subjects.ledger)
    await subjects.hub.publish(.case)
    await subjects.hub.publish(.alarm)
    return .redirect(to: "/reports/import", type: .normal)
  }

  @Sendable func discard(request: Request, context: SignedInContext) async throws -> Response {
    try mayImport(context)
    if let upload = try await named(context) {
      try await subjects.uploads.discard(
        upload, by: .account(context.account.id), at: subjects.now(), ledger: subjects.ledger)
    }
    return .redirect(to: "/reports/import", type: .normal)
  }

  @Sendable func undo(request: Request, context: SignedInContext) async throws -> Response {
    try mayImport(context)
    let id = try context.parameters.require("number", as: Int64.self)
    let (account, plan, now) = (context.account, subjects.plan, subjects.now())
    do {
      try await subjects.ledger.write { db in
        try ReportImports.takeBack(id, by: account, plan: plan, at: now, in: db)
      }
    } catch ReportImportRefusal.unknown {
      throw PageError.notFound
    } catch let refusal as ReportImportRefusal {
      return try await page(context, problem: wording(refusal, context))
    }
    await subjects.hub.publish(.case)
    return .redirect(to: "/reports/import", type: .normal)
  }

  private func mayImport(_ context: SignedInContext) throws {
    guard Policy.may(context.account, .importReports) else { throw PageError.forbidden }
  }

  private func wording(_ refusal: ReportImportRefusal, _ context: SignedInContext) -> String {
    let texts = pages.texts(context)
    var values: [String: String] = [:]
    if case .worked(let numbers) = refusal {
      values["numbers"] =
        numbers.prefix(8).joined(separator: texts("layout.separator"))
        + (numbers.count > 8 ? " …" : "")
    }
    return texts("reports.fault-\(refusal.code)", values)
  }

  /// The upload of the address, where it is this person's.
  private func named(_ context: SignedInContext) async throws -> Upload? {
    let (token, account) = (context.parameters.get("import") ?? "", context.account.id)
    let kinds =
      [UploadStore.reports]
      + (subjects.plan.reports?.hotlines ?? []).map(UploadStore.reports(of:))
    return try await subjects.ledger.read { db in
      for kind in kinds {
        if let upload = try UploadStore.find(token, of: account, register: kind, in: db) {
          return upload
        }
      }
      return nil
    }
  }

  /// The hotline that the person said a sheet is of.
  private func hotline(of upload: Upload) -> OutsideSystem? {
    subjects.plan.reports?.hotlines.first { UploadStore.reports(of: $0) == upload.register }
      .flatMap(subjects.plan.system)
  }

  private func gone(_ context: SignedInContext) async throws -> Response {
    try await page(context, problem: pages.texts(context)("registers.importGone"))
  }

  private func sheet(of upload: Upload) async throws -> ReportSheet {
    let table = try await subjects.table(of: upload) { ReportSheet.isColumn($0) }
    return ReportSheet(
      table, hotline: hotline(of: upload), plan: subjects.plan, now: subjects.now())
  }

  private func preview(
    _ upload: Upload, _ context: SignedInContext, problem: String = ""
  ) async throws -> Response {
    do {
      let sheet = try await sheet(of: upload)
      let compared = try await subjects.ledger.read { db in
        try ReportImports.compare(sheet, in: db)
      }
      return try await page(context, upload, sheet: sheet, compared, problem: problem)
    } catch let error as SheetError {
      return try await page(context, upload, refusal: error, problem: problem)
    }
  }

  private func page(
    _ context: SignedInContext, _ upload: Upload? = nil, sheet: ReportSheet? = nil,
    _ compared: ReportImports.Comparison? = nil, refusal: SheetError? = nil, problem: String = ""
  ) async throws -> Response {
    let texts = pages.texts(context)
    let names = PlanNames(plan: subjects.plan, texts: texts)
    let (imports, people) = try await subjects.ledger.read { db in
      let imports = try ReportImports.list(limit: 10, in: db)
      let people = try Accounts.behind(imports.map(\.actor), in: db)
      return (imports, people)
    }
    let view = ReportImportView(
      upload, sheet: sheet, compared, refusal: refusal, problem: problem, imports: imports,
      people: RowPeople(people: people, names: names), names: names, time: pages.time,
      now: subjects.now())
    return pages.show(
      "reports/import", view, title: texts("reports.importTitle"), context: context,
      status: problem.isEmpty ? .ok : .conflict)
  }
}
