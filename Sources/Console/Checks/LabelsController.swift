import ActionPlan
import Checks
import Foundation
import HTTPTypes
import Hummingbird
import Ledger

/// Labels with QR codes to print.
struct LabelsController {
  let subjects: ConsoleSubjects
  let settings: ConsoleSettings
  let pages: Pages

  func addRoutes(to routes: some RouterMethods<SignedInContext>) {
    routes.get("checks/:id/labels", use: show)
  }

  static let sheetLength = 60

  /// One label by its code, or a sheet of them.
  @Sendable func show(request: Request, context: SignedInContext) async throws -> Response {
    guard let id = context.parameters.get("id"), let check = subjects.plan.check(id),
      case .label(let label) = check.kind, Policy.may(context.account, .runCheck)
    else { throw PageError.notYours }
    let code = request.uri.queryParameters.get("code").map { String($0) }
    let after = request.uri.queryParameters.get("after").flatMap { Int64($0) } ?? 0
    let plan = subjects.plan
    let cards = try await subjects.ledger.read { db in
      if let code {
        return try LabelReading.cards(label, code: code, of: check, plan: plan, in: db)
      }
      return try LabelReading.cards(
        label, after: after, limit: Self.sheetLength, plan: plan, in: db)
    }
    let site = (settings.isSecure ? "https://" : "http://") + (request.head.authority ?? "")
    let view = LabelSheetView(
      cards, site: site,
      wording: CheckWording(check: check, plan: plan, texts: pages.texts(context)),
      isFull: code == nil && cards.count == Self.sheetLength)
    return pages.show("checks/labels", view, title: view.title, context: context)
  }
}

/// What anyone may read of a code: its class, never whose it is.
struct CodeController {
  let subjects: ConsoleSubjects
  let pages: Pages

  func addRoutes(to routes: some RouterMethods<ConsoleContext>) {
    routes.get("codes/:id/:code", use: show)
  }

  @Sendable func show(request: Request, context: ConsoleContext) async throws -> Response {
    guard let id = context.parameters.get("id"), let check = subjects.plan.check(id),
      case .label(let label) = check.kind,
      let code = context.parameters.get("code").flatMap({ String($0).removingPercentEncoding })
    else { throw PageError.notFound }
    let plan = subjects.plan
    let cards = try await subjects.ledger.read { db in
      try LabelReading.cards(label, code: code, of: check, plan: plan, in: db)
    }
    guard let card = cards.first else { throw PageError.notFound }
    let wording = CheckWording(check: check, plan: plan, texts: pages.texts(context))
    let view = LabelSheetView([card], site: "", wording: wording, isFull: false)
    return pages.show("checks/labels", view, title: view.title, context: context)
  }
}
