import ActionPlan
import Casework
import HTTPTypes
import Hummingbird
import Ledger

/// `/api/cases`: lists of cases and work on many of them, JSON in and JSON out.
struct CaseAPIController {
  let subjects: ConsoleSubjects
  let asker: CaseAsker

  static let bodyLimit = 128 * 1024

  func addRoutes(to routes: some RouterMethods<ConsoleContext>) {
    routes.get("api/cases", use: list)
    routes.post("api/cases/bulk", use: bulk)
    routes.get("api/precision", use: precision)
  }

  /// One page of the cases that the account may see, as the list's page filters them.
  @Sendable func list(request: Request, context: ConsoleContext) async throws -> Response {
    await asker.answer(request, context) { account in
      let parameters = request.uri.queryParameters
      for name in ["show", "priority", "severity", "after"] {
        guard let given = parameters.get(name) else { continue }
        guard CaseListQuery.knows(name, given) else {
          throw IntakeFault.field(
            name, "\"\(given.prefix(40))\" is none", "leave it out, or see the description")
        }
      }
      let query = CaseListQuery(parameters)
      let now = subjects.now()
      let page = try await subjects.ledger.read { db in
        try CaseBook.list(
          query.filter(for: account), scope: Policy.caseFilter(account), after: query.after,
          limit: CaseBook.pageLimit, now: now, in: db)
      }
      return JSONAnswer.encode(CaseListAnswer(page))
    }
  }

  /// One thing done with many cases; the answer says of each what became of it.
  @Sendable func bulk(request: Request, context: ConsoleContext) async throws -> Response {
    await asker.answer(request, context) { account in
      let body = try await CaseBulkBody.read(request, limit: Self.bodyLimit)
      let work = try body.wanted()
      let evidence = StepEvidence(note: body.note, cause: body.cause)
      let targets = body.cases.map { BulkTarget(id: $0.id, version: $0.version) }
      let (plan, now) = (subjects.plan, subjects.now())
      let lines = try await subjects.ledger.write { db in
        try CaseBook.bulk(
          work, on: targets, by: account, evidence: evidence, requestID: body.request, plan: plan,
          at: now, in: db)
      }
      await subjects.hub.publish(.case)
      return JSONAnswer.encode(CaseBulkAnswer(cases: lines))
    }
  }

  @Sendable func precision(request: Request, context: ConsoleContext) async throws -> Response {
    await asker.answer(request, context) { account in
      guard Policy.may(account, .viewDesk) else {
        throw IntakeFault(
          .forbidden, "not-yours", "the account may not see this", "ask with another account")
      }
      let given = request.uri.queryParameters.get("days") ?? "90"
      guard let days = Int(given), PrecisionController.days.contains(days) else {
        throw IntakeFault.field("days", "\"\(given.prefix(40))\" is none", "write 30, 90 or 365")
      }
      let since = subjects.now() - days * 86_400
      let rules = try await subjects.ledger.read { db in
        try CaseBook.precision(since: since, scope: Policy.caseFilter(account), in: db)
      }
      return JSONAnswer.encode(PrecisionAnswer(rules, days: days))
    }
  }
}

/// What a program asks to be done with many cases.
struct CaseBulkBody: Decodable, Sendable {
  struct Target: Decodable, Sendable {
    let id: Int64
    let version: Int
  }
  let request: String
  let work: String
  let unit: String?
  let priority: String?
  let note: String?
  let cause: String?
  let cases: [Target]

  /// - Throws: `IntakeFault`.
  static func read(_ request: Request, limit: Int) async throws -> CaseBulkBody {
    try await JSONBody.read(
      request, limit: limit, shorter: "name at most \(CaseBook.bulkLimit) cases",
      saying: "request, work and cases")
  }

  func wanted() throws(IntakeFault) -> BulkWork {
    let priority = try wantedPriority()
    switch BulkWork.Name(rawValue: work) {
    case .assign: return .assign(unit: unit ?? "")
    case .offer: return .offer(unit: unit ?? "")
    case .note: return .note
    case .close: return .close
    case .prioritise:
      guard let priority else { throw Self.noPriority }
      return .prioritise(priority)
    case nil:
      throw IntakeFault.field(
        "work", "\"\(work.prefix(40))\" is none",
        "write assign, prioritise, note, offer or close")
    }
  }

  /// Whatever the work: a priority that is none is a mistake.
  private func wantedPriority() throws(IntakeFault) -> CasePriority? {
    guard let priority else { return nil }
    guard let known = CasePriority(rawValue: priority) else { throw Self.noPriority }
    return known
  }

  private static let noPriority = IntakeFault.field(
    "priority", "missing or unknown", "write low, normal, high or urgent")
}

struct CaseBulkAnswer: Encodable, Sendable {
  let cases: [BulkLine]
}
