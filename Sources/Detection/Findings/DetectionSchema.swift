import GRDB
public import Ledger

/// Detection's tables in the ledger file.
public enum DetectionSchema {
  public static let migrations: [LedgerMigration] = [
    LedgerMigration(id: "detection.1") { db in
      try db.execute(
        sql: """
          CREATE TABLE finding (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            rule TEXT NOT NULL CHECK (rule <> ''),
            subject TEXT NOT NULL CHECK (subject <> ''),
            start INTEGER NOT NULL,
            reached_at INTEGER NOT NULL CHECK (reached_at >= start),
            stage INTEGER NOT NULL CHECK (stage >= 0),
            reached TEXT NOT NULL CHECK (reached IN ('told', 'opened')),
            ended_at INTEGER CHECK (ended_at >= start),
            plan_digest TEXT NOT NULL,
            clause TEXT,
            facility TEXT,
            place TEXT,
            longitude REAL,
            latitude REAL,
            is_late INTEGER NOT NULL CHECK (is_late IN (0, 1)),
            grounds TEXT NOT NULL CHECK (json_valid(grounds)),
            recorded_at INTEGER NOT NULL,
            case_id INTEGER,
            UNIQUE (rule, subject, start),
            CHECK ((longitude IS NULL) = (latitude IS NULL))
          ) STRICT;
          CREATE INDEX finding_open ON finding (subject) WHERE ended_at IS NULL;
          CREATE INDEX finding_facility ON finding (facility, start);
          CREATE INDEX finding_case ON finding (case_id) WHERE case_id IS NOT NULL;

          CREATE TABLE detection_watch (
            rule TEXT NOT NULL,
            subject TEXT NOT NULL,
            memory TEXT NOT NULL CHECK (json_valid(memory)),
            PRIMARY KEY (rule, subject)
          ) STRICT, WITHOUT ROWID;

          CREATE TABLE detection_cursor (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            sequence INTEGER NOT NULL CHECK (sequence >= 0),
            checkpointed_at INTEGER NOT NULL
          ) STRICT;
          """)
    },
    rows,
  ]
}
