import ActionPlan
import Casework
import Foundation
import HTTPTypes
import Hummingbird
import Ledger

/// `/api/cases/ID`: one case for programs, and its steps, acts and notes, JSON in and JSON out. A page's
/// forms do the same under the same rules.
struct CaseWorkAPIController {
  let subjects: ConsoleSubjects
  let asker: CaseAsker
  private let uploads = UploadSlots()

  init(subjects: ConsoleSubjects, asker: CaseAsker) {
    self.subjects = subjects
    self.asker = asker
  }

  func addRoutes(to routes: some RouterMethods<ConsoleContext>) {
    routes.get("api/cases/:id", use: show)
    routes.post("api/cases/:id/steps/:step", use: take)
    routes.post("api/cases/:id/acts/:act", use: act)
    routes.post("api/cases/:id/notes", use: annotate)
  }

  /// The case and what the account may do with it now.
  @Sendable func show(request: Request, context: ConsoleContext) async throws -> Response {
    await asker.answer(request, context) { account in
      let (id, plan, now) = (try id(context), subjects.plan, subjects.now())
      let detail = try await subjects.ledger.read { db in
        try CaseBook.detail(id, for: account, plan: plan, at: now, in: db)
      }
      guard let detail else { throw CaseRefusal.unknownCase(id) }
      return JSONAnswer.encode(CaseDetailAnswer(detail))
    }
  }

  /// Takes a step, or with `skip` leaves it out.
  @Sendable func take(request: Request, context: ConsoleContext) async throws -> Response {
    await change(request, context) { body, id, account, photos in
      let step = name("step", context)
      var evidence = try body.evidence()
      evidence.photos = photos
      let (seen, plan, now) = (try body.versionSeen(), subjects.plan, subjects.now())
      return try await subjects.ledger.write { [evidence] db in
        try CaseBook.take(
          step: step, case: id, by: account, evidence: evidence, isSkip: body.skip ?? false,
          requestID: body.request, versionSeen: seen, plan: plan, at: now, in: db)
      }
    }
  }

  /// Does something beside the steps.
  @Sendable func act(request: Request, context: ConsoleContext) async throws -> Response {
    await change(request, context) { body, id, account, photos in
      let named = name("act", context)
      guard let name = CaseAct.Name(rawValue: named) else {
        throw IntakeFault(
          .notFound, "no-such-act", "\"\(named.prefix(40))\" is no act",
          "name one that GET /api/cases/ID lists")
      }
      let act = try body.act(name)
      let evidence = StepEvidence(note: body.note, photos: photos)
      let (seen, plan, now) = (try body.versionSeen(), subjects.plan, subjects.now())
      return try await subjects.ledger.write { db in
        try CaseBook.act(
          act, case: id, by: account, evidence: evidence, requestID: body.request,
          versionSeen: seen, plan: plan, at: now, in: db)
      }
    }
  }

  @Sendable func annotate(request: Request, context: ConsoleContext) async throws -> Response {
    await change(request, context) { body, id, account, photos in
      let now = subjects.now()
      return try await subjects.ledger.write { db in
        try CaseBook.annotate(
          case: id, by: account, note: body.note, photos: photos, requestID: body.request, at: now,
          in: db)
      }
    }
  }

  private func change(
    _ request: Request, _ context: ConsoleContext,
    _ work: (CaseWorkBody, Int64, Account, [StagedAttachment]) async throws -> CaseFile
  ) async -> Response {
    await asker.answer(request, context) { account in
      let id = try id(context)
      let after = try await subjects.aboutCase(id, for: account) {
        let body = try await read(request, of: account)
        // Before any photo is written: who may not see the case leaves nothing behind.
        if body.photos?.isEmpty == false {
          let isSeen = try await subjects.ledger.read { db in
            try CaseBook.find(id, for: account, in: db) != nil
          }
          guard isSeen else { throw CaseRefusal.unknownCase(id) }
        }
        let photos = try await body.stagePhotos(in: subjects.photos)
        return try await work(body, id, account, photos)
      }
      await subjects.hub.publish(.case)
      return JSONAnswer.encode(CaseChangedAnswer(after))
    }
  }

  /// What may be large is held in memory for few at a time.
  private func read(_ request: Request, of account: Account) async throws -> CaseWorkBody {
    let length = request.headers[.contentLength].flatMap { Int($0) } ?? .max
    guard length > Self.smallBody else { return try await CaseWorkBody.read(request) }
    let sender = UploadSlots.Sender.account(account.id)
    guard uploads.take(sender) else {
      throw IntakeFault(
        .serviceUnavailable, "busy", "too many uploads at once",
        "send again after the seconds in Retry-After", retryAfterSeconds: 5)
    }
    defer { uploads.giveBack(sender) }
    return try await CaseWorkBody.read(request)
  }

  /// Bytes of a request without photos.
  private static let smallBody = 64 * 1024

  /// A part of the address, decoded.
  private func name(_ part: String, _ context: ConsoleContext) -> String {
    let given = context.parameters.get(part) ?? ""
    return given.removingPercentEncoding ?? given
  }

  private func id(_ context: ConsoleContext) throws -> Int64 {
    guard let id = context.parameters.get("id").flatMap({ Int64($0) }) else {
      throw IntakeFault(
        .notFound, "unknown-case", "the address names no case", "look it up with GET /api/cases")
    }
    return id
  }
}
