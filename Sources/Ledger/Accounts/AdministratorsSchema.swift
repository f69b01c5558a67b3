import GRDB

extension LedgerSchema {
  /// A role of its own for the security administrator, and one account for one kind of administrator:
  /// who was both administrator and auditor stays administrator, with an entry in the audit log.
  static let administrators = LedgerMigration(id: "ledger.people.administrators.1") { db in
    try db.execute(
      sql: """
        CREATE TABLE account_role_new (
          account_id INTEGER NOT NULL REFERENCES account (id),
          role TEXT NOT NULL CHECK (
            role IN ('duty', 'officer', 'leader', 'enterprise', 'administrator', 'security',
              'auditor')),
          PRIMARY KEY (account_id, role)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO account_role_new SELECT account_id, role FROM account_role;
        DROP TABLE account_role;
        ALTER TABLE account_role_new RENAME TO account_role;
        """)
    let joined = try Int64.fetchAll(
      db,
      sql: """
        SELECT account_id FROM account_role WHERE role = 'auditor' AND account_id IN (
          SELECT account_id FROM account_role WHERE role = 'administrator')
        """)
    for account in joined {
      try db.execute(
        sql: "DELETE FROM account_role WHERE account_id = ? AND role = 'auditor'",
        arguments: [account])
      try AuditLog.append(
        actor: .system("migration"), action: "account.update", object: "account/\(account)",
        detail: ["roles-taken": "auditor"],
        at: try Int.fetchOne(db, sql: "SELECT unixepoch()") ?? 0, in: db)
    }
  }

  /// One-time codes, recovery codes, and sign-ins whose password was right and whose code is awaited.
  static let secondFactors = LedgerMigration(id: "ledger.people.second-factors.1") { db in
    try db.execute(
      sql: """
        ALTER TABLE account ADD COLUMN second_factor_asked_at INTEGER;
        CREATE TABLE second_factor (
          account_id INTEGER PRIMARY KEY REFERENCES account (id),
          secret BLOB NOT NULL CHECK (length(secret) = 20),
          made_at INTEGER NOT NULL,
          confirmed_at INTEGER,
          last_step INTEGER NOT NULL DEFAULT 0
        ) STRICT;
        CREATE TABLE recovery_code (
          account_id INTEGER NOT NULL REFERENCES account (id),
          digest BLOB NOT NULL CHECK (length(digest) = 32),
          PRIMARY KEY (account_id, digest)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE sign_in_begun (
          token_digest BLOB PRIMARY KEY CHECK (length(token_digest) = 32),
          account_id INTEGER NOT NULL REFERENCES account (id),
          expires_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX sign_in_begun_expires_at ON sign_in_begun (expires_at);
        """)
  }
}
