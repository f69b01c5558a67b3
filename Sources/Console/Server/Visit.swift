public import ActionPlan
public import Ledger

/// Who is asking, and how they like their pages: read once a request.
public struct Visit: Sendable {
  public enum Theme: String, Sendable, CaseIterable {
    case auto, light, dark

    /// Media query under which a page is dark; nil for never.
    var darkMedia: String? {
      switch self {
      case .auto: "screen and (prefers-color-scheme: dark)"
      case .light: nil
      case .dark: "screen"
      }
    }
  }

  public var language: Language = .zh
  public var theme: Theme = .auto
  /// How this visit's cookies are set.
  var cookies = SiteCookies(isSecure: false)
  /// nil for a guest.
  public var account: Account?
  public var session: Session?
  /// Notifications that the account has not read.
  var unread = 0
  /// By when the account must set a second factor up, epoch seconds; nil where it need not.
  var secondFactorDueAt: Int?
  /// What every form of this visit must carry back.
  public var formToken = ""
  /// Set where a guest has no cookie for `formToken` yet.
  var freshGuestCookie: String?
  /// Path of the request, without its query: where switching the language comes back to.
  public var path = "/"
  /// Path with its query, for coming back after signing in.
  public var target = "/"
  public var sourceAddress = "unknown"
  /// What a submitted form held; empty for other requests.
  public var form = SubmittedForm()

  init() {}
}
