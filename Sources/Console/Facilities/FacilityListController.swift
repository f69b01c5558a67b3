import ActionPlan
import AirQuality
import GRDB
import HTTPTypes
import Hummingbird
import Ledger
import Sheets

/// Lists of facilities in Excel or CSV: out as a template or with all of them; in with a preview, all or
/// nothing, and back again.
struct FacilityListController {
  let subjects: ConsoleSubjects
  let pages: Pages

  func addRoutes(to routes: some RouterMethods<SignedInContext>) {
    routes.get("facilities/export", use: export)
    routes.get("facilities/template", use: template)
    routes.get("facilities/import", use: ask)
    routes.post("facilities/imports", use: upload)
    routes.get("facilities/imports/:import", use: show)
    routes.post("facilities/imports/:import/apply", use: apply)
    routes.post("facilities/imports/:import/discard", use: discard)
    routes.post("facilities/imported/:number/undo", use: undo)
  }

  @Sendable func export(request: Request, context: SignedInContext) async throws -> Response {
    try await table(request, context, isTemplate: false)
  }

  @Sendable func template(request: Request, context: SignedInContext) async throws -> Response {
    try await table(request, context, isTemplate: true)
  }

  private func table(
    _ request: Request, _ context: SignedInContext, isTemplate: Bool
  ) async throws -> Response {
    guard Policy.may(context.account, .viewRegister) else { throw PageError.forbidden }
    let plan = subjects.plan
    let today = CalendarDay(ofEpoch: subjects.now(), utcOffsetSeconds: plan.utcOffsetSeconds)
    return try await TableAnswer.make(
      request, name: isTemplate ? "一企一档 模板" : "一企一档 \(today)", subjects
    ) { format, path, db in
      try FacilityListExport.write(format, to: path, isTemplate: isTemplate, plan: plan, in: db)
    }
  }

  @Sendable func ask(request: Request, context: SignedInContext) async throws -> Response {
    try mayEdit(context)
    return try await page(context)
  }

  @Sendable func upload(request: Request, context: SignedInContext) async throws -> Response {
    try mayEdit(context)
    guard let file = context.visit.form.file("file") else {
      return try await page(context, problem: pages.texts(context)("registers.importNoFile"))
    }
    let token: String
    do {
      token = try await subjects.keep(file, into: UploadStore.facilities, of: context.account)
    } catch UploadError.tooManyOfPerson {
      return try await page(
        context,
        problem: pages.texts(context)(
          "registers.importTooMany", ["limit": "\(UploadStore.personLimit)"]))
    }
    return .redirect(to: "/facilities/imports/\(token)", type: .normal)
  }

  @Sendable func show(request: Request, context: SignedInContext) async throws -> Response {
    try mayEdit(context)
    guard let upload = try await named(context) else { return try await gone(context) }
    let sheet = RegisterListQuery.text(request.uri.queryParameters, "sheet")
    return try await preview(upload, sheet: sheet.isEmpty ? nil : sheet, context)
  }

  @Sendable func apply(request: Request, context: SignedInContext) async throws -> Response {
    try mayEdit(context)
    guard let upload = try await named(context) else { return try await gone(context) }
    let (form, texts) = (context.visit.form, pages.texts(context))
    let sheet = form.text("sheet")
    let answers = FacilityListAnswer.all(in: form)
    let reading: FacilityListReading
    do {
      reading = try await FacilityListReading.read(upload, sheet: sheet, subjects)
    } catch is SheetError {
      return try await preview(upload, sheet: sheet, context)
    }
    let (plan, now) = (subjects.plan, subjects.now())
    let (actor, isSimulated) = (Actor.account(context.account.id), pages.isSimulated)
    do {
      try await subjects.ledger.write { db in
        // What is confirmed is what the page showed; others may have written since.
        let unanswered = try FacilityJudge.preview(reading.table, in: db)
        guard unanswered.mark == form.text("mark") else { throw Refusal.changed }
        let preview = try FacilityJudge.preview(reading.table, answers: answers, in: db)
        if let fault = preview.faults.faults.first { throw fault }
        try FacilityImports.write(
          preview, file: upload.file, digest: upload.sha256, plan: plan, isSimulated: isSimulated,
          by: actor, at: now, in: db)
      }
    } catch Refusal.changed {
      return try await preview(
        upload, sheet: sheet, answers: answers, context, problem: texts("firms.changedMeanwhile"))
    } catch let fault as ImportFault {
      return try await preview(
        upload, sheet: sheet, answers: answers, context,
        problem: ImportWording(texts: texts).line(fault))
    } catch let error as FacilityImportError {
      return try await preview(
        upload, sheet: sheet, answers: answers, context, problem: texts(error.words))
    } catch let error as FacilityError {
      return try await preview(
        upload, sheet: sheet, answers: answers, context,
        problem: FacilityWording(plan: plan, texts: texts).problem(error))
    }
    try await subjects.uploads.forgetWritten(upload, ledger: subjects.ledger)
    return .redirect(to: "/facilities/import", type: .normal)
  }

  private enum Refusal: Error {
    /// It is not what the person saw.
    case changed
  }

  @Sendable func discard(request: Request, context: SignedInContext) async throws -> Response {
    try mayEdit(context)
    if let upload = try await named(context) {
      try await subjects.uploads.discard(
        upload, by: .account(context.account.id), at: subjects.now(), ledger: subjects.ledger)
    }
    return .redirect(to: "/facilities/import", type: .normal)
  }

  @Sendable func undo(request: Request, context: SignedInContext) async throws -> Response {
    try mayEdit(context)
    guard let id = context.parameters.get("number").flatMap({ Int64($0) }) else {
      throw PageError.notFound
    }
    let (plan, now, texts) = (subjects.plan, subjects.now(), pages.texts(context))
    let actor = Actor.account(context.account.id)
    do {
      try await subjects.ledger.write { db in
        try FacilityImports.takeBack(id, plan: plan, by: actor, at: now, in: db) {
          try FacilityUses.isUsed($0, in: db)
        }
      }
    } catch let error as FacilityImportError {
      return try await page(context, problem: texts(error.words))
    } catch let error as FacilityError {
      return try await page(
        context, problem: FacilityWording(plan: plan, texts: texts).problem(error))
    }
    return .redirect(to: "/facilities/import", type: .normal)
  }

  private func mayEdit(_ context: SignedInContext) throws {
    guard Policy.may(context.account, .settleFacility) else { throw PageError.forbidden }
  }

  /// The upload of the address, where it is this person's.
  private func named(_ context: SignedInContext) async throws -> Upload? {
    let (token, account) = (context.parameters.get("import") ?? "", context.account.id)
    return try await subjects.ledger.read { db in
      try UploadStore.find(token, of: account, register: UploadStore.facilities, in: db)
    }
  }

  private func gone(_ context: SignedInContext) async throws -> Response {
    try await page(context, problem: pages.texts(context)("registers.importGone"))
  }

  private func preview(
    _ upload: Upload, sheet: String?, answers: [Int: FacilityListAnswer] = [:],
    _ context: SignedInContext, problem: String = ""
  ) async throws -> Response {
    do {
      let reading = try await FacilityListReading.read(upload, sheet: sheet, subjects)
      return try await page(context, reading, upload, answers: answers, problem: problem)
    } catch let error as SheetError {
      return try await page(context, upload: upload, refusal: error, problem: problem)
    }
  }

  private func page(
    _ context: SignedInContext, _ reading: FacilityListReading? = nil, _ given: Upload? = nil,
    upload: Upload? = nil, refusal: SheetError? = nil,
    answers: [Int: FacilityListAnswer] = [:], problem: String = ""
  ) async throws -> Response {
    let texts = pages.texts(context)
    let (imports, people) = try await subjects.ledger.read { db in
      let imports = try FacilityImports.list(limit: 10, in: db)
      let people = try Accounts.behind(imports.map(\.actor), in: db)
      return (imports, people)
    }
    let wording = FacilityWording(plan: subjects.plan, texts: texts)
    let view = FacilityImportView(
      reading, upload: given ?? upload, refusal: refusal, problem: problem, answers: answers,
      imports: imports,
      people: RowPeople(people: people, names: PlanNames(plan: subjects.plan, texts: texts)),
      wording: wording, time: pages.time, now: subjects.now())
    return pages.show(
      "facilities/import", view, title: texts("firms.title"), context: context,
      status: problem.isEmpty ? .ok : .conflict)
  }
}
