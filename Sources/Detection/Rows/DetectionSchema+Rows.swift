import GRDB
import Ledger

extension DetectionSchema {
  /// How far each rule on rows has followed its register, and which rows its findings rest on.
  static let rows = LedgerMigration(id: "detection.2") { db in
    try db.execute(
      sql: """
        CREATE TABLE row_watch (
          rule TEXT PRIMARY KEY,
          through INTEGER NOT NULL CHECK (through >= 0)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE row_finding (
          finding INTEGER PRIMARY KEY REFERENCES finding (id),
          rule TEXT NOT NULL,
          register TEXT NOT NULL,
          grouped TEXT,
          first_day INTEGER,
          end_day INTEGER CHECK (end_day > first_day),
          needed INTEGER NOT NULL CHECK (needed > 0),
          CHECK ((first_day IS NULL) = (end_day IS NULL))
        ) STRICT;
        CREATE INDEX row_finding_group ON row_finding (rule, grouped);

        CREATE TABLE row_finding_row (
          finding INTEGER NOT NULL REFERENCES row_finding (finding),
          row_id INTEGER NOT NULL,
          version INTEGER NOT NULL CHECK (version > 0),
          holds INTEGER NOT NULL CHECK (holds IN (0, 1)),
          PRIMARY KEY (finding, row_id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX row_finding_row_row ON row_finding_row (row_id, finding);
        """)
  }
}
