extension CaseworkSchema {
  /// Kinds of event become rows, so that a later kind is one more row and not a new table.
  static let eventKinds = """
    CREATE TABLE case_event_kind (kind TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
    INSERT INTO case_event_kind (kind) VALUES
      ('opened'), ('step'), ('returned'), ('noted'), ('late'), ('reminded');

    DROP TRIGGER case_event_is_kept;
    DROP TRIGGER case_event_stays;
    CREATE TABLE case_event_kept (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      case_id INTEGER NOT NULL REFERENCES case_file,
      sequence INTEGER NOT NULL CHECK (sequence > 0),
      at INTEGER NOT NULL,
      actor TEXT NOT NULL,
      kind TEXT NOT NULL REFERENCES case_event_kind,
      from_state TEXT,
      to_state TEXT,
      assigned_unit TEXT,
      "values" TEXT NOT NULL CHECK (json_valid("values")),
      longitude REAL CHECK (longitude BETWEEN -180 AND 180),
      latitude REAL CHECK (latitude BETWEEN -90 AND 90),
      UNIQUE (case_id, sequence)
    ) STRICT;
    INSERT INTO case_event_kept SELECT * FROM case_event ORDER BY id;
    DROP TABLE case_event;
    ALTER TABLE case_event_kept RENAME TO case_event;
    CREATE TRIGGER case_event_is_kept BEFORE UPDATE ON case_event
    BEGIN SELECT RAISE(ABORT, 'a case''s history is append-only'); END;
    CREATE TRIGGER case_event_stays BEFORE DELETE ON case_event
    BEGIN SELECT RAISE(ABORT, 'a case''s history is append-only'); END;
    """
}
