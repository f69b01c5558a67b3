import GRDB
import Ledger

/// What is kept of how long cases take, and of what looks like gaming.
enum LoopSchema {
  static let migrations: [LedgerMigration] = [
    LedgerMigration(id: "casework-loop-1-times") { db in try db.execute(sql: times) },
    LedgerMigration(id: "casework-loop-2-signs") { db in try db.execute(sql: signs) },
  ]

  /// One narrow row a case, written with each event. Of cases before it, what their events still tell:
  /// whether values fell again is not known of those that were closed.
  private static let times = """
    CREATE TABLE case_times (
      case_id INTEGER PRIMARY KEY REFERENCES case_file,
      opened_at INTEGER NOT NULL,
      bad_at INTEGER NOT NULL,
      dispatched_at INTEGER,
      dispatch_due INTEGER,
      on_site_at INTEGER,
      on_site_due INTEGER,
      watches_quiet INTEGER NOT NULL CHECK (watches_quiet IN (0, 1)),
      quiet_at INTEGER,
      closed_at INTEGER,
      close_due INTEGER,
      due_at INTEGER,
      late_steps INTEGER NOT NULL,
      is_merged INTEGER NOT NULL CHECK (is_merged IN (0, 1)),
      town TEXT,
      unit TEXT NOT NULL,
      rule TEXT,
      procedure TEXT NOT NULL,
      severity TEXT NOT NULL
    ) STRICT;
    INSERT INTO case_times
      SELECT id, opened_at, min(occurred_at, opened_at),
        (SELECT min(at) FROM case_event WHERE case_id = f.id AND assigned_unit IS NOT NULL), NULL,
        (SELECT min(at) FROM case_event WHERE case_id = f.id AND longitude IS NOT NULL
          AND actor LIKE 'account:%'), NULL,
        closed_at IS NULL AND (source_kind = 'camera' OR (source_kind = 'finding' AND grounds <> '[]')),
        NULL, closed_at, NULL, due_at,
        (SELECT count(*) FROM case_event WHERE case_id = f.id AND kind = 'late'),
        merged_into IS NOT NULL, town_unit, ifnull(assigned_unit, lead_unit),
        iif(title_code = 'rule', title_values ->> '$.rule', NULL), procedure, severity
      FROM case_file AS f;
    CREATE INDEX case_times_opened ON case_times (opened_at);
    """

  private static let signs = """
    CREATE TABLE loop_watch (name TEXT PRIMARY KEY, last INTEGER NOT NULL) STRICT, WITHOUT ROWID;

    -- Closings and acts at a place, as long as others are compared with them.
    CREATE TABLE loop_act (
      event_id INTEGER NOT NULL REFERENCES case_event,
      is_closing INTEGER NOT NULL CHECK (is_closing IN (0, 1)),
      case_id INTEGER NOT NULL,
      actor TEXT NOT NULL,
      at INTEGER NOT NULL,
      longitude REAL,
      latitude REAL,
      PRIMARY KEY (event_id, is_closing),
      CHECK ((longitude IS NULL) = (latitude IS NULL))
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX loop_act_actor ON loop_act (actor, at);
    CREATE INDEX loop_act_at ON loop_act (at);

    CREATE TABLE loop_text (
      event_id INTEGER PRIMARY KEY REFERENCES case_event,
      case_id INTEGER NOT NULL,
      actor TEXT NOT NULL,
      at INTEGER NOT NULL,
      folded TEXT NOT NULL,
      sign_id INTEGER REFERENCES loop_sign
    ) STRICT;
    CREATE INDEX loop_text_at ON loop_text (at);
    CREATE TABLE loop_text_band (
      key INTEGER NOT NULL,
      event_id INTEGER NOT NULL,
      PRIMARY KEY (key, event_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX loop_text_band_event ON loop_text_band (event_id);

    -- Closings of which is still to be seen what follows.
    CREATE TABLE loop_wait (
      event_id INTEGER PRIMARY KEY REFERENCES case_event,
      case_id INTEGER NOT NULL REFERENCES case_file,
      actor TEXT NOT NULL,
      closed_at INTEGER NOT NULL,
      due_at INTEGER NOT NULL,
      look_at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX loop_wait_look ON loop_wait (look_at);

    CREATE TABLE loop_sign (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      kind TEXT NOT NULL,
      mark TEXT NOT NULL,
      actor TEXT NOT NULL,
      first_at INTEGER NOT NULL,
      last_at INTEGER NOT NULL,
      found_at INTEGER NOT NULL,
      grounds TEXT NOT NULL CHECK (json_valid(grounds)),
      verdict TEXT CHECK (verdict IN ('explained', 'follow-up')),
      note TEXT,
      judged_by TEXT,
      judged_at INTEGER,
      UNIQUE (kind, mark),
      CHECK ((verdict IS NULL) = (judged_at IS NULL)),
      CHECK ((verdict IS NULL) = (judged_by IS NULL)),
      CHECK ((verdict IS NULL) = (note IS NULL))
    ) STRICT;
    CREATE INDEX loop_sign_open ON loop_sign (id) WHERE verdict IS NULL;
    CREATE INDEX loop_sign_actor ON loop_sign (kind, actor, last_at);
    CREATE TABLE loop_sign_case (
      sign_id INTEGER NOT NULL REFERENCES loop_sign,
      case_id INTEGER NOT NULL REFERENCES case_file,
      PRIMARY KEY (sign_id, case_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX case_times_closed ON case_times (closed_at) WHERE closed_at IS NOT NULL;
    """
}
