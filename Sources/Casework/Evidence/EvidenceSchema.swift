import GRDB
import Ledger

extension CaseworkSchema {
  /// What was measured around a case, kept with it. Frames are kept whole, because the inbox is not
  /// kept for ever.
  static let evidenceTelemetry = LedgerMigration(id: "casework-evidence-1-telemetry") { db in
    try db.execute(
      sql: """
        CREATE TABLE case_freeze (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          case_id INTEGER NOT NULL REFERENCES case_file,
          part TEXT NOT NULL CHECK (part IN ('before', 'after', 'asked')),
          asked_by TEXT NOT NULL CHECK (asked_by <> ''),
          asked_at INTEGER NOT NULL,
          frozen_at INTEGER
        ) STRICT;
        CREATE UNIQUE INDEX case_freeze_once ON case_freeze (case_id, part) WHERE part <> 'asked';
        CREATE INDEX case_freeze_case ON case_freeze (case_id, id);
        CREATE INDEX case_freeze_waiting ON case_freeze (id) WHERE frozen_at IS NULL;
        CREATE TABLE case_frozen_series (
          freeze_id INTEGER NOT NULL REFERENCES case_freeze,
          point TEXT NOT NULL,
          quantity TEXT NOT NULL,
          statistic TEXT NOT NULL,
          window_seconds INTEGER NOT NULL,
          from_epoch INTEGER NOT NULL,
          until_epoch INTEGER NOT NULL,
          value_count INTEGER NOT NULL,
          is_cut INTEGER NOT NULL CHECK (is_cut IN (0, 1)),
          csv TEXT NOT NULL,
          sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
          PRIMARY KEY (freeze_id, point, quantity, statistic, window_seconds)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE case_frozen_frame (
          freeze_id INTEGER NOT NULL REFERENCES case_freeze,
          sequence INTEGER NOT NULL,
          mn TEXT NOT NULL,
          received_at_ms INTEGER NOT NULL,
          sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
          bytes BLOB NOT NULL,
          PRIMARY KEY (freeze_id, sequence)
        ) STRICT, WITHOUT ROWID;
        CREATE TRIGGER case_frozen_series_fixed BEFORE UPDATE ON case_frozen_series
        BEGIN SELECT RAISE(ABORT, 'what was frozen is never changed'); END;
        CREATE TRIGGER case_frozen_series_stays BEFORE DELETE ON case_frozen_series
        BEGIN SELECT RAISE(ABORT, 'what was frozen is never removed'); END;
        CREATE TRIGGER case_frozen_frame_fixed BEFORE UPDATE ON case_frozen_frame
        BEGIN SELECT RAISE(ABORT, 'what was frozen is never changed'); END;
        CREATE TRIGGER case_frozen_frame_stays BEFORE DELETE ON case_frozen_frame
        BEGIN SELECT RAISE(ABORT, 'what was frozen is never removed'); END;
        """)
  }
}
