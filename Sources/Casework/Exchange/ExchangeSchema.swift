import GRDB
import Ledger

/// Numbers of cases in other systems, and sheets of them that were taken in.
enum ExchangeSchema {
  static let migrations = [
    LedgerMigration(id: "casework-exchange-1-numbers") { db in try db.execute(sql: numbers) }
  ]

  /// The cases of a system, without a look at their numbers.
  static let systems = LedgerMigration(id: "casework-exchange-2-systems") { db in
    try db.execute(sql: "CREATE INDEX case_outside_system ON case_outside (system, case_id)")
  }

  /// `standings` holds what a case is by the status told, between commas, so that a list finds those
  /// that are something else here.
  private static let numbers = """
    CREATE TABLE case_outside (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      case_id INTEGER NOT NULL REFERENCES case_file,
      system TEXT NOT NULL CHECK (system <> ''),
      number TEXT NOT NULL CHECK (number <> ''),
      is_shared INTEGER NOT NULL CHECK (is_shared IN (0, 1)),
      status TEXT,
      status_at INTEGER,
      standings TEXT,
      UNIQUE (case_id, system, number),
      CHECK ((status IS NULL) = (status_at IS NULL))
    ) STRICT;
    CREATE UNIQUE INDEX case_outside_number ON case_outside (system, number) WHERE is_shared = 0;
    CREATE INDEX case_outside_shared ON case_outside (system, number);
    CREATE TABLE case_exchange (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      system TEXT NOT NULL,
      file TEXT NOT NULL,
      sha256 TEXT NOT NULL,
      actor TEXT NOT NULL,
      at INTEGER NOT NULL,
      added_count INTEGER NOT NULL,
      changed_count INTEGER NOT NULL,
      same_count INTEGER NOT NULL,
      undone_by TEXT,
      undone_at INTEGER,
      CHECK ((undone_by IS NULL) = (undone_at IS NULL))
    ) STRICT;
    CREATE INDEX case_exchange_system ON case_exchange (system, id);
    CREATE TABLE case_exchange_change (
      exchange INTEGER NOT NULL REFERENCES case_exchange,
      place INTEGER NOT NULL,
      case_id INTEGER NOT NULL REFERENCES case_file,
      old TEXT,
      new TEXT NOT NULL,
      PRIMARY KEY (exchange, place)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO case_event_kind (kind) VALUES ('outside');
    """
}
