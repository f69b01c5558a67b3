import GRDB

extension LedgerSchema {
  /// Who is away and who stands in, and sessions that do so.
  static let delegations = LedgerMigration(id: "ledger.people.delegations.1") { db in
    try db.execute(
      sql: """
        CREATE TABLE delegation (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          absent_id INTEGER NOT NULL REFERENCES account (id),
          delegate_id INTEGER REFERENCES account (id) CHECK (delegate_id <> absent_id),
          reason TEXT NOT NULL CHECK (reason IN ('leave', 'sick', 'travel', 'training', 'other')),
          from_at INTEGER NOT NULL,
          until_at INTEGER NOT NULL CHECK (until_at > from_at),
          made_at INTEGER NOT NULL,
          ended_at INTEGER
        ) STRICT;
        CREATE INDEX delegation_absent ON delegation (absent_id, until_at);
        CREATE INDEX delegation_delegate ON delegation (delegate_id, until_at);
        ALTER TABLE session ADD COLUMN acting_for INTEGER REFERENCES account (id);
        """)
  }

  /// Who is on duty when, what happened, and who handed over to whom.
  static let rota = LedgerMigration(id: "ledger.people.rota.1") { db in
    try db.execute(
      sql: """
        CREATE TABLE rota_turn (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          day TEXT NOT NULL CHECK (length(day) = 10),
          part TEXT NOT NULL CHECK (part IN ('whole', 'day', 'night')),
          account_id INTEGER NOT NULL REFERENCES account (id),
          from_at INTEGER NOT NULL,
          until_at INTEGER NOT NULL CHECK (until_at > from_at),
          UNIQUE (day, part, account_id)
        ) STRICT;
        CREATE INDEX rota_turn_until ON rota_turn (until_at);
        CREATE TABLE shift_entry (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          account_id INTEGER NOT NULL REFERENCES account (id),
          at INTEGER NOT NULL,
          text TEXT NOT NULL CHECK (text <> '')
        ) STRICT;
        CREATE INDEX shift_entry_at ON shift_entry (at);
        CREATE TABLE shift_hand_over (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          from_account INTEGER NOT NULL REFERENCES account (id),
          to_account INTEGER NOT NULL REFERENCES account (id) CHECK (to_account <> from_account),
          note TEXT NOT NULL CHECK (note <> ''),
          handed_at INTEGER NOT NULL,
          taken_at INTEGER CHECK (taken_at >= handed_at)
        ) STRICT;
        CREATE INDEX shift_hand_over_at ON shift_hand_over (handed_at);
        """)
  }
}
