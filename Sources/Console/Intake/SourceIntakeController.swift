import ActionPlan
import HTTPTypes
import Hummingbird
import Ledger
import Logging
import NIOCore
import Synchronization

/// `POST /intake/sources/:source`: a platform sends a document of readings.
///
/// The answer comes once the document is on disk, whatever it holds. Described for its reader in
/// `Docs/integrator-readings.md`.
final class SourceIntakeController: Sendable {
  /// Documents held in memory at the same time.
  static let greatestUploads = 16
  /// Requests without a valid key, per source address.
  static let refusals = RateLimiter.Rule(name: "readings-key", burst: 20, refillSeconds: 3)

  private let subjects: ConsoleSubjects
  private let limiter: RateLimiter
  private let uploads = Mutex(0)

  init(subjects: ConsoleSubjects, limiter: RateLimiter) {
    self.subjects = subjects
    self.limiter = limiter
  }

  func addRoutes(to routes: some RouterMethods<ConsoleContext>) {
    routes.post("intake/sources/:source", use: submit)
  }

  @Sendable func submit(request: Request, context: ConsoleContext) async throws -> Response {
    do {
      return try await take(request, context)
    } catch let fault as IntakeFault {
      context.logger.notice(
        "readings refused",
        metadata: ["code": "\(fault.code)", "source": "\(context.sourceAddress)"])
      return fault.response(request: context.requestNumber)
    }
  }

  private func take(_ request: Request, _ context: ConsoleContext) async throws -> Response {
    let id = try context.parameters.require("source")
    let key = try await key(of: request, context)
    guard key.source == id, subjects.plan.source(id)?.kind == .push else {
      throw IntakeFault(
        .forbidden, "other-source", "the key is not one of a source \"\(id)\" that is sent to us",
        "send to the source that lantian intake list names beside the key")
    }
    guard takeUpload() else { throw IntakeFault.manyDocuments }
    defer { uploads.withLock { $0 -= 1 } }
    let body: ByteBuffer
    do {
      body = try await request.body.collect(upTo: subjects.ways.messageLimit)
    } catch is NIOTooManyBytesError {
      throw IntakeFault(
        .contentTooLarge, "too-large",
        "the document has more than \(subjects.ways.messageLimit) bytes", "send it in several")
    }
    do {
      let taken = try await subjects.ways.take(
        id, Array(body.readableBytesView), context.sourceAddress)
      return JSONAnswer.encode(ReadingsAnswer(id, taken))
    } catch TakeRefusal.empty {
      throw IntakeFault(.badRequest, "empty", "the request has no body", "send the document")
    } catch TakeRefusal.notStored(let why) {
      context.logger.error("readings not stored", metadata: ["why": "\(why)"])
      throw IntakeFault.notStored
    }
  }

  private func key(of request: Request, _ context: ConsoleContext) async throws -> IntakeKey {
    let now = subjects.now()
    let parts = (request.headers[.authorization] ?? "").split(separator: " ", maxSplits: 1)
    if parts.count == 2, parts[0].lowercased() == "bearer" {
      let token = String(parts[1]).trimmingBlanks()
      let key = try await subjects.ledger.read { db in
        try IntakeKeys.find(token: token, for: .readings, in: db)
      }
      if let key {
        if now - (key.lastUsedAt ?? 0) >= 60 {
          try await subjects.ledger.write { db in try IntakeKeys.touch(key.id, at: now, in: db) }
        }
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

extension IntakeFault {
  fileprivate static let manyDocuments = IntakeFault(
    .serviceUnavailable, "busy", "too many documents are arriving at once",
    "send the document again after the seconds in Retry-After", retryAfterSeconds: 1)
  fileprivate static let notStored = IntakeFault(
    .serviceUnavailable, "not-stored", "the document could not be stored",
    "send it again after the seconds in Retry-After", retryAfterSeconds: 10)
}

/// What the platform gets.
struct ReadingsAnswer: Encodable, Sendable {
  let source: String
  /// Where the document rests.
  let sequence: Int64
  /// The same bytes came before.
  let `repeat`: Bool
  /// Values that become samples.
  let values: Int
  /// What of it cannot be used and what to do; the first ones.
  let complaints: [String]

  init(_ source: String, _ taken: TakenMessage) {
    self.source = source
    sequence = taken.sequence
    `repeat` = taken.isRepeat
    values = taken.values
    complaints = taken.complaints
  }
}
