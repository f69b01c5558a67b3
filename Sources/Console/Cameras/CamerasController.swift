import ActionPlan
import Casework
import HTTPTypes
import Hummingbird
import Ledger
import NIOCore
import NIOPosix

/// Alarms of cameras, looked through one after the other by the duty desk.
struct CamerasController {
  let subjects: ConsoleSubjects
  let pages: Pages

  func addRoutes(to routes: some RouterMethods<SignedInContext>) {
    routes.get("cameras", use: show)
    routes.get("cameras/live", use: live)
    routes.get("cameras/alarms/:alarm/picture", use: picture)
    routes.post("cameras/alarms/:alarm/verdicts", use: judge)
    routes.post("cameras/alarms/:alarm/undo", use: takeBack)
  }

  @Sendable func show(request: Request, context: SignedInContext) async throws -> Response {
    let title = pages.texts(context)("cameras.title")
    return pages.show(
      "cameras/triage", try await view(request, context), title: title, context: context)
  }

  /// The parts of the page that change, for `live.js`.
  @Sendable func live(request: Request, context: SignedInContext) async throws -> Response {
    pages.fragment("cameras/fragment", try await view(request, context), context: context)
  }

  private func view(_ request: Request, _ context: SignedInContext) async throws -> TriageView {
    let account = context.account
    guard Policy.may(account, .viewAlarms) else { throw PageError.forbidden }
    let parameters = request.uri.queryParameters
    func id(_ name: String) -> Int64? { parameters.get(name).flatMap { Int64($0) } }
    let (asked, done, plan, now) = (id("alarm"), id("done"), subjects.plan, subjects.now())
    let reading = try await subjects.ledger.read { db in
      try TriageReading.read(asked, done: done, account: account, plan: plan, in: db)
    }
    if asked != nil, reading.alarm == nil { throw PageError.notFound }
    let texts = pages.texts(context)
    let problem = parameters.get("problem").flatMap { code in
      pages.catalogue.label("cameras.problem-\(code)").map { texts($0) }
    }
    return TriageView(
      reading, account: account, problem: problem ?? "",
      names: PlanNames(plan: plan, texts: texts), time: pages.time, now: now)
  }

  /// The picture as it was sent for who judges, without what the camera wrote into it for others.
  @Sendable func picture(request: Request, context: SignedInContext) async throws -> Response {
    guard Policy.may(context.account, .viewAlarms) else { throw PageError.forbidden }
    let id = try context.parameters.require("alarm", as: Int64.self)
    let attachment = try await subjects.ledger.read { db in
      try AlarmDesk.find(id, in: db).flatMap { try Attachments.find($0.alarm.picture, in: db) }
    }
    guard let attachment else { throw PageError.notFound }
    let photos = subjects.photos
    let isForDesk = Policy.may(context.account, .judgeAlarm)
    let bytes = try await NIOThreadPool.singleton.runIfActive {
      try isForDesk ? photos.original(attachment) : photos.publicCopy(attachment)
    }
    return AttachmentAnswer.response(attachment, bytes, cacheControl: "private, max-age=86400")
  }

  /// Takes a verdict and goes on to the next alarm.
  @Sendable func judge(request: Request, context: SignedInContext) async throws -> Response {
    let (id, form) = (try alarm(context), context.visit.form)
    guard let verdict = form.text("verdict").flatMap(AlarmVerdict.init(rawValue:)) else {
      throw PageError(.badRequest, "badForm")
    }
    let (account, plan, now) = (context.account, subjects.plan, subjects.now())
    let given = form.text("note") ?? ""
    // The step that ends a case needs a note; a look at the picture is its ground.
    let note =
      given.isEmpty && verdict == .nothing ? pages.texts(context)("cameras.noteFalse") : given
    let unit = form.text("unit").flatMap { $0.isEmpty ? nil : $0 }
    return try await answer(id, done: "/cameras?done=\(id)") {
      _ = try await subjects.ledger.write { db in
        try AlarmDesk.judge(
          id, as: verdict, note: note, sendTo: unit, by: account,
          requestID: form.text("request") ?? "", plan: plan, at: now, in: db)
      }
    }
  }

  @Sendable func takeBack(request: Request, context: SignedInContext) async throws -> Response {
    let id = try alarm(context)
    let (account, plan, now) = (context.account, subjects.plan, subjects.now())
    return try await answer(id, done: "/cameras?alarm=\(id)&done=\(id)") {
      _ = try await subjects.ledger.write { db in
        try AlarmDesk.takeBack(id, by: account, plan: plan, at: now, in: db)
      }
    }
  }

  private func alarm(_ context: SignedInContext) throws -> Int64 {
    guard Policy.may(context.account, .judgeAlarm) else { throw PageError.forbidden }
    return try context.parameters.require("alarm", as: Int64.self)
  }

  private func answer(
    _ id: Int64, done: String, _ change: () async throws -> Void
  ) async throws -> Response {
    do {
      try await change()
    } catch AlarmVerdictRefusal.unknownAlarm {
      throw PageError.notFound
    } catch AlarmVerdictRefusal.notYours {
      throw PageError.forbidden
    } catch let refusal as AlarmVerdictRefusal {
      return .redirect(to: "/cameras?alarm=\(id)&problem=\(refusal.code)", type: .normal)
    } catch is CaseRefusal {
      return .redirect(to: "/cameras?alarm=\(id)&problem=unit", type: .normal)
    }
    await subjects.hub.publish(.case)
    await subjects.hub.publish(.alarm)
    return .redirect(to: done, type: .normal)
  }
}
