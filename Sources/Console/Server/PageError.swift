public import HTTPTypes

/// A refusal that a person sees as a page in the own language, and a program as JSON.
public struct PageError: Error, Sendable, Equatable {
  public let status: HTTPResponse.Status
  /// Key of the catalogue's group `error`: what was found and what to do.
  public let reason: String
  public let values: [String: String]
  /// Seconds after which trying again makes sense.
  public let retryAfterSeconds: Int?
  /// Sends a guest to the sign-in page instead, coming back here afterwards.
  public let asksSignIn: Bool

  public init(
    _ status: HTTPResponse.Status, _ reason: String, values: [String: String] = [:],
    retryAfterSeconds: Int? = nil, asksSignIn: Bool = false
  ) {
    self.status = status
    self.reason = reason
    self.values = values
    self.retryAfterSeconds = retryAfterSeconds
    self.asksSignIn = asksSignIn
  }

  /// - Parameter remedy: what to write, in the visitor's language or in none.
  static func badQuery(_ field: String, _ remedy: String) -> PageError {
    PageError(.badRequest, "badQuery", values: ["field": field, "remedy": remedy])
  }

  public static let notFound = PageError(.notFound, "notFound")
  /// Also for what exists but is not the account's business: its existence is not told.
  public static let notYours = PageError(.notFound, "notFound")
  public static let forbidden = PageError(.forbidden, "forbidden")
  public static let signInFirst = PageError(.unauthorized, "signInFirst", asksSignIn: true)
  public static let formExpired = PageError(.forbidden, "formExpired")
  public static let busy = PageError(.serviceUnavailable, "busy", retryAfterSeconds: 5)
}
