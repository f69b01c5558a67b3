public import ActionPlan
public import GRDB

/// Who is meant by what is told, when it is told.
extension Outbox {
  /// Accounts that a recipient's messages go to: of the desk those whose turn it is, or all of it where
  /// nobody's is. For somebody who is away, whoever stands in; where nobody does, the others alone, if there
  /// are any.
  ///
  /// - Parameter at: epoch seconds.
  static func meant(by recipient: Recipient, at: Int, in db: Database) throws -> [Int64] {
    if recipient == .role(.duty) {
      let onDuty = try present(try Rota.onDuty(at: at, in: db).map(\.id), at: at, in: db)
      if !onDuty.isEmpty { return onDuty }
    }
    let all = try accounts(of: recipient, in: db)
    let present = try present(all, at: at, in: db)
    return present.isEmpty ? all : present
  }

  private static func accounts(of recipient: Recipient, in db: Database) throws -> [Int64] {
    let isMeant: String
    switch recipient {
    case .account: isMeant = "a.id = CAST(:name AS INTEGER)"
    case .unit: isMeant = "a.unit = :name"
    case .facility: isMeant = "a.facility = :name"
    case .role:
      isMeant = "EXISTS (SELECT 1 FROM account_role r WHERE r.account_id = a.id AND r.role = :name)"
    }
    return try Int64.fetchAll(
      db.cachedStatement(
        sql: "SELECT a.id FROM account a WHERE a.is_enabled = 1 AND \(isMeant) ORDER BY a.id"),
      arguments: ["name": recipient.name])
  }

  /// Those who are there, and who stand in for those who are not; each once.
  private static func present(_ accounts: [Int64], at: Int, in db: Database) throws -> [Int64] {
    let away = try Delegations.away(at: at, in: db)
    var present: [Int64] = []
    for account in accounts {
      var there: Int64? = account
      if let absence = away.first(where: { $0.absent == account }) {
        there = try absence.delegate.flatMap { try Accounts.find($0, in: db) }
          .flatMap { $0.isEnabled ? $0.id : nil }
      }
      if let there, !present.contains(there) { present.append(there) }
    }
    return present
  }

  /// Lets numbers be taken from the plan's register of officers, for those who wrote down none.
  ///
  /// - Parameter register: that with the role officers; nil for none.
  public static func useNumbers(of register: Register?, in db: Database) throws {
    try db.execute(sql: "DELETE FROM push_directory")
    guard let register, register.field("phone") != nil, register.field("account") != nil else {
      return
    }
    try db.execute(
      sql: "INSERT INTO push_directory (register) VALUES (?)", arguments: [register.id])
  }

  static let directory = LedgerMigration(id: "ledger.outbox.directory") { db in
    try db.execute(
      sql: "CREATE TABLE push_directory (register TEXT PRIMARY KEY) STRICT, WITHOUT ROWID")
  }
}

extension PushAddresses {
  /// Where a person is reached: what they wrote down, else of phones the number in the register of
  /// officers; nil where neither is there.
  public static func reached(
    _ account: Int64, _ reach: PushChannel.Reach, in db: Database
  ) throws -> String? {
    if let own = try address(of: account, reach, in: db) { return own }
    return reach == .phone ? try registered(account, in: db) : nil
  }

  /// The number that the register of officers has for an account's name; nil where it has none that can be
  /// called.
  public static func registered(_ account: Int64, in db: Database) throws -> String? {
    guard
      let register = try String.fetchOne(
        db.cachedStatement(sql: "SELECT register FROM push_directory")),
      try db.viewExists("register_" + register.replacing("-", with: "_"))
    else { return nil }
    let number = try String.fetchOne(
      db,
      sql: """
        SELECT phone FROM \(RegisterTable(named: register).name)
        WHERE account = (SELECT name FROM account WHERE id = ?) AND phone <> ''
        ORDER BY row_id LIMIT 1
        """, arguments: [account])
    return number.flatMap { isSound($0.trimmed, .phone) ? $0.trimmed : nil }
  }
}
