import ActionPlan
import Crypto
import HTTPTypes
import Hummingbird
import Ledger
import Logging

/// Finds out who is asking: session, language, theme, the token that forms must carry.
struct ReadVisit: RouterMiddleware {
  typealias Context = ConsoleContext

  let sessions: SignedInSessions
  /// TLS is ours.
  let isSecure: Bool
  let isBehindProxy: Bool
  /// Of this process: what guests' forms carry cannot be worked out from the cookie alone.
  private let guestKey = SymmetricKey(size: .bits256)

  init(sessions: SignedInSessions, isSecure: Bool, isBehindProxy: Bool) {
    self.sessions = sessions
    self.isSecure = isSecure
    self.isBehindProxy = isBehindProxy
  }

  func handle(
    _ request: Request, context: ConsoleContext,
    next: (Request, ConsoleContext) async throws -> Response
  ) async throws -> Response {
    var context = context
    context.visit.cookies = SiteCookies(isSecure: isSecure || cameOverTLS(request, context))
    context.visit.readPreferences(of: request)
    context.visit.sourceAddress = Self.source(request, context, isBehindProxy: isBehindProxy)
    if let token = context.visit.cookies.value(SiteCookies.session, in: request),
      let found = try await sessions.find(token: token, isSeen: !Self.isLive(request))
    {
      context.visit.account = found.account
      context.visit.session = found.session
      context.visit.formToken = found.session.csrfToken
      context.visit.unread = found.unread
      context.visit.secondFactorDueAt = found.secondFactorDueAt
    } else {
      readGuest(of: request, into: &context.visit)
    }
    let absent = context.visit.account?.standsInFor?.id
    var response = try await OnBehalf.$account.withValue(absent) { [context] in
      try await next(request, context)
    }
    Self.logRefusal(of: request, response.status, context)
    if let fresh = context.visit.freshGuestCookie {
      response.setCookie(context.visit.cookies.make(SiteCookies.guest, fresh, seconds: 86_400))
    }
    return response
  }

  /// Who was refused what: what is not the asker's business is said not to be there.
  private static func logRefusal(
    of request: Request, _ status: HTTPResponse.Status, _ context: ConsoleContext
  ) {
    guard let account = context.visit.account, [401, 403, 404].contains(status.code) else { return }
    context.logger.notice(
      "request refused",
      metadata: [
        "account": "\(account.id)", "method": "\(request.method.rawValue)",
        "path": "\(request.uri.path)", "status": "\(status.code)",
        "source": "\(context.sourceAddress)",
      ])
  }

  /// What a page fetches by itself does not show that somebody sits before it: an unattended desk's
  /// session ends as any other.
  static func isLive(_ request: Request) -> Bool {
    request.headers[.requestedWith] == "live" || request.uri.path == LiveController.path
  }

  /// A guest's forms carry a code of the own cookie: another site can neither read nor set it.
  private func readGuest(of request: Request, into visit: inout Visit) {
    let known = visit.cookies.value(SiteCookies.guest, in: request)
    let cookie: String
    if let known, known.utf8.count == 43 {
      cookie = known
    } else {
      cookie = Self.randomToken()
      visit.freshGuestCookie = cookie
    }
    let code = HMAC<SHA256>.authenticationCode(for: Array(cookie.utf8), using: guestKey)
    visit.formToken = code.map { String($0, radix: 16) }.joined(separator: ".")
  }

  /// 32 random bytes as 43 characters of base64url.
  private static func randomToken() -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    var generator = SystemRandomNumberGenerator()
    return String((0..<43).map { _ in alphabet[Int.random(in: 0..<64, using: &generator)] })
  }

  /// A proxy on this machine speaks TLS with the visitor.
  private func cameOverTLS(_ request: Request, _ context: ConsoleContext) -> Bool {
    isBehindProxy && context.isPeerLoopback && request.headers[.forwardedProto] == "https"
  }

  /// The visitor's address: the proxy's last word where one is configured, else the peer.
  static func source(
    _ request: Request, _ context: ConsoleContext, isBehindProxy: Bool
  ) -> String {
    guard isBehindProxy, context.isPeerLoopback,
      let last = request.headers[.forwardedFor]?.split(separator: ",").last?.trimmingBlanks(),
      !last.isEmpty, last.utf8.count <= 45
    else { return context.peer }
    return last
  }
}

extension Visit {
  /// Language, theme and address, without asking the Ledger.
  mutating func readPreferences(of request: Request) {
    language =
      cookies.value(SiteCookies.language, in: request).flatMap { Language(rawValue: $0) } ?? .zh
    theme = cookies.value(SiteCookies.theme, in: request).flatMap { Theme(rawValue: $0) } ?? .auto
    path = LocalPath.checked(request.uri.path) ?? "/"
    target = LocalPath.checked(request.uri.string) ?? path
  }
}
