import ActionPlan
import Casework
import Hummingbird
import Ledger
import Steering

/// The whole plan at a glance, and each of its clauses.
struct PromisesController {
  let subjects: ConsoleSubjects
  let pages: Pages
  let glances: IndicatorGlance.Reading

  func addRoutes(to routes: some RouterMethods<SignedInContext>) {
    routes.get("plan", use: plan)
    routes.get("clauses/:clause", use: clause)
  }

  @Sendable func plan(request: Request, context: SignedInContext) async throws -> Response {
    guard Policy.may(context.account, .viewTask) else { throw PageError.forbidden }
    let (plan, today, now) = (subjects.plan, subjects.today, subjects.now())
    let scope = Policy.caseFilter(context.account)
    let (tasks, cases) = try await subjects.ledger.read { db in
      (
        try TaskBook.tasks(of: plan, on: today, in: db),
        try CaseBook.countsByProcedure(scope: scope, now: now, in: db)
      )
    }
    let texts = pages.texts(context)
    let view = PlanView(
      PlanQuery(request.uri.queryParameters, plan: plan), tasks: tasks, cases: cases,
      glances: try await glances(pages.texts(context)),
      names: PlanNames(plan: plan, texts: texts))
    return pages.show("promises/plan", view, title: texts("promises.title"), context: context)
  }

  @Sendable func clause(request: Request, context: SignedInContext) async throws -> Response {
    guard Policy.may(context.account, .viewTask) else { throw PageError.forbidden }
    let (plan, today, now) = (subjects.plan, subjects.today, subjects.now())
    guard let clause = context.parameters.get("clause").flatMap({ plan.clause($0) }) else {
      throw PageError.notFound
    }
    let scope = Policy.caseFilter(context.account)
    let (tasks, cases) = try await subjects.ledger.read { db in
      (
        try plan.tasks(of: clause).compactMap {
          try TaskBook.standing(of: $0.id, plan: plan, on: today, in: db)
        }, try CaseBook.countsByProcedure(scope: scope, now: now, in: db)
      )
    }
    let view = ClauseView(
      clause, tasks: tasks, cases: cases, glances: try await glances(pages.texts(context)),
      today: today,
      names: PlanNames(plan: plan, texts: pages.texts(context)))
    return pages.show("promises/clause", view, title: view.pageTitle, context: context)
  }
}
