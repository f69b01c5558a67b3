import Crypto
import FoundationEssentials
public import GRDB

/// How text messages are sent: an HTTP call whose body is a template of the provider.
public struct SMSService: Sendable {
  public let url: String
  /// JSON with `{phone}` and `{code}`.
  public let body: String
  /// For the header Authorization; nil for none.
  public let authorization: String?

  public init(url: String, body: String, authorization: String?) {
    self.url = url
    self.body = body
    self.authorization = authorization
  }

  /// Only digits come into it, so that nothing need be escaped.
  func call(phone: String, code: String) -> OutsideCall {
    var headers = ["Content-Type": "application/json"]
    if let authorization { headers["Authorization"] = authorization }
    let text = body.replacing("{phone}", with: phone).replacing("{code}", with: code)
    return OutsideCall(.post, url, headers: headers, body: Array(text.utf8))
  }
}

/// Signing in by a code sent to a phone: for field staff and contacts of firms, never for the desk,
/// leaders or administrators, because a phone number can be taken over.
public enum SMSCodes {
  public static let goodSeconds = 300
  public static let pauseSeconds = 60
  public static let dailyLimit = 10
  static let tries = 5
  /// Roles that may sign in so, alone or together.
  public static let roles: Set<Role> = [.officer, .enterprise]

  /// Eleven digits that begin with 1; nil for what is no mobile number of the mainland.
  public static func canonical(_ typed: String) -> String? {
    var digits = typed.filter { $0 != " " && $0 != "-" }
    if digits.hasPrefix("+86") { digits.removeFirst(3) }
    guard digits.utf8.count == 11, digits.hasPrefix("1"),
      digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
    else { return nil }
    return digits
  }

  /// The number of an account, for signing in; nil takes it away.
  ///
  /// - Throws: `OutsideRefusal.boundElsewhere` where another account has it.
  public static func setPhone(
    _ phone: String?, of account: Int64, by actor: Actor, at: Int, in db: Database
  ) throws {
    let old = try self.phone(of: account, in: db)
    guard old != phone else { return }
    if let phone {
      try db.execute(
        sql: """
          INSERT INTO account_phone (account_id, phone) VALUES (:account, :phone)
          ON CONFLICT (account_id) DO UPDATE SET phone = :phone
            WHERE NOT EXISTS (SELECT 1 FROM account_phone WHERE phone = :phone)
          ON CONFLICT (phone) DO NOTHING
          """, arguments: ["account": account, "phone": phone])
      guard db.changesCount == 1 else { throw OutsideRefusal.boundElsewhere }
    } else {
      try db.execute(
        sql: "DELETE FROM account_phone WHERE account_id = ?", arguments: [account])
    }
    try AuditLog.append(
      actor: actor, action: "account.phone", object: "account/\(account)", at: at, in: db)
  }

  public static func phone(of account: Int64, in db: Database) throws -> String? {
    try String.fetchOne(
      db, sql: "SELECT phone FROM account_phone WHERE account_id = ?", arguments: [account])
  }

  /// Whose number it is, where that person may sign in so.
  static func owner(_ phone: String, in db: Database) throws -> Account? {
    guard
      let id = try Int64.fetchOne(
        db, sql: "SELECT account_id FROM account_phone WHERE phone = ?", arguments: [phone]),
      let account = try Accounts.find(id, in: db), account.isEnabled, !account.roles.isEmpty,
      account.roles.isSubset(of: roles)
    else { return nil }
    return account
  }

  /// A fresh code for a phone.
  ///
  /// - Returns: nil where one was sent a moment ago, or too many today.
  static func make(for phone: String, at: Int, in db: Database) throws -> String? {
    let day = at / 86_400
    let old = try Row.fetchOne(
      db, sql: "SELECT * FROM sms_code WHERE phone = ?", arguments: [phone])
    let sentToday = old.map { $0["today"] == day ? $0["sent_today"] as Int : 0 } ?? 0
    if let last = old?["sent_at"] as Int?, at - last < pauseSeconds { return nil }
    guard sentToday < dailyLimit else { return nil }
    var generator = SystemRandomNumberGenerator()
    let number = String(Int.random(in: 0..<1_000_000, using: &generator))
    let code = String(repeating: "0", count: 6 - number.count) + number
    let salt = randomBytes(16)
    try db.execute(
      sql: """
        INSERT INTO sms_code (phone, salt, digest, tries, sent_at, sent_today, today)
        VALUES (:phone, :salt, :digest, 0, :at, :count, :day)
        ON CONFLICT DO UPDATE SET salt = :salt, digest = :digest, tries = 0, sent_at = :at,
          sent_today = :count, today = :day
        """,
      arguments: [
        "phone": phone, "salt": salt.data, "digest": digest(code, salt).data, "at": at,
        "count": sentToday + 1, "day": day,
      ])
    return code
  }

  /// Whether it is the code sent to the phone, within its time and number of tries; it is gone then.
  static func use(_ code: String, of phone: String, at: Int, in db: Database) throws -> Bool {
    guard
      let row = try Row.fetchOne(
        db,
        sql: """
          UPDATE sms_code SET tries = tries + 1
          WHERE phone = ? AND tries < ? AND sent_at > ? RETURNING salt, digest
          """, arguments: [phone, tries, at - goodSeconds])
    else { return false }
    let kept = SymmetricKey(data: [UInt8](row["digest"] as DataBytes))
    let given = SymmetricKey(data: digest(code, [UInt8](row["salt"] as DataBytes)))
    guard kept == given else { return false }
    try db.execute(
      sql: "UPDATE sms_code SET tries = ? WHERE phone = ?", arguments: [tries, phone])
    return true
  }

  private static func digest(_ code: String, _ salt: [UInt8]) -> [UInt8] {
    Array(SHA256.hash(data: salt + Array(code.utf8)))
  }
}

extension Accounts {
  /// Sends a code to a phone whose owner may sign in so. Whoever asks is told the same in any case.
  ///
  /// - Throws: `OutsideRefusal.service` where the message could not be handed to the service.
  public func sendCode(
    to phone: String, by service: SMSService, call: OutsideCall.Maker
  ) async throws {
    let at = now()
    let code = try await ledger.write { db -> String? in
      guard let owner = try SMSCodes.owner(phone, in: db),
        let code = try SMSCodes.make(for: phone, at: at, in: db)
      else { return nil }
      try AuditLog.append(
        actor: .system("sign-in"), action: "sign-in.sms-sent", object: "account/\(owner.id)",
        at: at, in: db)
      return code
    }
    guard let code else { return }
    let answer: OutsideCall.Answer
    do {
      answer = try await call(service.call(phone: phone, code: code))
    } catch let error as CancellationError {
      throw error
    } catch {
      throw OutsideRefusal.service("sms")
    }
    guard (200..<300).contains(answer.status) else { throw OutsideRefusal.service("sms") }
  }

  /// Signs in by a code sent to a phone.
  ///
  /// - Throws: `SignInRefusal.wrong`, whatever is wrong.
  public func signIn(
    phone: String, code: String, agent: String
  ) async throws -> (account: Account, stage: SignInStage) {
    let (at, rule) = (now(), secondFactor)
    let entered = try await ledger.write { db -> (account: Account, stage: SignInStage)? in
      guard try SMSCodes.use(code, of: phone, at: at, in: db),
        let account = try SMSCodes.owner(phone, in: db)
      else {
        try AuditLog.append(
          actor: .system("sign-in"), action: "sign-in.refused", object: "account/unknown",
          detail: ["by": "sms"], at: at, in: db)
        return nil
      }
      return (
        account, try Self.enter(account, by: "sms", rule: rule, agent: agent, at: at, in: db)
      )
    }
    guard let entered else { throw SignInRefusal.wrong }
    return entered
  }
}
