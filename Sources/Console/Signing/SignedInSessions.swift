import Hummingbird
import Ledger

/// From a request's cookie to the session in the Ledger.
struct SignedInSessions: Sendable {
  let ledger: LedgerDatabase
  let now: @Sendable () -> Int

  /// Who is signed in; nil for a guest and for a session that has ended.
  func find(_ request: Request) async throws -> SignedIn? {
    guard let token = request.cookies[SiteCookies.session]?.value, !token.isEmpty else {
      return nil
    }
    return try await find(token: token)
  }

  func find(token: String) async throws -> SignedIn? {
    let at = now()
    guard
      let found = try await ledger.read({ db in try Sessions.find(token: token, at: at, in: db) })
    else { return nil }
    if found.session.wantsTouch(at: at) {
      try await ledger.write { db in try Sessions.touch(found.session.id, at: at, in: db) }
    }
    return found
  }

  func open(account: Int64, agent: String) async throws -> SessionTicket {
    let at = now()
    return try await ledger.write { db in
      try Sessions.open(account: account, agent: agent, at: at, in: db)
    }
  }

  func close(_ request: Request) async throws {
    guard let token = request.cookies[SiteCookies.session]?.value else { return }
    try await ledger.write { db in try Sessions.close(token: token, in: db) }
  }
}
