import ActionPlan
import Casework
import HTTPTypes
import Hummingbird
import Ledger

/// Steps taken in a case, and notes added to it.
struct CaseStepsController {
  let subjects: ConsoleSubjects
  let pages: Pages

  func addRoutes(to routes: some RouterMethods<SignedInContext>) {
    routes.post("cases/:id/steps", use: take)
    routes.post("cases/:id/notes", use: annotate)
  }

  @Sendable func take(request: Request, context: SignedInContext) async throws -> Response {
    let form = context.visit.form
    return try await answer(context, to: form.text("step") ?? "") { file in
      var evidence = try StepEvidence(form)
      evidence.photos = try await PhotoUpload.stage(form.files("photo"), in: subjects.photos)
      let (account, plan, now) = (context.account, subjects.plan, subjects.now())
      return try await subjects.ledger.write { [evidence] db in
        try CaseBook.take(
          step: form.text("step") ?? "", case: file.id, by: account, evidence: evidence,
          requestID: form.text("request") ?? "", versionSeen: form.integer("version") ?? 0,
          plan: plan, at: now, in: db)
      }
    }
  }

  @Sendable func annotate(request: Request, context: SignedInContext) async throws -> Response {
    let form = context.visit.form
    return try await answer(context, to: "note") { file in
      let photos = try await PhotoUpload.stage(form.files("photo"), in: subjects.photos)
      let (account, now) = (context.account, subjects.now())
      return try await subjects.ledger.write { db in
        try CaseBook.annotate(
          case: file.id, by: account, note: form.text("note"), photos: photos,
          requestID: form.text("request") ?? "", at: now, in: db)
      }
    }
  }

  /// Does the change and shows the case again: after it by a redirect, so that reloading sends
  /// nothing twice; refused, with what was typed and what is missing.
  private func answer(
    _ context: SignedInContext, to step: String, change: (CaseFile) async throws -> CaseFile
  ) async throws -> Response {
    let file = try await CaseReading.file(subjects, context)
    let names = PlanNames(plan: subjects.plan, texts: pages.texts(context))
    do {
      let after = try await change(file)
      await subjects.hub.publish(.case)
      let stillSeen = Policy.may(context.account, .viewCase, .caseFile(after.relation))
      return .redirect(to: stillSeen ? "/cases/\(after.id)" : "/cases", type: .normal)
    } catch let refusal as CaseRefusal {
      if case .unknownCase = refusal { throw PageError.notYours }
      let reading = try await CaseReading.read(subjects, context)
      let wording = RefusalWording(names: names, procedure: reading.detail.procedure)
      return again(
        Problem(step: step, text: wording.text(refusal)), reading, context, refusal.status)
    } catch let fault as AttachmentError {
      let reading = try await CaseReading.read(subjects, context)
      let text = RefusalWording(names: names, procedure: reading.detail.procedure).text(fault)
      return again(Problem(step: step, text: text), reading, context, .unprocessableContent)
    }
  }

  private func again(
    _ problem: Problem, _ reading: CaseReading, _ context: SignedInContext,
    _ status: HTTPResponse.Status
  ) -> Response {
    let view = CaseView(
      reading, context: context, pages: pages, plan: subjects.plan, now: subjects.now(),
      problem: problem)
    return pages.show("cases/case", view, title: view.title, context: context, status: status)
  }

  /// What went wrong with a submission, and with which step's form.
  struct Problem: Sendable {
    let step: String
    let text: String
  }
}

extension CaseRefusal {
  var status: HTTPResponse.Status {
    switch self {
    case .unknownCase: .notFound
    case .finished, .notFromHere, .stale, .requestReused: .conflict
    case .notYours, .ownWork: .forbidden
    default: .unprocessableContent
    }
  }
}

extension StepEvidence {
  /// What a step's form holds, apart from its photos.
  ///
  /// - Throws: `CaseRefusal.positionNotOnEarth` for a position that is no number.
  init(_ form: SubmittedForm) throws(CaseRefusal) {
    self.init(
      note: form.text("note"), cause: form.text("cause"), assignTo: form.text("unit"),
      publicAnswer: form.text("answer"))
    do throws(PositionFault) {
      position = try form.position()
    } catch {
      throw .positionNotOnEarth
    }
  }
}
