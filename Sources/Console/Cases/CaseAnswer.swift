import Casework
import HTTPTypes
import Hummingbird
import Ledger

/// Answers a form of a case's page.
struct CaseAnswer {
  let subjects: ConsoleSubjects
  let pages: Pages

  /// Does the change and shows the case again: after it by a redirect, so that reloading sends
  /// nothing twice; refused, with what was typed and what is missing.
  func to(
    _ form: String, _ context: SignedInContext, change: (CaseFile) async throws -> CaseFile
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
        Problem(step: form, text: wording.text(refusal)), reading, context, refusal.status)
    } catch let fault as AttachmentError {
      let reading = try await CaseReading.read(subjects, context)
      let text = RefusalWording(names: names, procedure: reading.detail.procedure).text(fault)
      return again(Problem(step: form, text: text), reading, context, .unprocessableContent)
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

  /// What went wrong with a submission, and with which form: that of a step, an act, a tie or `note`.
  struct Problem: Sendable {
    let step: String
    let text: String
  }
}
