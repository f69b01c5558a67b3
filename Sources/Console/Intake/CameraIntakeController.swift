import Casework
import Foundation
import HTTPTypes
import Hummingbird
import Ledger
import Logging
import NIOCore
import Synchronization

/// `POST /intake/cameras/alarms`: a camera platform reports what it saw, with a picture.
///
/// Described for its reader in `Docs/integrator-camera-intake.md`.
final class CameraIntakeController: Sendable {
  /// A picture in base64, and the fields around it.
  static let bodyLimit = AttachmentStore.byteLimit / 3 * 4 + 64 * 1024
  /// Alarms held in memory at the same time.
  static let greatestUploads = 8
  /// Requests without a valid key, per source address.
  static let refusals = RateLimiter.Rule(name: "intake-key", burst: 20, refillSeconds: 3)

  private let subjects: ConsoleSubjects
  private let limiter: RateLimiter
  private let uploads = Mutex(0)

  init(subjects: ConsoleSubjects, limiter: RateLimiter) {
    self.subjects = subjects
    self.limiter = limiter
  }

  func addRoutes(to routes: some RouterMethods<ConsoleContext>) {
    routes.post("intake/cameras/alarms", use: submit)
  }

  @Sendable func submit(request: Request, context: ConsoleContext) async throws -> Response {
    do {
      return try await take(request, context)
    } catch let fault as IntakeFault {
      context.logger.notice(
        "camera alarm refused",
        metadata: ["code": "\(fault.code)", "source": "\(context.sourceAddress)"])
      return fault.response(request: context.requestNumber)
    }
  }

  private func take(_ request: Request, _ context: ConsoleContext) async throws -> Response {
    let key = try await key(of: request, context)
    guard takeUpload() else { throw IntakeFault.busy }
    defer { uploads.withLock { $0 -= 1 } }
    let body = try await AlarmBody.read(request, limit: Self.bodyLimit)
    let picture: StagedAttachment
    do {
      picture = try await PhotoUpload.stage([body.picture], in: subjects.photos)[0]
    } catch let fault as AttachmentError {
      throw IntakeFault(fault)
    }
    let draft = AlarmDraft(
      camera: body.camera, alarm: body.alarm, kind: body.kind, occurredAt: body.at,
      picture: picture, position: body.position)
    let (plan, now) = (subjects.plan, subjects.now())
    do {
      let receipt = try await subjects.ledger.write { db in
        try CameraAlarms.submit(draft, key: key, plan: plan, at: now, in: db)
      }
      if !receipt.isRepeat {
        await subjects.hub.publish(.case)
        await subjects.hub.publish(.alarm)
      }
      return JSONAnswer.encode(AlarmAnswer(draft, receipt), status: .created)
    } catch let refusal as AlarmRefusal {
      throw IntakeFault(refusal)
    }
  }

  private func key(of request: Request, _ context: ConsoleContext) async throws -> IntakeKey {
    let now = subjects.now()
    let given = request.headers[.authorization] ?? ""
    let parts = given.split(separator: " ", maxSplits: 1)
    if parts.count == 2, parts[0].lowercased() == "bearer" {
      let token = String(parts[1]).trimmingBlanks()
      let key = try await subjects.ledger.read { db in
        try IntakeKeys.find(token: token, for: .cameras, in: db)
      }
      if let key {
        try await subjects.ledger.write { db in try IntakeKeys.touch(key.id, at: now, in: db) }
        return key
      }
    }
    if let wait = limiter.take(Self.refusals, source: context.sourceAddress, now: now) {
      throw IntakeFault.tooMany(wait)
    }
    throw IntakeFault.noKey
  }

  private func takeUpload() -> Bool {
    uploads.withLock { count in
      guard count < Self.greatestUploads else { return false }
      count += 1
      return true
    }
  }
}

/// What the platform gets: the same for a repeat.
struct AlarmAnswer: Encodable, Sendable {
  struct Case: Encodable, Sendable {
    let id: Int64
    let number: String
  }
  let camera: String
  let alarm: String
  let `case`: Case
  /// It was one more sight of what had opened the case.
  let joined: Bool

  init(_ draft: AlarmDraft, _ receipt: AlarmReceipt) {
    camera = draft.camera
    alarm = draft.alarm
    `case` = Case(id: receipt.file.id, number: receipt.file.number)
    joined = receipt.isJoined
  }
}
