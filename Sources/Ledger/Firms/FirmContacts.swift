import GRDB

extension LedgerSchema {
  static let firmContacts = LedgerMigration(id: "ledger.firm.contacts.1") { db in
    try db.execute(
      sql: """
        CREATE TABLE account_facility (
          account_id INTEGER NOT NULL REFERENCES account (id),
          facility TEXT NOT NULL REFERENCES facility (id),
          PRIMARY KEY (account_id, facility)
        ) STRICT, WITHOUT ROWID;
        """)
  }
}

/// Firms that a contact answers for beside the first one.
enum FirmContacts {
  /// By the facility that each is kept as now: two that turned out to be one are one.
  static func others(of account: Int64, in db: Database) throws -> Set<String> {
    try String.fetchSet(
      db.cachedStatement(
        sql: """
          SELECT coalesce((SELECT kept FROM facility_merged WHERE other = f.facility), f.facility)
          FROM account_facility AS f WHERE f.account_id = ?
          """), arguments: [account])
  }

  static func write(_ facilities: Set<String>, of account: Int64, in db: Database) throws {
    try db.execute(sql: "DELETE FROM account_facility WHERE account_id = ?", arguments: [account])
    for facility in facilities.sorted() {
      try db.execute(
        sql: "INSERT INTO account_facility (account_id, facility) VALUES (?, ?)",
        arguments: [account, facility])
    }
  }
}
