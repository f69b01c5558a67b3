import ActionPlan
import GRDB
import HTTPTypes
import Hummingbird
import Ledger

/// Registers the names of an uploaded table that no facility has, so that its import can go on.
struct UnknownNamesController {
  let subjects: ConsoleSubjects
  let pages: Pages
  let desk: ImportDesk

  func addRoutes(to routes: some RouterMethods<SignedInContext>) {
    routes.get("registers/:id/imports/:import/names", use: show)
    routes.post("registers/:id/imports/:import/names", use: register)
  }

  /// What the page and its form are about.
  private struct Asked: Sendable {
    let visit: RegisterVisit
    let upload: Upload
    let preview: RegisterPreview
    let kind: Facility.Kind

    var address: String {
      "\(RegisterAddress.list(visit.register.id))/imports/\(upload.token)"
    }

    func table(_ kind: Facility.Kind) -> FacilityTable {
      FacilityTable(
        names: preview.unknownNames, kind: kind, file: preview.file, sheet: preview.sheet)
    }
  }

  @Sendable func show(request: Request, context: SignedInContext) async throws -> Response {
    guard let asked = try await asked(context) else { return try back(context) }
    return try await page(asked, kind: asked.kind, answers: [:], context)
  }

  @Sendable func register(request: Request, context: SignedInContext) async throws -> Response {
    guard let asked = try await asked(context) else { return try back(context) }
    let (form, plan, now) = (context.visit.form, subjects.plan, subjects.now())
    let kind = form.text("kind").flatMap { Facility.Kind(rawValue: $0) } ?? asked.kind
    let answers = FacilityListAnswer.all(in: form)
    let (actor, isSimulated) = (Actor.account(context.account.id), pages.isSimulated)
    let texts = pages.texts(context)
    do {
      try await subjects.ledger.write { db in
        let preview = try FacilityJudge.preview(asked.table(kind), answers: answers, in: db)
        try FacilityImports.write(
          preview, file: asked.preview.file, digest: asked.upload.sha256, plan: plan,
          isSimulated: isSimulated, by: actor, at: now, in: db)
      }
    } catch let error as FacilityImportError {
      return try await page(
        asked, kind: kind, answers: answers, context, problem: texts(error.words))
    } catch let error as FacilityError {
      return try await page(
        asked, kind: kind, answers: answers, context,
        problem: FacilityWording(plan: plan, texts: texts).problem(error))
    }
    let work = RegisterImporting(visit: asked.visit, subjects: subjects)
    await desk.begin(asked.upload.token) {
      await work.previewAgain(asked.upload, sheet: asked.upload.sheet, notice: nil)
    }
    return .redirect(to: asked.address, type: .normal)
  }

  /// - Returns: nil where the table has no such names, or others do as well.
  private func asked(_ context: SignedInContext) async throws -> Asked? {
    let visit = try RegisterVisit(subjects, context)
    try visit.requireEdit()
    guard Policy.may(context.account, .settleFacility) else { throw PageError.forbidden }
    let token = context.parameters.get("import") ?? ""
    guard await !desk.isAtWork(token) else { return nil }
    return try await subjects.ledger.read { db in
      guard
        let upload = try UploadStore.find(
          token, of: visit.account.id, register: visit.register.id, in: db),
        case .previewed(let preview, isOfPlan: true) = try upload.state(
          planDigest: visit.plan.digest, in: db),
        !preview.unknownNames.isEmpty
      else { return nil }
      return Asked(
        visit: visit, upload: upload, preview: preview,
        kind: try Facilities.usualKind(in: visit.register, db) ?? .enterprise)
    }
  }

  private func back(_ context: SignedInContext) throws -> Response {
    let register = try context.parameters.require("id")
    let token = context.parameters.get("import") ?? ""
    return .redirect(
      to: "\(RegisterAddress.list(register))/imports/\(LocalPath.encode(token))", type: .normal)
  }

  private func page(
    _ asked: Asked, kind: Facility.Kind, answers: [Int: FacilityListAnswer],
    _ context: SignedInContext, problem: String = ""
  ) async throws -> Response {
    let (preview, facilities) = try await subjects.ledger.read { db in
      let preview = try FacilityJudge.preview(asked.table(kind), in: db)
      return (preview, try FacilityListReading.known(preview, in: db))
    }
    let texts = pages.texts(context)
    let wording = FacilityWording(plan: subjects.plan, texts: texts)
    let rows = FacilityRowsView(
      preview, facilities: facilities, answers: answers, wording: wording)
    let fault = preview.faults.faults.first.map {
      ImportWording(texts: texts).line($0)
    }
    let view = FacilityNamesView(
      register: texts(asked.visit.register.label),
      listHref: RegisterAddress.list(asked.visit.register.id), importHref: asked.address,
      file: asked.preview.file, count: asked.preview.unknownNames.count, kind: kind, rows: rows,
      problem: problem.isEmpty ? fault ?? "" : problem, isSound: fault == nil, texts: texts)
    return pages.show(
      "facilities/names", view, title: texts("firms.namesTitle"), context: context,
      status: problem.isEmpty ? .ok : .conflict)
  }
}
