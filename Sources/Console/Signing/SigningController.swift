import HTTPTypes
import Hummingbird
import Ledger

/// Signing in and out.
struct SigningController {
  let accounts: Accounts
  let sessions: SignedInSessions
  let pages: Pages
  let limiter: RateLimiter
  let now: @Sendable () -> Int

  /// Per source address: ten at once, then one each six seconds.
  static let attempts = RateLimiter.Rule(name: "sign-in", burst: 10, refillSeconds: 6)

  func addRoutes(to routes: some RouterMethods<ConsoleContext>) {
    routes.get("sign-in", use: form)
    routes.post("sign-in", use: open)
    routes.post("sign-out", use: close)
  }

  @Sendable func form(request: Request, context: ConsoleContext) throws -> Response {
    if let account = context.visit.account {
      return .redirect(to: Destination.home(of: account), type: .normal)
    }
    let next = LocalPath.checked(request.uri.queryParameters.get("next")) ?? ""
    return show(SignInView(name: "", next: next, problem: nil), context: context)
  }

  @Sendable func open(request: Request, context: ConsoleContext) async throws -> Response {
    let form = context.visit.form
    let texts = pages.texts(context)
    let next = LocalPath.checked(form.text("next"))
    func again(_ problem: String, _ status: HTTPResponse.Status) -> Response {
      show(
        SignInView(name: form.text("name") ?? "", next: next ?? "", problem: problem),
        context: context, status: status)
    }
    try limiter.require(Self.attempts, source: context.visit.sourceAddress, now: now())
    guard let name = form.text("name"), let password = form.fields["password"]?.first,
      !password.isEmpty
    else { return again(texts("signing.fillBoth"), .unprocessableContent) }
    let (account, ticket): (Account, SessionTicket)
    do {
      (account, ticket) = try await accounts.signIn(
        name: name, password: password, source: context.visit.sourceAddress,
        agent: request.headers[.userAgent] ?? "")
    } catch SignInRefusal.wrong {
      return again(texts("signing.wrong"), .unauthorized)
    } catch SignInRefusal.locked(let until) {
      let wait = texts.duration(seconds: until - now())
      return again(texts("signing.locked", ["duration": wait]), .tooManyRequests)
    } catch is PasswordHasher.Busy {
      throw PageError.busy
    }
    // A session of before ends: nobody carries one over from a guest or another account.
    try await sessions.close(
      token: context.visit.cookies.value(SiteCookies.session, in: request))
    let target = account.mustChangePassword ? "/password" : next ?? Destination.home(of: account)
    var response = Response.redirect(to: target, type: .normal)
    response.setCookie(
      context.visit.cookies.make(
        SiteCookies.session, ticket.token, seconds: Sessions.absoluteSeconds))
    response.setCookie(context.visit.cookies.removal(SiteCookies.guest))
    return response
  }

  @Sendable func close(request: Request, context: ConsoleContext) async throws -> Response {
    try await sessions.close(
      token: context.visit.cookies.value(SiteCookies.session, in: request))
    var response = Response.redirect(to: "/", type: .normal)
    response.setCookie(context.visit.cookies.removal(SiteCookies.session))
    return response
  }

  private func show(
    _ view: SignInView, context: ConsoleContext, status: HTTPResponse.Status = .ok
  ) -> Response {
    let title = pages.texts(context)("signing.signIn")
    return pages.show("signing/sign-in", view, title: title, context: context, status: status)
  }
}

struct SignInView: Sendable {
  let name: String
  let next: String
  let problem: String?
}

extension RateLimiter {
  /// Takes one attempt or refuses with a page that names the wait.
  func require(_ rule: Rule, source: String, now: Int) throws(PageError) {
    guard let wait = take(rule, source: source, now: now) else { return }
    throw PageError(
      .tooManyRequests, "tooMany", values: ["seconds": "\(wait)"], retryAfterSeconds: wait)
  }
}
