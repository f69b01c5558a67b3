import ActionPlan
import Crypto
import HTTPTypes
import Hummingbird
import Ledger

/// Finds out who is asking: session, language, theme, the token that forms must carry.
struct ReadVisit: RouterMiddleware {
  typealias Context = ConsoleContext

  let sessions: SignedInSessions
  /// TLS is ours.
  let isSecure: Bool
  let isBehindProxy: Bool

  func handle(
    _ request: Request, context: ConsoleContext,
    next: (Request, ConsoleContext) async throws -> Response
  ) async throws -> Response {
    var context = context
    context.visit.readPreferences(of: request)
    context.visit.cookies = SiteCookies(isSecure: isSecure || cameOverTLS(request, context))
    context.visit.sourceAddress = Self.source(request, context, isBehindProxy: isBehindProxy)
    if let found = try await sessions.find(request) {
      context.visit.account = found.account
      context.visit.session = found.session
      context.visit.formToken = found.session.csrfToken
    } else {
      readGuest(of: request, into: &context.visit)
    }
    var response = try await next(request, context)
    if let fresh = context.visit.freshGuestCookie {
      response.setCookie(context.visit.cookies.make(SiteCookies.guest, fresh, seconds: 86_400))
    }
    return response
  }

  /// A guest's forms carry a digest of the own cookie: another site can neither read nor set it.
  private func readGuest(of request: Request, into visit: inout Visit) {
    let known = request.cookies[SiteCookies.guest]?.value
    let cookie: String
    if let known, known.utf8.count == 43 {
      cookie = known
    } else {
      cookie = Self.randomToken()
      visit.freshGuestCookie = cookie
    }
    let digest = SHA256.hash(data: Array("lantian guest form \(cookie)".utf8))
    visit.formToken = digest.map { String($0, radix: 16) }.joined(separator: ".")
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
    language = request.cookies[SiteCookies.language].flatMap { Language(rawValue: $0.value) } ?? .zh
    theme = request.cookies[SiteCookies.theme].flatMap { Theme(rawValue: $0.value) } ?? .auto
    path = LocalPath.checked(request.uri.path) ?? "/"
    target = LocalPath.checked(request.uri.string) ?? path
  }
}
