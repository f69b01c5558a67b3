/// A signed-in browser.
public struct Session: Sendable, Hashable, Identifiable {
  public let id: Int64
  public let accountID: Int64
  /// Every state-changing form carries it.
  public let csrfToken: String
  public let openedAt: Int
  public let lastSeenAt: Int
  /// Whatever happens, it ends then.
  public let expiresAt: Int
  /// What the browser calls itself, cut to 200 characters.
  public let agent: String
  /// Account that its account stands in for, while that is in force.
  public let actingFor: Int64?

  /// Compares in constant time.
  public func accepts(csrfToken given: String) -> Bool {
    let (a, b) = (Array(csrfToken.utf8), Array(given.utf8))
    guard a.count == b.count else { return false }
    return zip(a, b).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }

  /// Worth a write: seen again after a minute or more.
  public func wantsTouch(at: Int) -> Bool { at - lastSeenAt >= 60 }
}

/// Handed out once; only its SHA-256 is kept.
public struct SessionTicket: Sendable {
  /// 32 random bytes in base64url: the cookie's value.
  public let token: String
  public let csrfToken: String
}

/// A session with who it belongs to.
public struct SignedIn: Sendable, Hashable {
  public let session: Session
  public let account: Account
}
