import GRDB
import Ledger

extension CaseworkSchema {
  /// Until when reporters were promised something, sheets of the hotline, complaints and rewards.
  static let reportPromises = LedgerMigration(id: "casework-report-2-promises") { db in
    try db.execute(
      sql: """
        CREATE TABLE report_import (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          file TEXT NOT NULL,
          sha256 TEXT NOT NULL,
          actor TEXT NOT NULL,
          at INTEGER NOT NULL,
          new_count INTEGER NOT NULL,
          known_count INTEGER NOT NULL,
          undone_by TEXT,
          undone_at INTEGER,
          CHECK ((undone_by IS NULL) = (undone_at IS NULL))
        ) STRICT;
        ALTER TABLE public_report ADD COLUMN import_id INTEGER REFERENCES report_import;
        ALTER TABLE public_report ADD COLUMN hotline_number TEXT;
        ALTER TABLE public_report ADD COLUMN complaint_row INTEGER;
        ALTER TABLE public_report ADD COLUMN is_complaint_answered INTEGER NOT NULL DEFAULT 0;
        CREATE UNIQUE INDEX public_report_hotline ON public_report (hotline_number)
          WHERE hotline_number IS NOT NULL;
        CREATE INDEX public_report_import ON public_report (import_id) WHERE import_id IS NOT NULL;
        CREATE INDEX public_report_category ON public_report (category, received_at);
        CREATE INDEX public_report_complaint ON public_report (id)
          WHERE complaint_row IS NOT NULL AND is_complaint_answered = 0;

        CREATE TABLE report_promise (
          report_id INTEGER NOT NULL REFERENCES public_report,
          kind TEXT NOT NULL CHECK (kind IN ('accept', 'answer')),
          due_at INTEGER NOT NULL,
          is_working INTEGER NOT NULL CHECK (is_working IN (0, 1)),
          kept_at INTEGER,
          next_tell_at INTEGER,
          PRIMARY KEY (report_id, kind)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX report_promise_due ON report_promise (due_at) WHERE kept_at IS NULL;
        CREATE INDEX report_promise_next ON report_promise (next_tell_at)
          WHERE kept_at IS NULL AND next_tell_at IS NOT NULL;
        CREATE TABLE report_promise_told (
          report_id INTEGER NOT NULL,
          kind TEXT NOT NULL,
          due_at INTEGER NOT NULL,
          after_seconds INTEGER NOT NULL,
          told_at INTEGER NOT NULL,
          PRIMARY KEY (report_id, kind, due_at, after_seconds)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE report_reward (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          report_id INTEGER NOT NULL UNIQUE REFERENCES public_report,
          -- The case that the fact is known by, also to those that were merged into it.
          fact_id INTEGER NOT NULL REFERENCES case_file,
          kind TEXT NOT NULL,
          yuan INTEGER NOT NULL CHECK (yuan > 0),
          -- Keyed digest of the telephone number.
          person BLOB NOT NULL CHECK (length(person) = 32),
          state TEXT NOT NULL CHECK (
            state IN ('proposed', 'approved', 'paid', 'refused', 'excluded')),
          reason TEXT,
          year INTEGER,
          proposed_at INTEGER NOT NULL,
          decided_by TEXT,
          decided_at INTEGER,
          paid_by TEXT,
          paid_at INTEGER,
          receipt TEXT,
          version INTEGER NOT NULL DEFAULT 1,
          CHECK (paid_by IS NULL OR paid_by <> decided_by),
          CHECK ((state = 'paid') = (paid_at IS NOT NULL)),
          CHECK (state NOT IN ('approved', 'paid') OR (decided_by IS NOT NULL AND year IS NOT NULL))
        ) STRICT;
        CREATE UNIQUE INDEX report_reward_fact ON report_reward (fact_id)
          WHERE state IN ('proposed', 'approved', 'paid');
        CREATE INDEX report_reward_person ON report_reward (person, kind, proposed_at);
        CREATE INDEX report_reward_year ON report_reward (year) WHERE year IS NOT NULL;

        INSERT INTO case_event_kind (kind) VALUES ('withdrawn');
        """)
  }
}
