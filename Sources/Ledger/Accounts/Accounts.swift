import Crypto
public import GRDB

/// The people who sign in. Passwords are hashed outside the transaction (they take long); what is
/// decided is decided inside.
public struct Accounts: Sendable {
  let ledger: LedgerDatabase
  let hasher: PasswordHasher
  let now: @Sendable () -> Int
  /// Who must have a second factor.
  public var secondFactor = SecondFactorRule()
  /// What passwords must be.
  public var passwords = PasswordRule()

  /// - Parameter now: epoch seconds.
  public init(ledger: LedgerDatabase, hasher: PasswordHasher, now: @escaping @Sendable () -> Int) {
    self.ledger = ledger
    self.hasher = hasher
    self.now = now
  }

  /// - Parameters:
  ///   - units: the plan's unit ids; `nil` where no plan is at hand yet.
  ///   - mustChangePassword: whether the first sign-in asks for another password.
  /// - Throws: `AccountError`, `PasswordHasher.Busy`.
  public func create(
    _ draft: AccountDraft, password: String, units: Set<String>? = nil,
    mustChangePassword: Bool = true, by actor: Actor
  ) async throws -> Account {
    try draft.check(units: units)
    try await check(password, name: draft.name)
    let hash = try await hasher.hash(password)
    let at = now()
    return try await ledger.write { db in
      try Self.insert(
        draft, hash: hash, mustChangePassword: mustChangePassword, by: actor, at: at, in: db)
    }
  }

  /// Changes everything but the password. The account's sessions end.
  ///
  /// - Throws: `AccountError`.
  public static func update(
    _ id: Int64, to draft: AccountDraft, units: Set<String>?, by actor: Actor, at: Int,
    in db: Database
  ) throws -> Account {
    try draft.check(units: units)
    guard let old = try find(id, in: db) else { throw AccountError.noSuchAccount(id) }
    for role in [Role.administrator, .security] where old.isEnabled && old.roles.contains(role) {
      let stays = draft.isEnabled && draft.roles.contains(role)
      if !stays, try enabledCount(of: role, in: db) == 1 {
        throw AccountError.lastAdministrator(role)
      }
    }
    try check(draft, besides: id, in: db)
    try db.execute(
      sql: """
        UPDATE account SET name = ?, display_name = ?, unit = ?, facility = ?, is_enabled = ?
        WHERE id = ?
        """,
      arguments: [
        draft.name, draft.displayName.trimmed, draft.unit, draft.facility, draft.isEnabled, id,
      ])
    try db.execute(sql: "DELETE FROM account_role WHERE account_id = ?", arguments: [id])
    try db.execute(sql: "DELETE FROM account_plan_role WHERE account_id = ?", arguments: [id])
    try insertRoles(draft, of: id, in: db)
    try FirmContacts.write(draft.otherFacilities, of: id, in: db)
    try Sessions.closeAll(of: id, in: db)
    try AuditLog.append(
      actor: actor, action: "account.update", object: "account/\(id)",
      detail: auditDetail(draft), at: at, in: db)
    guard let account = try find(id, in: db) else { throw AccountError.noSuchAccount(id) }
    return account
  }

  public static func find(_ id: Int64, in db: Database) throws -> Account? {
    try Row.fetchOne(
      db.cachedStatement(sql: "SELECT \(columns) FROM account WHERE id = ?"), arguments: [id]
    ).map { try account($0, in: db) }
  }

  /// The accounts among those who did something, by id.
  ///
  /// - Parameter actors: `Actor.auditName`s; those of nobody, of the system and nil stand for no account.
  public static func behind(
    _ actors: [String?], in db: Database
  ) throws -> [Int64: Account] {
    var accounts: [Int64: Account] = [:]
    for case .account(let id)? in Set(actors.map { $0.flatMap { Actor(auditName: $0) } }) {
      accounts[id] = try find(id, in: db)
    }
    return accounts
  }

  /// By sign-in name, whatever the case of its letters.
  public static func find(name: String, in db: Database) throws -> Account? {
    try Row.fetchOne(db, sql: "SELECT \(columns) FROM account WHERE name = ?", arguments: [name])
      .map { try account($0, in: db) }
  }

  /// All accounts, by name.
  public static func list(in db: Database) throws -> [Account] {
    try Row.fetchAll(db, sql: "SELECT \(columns) FROM account ORDER BY name")
      .map { try account($0, in: db) }
  }

  static func insert(
    _ draft: AccountDraft, hash: PasswordHash, mustChangePassword: Bool, by actor: Actor, at: Int,
    in db: Database
  ) throws -> Account {
    try check(draft, besides: nil, in: db)
    try db.execute(
      sql: """
        INSERT INTO account
          (name, display_name, unit, facility, is_enabled, must_change_password, scrypt_rounds,
           scrypt_block_size, scrypt_parallelism, password_salt, password_hash, created_at,
           told_through)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
          (SELECT coalesce(max(id), 0) FROM notification))
        """,
      arguments: [
        draft.name, draft.displayName.trimmed, draft.unit, draft.facility, draft.isEnabled,
        mustChangePassword, hash.cost.rounds, hash.cost.blockSize, hash.cost.parallelism,
        hash.salt.data, hash.hash.data, at,
      ])
    let id = db.lastInsertedRowID
    try insertRoles(draft, of: id, in: db)
    try FirmContacts.write(draft.otherFacilities, of: id, in: db)
    try AuditLog.append(
      actor: actor, action: "account.create", object: "account/\(id)", detail: auditDetail(draft),
      at: at, in: db)
    guard let account = try find(id, in: db) else { throw AccountError.noSuchAccount(id) }
    return account
  }

  private static func check(
    _ draft: AccountDraft, besides id: Int64?, in db: Database
  ) throws {
    for facility in [draft.facility].compactMap(\.self) + draft.otherFacilities.sorted()
    where try Facilities.find(facility, in: db) == nil {
      throw AccountError.unknownFacility(facility)
    }
    if let other = try find(name: draft.name, in: db), other.id != id {
      throw AccountError.nameTaken(draft.name)
    }
  }

  private static func insertRoles(
    _ draft: AccountDraft, of id: Int64, in db: Database
  ) throws {
    for role in draft.planRoles {
      try db.execute(
        sql: "INSERT INTO account_plan_role (account_id, role) VALUES (?, ?)",
        arguments: [id, role])
    }
    for role in draft.roles {
      try db.execute(
        sql: "INSERT INTO account_role (account_id, role) VALUES (?, ?)",
        arguments: [id, role.rawValue])
    }
  }

  static func enabledCount(of role: Role, in db: Database) throws -> Int {
    try Int.fetchOne(
      db,
      sql: """
        SELECT count(*) FROM account JOIN account_role ON account_id = id
        WHERE role = ? AND is_enabled
        """, arguments: [role.rawValue]) ?? 0
  }

  private static func auditDetail(_ draft: AccountDraft) -> [String: String] {
    var detail = [
      "name": draft.name, "enabled": String(draft.isEnabled),
      "roles": draft.roles.map(\.rawValue).sorted().joined(separator: ","),
    ]
    if !draft.planRoles.isEmpty {
      detail["plan-roles"] = draft.planRoles.sorted().joined(separator: ",")
    }
    detail["unit"] = draft.unit
    detail["facility"] = draft.facility
    if !draft.otherFacilities.isEmpty {
      detail["other-facilities"] = draft.otherFacilities.sorted().joined(separator: ",")
    }
    return detail
  }

  static let columns =
    "id, name, display_name, unit, facility, is_enabled, must_change_password, created_at"

  static func account(_ row: Row, in db: Database) throws -> Account {
    let id: Int64 = row["id"]
    let roles = try String.fetchAll(
      db.cachedStatement(sql: "SELECT role FROM account_role WHERE account_id = ?"), arguments: [id]
    )
    let planRoles = try String.fetchSet(
      db.cachedStatement(sql: "SELECT role FROM account_plan_role WHERE account_id = ?"),
      arguments: [id])
    return Account(
      id: id, name: row["name"], displayName: row["display_name"], unit: row["unit"],
      roles: Set(roles.compactMap(Role.init(rawValue:))), planRoles: planRoles,
      facility: row["facility"], otherFacilities: try FirmContacts.others(of: id, in: db),
      isEnabled: row["is_enabled"], mustChangePassword: row["must_change_password"],
      createdAt: row["created_at"])
  }
}
