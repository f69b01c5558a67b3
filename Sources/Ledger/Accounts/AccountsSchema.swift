import GRDB

extension LedgerSchema {
  static let accounts = LedgerMigration(id: "ledger.accounts.1") { db in
    try db.execute(
      sql: """
        CREATE TABLE account (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          name TEXT NOT NULL UNIQUE COLLATE NOCASE CHECK (name <> ''),
          display_name TEXT NOT NULL CHECK (display_name <> ''),
          unit TEXT,
          facility TEXT REFERENCES facility (id),
          is_enabled INTEGER NOT NULL CHECK (is_enabled IN (0, 1)),
          must_change_password INTEGER NOT NULL CHECK (must_change_password IN (0, 1)),
          scrypt_rounds INTEGER NOT NULL,
          scrypt_block_size INTEGER NOT NULL,
          scrypt_parallelism INTEGER NOT NULL,
          password_salt BLOB NOT NULL,
          password_hash BLOB NOT NULL CHECK (length(password_hash) = 32),
          created_at INTEGER NOT NULL,
          told_through INTEGER NOT NULL DEFAULT 0
        ) STRICT;
        CREATE TABLE account_role (
          account_id INTEGER NOT NULL REFERENCES account (id),
          role TEXT NOT NULL CHECK (
            role IN ('duty', 'officer', 'leader', 'enterprise', 'administrator', 'auditor')),
          PRIMARY KEY (account_id, role)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE sign_in_failure (
          name_digest BLOB PRIMARY KEY CHECK (length(name_digest) = 32),
          count INTEGER NOT NULL CHECK (count > 0),
          locked_until INTEGER NOT NULL,
          last_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX sign_in_failure_last_at ON sign_in_failure (last_at);
        """)
  }

  /// Roles of the plan that people have; what they may do stays in `account_role`.
  static let planRoles = LedgerMigration(id: "ledger.plan-roles.1") { db in
    try db.execute(
      sql: """
        CREATE TABLE account_plan_role (
          account_id INTEGER NOT NULL REFERENCES account (id),
          role TEXT NOT NULL CHECK (role <> ''),
          PRIMARY KEY (account_id, role)
        ) STRICT, WITHOUT ROWID;
        """)
  }

  /// Failures by name and network, in place of those by name alone.
  static let signInTries = LedgerMigration(id: "ledger.sign-in-tries.1") { db in
    try db.execute(
      sql: """
        DROP TABLE sign_in_failure;
        CREATE TABLE sign_in_try (
          digest BLOB NOT NULL CHECK (length(digest) = 32),
          network TEXT NOT NULL,
          count INTEGER NOT NULL CHECK (count >= 0),
          locked_until INTEGER NOT NULL,
          last_at INTEGER NOT NULL,
          signed_in_at INTEGER,
          PRIMARY KEY (digest, network)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX sign_in_try_last_at ON sign_in_try (last_at);
        """)
  }
}
