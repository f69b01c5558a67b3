import ActionPlan
import Casework
import GRDB
import HTTPTypes
import Hummingbird
import Ledger

/// What is done to documents: drafted, written, read over, signed, served, withdrawn.
struct DocumentStepsController {
  let subjects: ConsoleSubjects
  let pages: Pages

  func addRoutes(to routes: some RouterMethods<SignedInContext>) {
    routes.post("cases/:id/documents", use: draft)
    routes.post("documents/:id/values", use: edit)
    routes.post("documents/:id/reviews", use: review)
    routes.post("documents/:id/signature", use: sign)
    routes.post("documents/:id/service", use: serve)
    routes.post("documents/:id/acknowledgement", use: acknowledge)
    routes.post("documents/:id/withdrawal", use: withdraw)
  }

  @Sendable func draft(request: Request, context: SignedInContext) async throws -> Response {
    let file = try await CaseReading.file(subjects, context)
    let form = context.visit.form
    let (account, plan, now) = (context.account, subjects.plan, subjects.now())
    do {
      let document = try await subjects.ledger.write { db in
        try DocumentBook.draft(
          form.text("form") ?? "", case: file.id, about: form.integer("about").map(Int64.init),
          by: account,
          requestID: form.text("request") ?? "", plan: plan, at: now, in: db)
      }
      await subjects.hub.publish(.case)
      return .redirect(to: "/documents/\(document.id)", type: .normal)
    } catch let refusal as DocumentRefusal {
      let names = PlanNames(plan: plan, texts: pages.texts(context))
      let reading = try await CaseReading.read(subjects, context)
      let text = DocumentWording(names: names).refusal(refusal, detail: nil)
      let view = CaseView(
        reading, context: context, pages: pages, plan: plan, now: now,
        problem: CaseAnswer.Problem(step: "document", text: text))
      return pages.show(
        "cases/case", view, title: view.title, context: context, status: refusal.status)
    }
  }

  @Sendable func edit(request: Request, context: SignedInContext) async throws -> Response {
    try await change(context) { asked, db in
      try DocumentBook.edit(
        asked.id, values: asked.form.documentValues(), by: asked.account,
        requestID: asked.request, versionSeen: asked.version, plan: asked.plan, at: asked.now,
        in: db)
    }
  }

  @Sendable func review(request: Request, context: SignedInContext) async throws -> Response {
    try await change(context) { asked, db in
      try DocumentBook.review(
        asked.id, as: asked.form.text("review") ?? "", opinion: asked.form.text("opinion"),
        by: asked.account, requestID: asked.request, versionSeen: asked.version, plan: asked.plan,
        at: asked.now, in: db)
    }
  }

  @Sendable func sign(request: Request, context: SignedInContext) async throws -> Response {
    try await change(context) { asked, db in
      try DocumentBook.issue(
        asked.id, by: asked.account, requestID: asked.request, versionSeen: asked.version,
        plan: asked.plan, at: asked.now, in: db)
    }
  }

  @Sendable func serve(request: Request, context: SignedInContext) async throws -> Response {
    var receipt: StagedAttachment?
    if let file = context.visit.form.file("receipt") {
      do {
        receipt = try await PhotoUpload.stageFile(file, in: subjects.photos)
      } catch let fault as AttachmentError {
        return try await again(
          pages.texts(context)(photo: fault), context, .unprocessableContent)
      }
    }
    return try await change(context) { [receipt] asked, db in
      try DocumentBook.serve(
        asked.id, as: ServiceNote(asked.form), receipt: receipt, by: asked.account,
        requestID: asked.request, versionSeen: asked.version,
        plan: asked.plan, at: asked.now, in: db)
    }
  }

  @Sendable func acknowledge(request: Request, context: SignedInContext) async throws -> Response {
    try await change(context) { asked, db in
      try DocumentBook.acknowledge(
        asked.id, by: asked.account, requestID: asked.request, plan: asked.plan, at: asked.now,
        in: db)
    }
  }

  @Sendable func withdraw(request: Request, context: SignedInContext) async throws -> Response {
    try await change(context) { asked, db in
      try DocumentBook.withdraw(
        asked.id, ground: asked.form.text("ground") ?? "", by: asked.account,
        requestID: asked.request, versionSeen: asked.version, at: asked.now, in: db)
    }
  }

  /// What a form asks for, by whom and when.
  private struct Asked: Sendable {
    let id: Int64
    let form: SubmittedForm
    let account: Account
    let plan: Plan
    let now: Int
    var request: String { form.text("request") ?? "" }
    var version: Int { form.integer("version") ?? 0 }
  }

  /// Does the change and shows the document again: after it by a redirect; refused, with what was typed
  /// and what is missing.
  private func change(
    _ context: SignedInContext,
    _ work: @escaping @Sendable (Asked, Database) throws -> CaseDocument
  ) async throws -> Response {
    let asked = Asked(
      id: try context.parameters.require("id", as: Int64.self), form: context.visit.form,
      account: context.account, plan: subjects.plan, now: subjects.now())
    do {
      let document = try await subjects.ledger.write { db in try work(asked, db) }
      await subjects.hub.publish(.case)
      return .redirect(to: "/documents/\(document.id)", type: .normal)
    } catch let refusal as DocumentRefusal {
      if case .unknownDocument = refusal { throw PageError.notYours }
      let reading = try await DocumentReading.read(subjects, context)
      let names = PlanNames(plan: subjects.plan, texts: pages.texts(context))
      let text = DocumentWording(names: names).refusal(refusal, detail: reading.detail)
      return try await again(text, context, refusal.status)
    }
  }

  private func again(
    _ problem: String, _ context: SignedInContext, _ status: HTTPResponse.Status
  ) async throws -> Response {
    let reading = try await DocumentReading.read(subjects, context)
    let view = try DocumentView(
      reading, context: context, pages: pages, plan: subjects.plan, now: subjects.now(),
      problem: problem)
    return pages.show(
      "documents/show", view, title: view.title, context: context, status: status)
  }
}

extension ServiceNote {
  /// What the form of a service holds.
  init(_ form: SubmittedForm) {
    self.init(
      way: DocumentService.Way(rawValue: form.text("way") ?? "") ?? .direct,
      on: form.text("on") ?? "", receiver: form.text("receiver") ?? "", time: form.text("time"),
      place: form.text("place"), refusal: form.text("refusal"), witness: form.text("witness"))
  }
}
