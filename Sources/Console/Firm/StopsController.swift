import ActionPlan
import Detection
import GRDB
import Hummingbird
import Ledger
import NIOPosix

/// Declares stops of a firm beforehand, and withdraws them.
struct StopsController {
  let subjects: ConsoleSubjects
  let pages: Pages

  func addRoutes(to routes: some RouterMethods<SignedInContext>) {
    routes.get("firm/:firm/stops/new", use: new)
    routes.post("firm/:firm/stops", use: declare)
    routes.post("firm/:firm/stops/:stop/withdrawal", use: withdraw)
    routes.get("firm/:firm/stops/:stop/photo", use: photo)
  }

  @Sendable func new(request: Request, context: SignedInContext) async throws -> Response {
    try await form(context)
  }

  /// What is over its limit when it is declared is kept with it.
  @Sendable func declare(request: Request, context: SignedInContext) async throws -> Response {
    let firm = try FirmController.firm(.declareStop, context)
    let (sent, account, plan, now) = (
      context.visit.form, context.account, subjects.plan, subjects.now()
    )
    let texts = pages.texts(context)
    var photo: StagedAttachment?
    if let file = sent.file("photo") {
      do {
        photo = try await PhotoUpload.stage([file], in: subjects.photos).first
      } catch let fault as AttachmentError {
        return try await form(context, problem: texts(photo: fault))
      }
    }
    let draft = StopDraft(sent, photo: photo, utcOffsetSeconds: plan.utcOffsetSeconds)
    let latest = subjects.latest
    do {
      try await subjects.ledger.write { db in
        let limits = try WatchedLimit.list(facility: firm, plan: plan, now: now, in: db)
        try StopBook.declare(
          draft, of: firm, by: account, requestID: sent.text("request") ?? "", plan: plan,
          exceedances: FirmMonitors.exceedances(limits, latest: latest, now: now), at: now,
          in: db)
      }
    } catch let refusal as StopRefusal {
      return try await form(context, problem: StopWording(texts, pages.time).text(refusal))
    } catch let error as RegisterError {
      guard let register = plan.declarations else { throw error }
      return try await form(
        context, problem: RegisterWording(plan: plan, texts: texts).problem(error, in: register))
    }
    await subjects.hub.publish(.case)
    return .redirect(to: FirmAddress.page(firm) + "#stops", type: .normal)
  }

  @Sendable func withdraw(request: Request, context: SignedInContext) async throws -> Response {
    let firm = try FirmController.firm(.declareStop, context)
    let row = try context.parameters.require("stop", as: Int64.self)
    let (sent, account, plan, now) = (
      context.visit.form, context.account, subjects.plan, subjects.now()
    )
    do {
      try await subjects.ledger.write { db in
        _ = try StopBook.withdraw(
          row, of: firm, ground: sent.text("ground") ?? "", by: account,
          requestID: sent.text("request") ?? "", plan: plan, at: now, in: db)
      }
    } catch StopRefusal.noStop {
      throw PageError.notFound
    } catch let refusal as StopRefusal {
      return try await FirmController(subjects: subjects, pages: pages).page(
        context, problem: StopWording(pages.texts(context), pages.time).text(refusal))
    }
    await subjects.hub.publish(.case)
    return .redirect(to: FirmAddress.page(firm) + "#stops", type: .normal)
  }

  @Sendable func photo(request: Request, context: SignedInContext) async throws -> Response {
    let firm = try FirmController.firm(.viewFacility, context)
    let row = try context.parameters.require("stop", as: Int64.self)
    let plan = subjects.plan
    let attachment = try await subjects.ledger.read { db -> Attachment? in
      let stop = try StopBook.list(facility: firm, plan: plan, in: db)
        .first { $0.rows.contains(row) }
      return try stop?.photo.flatMap { try Attachments.find($0, in: db) }
    }
    guard let attachment else { throw PageError.notFound }
    let store = subjects.photos
    let bytes = try await NIOThreadPool.singleton.runIfActive {
      try store.publicCopy(attachment)
    }
    return AttachmentAnswer.response(attachment, bytes, cacheControl: "private, no-cache")
  }

  private func form(_ context: SignedInContext, problem: String = "") async throws -> Response {
    let firm = try FirmController.firm(.declareStop, context)
    let (texts, plan) = (pages.texts(context), subjects.plan)
    let (facility, points, measured) = try await subjects.ledger.read { db in
      let points = try Points.list(facility: firm, in: db)
      let own = Set(points.map(\.id))
      let measured = try Bindings.list(in: db).filter { own.contains($0.point) }.map(\.quantity)
      return (try Facilities.find(firm, in: db), points, Set(measured))
    }
    guard let facility, plan.declarations != nil else { throw PageError.notFound }
    let view = StopFormView(
      facility, points: points, measured: measured, form: context.visit.form, plan: plan,
      texts: texts, time: pages.time, now: subjects.now(), problem: problem)
    return pages.show(
      "firm/stop", view, title: view.title, context: context,
      status: problem.isEmpty ? .ok : .unprocessableContent)
  }
}

extension StopDraft {
  /// What a form holds, apart from its photo.
  init(_ form: SubmittedForm, photo: StagedAttachment?, utcOffsetSeconds: Int) {
    func instant(_ name: String) -> Int? {
      form.text(name).flatMap { CalendarDate.instant($0, utcOffsetSeconds: utcOffsetSeconds) }
    }
    self.init(
      kind: form.text("kind") ?? "", points: form.texts("point").filter { !$0.isEmpty },
      factors: form.texts("factor").filter { !$0.isEmpty }, from: instant("from"),
      until: instant("until"), reason: form.text("reason") ?? "", photo: photo)
  }
}

/// Why a stop was not declared or withdrawn, in the page's language.
struct StopWording: Sendable {
  let texts: Texts
  let time: LocalTime

  init(_ texts: Texts, _ time: LocalTime) {
    self.texts = texts
    self.time = time
  }

  func text(_ refusal: StopRefusal) -> String {
    var values: [String: String] = [:]
    switch refusal {
    case .backdated(let earliest): values["earliest"] = time.minute(earliest)
    case .tooLong(let days): values["days"] = "\(days)"
    case .tooMany(let limit): values["limit"] = "\(limit)"
    default: break
    }
    return texts("firm.refusal-\(refusal.code)", values)
  }
}
