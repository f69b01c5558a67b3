import HTTPTypes
import Hummingbird

/// The cookies of the Console: all for this site only, none readable by scripts.
struct SiteCookies: Sendable {
  static let session = "lantian_session"
  static let guest = "lantian_guest"
  static let language = "lantian_language"
  static let theme = "lantian_theme"

  /// Only over TLS.
  let isSecure: Bool

  /// - Parameter seconds: how long the browser keeps it; nil until it is closed.
  func make(_ name: String, _ value: String, seconds: Int?) -> Cookie {
    Cookie(
      name: name, value: value, maxAge: seconds, path: "/", secure: isSecure, httpOnly: true,
      sameSite: .lax)
  }

  func removal(_ name: String) -> Cookie {
    make(name, "", seconds: 0)
  }
}
