import GRDB

extension LedgerSchema {
  /// A role for whoever pays rewards, and sees who is paid.
  static let payer = LedgerMigration(id: "ledger.people.payer.1") { db in
    try db.execute(
      sql: """
        CREATE TABLE account_role_payer (
          account_id INTEGER NOT NULL REFERENCES account (id),
          role TEXT NOT NULL CHECK (
            role IN ('duty', 'officer', 'leader', 'enterprise', 'administrator', 'security',
              'auditor', 'payer')),
          PRIMARY KEY (account_id, role)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO account_role_payer SELECT account_id, role FROM account_role;
        DROP TABLE account_role;
        ALTER TABLE account_role_payer RENAME TO account_role;
        """)
  }
}
