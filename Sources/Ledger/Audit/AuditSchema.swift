import GRDB

extension LedgerSchema {
  /// The triggers keep honest mistakes out; the chain shows dishonest ones.
  static let audit = LedgerMigration(id: "ledger.audit.1") { db in
    try db.execute(
      sql: """
        CREATE TABLE audit_entry (
          seq INTEGER PRIMARY KEY CHECK (seq > 0),
          at INTEGER NOT NULL,
          actor TEXT NOT NULL CHECK (actor <> ''),
          action TEXT NOT NULL CHECK (action <> ''),
          object TEXT NOT NULL,
          detail TEXT,
          salt BLOB CHECK (length(salt) = 16),
          detail_digest BLOB NOT NULL CHECK (length(detail_digest) = 32),
          previous BLOB NOT NULL CHECK (length(previous) = 32),
          hash BLOB NOT NULL CHECK (length(hash) = 32),
          CHECK ((detail IS NULL) = (salt IS NULL))
        ) STRICT;
        CREATE INDEX audit_entry_object ON audit_entry (object, seq);
        CREATE TABLE audit_head (
          id INTEGER PRIMARY KEY CHECK (id = 1),
          seq INTEGER NOT NULL,
          hash BLOB NOT NULL CHECK (length(hash) = 32)
        ) STRICT;
        INSERT INTO audit_head (id, seq, hash) VALUES (1, 0, zeroblob(32));
        CREATE TRIGGER audit_entry_stays BEFORE DELETE ON audit_entry
        BEGIN SELECT RAISE(ABORT, 'an audit entry is never removed'); END;
        CREATE TRIGGER audit_entry_fixed BEFORE UPDATE ON audit_entry
        WHEN NOT (
          NEW.detail IS NULL AND NEW.salt IS NULL AND NEW.seq = OLD.seq AND NEW.at = OLD.at
          AND NEW.actor = OLD.actor AND NEW.action = OLD.action AND NEW.object = OLD.object
          AND NEW.detail_digest = OLD.detail_digest AND NEW.previous = OLD.previous
          AND NEW.hash = OLD.hash)
        BEGIN SELECT RAISE(ABORT, 'an audit entry is never changed'); END;
        """)
  }
}
