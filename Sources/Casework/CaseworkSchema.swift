import GRDB
public import Ledger

/// The tables of casework; `Ledger` runs these migrations in one list with everyone's.
public enum CaseworkSchema {
  public static let migrations: [LedgerMigration] =
    [
      LedgerMigration(id: "casework-1-cases") { db in try db.execute(sql: cases) },
      LedgerMigration(id: "casework-2-intakes") { db in try db.execute(sql: intakes) },
      LedgerMigration(id: "casework-3-next-late") { db in try db.execute(sql: nextLate) },
      LedgerMigration(id: "casework-4-closed-at") { db in
        try db.execute(
          sql: "CREATE INDEX case_file_closed ON case_file (closed_at) WHERE closed_at IS NOT NULL")
      },
      LedgerMigration(id: "casework-5-event-kinds") { db in try db.execute(sql: eventKinds) },
      LedgerMigration(id: "casework-5-working-time") { db in
        try db.execute(
          sql: """
            ALTER TABLE case_file ADD COLUMN is_due_working INTEGER NOT NULL DEFAULT 0
              CHECK (is_due_working IN (0, 1))
            """)
      },
      LedgerMigration(id: "casework-5-acts") { db in try db.execute(sql: acts) },
      LedgerMigration(id: "casework-5-trust") { db in try db.execute(sql: trust) },
    ] + DocumentSchema.migrations + [evidenceTelemetry, evidencePhotos, reportSpots]
    + [CaseSearch.migration, walks]
    + [field]
    + [cameraTriage]
    + LoopSchema.migrations + [reportPromises]
    + ExchangeSchema.migrations
    + [firmAcknowledgements, firmReceipts, filters]
    + [rewardDoubts, ExchangeSchema.systems, counts]
    + [archiveAnchors]

  private static let cases = """
    CREATE TABLE procedure_version (
      plan_digest TEXT NOT NULL,
      procedure TEXT NOT NULL,
      definition TEXT NOT NULL,
      PRIMARY KEY (plan_digest, procedure)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE case_counter (
      plan TEXT NOT NULL,
      year INTEGER NOT NULL,
      last INTEGER NOT NULL CHECK (last > 0),
      PRIMARY KEY (plan, year)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE case_file (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      number TEXT NOT NULL UNIQUE,
      plan_digest TEXT NOT NULL,
      procedure TEXT NOT NULL,
      title_code TEXT NOT NULL,
      title_values TEXT NOT NULL CHECK (json_valid(title_values)),
      source_kind TEXT NOT NULL CHECK (source_kind IN ('finding', 'camera', 'report', 'manual')),
      source_id INTEGER,
      severity TEXT NOT NULL CHECK (severity IN ('minor', 'ordinary', 'serious', 'grave')),
      clause TEXT,
      lead_unit TEXT NOT NULL,
      facility TEXT,
      place TEXT,
      town_unit TEXT,
      is_place_certain INTEGER NOT NULL CHECK (is_place_certain IN (0, 1)),
      longitude REAL CHECK (longitude BETWEEN -180 AND 180),
      latitude REAL CHECK (latitude BETWEEN -90 AND 90),
      subject_register TEXT,
      subject_row INTEGER,
      field_units TEXT NOT NULL CHECK (json_valid(field_units)),
      grounds TEXT NOT NULL CHECK (json_valid(grounds)),
      search_text TEXT NOT NULL,
      occurred_at INTEGER NOT NULL,
      opened_at INTEGER NOT NULL,
      is_opened_late INTEGER NOT NULL CHECK (is_opened_late IN (0, 1)),
      state TEXT NOT NULL,
      state_since INTEGER NOT NULL,
      assigned_unit TEXT,
      due_at INTEGER,
      closed_at INTEGER,
      version INTEGER NOT NULL CHECK (version > 0),
      CHECK ((longitude IS NULL) = (latitude IS NULL)),
      CHECK ((source_kind = 'manual') = (source_id IS NULL)),
      FOREIGN KEY (plan_digest, procedure) REFERENCES procedure_version
    ) STRICT;
    CREATE UNIQUE INDEX case_file_source ON case_file (source_kind, source_id)
      WHERE source_id IS NOT NULL;
    CREATE INDEX case_file_open_due ON case_file (due_at) WHERE closed_at IS NULL;
    CREATE INDEX case_file_assigned ON case_file (assigned_unit, id);
    CREATE INDEX case_file_lead ON case_file (lead_unit, id);
    CREATE INDEX case_file_facility ON case_file (facility, id);
    CREATE INDEX case_file_subject ON case_file (subject_register, subject_row);

    CREATE TABLE case_event (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      case_id INTEGER NOT NULL REFERENCES case_file,
      sequence INTEGER NOT NULL CHECK (sequence > 0),
      at INTEGER NOT NULL,
      actor TEXT NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('opened', 'step', 'returned', 'noted', 'late')),
      from_state TEXT,
      to_state TEXT,
      assigned_unit TEXT,
      "values" TEXT NOT NULL CHECK (json_valid("values")),
      longitude REAL CHECK (longitude BETWEEN -180 AND 180),
      latitude REAL CHECK (latitude BETWEEN -90 AND 90),
      UNIQUE (case_id, sequence)
    ) STRICT;
    CREATE TABLE case_event_attachment (
      event_id INTEGER NOT NULL REFERENCES case_event,
      ordinal INTEGER NOT NULL,
      attachment_id INTEGER NOT NULL,
      PRIMARY KEY (event_id, ordinal)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX case_event_attachment_attachment ON case_event_attachment (attachment_id);
    CREATE TABLE case_informed (
      case_id INTEGER NOT NULL REFERENCES case_file,
      unit TEXT NOT NULL,
      PRIMARY KEY (case_id, unit)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX case_informed_unit ON case_informed (unit, case_id);
    CREATE TABLE case_lateness (
      case_id INTEGER NOT NULL REFERENCES case_file,
      version INTEGER NOT NULL,
      level_seconds INTEGER NOT NULL,
      told_at INTEGER NOT NULL,
      PRIMARY KEY (case_id, version, level_seconds)
    ) STRICT, WITHOUT ROWID;

    CREATE TRIGGER case_event_is_kept BEFORE UPDATE ON case_event
    BEGIN SELECT RAISE(ABORT, 'a case''s history is append-only'); END;
    CREATE TRIGGER case_event_stays BEFORE DELETE ON case_event
    BEGIN SELECT RAISE(ABORT, 'a case''s history is append-only'); END;
    """

  /// Walks in the order of a list within one value of a filter, and the open ones by their deadlines.
  private static let walks = LedgerMigration(id: "casework-6-walks") { db in
    try db.execute(
      sql: """
        CREATE INDEX case_file_procedure ON case_file (procedure, id);
        CREATE INDEX case_file_severity ON case_file (severity, id);
        CREATE INDEX case_file_priority ON case_file (priority, id);
        CREATE INDEX case_file_state ON case_file (state, id);
        CREATE INDEX case_file_open_order ON case_file (ifnull(due_at, \(CaseCursor.noDeadline)), id)
          WHERE closed_at IS NULL;
        """)
  }

  /// What most filters ask for lies in the index that is walked, so that a walk that few cases satisfy
  /// reads the index alone and no case that it leaves out.
  private static let filters = LedgerMigration(id: "casework-7-filters") { db in
    try db.execute(sql: "CREATE INDEX case_file_opened ON case_file (opened_at)")
    for (name, column) in [
      ("assigned", "assigned_unit"), ("lead", "lead_unit"), ("facility", "facility"),
      ("procedure", "procedure"),
    ] {
      let others = ["procedure", "severity", "priority", "state", "closed_at"].filter {
        $0 != column
      }
      try db.execute(
        sql: """
          DROP INDEX case_file_\(name);
          CREATE INDEX case_file_\(name) ON case_file (\(column), id, \(others.joined(separator: ", ")));
          """)
    }
  }

  /// What the desk counts of the open cases, and who may see them.
  private static let counts = LedgerMigration(id: "casework-8-counts") { db in
    try db.execute(
      sql: """
        CREATE INDEX case_file_open_counts
          ON case_file (assigned_unit, state, due_at, procedure, lead_unit, facility, closed_at)
          WHERE closed_at IS NULL
        """)
  }

  /// The sweep finds out for the open cases what they were told of already.
  private static let nextLate = """
    ALTER TABLE case_file ADD COLUMN next_late_at INTEGER;
    UPDATE case_file SET next_late_at = due_at WHERE closed_at IS NULL;
    CREATE INDEX case_file_next_late ON case_file (next_late_at)
      WHERE closed_at IS NULL AND next_late_at IS NOT NULL;
    """

  private static let intakes = """
    CREATE TABLE casework_secret (
      name TEXT PRIMARY KEY,
      secret BLOB NOT NULL CHECK (length(secret) = 32)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO casework_secret (name, secret) VALUES ('tracking-pepper', randomblob(32));

    CREATE TABLE public_report (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      category TEXT NOT NULL,
      description TEXT NOT NULL,
      attachment_id INTEGER,
      received_at INTEGER NOT NULL,
      code_hash BLOB NOT NULL UNIQUE CHECK (length(code_hash) = 32),
      request_hash BLOB NOT NULL UNIQUE CHECK (length(request_hash) = 32),
      content_hash BLOB NOT NULL CHECK (length(content_hash) = 32)
    ) STRICT;
    CREATE TABLE report_contact (
      report_id INTEGER PRIMARY KEY REFERENCES public_report,
      contact TEXT NOT NULL
    ) STRICT;

    CREATE TABLE camera_alarm (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      camera TEXT NOT NULL,
      alarm TEXT NOT NULL,
      kind TEXT NOT NULL,
      occurred_at INTEGER NOT NULL,
      received_at INTEGER NOT NULL,
      attachment_id INTEGER NOT NULL,
      UNIQUE (camera, alarm)
    ) STRICT;
    """
}
