import ActionPlan
import Hummingbird
import Ledger

/// Platforms above: how far each is; pausing and going on.
struct ForwardingController {
  let subjects: ConsoleSubjects
  let pages: Pages

  func addRoutes(to routes: some RouterMethods<SignedInContext>) {
    routes.get("forwarding", use: list)
    routes.post("forwarding/:destination/pause", use: pause)
  }

  @Sendable func list(request: Request, context: SignedInContext) async throws -> Response {
    guard Policy.may(context.account, .viewDevice, .facility(nil)) else {
      throw PageError.forbidden
    }
    let texts = pages.texts(context)
    let view = ForwardingView(
      subjects.plan.destinations, await subjects.ways.destinations(),
      mayPause: Policy.may(context.account, .editDevice, .facility(nil)),
      words: WayWords(texts: texts, time: pages.time, now: subjects.now()))
    return pages.show("ways/forwarding", view, title: texts("ways.forwarding"), context: context)
  }

  /// The form says which of the two.
  @Sendable func pause(request: Request, context: SignedInContext) async throws -> Response {
    guard Policy.may(context.account, .editDevice, .facility(nil)) else {
      throw PageError.forbidden
    }
    let id = try context.parameters.require("destination")
    guard subjects.plan.destination(id) != nil else { throw PageError.notFound }
    guard let wish = context.visit.form.text("paused"), wish == "yes" || wish == "no" else {
      throw PageError(.badRequest, "badForm")
    }
    guard try await subjects.ways.setPaused(id, wish == "yes") else { throw PageError.notFound }
    let (actor, now) = (Actor.account(context.account.id), subjects.now())
    _ = try await subjects.ledger.write { db in
      try AuditLog.append(
        actor: actor, action: wish == "yes" ? "forwarding.paused" : "forwarding.resumed",
        object: "destination/\(id)", detail: [:], at: now, in: db)
    }
    return .redirect(to: "/forwarding", type: .normal)
  }
}
