import ActionPlan
import Casework
import HTTPTypes
import Hummingbird
import Ledger

/// What looks like gaming, for the auditor, who says what each comes to.
struct SignsController {
  let subjects: ConsoleSubjects
  let pages: Pages

  func addRoutes(to routes: some RouterMethods<SignedInContext>) {
    routes.get("loop/signs", use: list)
    routes.post("loop/signs/:id/judgement", use: judge)
  }

  @Sendable func list(request: Request, context: SignedInContext) async throws -> Response {
    try await page(SignQuery(request.uri.queryParameters), context)
  }

  @Sendable func judge(request: Request, context: SignedInContext) async throws -> Response {
    let id = try context.parameters.require("id", as: Int64.self)
    let (form, account, now) = (context.visit.form, context.account, subjects.now())
    let query = SignQuery(form)
    guard let verdict = form.text("verdict").flatMap(LoopSign.Verdict.init(rawValue:)) else {
      return try await page(
        query, context, problem: "signs.fault-verdict", at: id, status: .unprocessableContent)
    }
    do {
      try await subjects.ledger.write { db in
        try LoopSigns.judge(
          id, verdict, note: form.text("note") ?? "", by: account,
          requestID: form.text("request") ?? "", at: now, in: db)
      }
    } catch LoopSignRefusal.unknown {
      throw PageError.notFound
    } catch let refusal as LoopSignRefusal {
      return try await page(
        query, context, problem: "signs.fault-\(refusal.rawValue)", at: id,
        status: .unprocessableContent)
    }
    return .redirect(to: query.href() + "#sign-\(id)", type: .normal)
  }

  private func page(
    _ query: SignQuery, _ context: SignedInContext, problem: String = "", at faulty: Int64? = nil,
    status: HTTPResponse.Status = .ok
  ) async throws -> Response {
    guard Policy.may(context.account, .judgeSigns) else { throw PageError.forbidden }
    let (signs, counts, people) = try await subjects.ledger.read { db in
      let signs = try LoopSigns.list(
        kind: query.kind, isOpen: query.isOpen, before: query.before, in: db)
      var people: [String: Account] = [:]
      for name in Set(signs.flatMap { [$0.actor, $0.judgement?.by].compactMap(\.self) }) {
        guard case .account(let id)? = Actor(auditName: name) else { continue }
        people[name] = try Accounts.find(id, in: db)
      }
      return (signs, try LoopSigns.openCounts(in: db), people)
    }
    let texts = pages.texts(context)
    let view = SignsView(
      signs, counts: counts, query: query, people: people,
      names: PlanNames(plan: subjects.plan, texts: texts),
      problem: problem.isEmpty ? "" : texts(problem), faulty: faulty,
      unsent: faulty == nil ? "" : context.visit.form.text("note") ?? "", time: pages.time,
      now: subjects.now())
    return pages.show(
      "loop/signs", view, title: texts("signs.title"), context: context, status: status)
  }
}

/// Which signs the page shows.
struct SignQuery: Sendable {
  var kind: LoopSign.Kind?
  /// Nobody has judged them.
  var isOpen: Bool
  var before: Int64?

  init(_ parameters: Parameters) {
    kind = parameters.get("kind").flatMap(LoopSign.Kind.init(rawValue:))
    isOpen = parameters.get("show") != "judged"
    before = parameters.get("before").flatMap { Int64($0) }
  }

  init(_ form: SubmittedForm) {
    kind = form.text("kind").flatMap(LoopSign.Kind.init(rawValue:))
    isOpen = form.text("show") != "judged"
  }

  func href(kind: LoopSign.Kind?? = nil, isOpen: Bool? = nil, before: Int64? = nil) -> String {
    var parts = ["show=\(isOpen ?? self.isOpen ? "open" : "judged")"]
    if let kind = kind ?? self.kind { parts.append("kind=\(kind.rawValue)") }
    if let before { parts.append("before=\(before)") }
    return "/loop/signs?" + parts.joined(separator: "&")
  }
}
