import HTTPTypes
import Hummingbird
import Ledger
import Logging

/// Signing in by a code sent to a phone: field staff and contacts of firms.
struct SMSController {
  /// Per source address: five at once, then one each minute.
  static let messages = RateLimiter.Rule(name: "sign-in-sms", burst: 5, refillSeconds: 60)

  let subjects: ConsoleSubjects
  let entry: SignInEntry
  let pages: Pages
  let limiter: RateLimiter

  func addRoutes(to routes: some RouterMethods<ConsoleContext>) {
    routes.get("sign-in/sms", use: form)
    routes.post("sign-in/sms", use: send)
    routes.post("sign-in/sms/code", use: finish)
  }

  @Sendable func form(request: Request, context: ConsoleContext) throws -> Response {
    _ = try service()
    return show(SMSView(phone: "", isSent: false, problem: nil), context)
  }

  /// Whether anybody has the number is not told.
  @Sendable func send(request: Request, context: ConsoleContext) async throws -> Response {
    let service = try service()
    try limiter.require(
      Self.messages, source: context.visit.sourceAddress, now: subjects.now())
    let texts = pages.texts(context)
    let typed = context.visit.form.text("phone") ?? ""
    guard let phone = SMSCodes.canonical(typed) else {
      return show(
        SMSView(phone: typed, isSent: false, problem: texts("outside.badPhone")), context,
        status: .unprocessableContent)
    }
    do {
      try await subjects.accounts.sendCode(to: phone, by: service, call: subjects.outside.call)
    } catch let refusal as OutsideRefusal {
      // Told as sent all the same: another answer would tell whose numbers are known.
      context.logger.error("a code was not sent", metadata: ["why": "\(refusal)"])
    }
    return show(SMSView(phone: phone, isSent: true, problem: nil), context)
  }

  @Sendable func finish(request: Request, context: ConsoleContext) async throws -> Response {
    _ = try service()
    try limiter.require(
      SigningController.attempts, source: context.visit.sourceAddress, now: subjects.now())
    let form = context.visit.form
    let phone = form.text("phone") ?? ""
    do {
      let (account, stage) = try await subjects.accounts.signIn(
        phone: phone, code: form.text("code") ?? "", agent: request.headers[.userAgent] ?? "")
      return try await entry.go(
        stage, as: account, next: nil, request: request, context: context)
    } catch SignInRefusal.wrong {
      return show(
        SMSView(phone: phone, isSent: true, problem: pages.texts(context)("outside.wrongCode")),
        context, status: .unauthorized)
    }
  }

  private func service() throws(PageError) -> SMSService {
    guard let service = subjects.outside.sms else { throw .notFound }
    return service
  }

  private func show(
    _ view: SMSView, _ context: ConsoleContext, status: HTTPResponse.Status = .ok
  ) -> Response {
    pages.show(
      "signing/sms", view, title: pages.texts(context)("outside.sms"), context: context,
      status: status)
  }
}

struct SMSView: Sendable {
  let phone: String
  let isSent: Bool
  let problem: String?
}
