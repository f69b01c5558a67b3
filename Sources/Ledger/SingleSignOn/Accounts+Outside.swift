import Crypto
import FoundationEssentials
public import GRDB

/// A sign-in that comes back from somebody else's service.
public struct OutsideReturn: Sendable, Hashable {
  public let ticket: OutsideTicket
  /// The account that is connected with the identity; nil for a sign-in.
  public let bindsAccount: Int64?
  /// Path of this site to go to.
  public let next: String
}

extension Accounts {
  /// How long somebody may take at the other service.
  static let outsideSeconds = 600

  /// Notes that a browser leaves for another service.
  ///
  /// - Parameters:
  ///   - binding: the account that is to be connected; nil for a sign-in.
  ///   - next: path of this site to come back to.
  /// - Returns: what goes along, and a token for the browser to keep: an answer counts from the browser
  ///   that left, and once.
  public func leave(
    for kind: String, binding: Int64?, next: String
  ) async throws -> (ticket: OutsideTicket, browser: String) {
    let (ticket, browser, at) = (OutsideTicket(), Token.make(), now())
    try await ledger.write { db in
      try db.execute(sql: "DELETE FROM outside_sign_in WHERE expires_at <= ?", arguments: [at])
      try db.execute(
        sql: """
          INSERT INTO outside_sign_in
            (state_digest, kind, nonce, verifier, browser_digest, binds_account, next, expires_at)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          Token.digest(ticket.state), kind, ticket.nonce, ticket.verifier, Token.digest(browser),
          binding, next, at + Self.outsideSeconds,
        ])
    }
    return (ticket, browser)
  }

  /// Takes the note back; it is gone then, whatever comes of it.
  ///
  /// - Throws: `OutsideRefusal.notBegun`.
  public func comeBack(
    from kind: String, state: String, browser: String
  ) async throws -> OutsideReturn {
    let at = now()
    guard Token.isPlausible(state), Token.isPlausible(browser) else {
      throw OutsideRefusal.notBegun
    }
    let found = try await ledger.write { db -> OutsideReturn? in
      guard
        let row = try Row.fetchOne(
          db,
          sql: """
            DELETE FROM outside_sign_in
            WHERE state_digest = ? AND kind = ? AND browser_digest = ? AND expires_at > ?
            RETURNING nonce, verifier, binds_account, next
            """, arguments: [Token.digest(state), kind, Token.digest(browser), at])
      else { return nil }
      return OutsideReturn(
        ticket: OutsideTicket(state: state, nonce: row["nonce"], verifier: row["verifier"]),
        bindsAccount: row["binds_account"], next: row["next"])
    }
    guard let found else { throw OutsideRefusal.notBegun }
    return found
  }

  /// Signs in whom an identity belongs to. A second factor is asked for all the same.
  ///
  /// - Throws: `OutsideRefusal.unknownPerson`, `.boundElsewhere`, `.disabled`.
  public func signIn(
    _ identity: OutsideIdentity, agent: String
  ) async throws -> (account: Account, stage: SignInStage) {
    let (at, rule) = (now(), secondFactor)
    return try await ledger.write { db in
      let account = try Self.owner(of: identity, at: at, in: db)
      guard account.isEnabled else { throw OutsideRefusal.disabled }
      return (
        account,
        try Self.enter(account, by: identity.provider, rule: rule, agent: agent, at: at, in: db)
      )
    }
  }

  /// A session, or the wait for a code: what a first factor other than a password comes to.
  static func enter(
    _ account: Account, by provider: String, rule: SecondFactorRule, agent: String, at: Int,
    in db: Database
  ) throws -> SignInStage {
    guard try !SecondFactors.isSetUp(account.id, in: db) else {
      return .code(token: try awaitCode(of: account.id, at: at, in: db))
    }
    try SecondFactors.ask(account, rule: rule, at: at, in: db)
    try AuditLog.append(
      actor: .account(account.id), action: "sign-in", object: "account/\(account.id)",
      detail: ["by": provider], at: at, in: db)
    return .session(try Sessions.open(account: account.id, agent: agent, at: at, in: db))
  }

  /// By the identity that was bound; at the first time by the name, where the service may say it.
  private static func owner(
    of identity: OutsideIdentity, at: Int, in db: Database
  ) throws -> Account {
    let bound = try Int64.fetchOne(
      db, sql: "SELECT account_id FROM account_identity WHERE provider = ? AND subject = ?",
      arguments: [identity.provider, identity.subject])
    if let bound, let account = try find(bound, in: db) { return account }
    guard let name = identity.nameHere, let account = try find(name: name, in: db) else {
      throw OutsideRefusal.unknownPerson
    }
    guard account.isEnabled else { throw OutsideRefusal.disabled }
    try bind(identity, to: account.id, at: at, in: db)
    return account
  }

  /// Connects an account with an identity elsewhere.
  ///
  /// - Throws: `OutsideRefusal.boundElsewhere` where either is connected otherwise.
  public static func bind(
    _ identity: OutsideIdentity, to account: Int64, at: Int, in db: Database
  ) throws {
    try db.execute(
      sql: """
        INSERT INTO account_identity (provider, subject, account_id, bound_at) VALUES (?, ?, ?, ?)
        ON CONFLICT DO NOTHING
        """, arguments: [identity.provider, identity.subject, account, at])
    guard db.changesCount == 1 else { throw OutsideRefusal.boundElsewhere }
    try AuditLog.append(
      actor: .account(account), action: "identity.bind", object: "account/\(account)",
      detail: ["provider": identity.provider], at: at, in: db)
  }

  /// Providers that an account is connected with.
  public static func identities(of account: Int64, in db: Database) throws -> [String] {
    try String.fetchAll(
      db, sql: "SELECT provider FROM account_identity WHERE account_id = ? ORDER BY provider",
      arguments: [account])
  }

  /// Takes a connection away; sessions end.
  public static func unbind(
    _ provider: String, of account: Int64, by actor: Actor, at: Int, in db: Database
  ) throws {
    try db.execute(
      sql: "DELETE FROM account_identity WHERE provider = ? AND account_id = ?",
      arguments: [provider, account])
    guard db.changesCount > 0 else { return }
    try AuditLog.append(
      actor: actor, action: "identity.unbind", object: "account/\(account)",
      detail: ["provider": provider], at: at, in: db)
  }
}
