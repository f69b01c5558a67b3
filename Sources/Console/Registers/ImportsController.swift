import ActionPlan
import GRDB
import HTTPTypes
import Hummingbird
import Ledger

/// Takes the rows of a workbook or a CSV file into a register: upload, look, apply or discard.
struct ImportsController {
  let subjects: ConsoleSubjects
  let pages: Pages
  let desk: ImportDesk

  /// - Parameter base: `registers/:id`, or a firm's ledger.
  func addRoutes(
    to routes: some RouterMethods<SignedInContext>, at base: String = RegisterAddress.route
  ) {
    routes.get("\(base)/import", use: ask)
    routes.post("\(base)/imports", use: upload)
    routes.get("\(base)/imports/:import", use: show)
    routes.post("\(base)/imports/:import/sheet", use: chooseSheet)
    routes.post("\(base)/imports/:import/apply", use: apply)
    routes.post("\(base)/imports/:import/discard", use: discard)
  }

  @Sendable func ask(request: Request, context: SignedInContext) async throws -> Response {
    try await page(try editable(context), context, nil)
  }

  @Sendable func upload(request: Request, context: SignedInContext) async throws -> Response {
    let visit = try editable(context)
    guard let file = context.visit.form.file("file") else {
      return try await page(visit, context, nil, problem: "importNoFile")
    }
    let token: String
    do {
      token = try await subjects.keep(file, into: visit.register.id, of: visit.account)
    } catch UploadError.tooManyOfPerson {
      return try await page(visit, context, nil, problem: "importTooMany")
    }
    if let upload = try await find(token, visit) {
      let work = RegisterImporting(visit: visit, subjects: subjects)
      await desk.begin(token) { await work.preview(upload) }
    }
    return .redirect(to: address(token, visit), type: .normal)
  }

  @Sendable func show(request: Request, context: SignedInContext) async throws -> Response {
    let visit = try editable(context)
    guard let upload = try await named(visit, context) else {
      return try await page(visit, context, nil, problem: "importGone")
    }
    let digest = visit.plan.digest
    let state = try await subjects.ledger.read { db in
      try upload.state(planDigest: digest, in: db)
    }
    if await !desk.isAtWork(upload.token) { await resume(upload, state, visit) }
    return try await page(visit, context, upload)
  }

  /// Begins what a stopped server left undone, or what another plan made void.
  private func resume(_ upload: Upload, _ state: UploadState, _ visit: RegisterVisit) async {
    let work = RegisterImporting(visit: visit, subjects: subjects)
    let notice: Upload.Notice?
    switch state {
    case .done, .writing, .previewed(_, isOfPlan: true): return
    case .kept, .reading:
      guard upload.refusal == nil, upload.notice != .failed else { return }
      notice = upload.notice
    case .undone: notice = upload.notice == .failed ? .failed : .interrupted
    case .previewed(_, isOfPlan: false): notice = .planChanged
    }
    await desk.begin(upload.token) {
      await work.previewAgain(upload, sheet: upload.sheet, notice: notice)
    }
  }

  @Sendable func chooseSheet(request: Request, context: SignedInContext) async throws -> Response {
    let visit = try editable(context)
    guard let upload = try await named(visit, context) else {
      return try await page(visit, context, nil, problem: "importGone")
    }
    let sheet = context.visit.form.text("sheet")
    let work = RegisterImporting(visit: visit, subjects: subjects)
    if try await preview(of: upload, visit) != nil {
      await desk.begin(upload.token) {
        await work.previewAgain(upload, sheet: sheet, notice: nil)
      }
    }
    return .redirect(to: address(upload.token, visit), type: .normal)
  }

  @Sendable func apply(request: Request, context: SignedInContext) async throws -> Response {
    let visit = try editable(context)
    guard let upload = try await named(visit, context) else {
      return try await page(visit, context, nil, problem: "importGone")
    }
    let why = context.visit.form.text("why") ?? ""
    let work = RegisterImporting(visit: visit, subjects: subjects)
    if let preview = try await preview(of: upload, visit), preview.isSound {
      // What is confirmed is what the page showed, not what another window made since.
      if context.visit.form.text("preview") == "\(preview.id)" {
        await desk.begin(upload.token) {
          await work.write(upload, seen: preview.id, why: why)
        }
      } else {
        try await subjects.ledger.write { db in
          try UploadStore.note(.rowsChanged, of: upload, in: db)
        }
      }
    }
    return .redirect(to: address(upload.token, visit), type: .normal)
  }

  @Sendable func discard(request: Request, context: SignedInContext) async throws -> Response {
    let visit = try editable(context)
    if let upload = try await named(visit, context), await !desk.isAtWork(upload.token) {
      try await subjects.uploads.discard(
        upload, by: .account(visit.account.id), at: subjects.now(), ledger: subjects.ledger)
    }
    return .redirect(to: visit.address + "/import", type: .normal)
  }

  private func editable(_ context: SignedInContext) throws -> RegisterVisit {
    let visit = try RegisterVisit(subjects, context)
    try visit.requireEdit()
    return visit
  }

  private func named(_ visit: RegisterVisit, _ context: SignedInContext) async throws -> Upload? {
    try await find(context.parameters.get("import") ?? "", visit)
  }

  private func find(_ token: String, _ visit: RegisterVisit) async throws -> Upload? {
    let (account, register) = (visit.account.id, visit.register.id)
    return try await subjects.ledger.read { db in
      try UploadStore.find(token, of: account, register: register, in: db)
    }
  }

  /// - Returns: nil where nobody can decide on it now.
  private func preview(of upload: Upload, _ visit: RegisterVisit) async throws -> RegisterPreview? {
    guard await !desk.isAtWork(upload.token) else { return nil }
    let digest = visit.plan.digest
    let state = try await subjects.ledger.read { db in
      try upload.state(planDigest: digest, in: db)
    }
    guard case .previewed(let preview, _) = state else { return nil }
    return preview
  }

  private func address(_ token: String, _ visit: RegisterVisit) -> String {
    "\(visit.address)/imports/\(token)"
  }

  /// - Parameter problem: key of the catalogue's group `registers`.
  private func page(
    _ visit: RegisterVisit, _ context: SignedInContext, _ upload: Upload?, problem: String? = nil
  ) async throws -> Response {
    let texts = pages.texts(context)
    let isAtWork =
      if let upload { await desk.isAtWork(upload.token) } else { false }
    let reading = try await subjects.ledger.read { db in
      try ImportReading.read(
        upload?.token, isAtWork: isAtWork, visit, language: texts.language, in: db)
    }
    let view = ImportView(
      visit, reading,
      wording: RegisterWording(visit, texts: texts, names: reading.names), time: pages.time,
      problem: problem.map {
        texts("registers.\($0)", ["limit": "\(UploadStore.personLimit)"])
      } ?? "")
    return pages.show(
      "registers/import", view, title: texts("registers.importTitle"), context: context,
      status: problem == nil ? .ok : .unprocessableContent)
  }
}
