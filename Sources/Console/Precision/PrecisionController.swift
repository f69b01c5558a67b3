import ActionPlan
import Casework
import Hummingbird
import Ledger

/// How often each rule was right, by the causes its cases were closed with.
struct PrecisionController {
  let subjects: ConsoleSubjects
  let pages: Pages

  /// Days looked back over, as the address asks.
  static let days = [30, 90, 365]

  func addRoutes(to routes: some RouterMethods<SignedInContext>) {
    routes.get("precision", use: show)
  }

  @Sendable func show(request: Request, context: SignedInContext) async throws -> Response {
    let (days, rules) = try await read(request, context)
    let texts = pages.texts(context)
    let view = PrecisionView(
      rules, days: days, names: PlanNames(plan: subjects.plan, texts: texts))
    return pages.show("precision/list", view, title: texts("precision.title"), context: context)
  }

  private func read(
    _ request: Request, _ context: SignedInContext
  ) async throws -> (days: Int, rules: [RulePrecision]) {
    let account = context.account
    guard Policy.may(account, .viewDesk) else { throw PageError.notYours }
    let asked = request.uri.queryParameters.get("days").flatMap { Int($0) } ?? 90
    let days = Self.days.contains(asked) ? asked : 90
    let since = subjects.now() - days * 86_400
    let rules = try await subjects.ledger.read { db in
      try CaseBook.precision(since: since, scope: Policy.caseFilter(account), in: db)
    }
    return (days, rules)
  }
}
