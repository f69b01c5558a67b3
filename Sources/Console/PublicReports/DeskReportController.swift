import ActionPlan
import Casework
import GRDB
import HTTPTypes
import Hummingbird
import Ledger

/// Reports that somebody tells by telephone, in person or by letter, written down for them.
struct DeskReportController {
  let subjects: ConsoleSubjects
  let pages: Pages

  func addRoutes(to routes: some RouterMethods<SignedInContext>) {
    routes.get("reports/new", use: form)
    routes.post("reports", use: submit)
  }

  @Sendable func form(request: Request, context: SignedInContext) throws -> Response {
    try mayTake(context)
    return show(context)
  }

  /// The receipt is the answer itself: the code, which is told to the caller, stands in no address.
  @Sendable func submit(request: Request, context: SignedInContext) async throws -> Response {
    try mayTake(context)
    let (texts, form) = (pages.texts(context), context.visit.form)
    let (plan, now, account) = (subjects.plan, subjects.now(), context.account)
    do {
      let draft = try draft(form)
      let isOther = form.text("other") != nil
      let receipt = try await subjects.ledger.write { db in
        if !isOther, let position = draft.position,
          try !PublicReports.wasTaken(draft.requestID, in: db)
        {
          let near = try NearbyCases.find(near: position, at: now, for: account, in: db)
          guard near.isEmpty else { throw Refusal.maybeThere(near) }
        }
        return try PublicReports.submit(
          draft, sentThisHour: 0, takenBy: account, plan: plan, at: now, in: db)
      }
      if !receipt.isRepeat {
        await subjects.hub.publish(.case)
        await subjects.hub.publish(.alarm)
      }
      let promises = try await subjects.ledger.read { db in
        try ReportPromises.of(receipt.report, in: db)
      }
      let view = DeskReceiptView(
        code: receipt.code.description, number: receipt.file.number,
        caseHref: "/cases/\(receipt.file.id)", promised: promises.words(texts, pages.time))
      return pages.show(
        "reports/desk-receipt", view, title: texts("report.deskReceiptTitle"), context: context,
        status: .created)
    } catch Refusal.maybeThere(let near) {
      return show(context, near: near, status: .conflict)
    } catch let refusal as ReportRefusal {
      return show(
        context, problem: texts("report.fault-\(refusal.code)", refusal.values),
        status: refusal.status)
    }
  }

  /// Why nothing was written, other than what casework says.
  private enum Refusal: Error {
    /// Cases that may be the one that is told.
    case maybeThere([NearbyCase])
  }

  private func mayTake(_ context: SignedInContext) throws {
    guard Policy.may(context.account, .openCase) else { throw PageError.forbidden }
  }

  private func draft(_ form: SubmittedForm) throws -> ReportDraft {
    let position: Coordinate?
    do throws(PositionFault) {
      position = try form.position()
    } catch {
      throw ReportRefusal.positionNotOnEarth
    }
    let channel = form.text("channel").flatMap { ReportChannel(rawValue: $0) } ?? .phone
    return ReportDraft(
      category: form.text("category") ?? "", text: form.text("text") ?? "",
      contact: form.text("contact"), position: position, requestID: form.text("request") ?? "",
      channel: channel == .web ? .phone : channel)
  }

  private func show(
    _ context: SignedInContext, problem: String = "", near: [NearbyCase] = [],
    status: HTTPResponse.Status = .ok
  ) -> Response {
    let texts = pages.texts(context)
    let view = DeskReportView(
      context.visit.form, near: near, problem: problem,
      names: PlanNames(plan: subjects.plan, texts: texts), time: pages.time, now: subjects.now())
    return pages.show(
      "reports/desk", view, title: texts("report.deskTitle"), context: context, status: status)
  }
}
