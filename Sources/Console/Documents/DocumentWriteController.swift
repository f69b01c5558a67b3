import ActionPlan
import Casework
import GRDB
import HTTPTypes
import Hummingbird
import Ledger
import Logging

/// `/api/cases/ID/documents` and `/api/documents/ID/…`: documents drafted, filled in, read over, signed,
/// served and withdrawn by programs in the name of a person, JSON in and JSON out.
///
/// A session signs the request: a signature is a person's, and no key has one. The session's cookie
/// alone is no danger here: no other site can send JSON in somebody's name.
struct DocumentWriteController {
  let subjects: ConsoleSubjects

  static let bodyLimit = 256 * 1024

  func addRoutes(to routes: some RouterMethods<ConsoleContext>) {
    routes.post("api/cases/:id/documents", use: draft)
    routes.put("api/documents/:id/values", use: edit)
    routes.post("api/documents/:id/reviews", use: review)
    routes.post("api/documents/:id/signature", use: sign)
    routes.post("api/documents/:id/service", use: serve)
    routes.post("api/documents/:id/withdrawal", use: withdraw)
  }

  @Sendable func draft(request: Request, context: ConsoleContext) async throws -> Response {
    await answer(request, context, isOfCase: true, status: .created) {
      (asked, body: DraftBody, db) in
      try DocumentBook.draft(
        body.form, case: asked.id, about: body.about, by: asked.account, requestID: body.request,
        plan: asked.plan, at: asked.now, in: db)
    }
  }

  @Sendable func edit(request: Request, context: ConsoleContext) async throws -> Response {
    await answer(request, context) { (asked, body: ValuesBody, db) in
      try DocumentBook.edit(
        asked.id, values: body.values, by: asked.account, requestID: body.request,
        versionSeen: body.version, plan: asked.plan, at: asked.now, in: db)
    }
  }

  @Sendable func review(request: Request, context: ConsoleContext) async throws -> Response {
    await answer(request, context) { (asked, body: ReviewBody, db) in
      try DocumentBook.review(
        asked.id, as: body.review, opinion: body.opinion, by: asked.account,
        requestID: body.request, versionSeen: body.version, plan: asked.plan, at: asked.now,
        in: db)
    }
  }

  @Sendable func sign(request: Request, context: ConsoleContext) async throws -> Response {
    await answer(request, context) { (asked, body: VersionBody, db) in
      try DocumentBook.issue(
        asked.id, by: asked.account, requestID: body.request, versionSeen: body.version,
        plan: asked.plan, at: asked.now, in: db)
    }
  }

  @Sendable func serve(request: Request, context: ConsoleContext) async throws -> Response {
    await answer(request, context) { (asked, body: ServiceBody, db) in
      guard let way = DocumentService.Way(rawValue: body.way) else {
        throw IntakeFault.field(
          "way", "\"\(body.way.prefix(40))\" is none",
          "write " + DocumentService.Way.allCases.map(\.rawValue).joined(separator: ", "))
      }
      return try DocumentBook.serve(
        asked.id,
        as: ServiceNote(
          way: way, on: body.on, receiver: body.receiver ?? "", time: body.time,
          place: body.place, refusal: body.refusal, witness: body.witness),
        by: asked.account, requestID: body.request, versionSeen: body.version, plan: asked.plan,
        at: asked.now, in: db)
    }
  }

  @Sendable func withdraw(request: Request, context: ConsoleContext) async throws -> Response {
    await answer(request, context) { (asked, body: WithdrawalBody, db) in
      try DocumentBook.withdraw(
        asked.id, ground: body.ground, by: asked.account, requestID: body.request,
        versionSeen: body.version, at: asked.now, in: db)
    }
  }

  /// What is asked about which case or document, by whom and when.
  private struct Asked: Sendable {
    let id: Int64
    let account: Account
    let plan: Plan
    let now: Int
  }

  private func answer<Body: Decodable & Sendable>(
    _ request: Request, _ context: ConsoleContext, isOfCase: Bool = false,
    status: HTTPResponse.Status = .ok,
    _ work: @escaping @Sendable (Asked, Body, Database) throws -> CaseDocument
  ) async -> Response {
    do {
      let asked = try asked(request, context)
      let body: Body =
        isOfCase
        ? try await subjects.aboutCase(asked.id, for: asked.account) { try await read(request) }
        : try await read(request)
      let detail = try await subjects.ledger.write { db in
        let document = try work(asked, body, db)
        guard
          let detail = try DocumentBook.detail(
            document.id, for: asked.account, plan: asked.plan, in: db)
        else { throw DocumentRefusal.unknownDocument(document.id) }
        return detail
      }
      await subjects.hub.publish(.case)
      return JSONAnswer.encode(DocumentDetailAnswer(detail), status: status)
    } catch let fault as IntakeFault {
      return fault.response(request: context.requestNumber)
    } catch let refusal as DocumentRefusal {
      return IntakeFault(refusal).response(request: context.requestNumber)
    } catch let refusal as CaseRefusal {
      return IntakeFault(
        refusal.status, refusal.code, "refused: \(refusal.code)",
        "read Docs/api.md for what each code asks"
      ).response(request: context.requestNumber)
    } catch {
      context.logger.error("a document request failed", metadata: ["error": "\(error)"])
      return IntakeFault(.internalServerError, "failed", "it could not be done", "try again later")
        .response(request: context.requestNumber)
    }
  }

  private func asked(_ request: Request, _ context: ConsoleContext) throws(IntakeFault) -> Asked {
    if request.headers[.authorization] != nil {
      throw IntakeFault(
        .forbidden, "key-is-nobody", "the request carries a key, and documents are people's",
        "send the session of the person in whose name it is done")
    }
    guard let account = context.visit.account, !account.mustChangePassword,
      !account.mustSetUpSecondFactor
    else {
      throw IntakeFault(
        .unauthorized, "no-session", "the request carries no session", "sign in first")
    }
    guard let id = context.parameters.get("id").flatMap({ Int64($0) }) else {
      throw IntakeFault(
        .badRequest, "bad-id", "the address names no number", "write the id of the list")
    }
    return Asked(id: id, account: account, plan: subjects.plan, now: subjects.now())
  }

  private func read<Body: Decodable>(_ request: Request) async throws -> Body {
    try await JSONBody.read(
      request, limit: Self.bodyLimit, shorter: "shorten the texts", saying: "what is asked")
  }

  private struct DraftBody: Decodable, Sendable {
    let request: String
    let form: String
    let about: Int64?
  }

  private struct VersionBody: Decodable, Sendable {
    let request: String
    let version: Int
  }

  private struct ValuesBody: Decodable, Sendable {
    let request: String
    let version: Int
    let values: [String: DocumentValue]
  }

  private struct ReviewBody: Decodable, Sendable {
    let request: String
    let version: Int
    let review: String
    let opinion: String?
  }

  private struct ServiceBody: Decodable, Sendable {
    let request: String
    let version: Int
    let way: String
    let on: String
    let receiver: String?
    let time: String?
    let place: String?
    let refusal: String?
    let witness: String?
  }

  private struct WithdrawalBody: Decodable, Sendable {
    let request: String
    let version: Int
    let ground: String
  }
}

extension IntakeFault {
  init(_ refusal: DocumentRefusal) {
    let named = refusal.values.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
      .joined(separator: ", ")
    self.init(
      refusal.status, refusal.code,
      named.isEmpty ? "refused: \(refusal.code)" : "refused: \(refusal.code) (\(named))",
      "read Docs/api.md for what each code asks", field: refusal.values["field"])
  }
}
