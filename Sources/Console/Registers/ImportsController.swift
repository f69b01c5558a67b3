import ActionPlan
import Detection
import GRDB
import HTTPTypes
import Hummingbird
import Ledger

/// Takes the rows of a workbook or a CSV file into a register: upload, look, apply or discard.
struct ImportsController {
  let subjects: ConsoleSubjects
  let pages: Pages
  let desk: ImportDesk

  func addRoutes(to routes: some RouterMethods<SignedInContext>) {
    routes.get("registers/:id/import", use: ask)
    routes.post("registers/:id/imports", use: upload)
    routes.get("registers/:id/imports/:import", use: show)
    routes.post("registers/:id/imports/:import/apply", use: apply)
    routes.post("registers/:id/imports/:import/discard", use: discard)
  }

  @Sendable func ask(request: Request, context: SignedInContext) async throws -> Response {
    page(try editable(context), context, job: nil)
  }

  @Sendable func upload(request: Request, context: SignedInContext) async throws -> Response {
    let visit = try editable(context)
    guard let file = context.visit.form.file("file") else {
      return page(visit, context, job: nil, problem: "importNoFile")
    }
    let id = await desk.open(
      register: visit.register.id, account: visit.account.id, file: file.name,
      bytes: Array(file.bytes.readableBytesView), now: subjects.now())
    guard let id else { throw PageError.busy }
    let work = RegisterImporting(
      visit: visit, subjects: subjects, desk: desk, language: context.visit.language)
    await desk.run(id) { job in await work.preview(job) }
    return .redirect(to: address(id, visit), type: .normal)
  }

  @Sendable func show(request: Request, context: SignedInContext) async throws -> Response {
    let visit = try editable(context)
    guard var job = await job(visit, context) else {
      return page(visit, context, job: nil, problem: "importGone")
    }
    if job.isWriting {
      let token = job.id
      let progress = try await subjects.ledger.read { db in
        try RegisterImport.progress(token: token, in: db)
      }
      if let progress { job.state = .writing(done: progress.doneRows, all: progress.rows) }
    }
    return page(visit, context, job: job, openings: try await openings(job, visit))
  }

  /// How many cases the plan's rules would open, once it is known what the file changes.
  private func openings(
    _ job: ImportDesk.Job, _ visit: RegisterVisit
  ) async throws -> [String: Int] {
    guard case .previewed(let preview) = job.state, preview.isSound, let stage = preview.stage
    else { return [:] }
    let (register, plan) = (visit.register.id, visit.plan)
    return try await subjects.ledger.read { db in
      try RowForecast.openings(ofImport: stage, into: register, plan: plan, in: db)
    }
  }

  @Sendable func apply(request: Request, context: SignedInContext) async throws -> Response {
    let visit = try editable(context)
    guard let job = await job(visit, context) else {
      return page(visit, context, job: nil, problem: "importGone")
    }
    let why = context.visit.form.text("why") ?? ""
    let work = RegisterImporting(
      visit: visit, subjects: subjects, desk: desk, language: context.visit.language)
    if case .previewed(let preview) = job.state, let stage = preview.stage,
      await desk.begin(job.id)
    {
      await desk.run(job.id) { job in await work.write(job, stage, why: why) }
    }
    return .redirect(to: address(job.id, visit), type: .normal)
  }

  @Sendable func discard(request: Request, context: SignedInContext) async throws -> Response {
    let visit = try editable(context)
    if let job = await job(visit, context) {
      await desk.discard(job.id)
      if case .previewed(let preview) = job.state, let stage = preview.stage {
        try await RegisterImporting(
          visit: visit, subjects: subjects, desk: desk, language: context.visit.language
        ).discard(stage)
      }
    }
    return .redirect(to: RegisterAddress.list(visit.register.id) + "/import", type: .normal)
  }

  private func editable(_ context: SignedInContext) throws -> RegisterVisit {
    let visit = try RegisterVisit(subjects, context)
    try visit.requireEdit()
    return visit
  }

  private func job(_ visit: RegisterVisit, _ context: SignedInContext) async -> ImportDesk.Job? {
    await desk.job(
      context.parameters.get("import") ?? "", of: visit.account.id, register: visit.register.id)
  }

  private func address(_ id: String, _ visit: RegisterVisit) -> String {
    "\(RegisterAddress.list(visit.register.id))/imports/\(id)"
  }

  /// - Parameter problem: key of the catalogue's group `registers`.
  private func page(
    _ visit: RegisterVisit, _ context: SignedInContext, job: ImportDesk.Job?,
    problem: String? = nil, openings: [String: Int] = [:]
  ) -> Response {
    let texts = pages.texts(context)
    let view = ImportView(
      visit, job: job,
      wording: RegisterWording(plan: visit.plan, texts: texts, names: job?.names),
      problem: problem.map { texts("registers.\($0)") } ?? "", openings: openings)
    return pages.show(
      "registers/import", view, title: texts("registers.importTitle"), context: context,
      status: problem == nil ? .ok : .unprocessableContent)
  }
}
