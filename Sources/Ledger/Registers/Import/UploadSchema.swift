import GRDB

extension LedgerSchema {
  /// Uploaded tables that wait to be confirmed. Previews made before had no file beside them.
  static let uploads = LedgerMigration(id: "ledger.uploads.1") { db in
    try db.execute(
      sql: """
        CREATE TABLE register_upload (
          token TEXT PRIMARY KEY CHECK (token <> ''),
          register TEXT NOT NULL,
          account INTEGER NOT NULL,
          file TEXT NOT NULL,
          sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
          byte_count INTEGER NOT NULL CHECK (byte_count >= 0),
          at INTEGER NOT NULL,
          sheet TEXT,
          attempt INTEGER NOT NULL CHECK (attempt > 0),
          notice TEXT,
          refusal TEXT
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX register_upload_account ON register_upload (account, at);
        ALTER TABLE register_import ADD COLUMN seen TEXT;
        DELETE FROM register_import_row WHERE import IN (
          SELECT id FROM register_import WHERE state IN ('staging', 'staged', 'refused'));
        DELETE FROM register_import WHERE state IN ('staging', 'staged', 'refused');
        """)
  }
}
