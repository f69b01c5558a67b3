import GRDB

extension LedgerSchema {
  /// No row refers to a notification by a foreign key: what was told is forgotten after its time, and
  /// `Outbox.prune` goes with it.
  static let outbox = LedgerMigration(id: "ledger.outbox.1") { db in
    try db.execute(
      sql: """
        CREATE TABLE push_channel (
          id TEXT PRIMARY KEY CHECK (id <> ''),
          label_zh TEXT NOT NULL,
          label_en TEXT NOT NULL,
          reach TEXT NOT NULL CHECK (reach IN ('group', 'phone', 'mail')),
          language TEXT NOT NULL,
          hears TEXT NOT NULL,
          least TEXT NOT NULL,
          quiet_from INTEGER CHECK (quiet_from BETWEEN 0 AND 86399),
          quiet_until INTEGER CHECK (quiet_until BETWEEN 0 AND 86399),
          quiet_except TEXT,
          group_seconds INTEGER NOT NULL CHECK (group_seconds >= 0),
          per_minute INTEGER NOT NULL CHECK (per_minute > 0),
          give_up_seconds INTEGER NOT NULL CHECK (give_up_seconds > 0),
          utc_offset_seconds INTEGER NOT NULL,
          is_active INTEGER NOT NULL CHECK (is_active IN (0, 1)),
          CHECK ((quiet_from IS NULL) = (quiet_until IS NULL)),
          CHECK ((quiet_from IS NULL) = (quiet_except IS NULL))
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE push_address (
          account_id INTEGER NOT NULL REFERENCES account (id),
          reach TEXT NOT NULL CHECK (reach IN ('phone', 'mail')),
          address TEXT NOT NULL CHECK (address <> ''),
          PRIMARY KEY (account_id, reach)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE push_preference (
          account_id INTEGER NOT NULL REFERENCES account (id),
          channel TEXT NOT NULL,
          is_on INTEGER NOT NULL CHECK (is_on IN (0, 1)),
          least TEXT NOT NULL,
          PRIMARY KEY (account_id, channel)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE push_message (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          key TEXT NOT NULL UNIQUE CHECK (length(key) = 32),
          channel TEXT NOT NULL REFERENCES push_channel (id),
          account_id INTEGER REFERENCES account (id),
          address TEXT NOT NULL,
          title TEXT NOT NULL,
          text TEXT NOT NULL,
          formed_at INTEGER NOT NULL,
          give_up_at INTEGER NOT NULL,
          state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'failed')),
          next_at INTEGER CHECK ((next_at IS NOT NULL) = (state = 'waiting')),
          ended_at INTEGER CHECK ((ended_at IS NULL) = (state = 'waiting')),
          attempts INTEGER NOT NULL DEFAULT 0,
          reason TEXT
        ) STRICT;
        CREATE INDEX push_message_waiting ON push_message (channel, account_id, id)
          WHERE state = 'waiting';
        CREATE INDEX push_message_state ON push_message (state, id);
        CREATE TABLE push_entry (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          notification_id INTEGER NOT NULL,
          channel TEXT NOT NULL REFERENCES push_channel (id),
          account_id INTEGER REFERENCES account (id),
          code TEXT NOT NULL,
          object TEXT NOT NULL,
          at INTEGER NOT NULL,
          ready_at INTEGER NOT NULL,
          due_at INTEGER NOT NULL,
          message_id INTEGER REFERENCES push_message (id)
        ) STRICT;
        CREATE INDEX push_entry_open ON push_entry (channel, account_id, id)
          WHERE message_id IS NULL;
        CREATE INDEX push_entry_object ON push_entry (object, id);
        CREATE INDEX push_entry_notification ON push_entry (notification_id);
        CREATE INDEX push_entry_message ON push_entry (message_id) WHERE message_id IS NOT NULL;
        CREATE TABLE push_attempt (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          message_id INTEGER NOT NULL REFERENCES push_message (id),
          channel TEXT NOT NULL,
          at INTEGER NOT NULL,
          outcome TEXT NOT NULL CHECK (outcome IN ('begun', 'sent', 'retry', 'refused')),
          reason TEXT
        ) STRICT;
        CREATE INDEX push_attempt_rate ON push_attempt (channel, at);
        CREATE INDEX push_attempt_message ON push_attempt (message_id);
        """)
  }
}
