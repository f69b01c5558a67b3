import HTTPTypes
import Hummingbird
import Ledger
import Steering

/// Reports on tasks, helpers' shares, judgements, withdrawals.
struct TaskStepsController {
  let subjects: ConsoleSubjects
  let pages: Pages

  /// What went wrong with a submission, and with which step's form.
  struct Problem: Sendable {
    let step: String
    let text: String
  }

  func addRoutes(to routes: some RouterMethods<SignedInContext>) {
    routes.post("tasks/:clause/:unit/steps", use: take)
  }

  /// Takes the step and shows the task again: after it by a redirect, so that reloading sends
  /// nothing twice; refused, with what was typed and what is missing.
  @Sendable func take(request: Request, context: SignedInContext) async throws -> Response {
    let form = context.visit.form
    let reading = try await TaskReading.read(subjects, context)
    let id = reading.standing.task.id
    do {
      let step = try await step(form)
      let (account, plan, now) = (context.account, subjects.plan, subjects.now())
      try await subjects.ledger.write { db in
        _ = try TaskBook.take(
          step, task: id, by: account, requestID: form.text("request") ?? "", plan: plan, at: now,
          in: db)
      }
      return .redirect(to: id.href, type: .normal)
    } catch let refusal as TaskRefusal {
      let names = PlanNames(plan: subjects.plan, texts: pages.texts(context))
      let text = TaskWording(names: names).refusal(refusal, of: reading.standing.task)
      return try await again(text, context, refusal.status)
    } catch let fault as AttachmentError {
      return try await again(
        pages.texts(context)(photo: fault), context, .unprocessableContent)
    }
  }

  private func step(_ form: SubmittedForm) async throws -> TaskStep {
    let text = form.text("text") ?? ""
    switch form.text("step") {
    case "report":
      return .report(
        item: form.text("item"), try await words(form), progress: try form.progress(),
        isCompletion: form.text("completion") != nil)
    case "contribute": return .contribute(unit: form.text("unit") ?? "", try await words(form))
    case "ask": return .ask(unit: form.text("unit") ?? "", text)
    case "accept": return .accept(report: form.integer("report") ?? 0, note: text)
    case "return": return .giveBack(report: form.integer("report") ?? 0, why: text)
    case "withdraw": return .withdraw(report: form.integer("report") ?? 0)
    default: throw PageError(.badRequest, "badForm")
    }
  }

  private func words(_ form: SubmittedForm) async throws -> TaskWords {
    TaskWords(
      form.text("text") ?? "",
      evidence: try await PhotoUpload.stageFiles(form.files("photo"), in: subjects.photos),
      letters: try await PhotoUpload.stageFiles(form.files("letter"), in: subjects.photos))
  }

  private func again(
    _ text: String, _ context: SignedInContext, _ status: HTTPResponse.Status
  ) async throws -> Response {
    let reading = try await TaskReading.read(subjects, context)
    let view = TaskView(
      reading, context: context, pages: pages, plan: subjects.plan, now: subjects.now(),
      problem: Problem(step: context.visit.form.text("step") ?? "", text: text))
    return pages.show("tasks/task", view, title: view.pageTitle, context: context, status: status)
  }
}

extension SubmittedForm {
  /// The field `progress`, per cent; nil where it is empty.
  ///
  /// - Throws: `TaskRefusal.progressOutOfRange` for what is no whole number.
  fileprivate func progress() throws(TaskRefusal) -> Int? {
    guard let text = text("progress") else { return nil }
    guard let number = Int(text) else { throw .progressOutOfRange(-1) }
    return number
  }
}

extension TaskRefusal {
  var status: HTTPResponse.Status {
    switch self {
    case .unknownTask: .notFound
    case .completed, .alreadyAccepted, .alreadyReported, .nothingWaiting, .requestReused:
      .conflict
    case .notYours, .ownReport, .notYourReport: .forbidden
    default: .unprocessableContent
    }
  }
}
