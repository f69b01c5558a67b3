import GRDB

extension LedgerSchema {
  /// Identities elsewhere, sign-ins that are under way there, and codes sent to phones.
  static let outsideSignIns = LedgerMigration(id: "ledger.people.outside.1") { db in
    try db.execute(
      sql: """
        CREATE TABLE account_identity (
          provider TEXT NOT NULL CHECK (provider <> ''),
          subject TEXT NOT NULL CHECK (subject <> ''),
          account_id INTEGER NOT NULL REFERENCES account (id),
          bound_at INTEGER NOT NULL,
          PRIMARY KEY (provider, subject),
          UNIQUE (provider, account_id)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE outside_sign_in (
          state_digest BLOB PRIMARY KEY CHECK (length(state_digest) = 32),
          kind TEXT NOT NULL,
          nonce TEXT NOT NULL,
          verifier TEXT NOT NULL,
          browser_digest BLOB NOT NULL CHECK (length(browser_digest) = 32),
          binds_account INTEGER REFERENCES account (id),
          next TEXT NOT NULL,
          expires_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX outside_sign_in_expires_at ON outside_sign_in (expires_at);
        CREATE TABLE account_phone (
          account_id INTEGER PRIMARY KEY REFERENCES account (id),
          phone TEXT NOT NULL UNIQUE CHECK (phone <> '')
        ) STRICT;
        CREATE TABLE sms_code (
          phone TEXT PRIMARY KEY,
          salt BLOB NOT NULL,
          digest BLOB NOT NULL CHECK (length(digest) = 32),
          tries INTEGER NOT NULL,
          sent_at INTEGER NOT NULL,
          sent_today INTEGER NOT NULL,
          today INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        """)
  }
}
