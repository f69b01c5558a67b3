import ActionPlan
import Checks
import GRDB
import HTTPTypes
import Hummingbird
import Ledger

/// Draws by lot: a seed is published first and drawn from afterwards.
struct DrawsController {
  let subjects: ConsoleSubjects
  let pages: Pages

  func addRoutes(to routes: some RouterMethods<SignedInContext>) {
    routes.get("checks/:id/draws", use: list)
    routes.post("checks/:id/draws", use: publish)
    routes.post("checks/:id/draws/:draw", use: draw)
  }

  static let listLength = 50

  @Sendable func list(request: Request, context: SignedInContext) async throws -> Response {
    try await page(nil, context)
  }

  @Sendable func publish(request: Request, context: SignedInContext) async throws -> Response {
    let check = try check(context)
    guard mayDraw(context.account, check) else { throw PageError.forbidden }
    let form = context.visit.form
    let (plan, account, now) = (subjects.plan, context.account, subjects.now())
    return try await change(context) { db in
      _ = try DrawBook.publish(
        check: check, subjects: form.integer("subjects") ?? 0,
        inspectors: form.integer("inspectors") ?? 0, note: form.text("note") ?? "", by: account,
        plan: plan, now: now, in: db)
    }
  }

  @Sendable func draw(request: Request, context: SignedInContext) async throws -> Response {
    let check = try check(context)
    guard mayDraw(context.account, check) else { throw PageError.forbidden }
    let id = try context.parameters.require("draw", as: Int64.self)
    let (account, now) = (context.account, subjects.now())
    return try await change(context) { db in
      _ = try DrawBook.draw(id, of: check, by: account, now: now, in: db)
    }
  }

  /// Shows the page again: after the change by a redirect, refused with the reason.
  private func change(
    _ context: SignedInContext, _ body: @escaping @Sendable (Database) throws -> Void
  ) async throws -> Response {
    do {
      try await subjects.ledger.write { db in try body(db) }
    } catch let refusal as DrawRefusal {
      return try await page(pages.texts(context)("checks.draw-\(refusal.code)"), context)
    }
    return .redirect(to: "/checks/\(try check(context).id)/draws", type: .normal)
  }

  private func page(_ problem: String?, _ context: SignedInContext) async throws -> Response {
    let check = try check(context)
    let draws = try await subjects.ledger.read { db in
      try DrawBook.list(of: check.id, limit: Self.listLength, in: db)
    }
    let view = DrawsView(
      draws, of: check, problem: problem, mayDraw: mayDraw(context.account, check),
      texts: pages.texts(context), time: pages.time)
    return pages.show(
      "checks/draws", view, title: view.title, context: context,
      status: problem == nil ? .ok : .conflict)
  }

  private func check(_ context: SignedInContext) throws -> Check {
    guard let id = context.parameters.get("id"), let check = subjects.plan.check(id),
      case .draw = check.kind, Policy.may(context.account, .runCheck)
    else { throw PageError.notYours }
    return check
  }

  private func mayDraw(_ account: Account, _ check: Check) -> Bool {
    let clauses = ([check.clause] + check.clauses).compactMap(subjects.plan.clause)
    return Policy.may(account, .makeDraw, .units(Set(clauses.flatMap { $0.lead + $0.with })))
  }
}

/// One draw for everybody: the seed, who could be drawn by keys, and how to draw again. Names of people
/// stay with those who sign in.
struct PublicDrawController {
  let subjects: ConsoleSubjects
  let pages: Pages

  func addRoutes(to routes: some RouterMethods<ConsoleContext>) {
    routes.get("draws/:draw", use: show)
  }

  @Sendable func show(request: Request, context: ConsoleContext) async throws -> Response {
    let id = try context.parameters.require("draw", as: Int64.self)
    let draw = try await subjects.ledger.read { db in try DrawBook.find(id, in: db) }
    guard let draw, let check = subjects.plan.check(draw.check) else { throw PageError.notFound }
    let view = DrawsView(
      [draw], of: check, problem: nil, mayDraw: false, showsNames: false,
      texts: pages.texts(context), time: pages.time)
    return pages.show("checks/draws", view, title: view.title, context: context)
  }
}
