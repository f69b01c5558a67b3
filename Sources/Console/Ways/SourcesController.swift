import ActionPlan
import Hummingbird
import Ledger
import Telemetry

/// Other ways in for readings: how each is, and what of it could not be used.
struct SourcesController {
  let subjects: ConsoleSubjects
  let pages: Pages

  func addRoutes(to routes: some RouterMethods<SignedInContext>) {
    routes.get("sources", use: list)
    routes.get("sources/:source", use: show)
  }

  @Sendable func list(request: Request, context: SignedInContext) async throws -> Response {
    try check(context)
    let texts = pages.texts(context)
    let view = SourceListView(
      subjects.plan.sources, await subjects.ways.sources(),
      words: WayWords(texts: texts, time: pages.time, now: subjects.now()))
    return pages.show("ways/sources", view, title: texts("ways.sources"), context: context)
  }

  @Sendable func show(request: Request, context: SignedInContext) async throws -> Response {
    try check(context)
    let id = try context.parameters.require("source")
    guard let source = subjects.plan.source(id) else { throw PageError.notFound }
    let glance = await subjects.ways.sources().first { $0.source == id }
    let (points, bindings) = try await subjects.ledger.read { db in
      (try Points.list(in: db), try Bindings.list(in: db))
    }
    let view = SourceView(
      source, glance ?? SourceGlance(source: id), points: points, bindings: bindings,
      faults: await subjects.faults("source/\(id)"),
      latest: { subjects.latest.value($0) },
      names: PlanNames(plan: subjects.plan, texts: pages.texts(context)),
      words: WayWords(texts: pages.texts(context), time: pages.time, now: subjects.now()))
    return pages.show("ways/source", view, title: view.name, context: context)
  }

  /// Sources are nobody's own: who sees every device sees them.
  private func check(_ context: SignedInContext) throws {
    guard Policy.may(context.account, .viewDevice, .facility(nil)) else {
      throw PageError.forbidden
    }
  }
}
