import HTTPTypes
import Hummingbird
import Ledger
import Logging

/// Signing in by somebody else's service: single sign-on, DingTalk, WeCom.
struct OutsideController {
  let subjects: ConsoleSubjects
  let entry: SignInEntry
  let pages: Pages
  let limiter: RateLimiter

  func addRoutes(to routes: some RouterMethods<ConsoleContext>) {
    routes.get("sign-in/by/:kind", use: leave)
    routes.get("sign-in/by/:kind/answer", use: comeBack)
    routes.get("account/identities/:kind", use: leaveToBind)
    routes.post("account/identities/:kind/removal", use: unbind)
  }

  /// Sends the browser to the service.
  @Sendable func leave(request: Request, context: ConsoleContext) async throws -> Response {
    let next = LocalPath.checked(request.uri.queryParameters.get("next"))
    return try await leave(binding: nil, next: next ?? "", context)
  }

  @Sendable func leaveToBind(request: Request, context: ConsoleContext) async throws -> Response {
    try await leave(binding: try OwnAccount(context).account.id, next: "/account", context)
  }

  private func leave(
    binding: Int64?, next: String, _ context: ConsoleContext
  ) async throws -> Response {
    guard let service = subjects.outside.signIn(context.parameters.get("kind")) else {
      throw PageError.notFound
    }
    try limiter.require(
      SigningController.attempts, source: context.visit.sourceAddress, now: subjects.now())
    let (ticket, browser) = try await subjects.accounts.leave(
      for: service.kind, binding: binding, next: next)
    do {
      let address = try await service.address(for: ticket)
      var response = Response.redirect(to: address, type: .normal)
      response.setCookie(
        context.visit.cookies.make(SiteCookies.outside, browser, seconds: 600))
      return response
    } catch let refusal as OutsideRefusal {
      return refused(refusal, context)
    }
  }

  /// What the service sends the browser back with: `code`, of DingTalk `authCode`.
  @Sendable func comeBack(request: Request, context: ConsoleContext) async throws -> Response {
    guard let service = subjects.outside.signIn(context.parameters.get("kind")) else {
      throw PageError.notFound
    }
    let parameters = request.uri.queryParameters
    let code = parameters.get("code") ?? parameters.get("authCode") ?? ""
    do {
      let back = try await subjects.accounts.comeBack(
        from: service.kind, state: parameters.get("state") ?? "",
        browser: context.visit.cookies.value(SiteCookies.outside, in: request) ?? "")
      guard (1...2_048).contains(code.utf8.count) else { throw OutsideRefusal.notBegun }
      let identity = try await service.identity(
        code: code, ticket: back.ticket, at: subjects.now())
      var response = try await finish(identity, back, request, context)
      response.setCookie(context.visit.cookies.removal(SiteCookies.outside))
      return response
    } catch let refusal as OutsideRefusal {
      return refused(refusal, context)
    }
  }

  private func finish(
    _ identity: OutsideIdentity, _ back: OutsideReturn, _ request: Request,
    _ context: ConsoleContext
  ) async throws -> Response {
    guard let account = back.bindsAccount else {
      let (account, stage) = try await subjects.accounts.signIn(
        identity, agent: request.headers[.userAgent] ?? "")
      return try await entry.go(
        stage, as: account, next: LocalPath.checked(back.next), request: request,
        context: context)
    }
    // Whoever comes back must still be whoever left.
    guard try OwnAccount(context).account.id == account else { throw OutsideRefusal.notBegun }
    let now = subjects.now()
    try await subjects.ledger.write { db in
      try Accounts.bind(identity, to: account, at: now, in: db)
    }
    return .redirect(to: "/account", type: .normal)
  }

  @Sendable func unbind(request: Request, context: ConsoleContext) async throws -> Response {
    let id = try OwnAccount(context).account.id
    let (provider, now) = (context.visit.form.text("provider") ?? "", subjects.now())
    try await subjects.ledger.write { db in
      try Accounts.unbind(provider, of: id, by: .account(id), at: now, in: db)
    }
    return .redirect(to: "/account", type: .normal)
  }

  private func refused(_ refusal: OutsideRefusal, _ context: ConsoleContext) -> Response {
    let key =
      switch refusal {
      case .service: "outside.service"
      case .notBegun: "outside.notBegun"
      case .token: "outside.token"
      case .unknownPerson: "outside.unknown"
      case .boundElsewhere: "outside.elsewhere"
      case .disabled: "outside.disabled"
      }
    context.logger.notice("sign-in by a service was refused", metadata: ["why": "\(refusal)"])
    let texts = pages.texts(context)
    let view = SignInView(
      name: "", next: "", problem: texts(key), services: subjects.outside, texts: texts)
    return pages.show(
      "signing/sign-in", view, title: texts("signing.signIn"), context: context,
      status: .unauthorized)
  }
}
