import Ledger

/// From a cookie to the session in the Ledger.
struct SignedInSessions: Sendable {
  let ledger: LedgerDatabase
  let secondFactor: SecondFactorRule
  let now: @Sendable () -> Int

  /// A session with what its pages say on top.
  struct Found: Sendable {
    let session: Session
    let account: Account
    /// Notifications that the account has not read.
    let unread: Int
    /// By when a second factor must be set up, epoch seconds; nil where none must.
    let secondFactorDueAt: Int?
  }

  /// Who is signed in; nil for a session that has ended.
  ///
  /// - Parameter isSeen: a person asks, so that the time without anybody begins anew.
  func find(token: String, isSeen: Bool) async throws -> Found? {
    let at = now()
    let found = try await ledger.read { [secondFactor] db -> Found? in
      guard let found = try Sessions.find(token: token, at: at, in: db) else { return nil }
      var account = found.account
      let dueAt = try SecondFactors.state(of: account, rule: secondFactor, at: at, in: db).dueAt
      account.mustSetUpSecondFactor = dueAt.map { $0 <= at } ?? false
      return Found(
        session: found.session, account: account,
        unread: try Notifications.unreadCount(for: account, in: db), secondFactorDueAt: dueAt)
    }
    guard let found else { return nil }
    if isSeen, found.session.wantsTouch(at: at) {
      try await ledger.write { db in try Sessions.touch(found.session.id, at: at, in: db) }
    }
    return found
  }

  /// - Parameter token: what the browser sent; nil for a guest.
  func close(token: String?) async throws {
    guard let token else { return }
    try await ledger.write { db in try Sessions.close(token: token, in: db) }
  }
}
