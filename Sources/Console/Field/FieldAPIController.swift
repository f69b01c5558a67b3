import ActionPlan
import Casework
import Crypto
import HTTPTypes
import Hummingbird
import Ledger
import Logging
import NIOCore
import NIOPosix

/// `/api/field`: what phones fetch before a day without a network and bring back after it.
///
/// Neither a photo's `PUT` nor JSON can be sent by another site in somebody's name.
struct FieldAPIController {
  let subjects: ConsoleSubjects
  let pages: Pages
  private let uploads = UploadSlots()

  init(subjects: ConsoleSubjects, pages: Pages) {
    self.subjects = subjects
    self.pages = pages
  }

  func addRoutes(to routes: some RouterMethods<ConsoleContext>) {
    routes.get("api/field/day", use: day)
    routes.get("api/field/cases/:id/photos/:photo", use: smallPhoto)
    routes.put("api/field/photos/:sha256", use: keepPhoto)
    routes.post("api/field/items", use: take)
  }

  @Sendable func day(request: Request, context: ConsoleContext) async throws -> Response {
    await answer(request, context) { account, session in
      let reader = reader(account, session, context.visit.language)
      return JSONAnswer.encode(try await subjects.ledger.read { db in try reader.read(in: db) })
    }
  }

  /// A photo of a case, small and without what its camera wrote, to be kept on the phone.
  @Sendable func smallPhoto(request: Request, context: ConsoleContext) async throws -> Response {
    await answer(request, context) { account, _ in
      guard let id = context.parameters.get("id", as: Int64.self),
        let photo = context.parameters.get("photo", as: Int64.self),
        let attachment = try await subjects.ledger.read({ db in
          try CasePhotos.find(photo, of: id, for: account, in: db)
        })
      else { throw Self.noPhoto }
      let photos = subjects.photos
      let small = try await NIOThreadPool.singleton.runIfActive {
        SmallPhoto.make(of: try photos.publicCopy(attachment))
      }
      guard let small, let type = MediaType(sniffing: small) else { throw Self.noPhoto }
      return Response(
        status: .ok,
        headers: [.contentType: type.rawValue, .cacheControl: "no-store"],
        body: ResponseBody(byteBuffer: ByteBuffer(bytes: small)))
    }
  }

  private static let noPhoto = IntakeFault(
    .notFound, "no-photo",
    "the account sees no such photo of such a case, or none that can be small",
    "take photos that the day names")

  /// Keeps a photo until what it belongs to arrives; sending it again renews it.
  @Sendable func keepPhoto(request: Request, context: ConsoleContext) async throws -> Response {
    await answer(request, context) { account, _ in
      let claimed = try context.parameters.require("sha256")
      guard uploads.take(.account(account.id)) else { throw IntakeFault.busy }
      defer { uploads.giveBack(.account(account.id)) }
      let body: ByteBuffer
      do {
        body = try await request.body.collect(upTo: AttachmentStore.byteLimit)
      } catch is NIOTooManyBytesError {
        throw IntakeFault.tooLarge
      }
      let photos = subjects.photos
      let bytes = Array(body.readableBytesView)
      let found = Array(SHA256.hash(data: bytes)).hex
      guard found == claimed else {
        throw IntakeFault(
          .unprocessableContent, "other-photo", "the photo's SHA-256 is \(found)",
          "send the bytes that were hashed", field: "sha256")
      }
      let staged = try await NIOThreadPool.singleton.runIfActive { try photos.stage(bytes) }
      let now = subjects.now()
      try await subjects.ledger.write { db in
        try FieldPhotos.arrived(staged.sha256, from: account, at: now, in: db)
      }
      return JSONAnswer.encode(PhotoAnswer(sha256: staged.sha256))
    }
  }

  /// One thing that was done; sent again it is done once, and the answer is the first one.
  @Sendable func take(request: Request, context: ConsoleContext) async throws -> Response {
    await answer(request, context) { account, session in
      let body = try await FieldBody.read(request)
      do {
        return try await take(body, account, session)
      } catch let refusal as CaseRefusal {
        return try await refused(refusal, body, account, session, context)
      } catch let refusal as FieldRefusal {
        return try await refused(refusal, body, account, session, context)
      }
    }
  }

  private func take(
    _ body: FieldBody, _ account: Account, _ session: Session
  ) async throws -> Response {
    let (plan, now) = (subjects.plan, subjects.now())
    let staged = try await waiting(body.photos ?? [], account, now)
    let item = try body.item(photos: staged, plan: plan, now: now)
    let reader = reader(account, session).cases
    let answer = try await subjects.ledger.write { db -> FieldAnswer in
      let receipt = try FieldBook.take(item, from: account, plan: plan, at: now, in: db)
      let file = try receipt.caseID.flatMap { try CaseBook.find($0, for: account, in: db) }
      return FieldAnswer(
        request: item.requestID, receipt: receipt,
        case: try file.map { try reader.read($0, in: db) })
    }
    if answer.receipt.caseID != nil { await subjects.hub.publish(.case) }
    return JSONAnswer.encode(answer)
  }

  /// The photos that an item names, in its order.
  ///
  /// - Throws: `FieldRefusal.photosMissing` where some have not come, or are gone.
  private func waiting(
    _ photos: [FieldBody.Photo], _ account: Account, _ now: Int
  ) async throws -> [StagedAttachment] {
    guard photos.count <= StepEvidence.photoLimit else {
      throw CaseRefusal.tooManyPhotos(found: photos.count, limit: StepEvidence.photoLimit)
    }
    let (hashes, store) = (photos.map(\.sha256), subjects.photos)
    let known = try await subjects.ledger.read { db in
      try FieldPhotos.known(hashes, from: account, at: now, in: db)
    }
    var staged: [StagedAttachment] = []
    var missing: [String] = []
    for sha256 in hashes {
      let found =
        known.contains(sha256)
        ? try await NIOThreadPool.singleton.runIfActive { try store.waiting(sha256) } : nil
      if let found { staged.append(found) } else { missing.append(sha256) }
    }
    guard missing.isEmpty else { throw FieldRefusal.photosMissing(missing) }
    return staged
  }

  private func reader(
    _ account: Account, _ session: Session, _ language: Language = .zh
  ) -> FieldDayReader {
    FieldDayReader(
      subjects: subjects, pages: pages, account: account, session: session, language: language,
      now: subjects.now())
  }

  /// A refusal with the case as it stands now, so that a person sees both sides.
  private func refused(
    _ refusal: any Error, _ body: FieldBody, _ account: Account, _ session: Session,
    _ context: ConsoleContext
  ) async throws -> Response {
    let reader = reader(account, session).cases
    let file = try await subjects.ledger.read { db in
      try body.case.flatMap { try CaseBook.find($0, for: account, in: db) }
    }
    let present = try await subjects.ledger.read { db in
      try file.map { try reader.read($0, in: db) }
    }
    let procedure = file.flatMap { subjects.plan.procedure($0.procedure) }
    let wording = FieldRefusalWording(plan: subjects.plan, reader: reader, procedure: procedure)
    let refused = wording.refusal(refusal, request: context.requestNumber)
    return JSONAnswer.encode(
      FieldRefusalAnswer(
        error: refused.detail, said: refused.said, missing: refused.missing, case: present),
      status: refused.status)
  }

  private func answer(
    _ request: Request, _ context: ConsoleContext,
    _ work: (Account, Session) async throws -> Response
  ) async -> Response {
    do {
      guard let account = context.visit.account, let session = context.visit.session else {
        throw IntakeFault(
          .unauthorized, "no-session", "the request carries no session", "sign in first")
      }
      let person = request.headers[.fieldPerson]
      guard person == nil || person == FieldDayReader.key(of: account) else {
        throw IntakeFault(
          .unauthorized, "other-person", "somebody else is signed in on this phone",
          "sign in as who did it")
      }
      guard Policy.may(account, .workInField) else {
        throw IntakeFault(
          .forbidden, "not-in-field", "the account has no work in the field",
          "sign in as an officer, and finish what signing in asks for")
      }
      return try await work(account, session)
    } catch let fault as IntakeFault {
      return fault.response(request: context.requestNumber)
    } catch let fault as AttachmentError {
      return IntakeFault(fault).response(request: context.requestNumber)
    } catch {
      context.logger.error("a field request failed", metadata: ["error": "\(error)"])
      return IntakeFault(.internalServerError, "failed", "it could not be done", "try again later")
        .response(request: context.requestNumber)
    }
  }
}

extension HTTPField.Name {
  /// Whose things a phone sends, as its day said: nobody's are taken for somebody else's who has signed in
  /// on the phone meanwhile.
  static let fieldPerson = Self("Lantian-Person")!
}

struct PhotoAnswer: Encodable, Sendable {
  let sha256: String
}

struct FieldAnswer: Encodable, Sendable {
  let request: String
  let receipt: FieldReceipt
  /// The case as it stands now, where it still is the account's business.
  let `case`: FieldCase?
}

struct FieldRefusalAnswer: Encodable, Sendable {
  let error: JSONError.Detail
  /// For the person, in both languages.
  let said: Label
  /// Hashes of photos that have to be sent first.
  let missing: [String]?
  let `case`: FieldCase?
}
