import GRDB
public import Ledger

/// The tables of marks in the ledger file.
public enum QualitySchema {
  public static let migrations: [LedgerMigration] = [
    LedgerMigration(id: "quality.1") { db in
      try db.execute(
        sql: """
          CREATE TABLE quality_mark (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            point TEXT NOT NULL,
            quantity TEXT NOT NULL,
            statistic TEXT NOT NULL,
            window_seconds INTEGER NOT NULL CHECK (window_seconds >= 0),
            check_name TEXT NOT NULL CHECK (check_name <> ''),
            from_at INTEGER NOT NULL,
            until_at INTEGER NOT NULL CHECK (until_at > from_at),
            grounds TEXT NOT NULL CHECK (json_valid(grounds)),
            first_seen INTEGER NOT NULL,
            last_seen INTEGER NOT NULL CHECK (last_seen >= first_seen),
            plan_digest TEXT NOT NULL,
            cause TEXT CHECK (cause IN ('fault', 'maintenance', 'evasion', 'network', 'real', 'other')),
            note TEXT,
            settled_at INTEGER,
            settled_by TEXT,
            CHECK ((cause IS NULL) = (settled_at IS NULL)),
            CHECK ((cause IS NULL) = (settled_by IS NULL))
          ) STRICT;
          CREATE INDEX quality_mark_series
            ON quality_mark (point, quantity, statistic, window_seconds, check_name, until_at);
          CREATE INDEX quality_mark_open ON quality_mark (until_at) WHERE cause IS NULL;

          CREATE TABLE quality_due (
            point TEXT NOT NULL,
            quantity TEXT NOT NULL,
            statistic TEXT NOT NULL,
            window_seconds INTEGER NOT NULL,
            first_at INTEGER NOT NULL,
            last_at INTEGER NOT NULL CHECK (last_at >= first_at),
            PRIMARY KEY (point, quantity, statistic, window_seconds)
          ) STRICT, WITHOUT ROWID;

          CREATE TABLE quality_cursor (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            sequence INTEGER NOT NULL CHECK (sequence >= 0)
          ) STRICT;
          """)
    },
    LedgerMigration(id: "quality.2") { db in
      try db.execute(
        sql: """
          CREATE TABLE quality_calibration (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            point TEXT NOT NULL REFERENCES monitoring_point (id),
            quantity TEXT NOT NULL,
            day TEXT NOT NULL CHECK (day GLOB '????-??-??'),
            note TEXT NOT NULL,
            recorded_at INTEGER NOT NULL,
            recorded_by TEXT NOT NULL,
            UNIQUE (point, quantity, day)
          ) STRICT;
          """)
    },
  ]
}
