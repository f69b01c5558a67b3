import ActionPlan
import Checks
import Foundation
import HTTPTypes
import Hummingbird
import Ledger

/// `POST /api/checks/ID`: other programs ask the plan's checks, JSON in and JSON out.
///
/// A key of its own (`lantian intake create-key NAME --for checks`) or a session signs the request. A
/// session's cookie alone is no danger here: no other site can send JSON in somebody's name.
struct CheckAPIController {
  let subjects: ConsoleSubjects
  let limiter: RateLimiter

  static let bodyLimit = 16 * 1024
  /// Requests without a valid key, per source address.
  static let refusals = RateLimiter.Rule(name: "check-key", burst: 20, refillSeconds: 3)

  func addRoutes(to routes: some RouterMethods<ConsoleContext>) {
    routes.get("api/checks", use: list)
    routes.post("api/checks/:id", use: ask)
  }

  private enum Asker {
    case key(IntakeKey)
    case account(Account)

    var actor: Actor {
      switch self {
      case .key(let key): key.actor
      case .account(let account): .account(account.id)
      }
    }

    func may(_ check: Check) -> Bool {
      guard case .account(let account) = self else { return true }
      if case .gate = check.kind { return Policy.may(account, .passGate) }
      return Policy.may(account, .runCheck)
    }
  }

  /// What each check is and may be asked with.
  @Sendable func list(request: Request, context: ConsoleContext) async throws -> Response {
    do {
      let asker = try await asker(request, context)
      return JSONAnswer.encode(
        CheckListAnswer(checks: subjects.plan.checks.filter(asker.may).map { .init($0) }))
    } catch let fault as IntakeFault {
      return fault.response(request: context.requestNumber)
    }
  }

  /// Answers; at a gate the entry is written down, once for one `request`.
  @Sendable func ask(request: Request, context: ConsoleContext) async throws -> Response {
    do {
      return try await answer(request, context)
    } catch let fault as IntakeFault {
      return fault.response(request: context.requestNumber)
    } catch let fault as CheckInputError {
      return IntakeFault(fault).response(request: context.requestNumber)
    } catch let error as RegisterError {
      return IntakeFault(error).response(request: context.requestNumber)
    } catch let refusal as RequestRefusal {
      return IntakeFault(
        .conflict, "request-reused", "request: \(refusal)", "send another request id",
        field: "request"
      ).response(request: context.requestNumber)
    }
  }

  private func answer(_ request: Request, _ context: ConsoleContext) async throws -> Response {
    let asker = try await asker(request, context)
    guard let check = subjects.plan.check(context.parameters.get("id") ?? ""), asker.may(check)
    else {
      throw IntakeFault(
        .notFound, "no-such-check", "the plan has no such check for you",
        "look its id up with GET /api/checks")
    }
    var input = try await CheckBody.read(request, limit: Self.bodyLimit)
    let requestID = input.removeValue(forKey: "request")
    let (plan, now, actor, asked) = (subjects.plan, subjects.now(), asker.actor, input)
    guard case .gate = check.kind else {
      let answer = try await subjects.ledger.read { db in
        try CheckRunner.answer(check: check, input: asked, plan: plan, now: now, in: db)
      }
      return JSONAnswer.encode(CheckAnswerBody(answer, entry: nil))
    }
    let passed = try await subjects.ledger.write { db in
      try GateLog.answer(
        check: check, input: asked, requestID: requestID, plan: plan, by: actor, now: now, in: db)
    }
    return JSONAnswer.encode(CheckAnswerBody(passed.answer, entry: passed.entry))
  }

  private func asker(_ request: Request, _ context: ConsoleContext) async throws -> Asker {
    let now = subjects.now()
    guard let given = request.headers[.authorization] else {
      guard let account = context.visit.account, !account.mustChangePassword else {
        throw IntakeFault.noCheckKey
      }
      return .account(account)
    }
    let parts = given.split(separator: " ", maxSplits: 1)
    if parts.count == 2, parts[0].lowercased() == "bearer" {
      let token = String(parts[1]).trimmingBlanks()
      let key = try await subjects.ledger.read { db in
        try IntakeKeys.find(token: token, for: .checks, in: db)
      }
      if let key {
        try await subjects.ledger.write { db in try IntakeKeys.touch(key.id, at: now, in: db) }
        return .key(key)
      }
    }
    if let wait = limiter.take(Self.refusals, source: context.sourceAddress, now: now) {
      throw IntakeFault.tooMany(wait)
    }
    throw IntakeFault.noCheckKey
  }
}

/// The input of a check as JSON: one object of texts, numbers, `true` and `false`.
enum CheckBody {
  private enum Value: Decodable {
    case text(String)

    init(from decoder: any Decoder) throws {
      let value = try decoder.singleValueContainer()
      if let text = try? value.decode(String.self) {
        self = .text(text)
      } else if let flag = try? value.decode(Bool.self) {
        self = .text(flag ? "yes" : "no")
      } else {
        self = .text(try value.decode(Decimal.self).description)
      }
    }
  }

  /// - Throws: `IntakeFault`.
  static func read(_ request: Request, limit: Int) async throws -> [String: String] {
    let values: [String: Value] = try await JSONBody.read(
      request, limit: limit, shorter: "send only the keys of the check",
      saying: "texts, numbers, true and false in one object")
    return values.mapValues {
      switch $0 {
      case .text(let text): text
      }
    }
  }
}

/// What a program is told.
struct CheckAnswerBody: Encodable, Sendable {
  let check: String
  let code: String
  let reasons: [CheckReason]
  let at: Int
  /// The row of the log of entries; nil where the check keeps none.
  let entry: Int64?

  init(_ answer: CheckAnswer, entry: Int64?) {
    check = answer.check
    code = answer.code
    reasons = answer.reasons
    at = answer.at
    self.entry = entry
  }
}

struct CheckListAnswer: Encodable, Sendable {
  struct Key: Encodable, Sendable {
    let name: String
    let isRequired: Bool
  }
  struct Item: Encodable, Sendable {
    let check: String
    let kind: String
    let clause: String
    let label: Label
    let keys: [Key]
    let answers: [String]

    init(_ check: Check) {
      self.check = check.id
      kind = check.kind.word
      clause = check.clause
      label = check.label
      keys = CheckRunner.keys(of: check).map { Key(name: $0.name, isRequired: $0.isRequired) }
      answers = check.kind.answers
    }
  }
  let checks: [Item]
}

extension IntakeFault {
  static let noCheckKey = IntakeFault(
    .unauthorized, "no-key", "the request carries neither a valid key nor a session",
    "send Authorization: Bearer and a key of lantian intake create-key NAME --for checks")

  init(_ fault: CheckInputError) {
    let parts = fault.description.split(separator: "; ", maxSplits: 1).map(String.init)
    self.init(
      .unprocessableContent, "bad-field", parts.first ?? "", parts.count == 2 ? parts[1] : "",
      field: fault.key)
  }

  /// A row of the log of entries that was not written: its site is none.
  init(_ error: RegisterError) {
    self.init(
      .unprocessableContent, "bad-field", "\(error)",
      "name a site by the number of its row; nothing was written down", field: "site")
  }
}
