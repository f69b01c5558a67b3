import HTTPTypes
import Hummingbird
import Ledger

/// Signing in and out.
struct SigningController {
  let accounts: Accounts
  let sessions: SignedInSessions
  let services: OutsideServices
  let pages: Pages
  let limiter: RateLimiter
  let now: @Sendable () -> Int

  private var entry: SignInEntry { SignInEntry(sessions: sessions) }

  /// Per source address: ten at once, then one each six seconds.
  static let attempts = RateLimiter.Rule(name: "sign-in", burst: 10, refillSeconds: 6)

  func addRoutes(to routes: some RouterMethods<ConsoleContext>) {
    routes.get("sign-in", use: form)
    routes.post("sign-in", use: open)
    routes.get("sign-in/code", use: codeForm)
    routes.post("sign-in/code", use: finish)
    routes.post("sign-out", use: close)
  }

  @Sendable func form(request: Request, context: ConsoleContext) throws -> Response {
    if let account = context.visit.account {
      return .redirect(to: Destination.home(of: account), type: .normal)
    }
    let next = LocalPath.checked(request.uri.queryParameters.get("next")) ?? ""
    return show(name: "", next: next, problem: nil, context: context)
  }

  @Sendable func open(request: Request, context: ConsoleContext) async throws -> Response {
    let form = context.visit.form
    let texts = pages.texts(context)
    let next = LocalPath.checked(form.text("next"))
    func again(_ problem: String, _ status: HTTPResponse.Status) -> Response {
      show(
        name: form.text("name") ?? "", next: next ?? "", problem: problem, context: context,
        status: status)
    }
    try limiter.require(Self.attempts, source: context.visit.sourceAddress, now: now())
    guard let name = form.text("name"), let password = form.fields["password"]?.first,
      !password.isEmpty
    else { return again(texts("signing.fillBoth"), .unprocessableContent) }
    let (account, stage): (Account, Accounts.SignInStage)
    do {
      (account, stage) = try await accounts.signIn(
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
    return try await entry.go(
      stage, as: account, next: next, request: request, context: context)
  }

  @Sendable func codeForm(request: Request, context: ConsoleContext) throws -> Response {
    guard context.visit.cookies.value(SiteCookies.code, in: request) != nil else {
      return .redirect(to: "/sign-in", type: .normal)
    }
    let next = LocalPath.checked(request.uri.queryParameters.get("next")) ?? ""
    return showCode(CodeView(next: next, problem: nil), context: context)
  }

  /// The code that the right password asked for.
  @Sendable func finish(request: Request, context: ConsoleContext) async throws -> Response {
    let form = context.visit.form
    let texts = pages.texts(context)
    let next = LocalPath.checked(form.text("next"))
    try limiter.require(Self.attempts, source: context.visit.sourceAddress, now: now())
    guard let token = context.visit.cookies.value(SiteCookies.code, in: request) else {
      return .redirect(to: "/sign-in", type: .normal)
    }
    do {
      let (account, ticket) = try await accounts.signIn(
        token: token, code: form.text("code") ?? "", source: context.visit.sourceAddress,
        agent: request.headers[.userAgent] ?? "")
      return try await entry.enter(
        account, ticket, next: next, request: request, context: context)
    } catch SecondFactorRefusal.wrongCode {
      return showCode(
        CodeView(next: next ?? "", problem: texts("factor.wrongCode")), context: context,
        status: .unauthorized)
    } catch SignInRefusal.locked(let until) {
      let wait = texts.duration(seconds: until - now())
      return showCode(
        CodeView(next: next ?? "", problem: texts("signing.locked", ["duration": wait])),
        context: context, status: .tooManyRequests)
    } catch is SecondFactorRefusal {
      var response = Response.redirect(to: "/sign-in", type: .normal)
      response.setCookie(context.visit.cookies.removal(SiteCookies.code))
      return response
    }
  }

  @Sendable func close(request: Request, context: ConsoleContext) async throws -> Response {
    try await sessions.close(
      token: context.visit.cookies.value(SiteCookies.session, in: request))
    var response = Response.redirect(to: "/", type: .normal)
    response.setCookie(context.visit.cookies.removal(SiteCookies.session))
    return response
  }

  private func showCode(
    _ view: CodeView, context: ConsoleContext, status: HTTPResponse.Status = .ok
  ) -> Response {
    let title = pages.texts(context)("factor.codeTitle")
    return pages.show("signing/code", view, title: title, context: context, status: status)
  }

  private func show(
    name: String, next: String, problem: String?, context: ConsoleContext,
    status: HTTPResponse.Status = .ok
  ) -> Response {
    let texts = pages.texts(context)
    let view = SignInView(
      name: name, next: next, problem: problem, services: services, texts: texts)
    let title = texts("signing.signIn")
    return pages.show("signing/sign-in", view, title: title, context: context, status: status)
  }
}

struct CodeView: Sendable {
  let next: String
  let problem: String?
}

struct SignInView: Sendable {
  struct Way: Sendable {
    let href: String
    let text: String
  }

  let name: String
  let next: String
  let problem: String?
  /// Ways to sign in other than by password.
  let ways: [Way]
  let hasWays: Bool

  init(name: String, next: String, problem: String?, services: OutsideServices, texts: Texts) {
    self.name = name
    self.next = next
    self.problem = problem
    let query = next.isEmpty ? "" : "?next=" + LocalPath.encode(next)
    ways =
      services.signIns.map {
        Way(href: "/sign-in/by/\($0.kind)" + query, text: texts("outside.by-\($0.kind)"))
      } + (services.sms == nil ? [] : [Way(href: "/sign-in/sms", text: texts("outside.sms"))])
    hasWays = !ways.isEmpty
  }
}

extension RateLimiter {
  /// Takes one attempt or refuses with a page that names the wait.
  func require(_ rule: Rule, source: String, now: Int) throws(PageError) {
    guard let wait = take(rule, source: source, now: now) else { return }
    throw PageError(
      .tooManyRequests, "tooMany", values: ["seconds": "\(wait)"], retryAfterSeconds: wait)
  }
}
