import HTTPTypes
import Hummingbird

/// What a browser may do with our answers; on every answer, errors included.
struct SecurityHeaders: RouterMiddleware {
  typealias Context = ConsoleContext

  /// TLS is ours; a proxy in front sets its own HSTS.
  let isSecure: Bool

  static let contentPolicy = [
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data: blob:",
    "connect-src 'self'", "manifest-src 'self'", "form-action 'self'", "frame-ancestors 'none'",
    "base-uri 'none'",
  ].joined(separator: "; ")

  func handle(
    _ request: Request, context: ConsoleContext,
    next: (Request, ConsoleContext) async throws -> Response
  ) async throws -> Response {
    var response = try await next(request, context)
    response.headers[.contentSecurityPolicy] = Self.contentPolicy
    response.headers[.xContentTypeOptions] = "nosniff"
    response.headers[.referrerPolicy] = "same-origin"
    response.headers[.crossOriginOpenerPolicy] = "same-origin"
    response.headers[.crossOriginResourcePolicy] = "same-origin"
    response.headers[.permissionsPolicy] = "geolocation=(self), camera=(), microphone=()"
    response.headers[.requestID] = context.requestNumber
    if isSecure {
      response.headers[.strictTransportSecurity] = "max-age=31536000; includeSubDomains"
    }
    if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
    return response
  }
}

extension HTTPField.Name {
  static let referrerPolicy = Self("Referrer-Policy")!
  static let crossOriginOpenerPolicy = Self("Cross-Origin-Opener-Policy")!
  static let permissionsPolicy = Self("Permissions-Policy")!
  static let requestID = Self("X-Request-ID")!
  static let forwardedFor = Self("X-Forwarded-For")!
  static let forwarded = Self("Forwarded")!
  static let realIP = Self("X-Real-IP")!
  static let requestedWith = Self("X-Requested-With")!
  /// Notifications that the account has not read, for the badges of an open page.
  static let unread = Self("X-Unread")!
  static let forwardedProto = Self("X-Forwarded-Proto")!
  static let accelBuffering = Self("X-Accel-Buffering")!
}
