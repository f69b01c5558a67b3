import ActionPlan
import Casework
import HTTPTypes
import Hummingbird
import Ledger

/// One thing done with many cases of a list.
struct CaseBulkController {
  let subjects: ConsoleSubjects
  let pages: Pages

  func addRoutes(to routes: some RouterMethods<SignedInContext>) {
    routes.post("cases/bulk", use: change)
  }

  /// Does it and says what became of each; sent again, it says the same.
  @Sendable func change(request: Request, context: SignedInContext) async throws -> Response {
    let form = context.visit.form
    guard let work = BulkWork(form) else { throw PageError(.badRequest, "badForm") }
    let targets = form.texts("case").compactMap(BulkTarget.init)
    let evidence = StepEvidence(note: form.text("note"), cause: form.text("cause"))
    let (account, plan, now) = (context.account, subjects.plan, subjects.now())
    let names = PlanNames(plan: plan, texts: pages.texts(context))
    let back = LocalPath.checked(form.text("back")) ?? "/cases"
    do {
      let lines = try await subjects.ledger.write { db in
        try CaseBook.bulk(
          work, on: targets, by: account, evidence: evidence,
          requestID: form.text("request") ?? "", plan: plan, at: now, in: db)
      }
      await subjects.hub.publish(.case)
      let view = CaseBulkView(lines, work: work, back: back, names: names)
      return pages.show("cases/bulk", view, title: view.title, context: context)
    } catch let refusal as CaseRefusal {
      let view = CaseBulkView(refusal, work: work, back: back, names: names)
      return pages.show(
        "cases/bulk", view, title: view.title, context: context, status: refusal.status)
    }
  }
}

extension BulkWork {
  /// What a form asks for; nil where it names nothing that can be done.
  init?(_ form: SubmittedForm) {
    switch form.text("work").flatMap(Name.init(rawValue:)) {
    case .assign: self = .assign(unit: form.text("unit") ?? "")
    case .offer: self = .offer(unit: form.text("unit") ?? "")
    case .prioritise:
      guard let priority = form.text("priority").flatMap(CasePriority.init(rawValue:)) else {
        return nil
      }
      self = .prioritise(priority)
    case .note: self = .note
    case .close: self = .close
    case nil: return nil
    }
  }
}

extension BulkTarget {
  /// `12.3`: case 12 at version 3.
  init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, let id = Int64(parts[0]), let version = Int(parts[1]) else {
      return nil
    }
    self.init(id: id, version: version)
  }
}
