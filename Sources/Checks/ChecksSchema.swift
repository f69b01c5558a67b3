import GRDB
public import Ledger

/// What checks keep besides the plan's registers.
public enum ChecksSchema {
  public static let migrations: [LedgerMigration] = [draws]

  /// A draw is published first and drawn afterwards; neither is ever changed or removed.
  private static let draws = LedgerMigration(id: "checks.draws.1") { db in
    try db.execute(
      sql: """
        CREATE TABLE check_draw (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          check_id TEXT NOT NULL CHECK (check_id <> ''),
          plan TEXT NOT NULL CHECK (plan <> ''),
          seed TEXT NOT NULL UNIQUE CHECK (length(seed) BETWEEN 3 AND 100),
          note TEXT NOT NULL,
          subjects INTEGER NOT NULL CHECK (subjects > 0),
          inspectors INTEGER NOT NULL CHECK (inspectors > 0),
          -- Who could be drawn, as JSON.
          pool TEXT NOT NULL CHECK (pool <> ''),
          published_at INTEGER NOT NULL,
          published_by INTEGER NOT NULL,
          -- As the account was called then.
          publisher TEXT NOT NULL CHECK (publisher <> ''),
          drawn_at INTEGER CHECK (drawn_at > published_at),
          drawer TEXT CHECK (drawer <> ''),
          -- Who was drawn, as JSON.
          result TEXT,
          CHECK ((drawn_at IS NULL) = (result IS NULL)),
          CHECK ((drawn_at IS NULL) = (drawer IS NULL))
        ) STRICT;
        CREATE INDEX check_draw_check ON check_draw (check_id);
        CREATE TRIGGER check_draw_kept BEFORE UPDATE ON check_draw
        WHEN OLD.drawn_at IS NOT NULL OR NEW.seed IS NOT OLD.seed OR NEW.pool IS NOT OLD.pool
          OR NEW.check_id IS NOT OLD.check_id OR NEW.subjects IS NOT OLD.subjects
          OR NEW.inspectors IS NOT OLD.inspectors OR NEW.published_at IS NOT OLD.published_at
          OR NEW.plan IS NOT OLD.plan OR NEW.note IS NOT OLD.note
          OR NEW.published_by IS NOT OLD.published_by OR NEW.publisher IS NOT OLD.publisher
        BEGIN SELECT RAISE(ABORT, 'a published draw is kept as it is'); END;
        CREATE TRIGGER check_draw_stays BEFORE DELETE ON check_draw
        BEGIN SELECT RAISE(ABORT, 'a published draw is kept as it is'); END;
        """)
  }
}
