import Casework
import HTTPTypes
import Hummingbird
import Ledger
import NIOCore

/// A case's proof: telemetry frozen when somebody asks, everything in one file.
struct EvidenceController {
  let subjects: ConsoleSubjects

  func addRoutes(to routes: some RouterMethods<SignedInContext>) {
    routes.post("cases/:id/freezes", use: freeze)
    routes.post("cases/:id/package", use: package)
  }

  @Sendable func freeze(request: Request, context: SignedInContext) async throws -> Response {
    let file = try await allowed(.freezeEvidence, context)
    let (actor, now) = (Actor.account(context.account.id), subjects.now())
    try await subjects.ledger.write { db in
      try FrozenTelemetry.ask(file.id, by: actor, at: now, in: db)
    }
    await subjects.hub.publish(.case)
    return .redirect(to: "/cases/\(file.id)#proof", type: .normal)
  }

  /// Not a link but a form: that the evidence left the house is written down.
  @Sendable func package(request: Request, context: SignedInContext) async throws -> Response {
    let file = try await allowed(.exportEvidence, context)
    guard let evidenceKey = subjects.evidenceKey else { throw PageError.notFound }
    let (actor, now, photos) = (Actor.account(context.account.id), subjects.now(), subjects.photos)
    try await subjects.ledger.write { db in
      try EvidencePackage.note(file.id, by: actor, at: now, in: db)
    }
    do {
      let bytes = try await subjects.ledger.read { db in
        try EvidencePackage.build(file.id, photos: photos, key: evidenceKey(), in: db)
      }
      let name = EvidencePackage.fileName(of: file.number)
      return Response(
        status: .ok,
        headers: [
          .contentType: "application/x-tar", .cacheControl: "no-store",
          .contentDisposition: "attachment; filename=\"\(name)\"",
        ], body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    } catch EvidenceError.tooLarge {
      throw PageError(.contentTooLarge, "evidenceTooLarge")
    } catch EvidenceError.chainTooLong {
      throw PageError(.conflict, "evidenceChain")
    }
  }

  private func allowed(_ action: Action, _ context: SignedInContext) async throws -> CaseFile {
    let file = try await CaseReading.file(subjects, context)
    guard Policy.may(context.account, action, .caseFile(file.relation)) else {
      throw PageError.forbidden
    }
    return file
  }
}
