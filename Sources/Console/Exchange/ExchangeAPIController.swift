import ActionPlan
import Casework
import Crypto
import Foundation
import GRDB
import HTTPTypes
import Hummingbird
import Ledger
import NIOCore

/// `/api/exchange`: numbers and status of cases for the programs of other systems, JSON in and JSON out.
struct ExchangeAPIController {
  let subjects: ConsoleSubjects
  let asker: CaseAsker

  static let bodyLimit = 8 * 1024 * 1024

  func addRoutes(to routes: some RouterMethods<ConsoleContext>) {
    routes.get("api/exchange", use: systems)
    routes.get("api/exchange/:system", use: list)
    routes.post("api/exchange/:system", use: take)
    routes.post("api/cases/:id/numbers", use: number)
  }

  /// The plan's other systems with their words.
  @Sendable func systems(request: Request, context: ConsoleContext) async throws -> Response {
    await asker.answer(request, context) { account in
      try mayExchange(account)
      return JSONAnswer.encode(
        SystemsAnswer(systems: subjects.plan.systems.map(SystemsAnswer.Item.init)))
    }
  }

  /// One page of the cases that the account may see, with their status in the system's words.
  @Sendable func list(request: Request, context: ConsoleContext) async throws -> Response {
    await asker.answer(request, context) { account in
      let system = try system(context, account)
      let parameters = request.uri.queryParameters
      for name in ["show", "after"] {
        guard let given = parameters.get(name), !CaseListQuery.knows(name, given) else { continue }
        throw IntakeFault.field(
          name, "\"\(given.prefix(40))\" is none", "leave it out, or see the description")
      }
      var query = CaseListQuery(parameters)
      if parameters.get("show") == nil { query.show = .all }
      var filter = query.filter(for: account)
      // Unless all are asked for, those that the system knows.
      filter.system = parameters.get("numbered") == "0" ? nil : system.id
      filter.order = .newestFirst
      let now = subjects.now()
      let after = query.after
      let answer = try await subjects.ledger.read { [filter] db in
        let page = try CaseBook.list(
          filter, scope: Policy.caseFilter(account), after: after, limit: CaseBook.pageLimit,
          now: now, in: db)
        return ExchangeListAnswer(
          cases: try page.cases.map { file in
            let held = try OutsideNumbers.of(file.id, in: db).filter { $0.system == system.id }
            return ExchangeListAnswer.Item(file, held, system)
          }, next: page.next?.description)
      }
      return JSONAnswer.encode(answer)
    }
  }

  /// Takes numbers and status in: all of them or none. With `trial` it only says what would be.
  @Sendable func take(request: Request, context: ConsoleContext) async throws -> Response {
    await asker.answer(request, context) { account in
      let system = try system(context, account)
      let (body, bytes) = try await ExchangeBody.read(request, limit: Self.bodyLimit)
      let table = ExchangeTable(file: body.request, rows: body.exchangeRows)
      let now = subjects.now()
      let digest = Array(SHA256.hash(data: bytes)).hex
      let answer = try await subjects.ledger.write { db -> ExchangeAnswerBody in
        let actor = Actor.account(account.id)
        let kept = try CaseExchanges.answer(to: body.request, of: bytes, by: actor, in: db)
        if let kept {
          return try JSONDecoder().decode(ExchangeAnswerBody.self, from: Data(kept.utf8))
        }
        let unanswered = try ExchangeJudge.preview(table, of: system, for: account, at: now, in: db)
        let preview = try ExchangeJudge.preview(
          table, of: system, for: account, answers: body.answers(to: unanswered), at: now, in: db)
        let told = ExchangeAnswerBody(preview, exchange: nil)
        // What says nothing new leaves nothing behind.
        let isNothing = preview.count(.added) + preview.count(.changed) == 0
        if body.isTrial || told.isRefused || isNothing { return told }
        let done = try CaseExchanges.write(
          preview, file: body.request, digest: digest, by: actor, at: now, in: db)
        let answer = ExchangeAnswerBody(preview, exchange: done.id)
        try CaseExchanges.record(
          String(decoding: JSONEncoder().encode(answer), as: UTF8.self), to: body.request,
          of: bytes, by: actor, at: now, in: db)
        return answer
      }
      if answer.exchange != nil { await subjects.hub.publish(.case) }
      let isRefused = answer.isRefused && !body.isTrial
      return JSONAnswer.encode(answer, status: isRefused ? .unprocessableContent : .ok)
    }
  }

  /// Gives one case a number, changes it or takes it away.
  @Sendable func number(request: Request, context: ConsoleContext) async throws -> Response {
    await asker.answer(request, context) { account in
      guard let id = context.parameters.get("id").flatMap({ Int64($0) }) else {
        throw IntakeFault(
          .notFound, "unknown-case", "the address names no case", "look it up with GET /api/cases")
      }
      let body = try await subjects.aboutCase(id, for: account) {
        try await NumberBody.read(request)
      }
      let (plan, now) = (subjects.plan, subjects.now())
      let after = try await subjects.ledger.write { db in
        try CaseBook.setNumber(
          body.number ?? "", in: body.system, over: body.former, case: id, by: account,
          requestID: body.request, plan: plan, at: now, in: db)
      }
      await subjects.hub.publish(.case)
      return JSONAnswer.encode(CaseChangedAnswer(after))
    }
  }

  private func mayExchange(_ account: Account) throws {
    guard Policy.may(account, .openCase) else {
      throw IntakeFault(
        .forbidden, "not-yours", "the account may not exchange cases", "ask with another account")
    }
  }

  private func system(_ context: ConsoleContext, _ account: Account) throws -> OutsideSystem {
    try mayExchange(account)
    let id = context.parameters.get("system") ?? ""
    guard let system = subjects.plan.system(id) else {
      throw IntakeFault(
        .notFound, "unknown-system", "the plan has no other system \(id.prefix(48))",
        "look it up with GET /api/exchange")
    }
    return system
  }
}
