extension CaseworkSchema {
  /// What may be done with a case beside its steps. What was told of a deadline is kept under the
  /// version at which the deadline was set, so that nothing done meanwhile lets it be told again.
  static let acts = """
    ALTER TABLE case_file ADD COLUMN priority INTEGER NOT NULL DEFAULT 1
      CHECK (priority BETWEEN 0 AND 3);
    ALTER TABLE case_file ADD COLUMN suspended_at INTEGER;
    ALTER TABLE case_file ADD COLUMN suspended_until INTEGER;
    ALTER TABLE case_file ADD COLUMN deadline_left INTEGER;
    ALTER TABLE case_file ADD COLUMN deadline_version INTEGER NOT NULL DEFAULT 1;
    ALTER TABLE case_file ADD COLUMN transfer_unit TEXT;
    ALTER TABLE case_file ADD COLUMN transfer_stage TEXT
      CHECK (transfer_stage IN ('offered', 'refused'));
    ALTER TABLE case_file ADD COLUMN merged_into INTEGER REFERENCES case_file;
    ALTER TABLE case_file ADD COLUMN reopened_count INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE case_file ADD COLUMN likeness TEXT;
    UPDATE case_file SET deadline_version = version;
    UPDATE case_file SET likeness =
      json_extract(title_values, '$.rule') || char(10) || json_extract(title_values, '$.subject')
      WHERE title_code = 'rule';
    CREATE INDEX case_file_likeness ON case_file (likeness, id) WHERE likeness IS NOT NULL;
    CREATE INDEX case_file_merged ON case_file (merged_into) WHERE merged_into IS NOT NULL;
    CREATE INDEX case_file_suspended ON case_file (suspended_until)
      WHERE suspended_until IS NOT NULL;

    CREATE TABLE case_source (
      source_kind TEXT NOT NULL CHECK (source_kind IN ('finding', 'camera', 'report')),
      source_id INTEGER NOT NULL,
      case_id INTEGER NOT NULL REFERENCES case_file,
      PRIMARY KEY (source_kind, source_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX case_source_case ON case_source (case_id);
    CREATE TABLE case_link (
      case_id INTEGER NOT NULL REFERENCES case_file,
      other_id INTEGER NOT NULL REFERENCES case_file,
      PRIMARY KEY (case_id, other_id),
      CHECK (case_id <> other_id)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE case_appeal (
      case_id INTEGER NOT NULL REFERENCES case_file,
      number INTEGER NOT NULL CHECK (number > 0),
      at INTEGER NOT NULL,
      due_at INTEGER,
      is_due_working INTEGER NOT NULL CHECK (is_due_working IN (0, 1)),
      decided_at INTEGER,
      is_granted INTEGER CHECK (is_granted IN (0, 1)),
      told_at INTEGER,
      PRIMARY KEY (case_id, number),
      CHECK ((decided_at IS NULL) = (is_granted IS NULL))
    ) STRICT, WITHOUT ROWID;
    CREATE UNIQUE INDEX case_appeal_open ON case_appeal (case_id) WHERE decided_at IS NULL;
    CREATE INDEX case_appeal_due ON case_appeal (due_at)
      WHERE decided_at IS NULL AND told_at IS NULL;

    INSERT INTO case_event_kind (kind) VALUES
      ('shared'), ('skipped'), ('prioritised'), ('reclassified'), ('suspended'), ('resumed'),
      ('offered'), ('accepted'), ('refused'), ('arbitrated'), ('reopened'), ('relapsed'),
      ('joined'), ('merged'), ('unmerged'), ('absorbed'), ('released'), ('linked'), ('unlinked'),
      ('appealed'), ('decided'), ('appeal-late');
    """
}
