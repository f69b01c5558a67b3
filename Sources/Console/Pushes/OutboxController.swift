import GRDB
import HTTPTypes
import Hummingbird
import Ledger

/// The outbox for who keeps the house running: what waits, what failed, what went out.
struct OutboxController {
  let subjects: ConsoleSubjects
  let pages: Pages

  func addRoutes(to routes: some RouterMethods<SignedInContext>) {
    routes.get("outbox", use: list)
    routes.post("outbox/retries", use: retry)
    routes.post("outbox/tests", use: test)
  }

  @Sendable func list(request: Request, context: SignedInContext) async throws -> Response {
    guard Policy.may(context.account, .viewOutbox) else { throw PageError.forbidden }
    let query = request.uri.queryParameters
    return try await show(
      state: query.get("state").flatMap { PushMessage.State(rawValue: $0) },
      before: query.get("before").flatMap { Int64($0) }, context: context)
  }

  @Sendable func retry(request: Request, context: SignedInContext) async throws -> Response {
    guard Policy.may(context.account, .manageOutbox) else { throw PageError.forbidden }
    guard let id = context.visit.form.integer("message") else {
      throw PageError(.badRequest, "badForm")
    }
    return try await change(context) { actor, now, db in
      try Outbox.retry(Int64(id), by: actor, at: now, in: db)
    }
  }

  @Sendable func test(request: Request, context: SignedInContext) async throws -> Response {
    let channel = context.visit.form.text("channel") ?? ""
    let wording = try PushWording(plan: subjects.plan, site: nil, now: subjects.now)
    let own = context.account.id
    return try await change(context) { actor, now, db in
      guard let found = try Outbox.channels(in: db).first(where: { $0.id == channel }) else {
        throw OutboxError.noChannel(channel)
      }
      try Outbox.test(
        channel, account: own, text: wording.test(found), by: actor, at: now, in: db)
    }
  }

  private func change(
    _ context: SignedInContext,
    _ work: @escaping @Sendable (Actor, Int, Database) throws -> Void
  ) async throws -> Response {
    guard Policy.may(context.account, .manageOutbox) else { throw PageError.forbidden }
    let (actor, now) = (Actor.account(context.account.id), subjects.now())
    do {
      try await subjects.ledger.write { db in try work(actor, now, db) }
      return .redirect(to: "/outbox", type: .normal)
    } catch let error as OutboxError {
      return try await show(
        problem: "\(error)", context: context, status: .unprocessableContent)
    }
  }

  private func show(
    state: PushMessage.State? = nil, before: Int64? = nil, problem: String? = nil,
    context: SignedInContext, status: HTTPResponse.Status = .ok
  ) async throws -> Response {
    let texts = pages.texts(context)
    let reading = try await subjects.ledger.read { db in
      try OutboxReading.read(state, before: before, in: db)
    }
    let view = OutboxView(
      reading, state: state, mayManage: Policy.may(context.account, .manageOutbox),
      words: PushWords(texts: texts, time: pages.time, now: subjects.now()), problem: problem)
    return pages.show(
      "pushes/outbox", view, title: texts("push.title"), context: context, status: status)
  }
}
