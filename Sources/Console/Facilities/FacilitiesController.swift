import Hummingbird
import Ledger

/// The facility master: its list, one facility with everything about it.
struct FacilitiesController {
  let subjects: ConsoleSubjects
  let pages: Pages

  func addRoutes(to routes: some RouterMethods<SignedInContext>) {
    routes.get("facilities", use: list)
    routes.get("facilities/:id", use: show)
  }

  @Sendable func list(request: Request, context: SignedInContext) async throws -> Response {
    guard Policy.may(context.account, .viewRegister) else { throw PageError.forbidden }
    let query = FacilityListQuery(request.uri.queryParameters)
    let (found, doubts, waiting) = try await subjects.ledger.read { db in
      (
        try FacilityListing.page(query, in: db), try FacilityDoubtReading.count(in: db),
        Set(try NameDoubts.list(limit: 1_000, in: db).map(\.facility))
      )
    }
    let (facilities, hasMore) = found
    let texts = pages.texts(context)
    let view = FacilityListView(
      facilities, hasMore: hasMore, query: query, doubts: doubts, waiting: waiting,
      mayAdd: Policy.may(context.account, .settleFacility),
      names: PlanNames(plan: subjects.plan, texts: texts))
    return pages.show(
      "facilities/list", view, title: texts("facilities.title"), context: context)
  }

  @Sendable func show(request: Request, context: SignedInContext) async throws -> Response {
    guard Policy.may(context.account, .viewRegister) else { throw PageError.forbidden }
    let id = try context.parameters.require("id")
    let (account, plan, now) = (context.account, subjects.plan, subjects.now())
    let language = context.visit.language
    let (kept, doubt) = try await subjects.ledger.read { db in
      (try Facilities.kept(id, in: db), try NameDoubts.find(id, in: db))
    }
    if kept != id {
      return .redirect(to: "/facilities/\(LocalPath.encode(kept))", type: .normal)
    }
    if doubt?.settled?.outcome == NameDoubt.Outcome.none {
      return .redirect(to: "/facilities/doubts?show=settled", type: .normal)
    }
    let reading = try await subjects.ledger.read { db in
      try FacilityReading.read(
        id, for: account, plan: plan, now: now, language: language, in: db)
    }
    guard let reading else { throw PageError.notFound }
    let view = FacilityView(
      reading, account: account, plan: plan, texts: pages.texts(context), time: pages.time,
      now: now)
    return pages.show("facilities/show", view, title: view.title, context: context)
  }
}
