import HTTPTypes
import Hummingbird

/// The cookies of the Console: all for this site only, none readable by scripts.
struct SiteCookies: Sendable {
  static let session = "lantian_session"
  static let guest = "lantian_guest"
  static let language = "lantian_language"
  static let theme = "lantian_theme"
  /// A sign-in that awaits its code.
  static let code = "lantian_code"
  /// A sign-in that is under way at another service.
  static let outside = "lantian_outside"

  /// Only over TLS; browsers then also see to it that no neighbouring site sets them.
  ///
  /// - Source: RFC 6265bis, 4.1.3.2 The "__Host-" prefix.
  let isSecure: Bool

  /// What a cookie is called on this connection.
  func name(_ cookie: String) -> String { isSecure ? "__Host-\(cookie)" : cookie }

  /// What the browser sent; nil where it sent none.
  func value(_ cookie: String, in request: Request) -> String? {
    request.cookies[name(cookie)].map(\.value)
  }

  /// - Parameter seconds: how long the browser keeps it; nil until it is closed.
  func make(_ cookie: String, _ value: String, seconds: Int?) -> Cookie {
    Cookie(
      name: name(cookie), value: value, maxAge: seconds, path: "/", secure: isSecure,
      httpOnly: true, sameSite: .lax)
  }

  func removal(_ cookie: String) -> Cookie {
    make(cookie, "", seconds: 0)
  }
}
