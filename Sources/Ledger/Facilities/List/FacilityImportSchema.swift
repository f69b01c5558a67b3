import GRDB

extension LedgerSchema {
  static let facilityImports = LedgerMigration(id: "ledger.facilities.4") { db in
    try db.execute(
      sql: """
        CREATE TABLE facility_import (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          file TEXT NOT NULL,
          sha256 TEXT NOT NULL,
          actor TEXT NOT NULL,
          at INTEGER NOT NULL,
          new_count INTEGER NOT NULL,
          changed_count INTEGER NOT NULL,
          same_count INTEGER NOT NULL,
          undone_by TEXT,
          undone_at INTEGER,
          CHECK ((undone_by IS NULL) = (undone_at IS NULL))
        ) STRICT;
        CREATE TABLE facility_import_change (
          import INTEGER NOT NULL REFERENCES facility_import (id),
          place INTEGER NOT NULL,
          facility TEXT NOT NULL,
          kind TEXT NOT NULL CHECK (kind IN ('new', 'changed', 'alias', 'settled')),
          alias TEXT,
          old TEXT,
          new TEXT,
          PRIMARY KEY (import, place),
          CHECK ((kind = 'alias') = (alias IS NOT NULL))
        ) STRICT, WITHOUT ROWID;
        """)
  }
}
