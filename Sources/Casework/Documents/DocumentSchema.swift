import GRDB
import Ledger

/// The tables of official documents.
enum DocumentSchema {
  static let migrations: [LedgerMigration] = [
    LedgerMigration(id: "casework-doc-1-documents") { db in try db.execute(sql: documents) },
    LedgerMigration(id: "casework-doc-2-signers") { db in try db.execute(sql: signers) },
  ]

  /// Who signs is asked of all drafts on every desk.
  private static let signers = """
    CREATE INDEX case_document_signers ON case_document (signers, id) WHERE state = 'draft';
    """

  private static let documents = """
    CREATE TABLE document_form (
      plan_digest TEXT NOT NULL,
      form TEXT NOT NULL,
      definition TEXT NOT NULL CHECK (json_valid(definition)),
      PRIMARY KEY (plan_digest, form)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE document_counter (
      numbering TEXT NOT NULL,
      year INTEGER NOT NULL,
      last INTEGER NOT NULL CHECK (last > 0),
      PRIMARY KEY (numbering, year)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE case_document (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      case_id INTEGER NOT NULL REFERENCES case_file,
      plan_digest TEXT NOT NULL,
      form TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('draft', 'issued', 'served', 'withdrawn')),
      version INTEGER NOT NULL CHECK (version > 0),
      signers TEXT NOT NULL CHECK (json_valid(signers)),
      "values" TEXT NOT NULL CHECK (json_valid("values")),
      case_state TEXT NOT NULL,
      due_at INTEGER,
      drafted_by TEXT NOT NULL,
      drafted_at INTEGER NOT NULL,
      edited_by TEXT NOT NULL,
      numbering TEXT,
      year INTEGER,
      count INTEGER,
      number TEXT,
      issued_by TEXT,
      issued_at INTEGER,
      text_zh TEXT,
      text_en TEXT,
      text_sha256 TEXT,
      service TEXT CHECK (service IS NULL OR json_valid(service)),
      receipt INTEGER,
      withdrawn_by TEXT,
      withdrawn_at INTEGER,
      ground TEXT,
      FOREIGN KEY (plan_digest, form) REFERENCES document_form,
      UNIQUE (numbering, year, count),
      CHECK ((number IS NULL) = (issued_at IS NULL)),
      CHECK ((number IS NULL) = (text_sha256 IS NULL)),
      CHECK (state NOT IN ('issued', 'served') OR number IS NOT NULL),
      CHECK (state <> 'draft' OR number IS NULL),
      CHECK ((state = 'withdrawn') = (withdrawn_at IS NOT NULL))
    ) STRICT;
    CREATE INDEX case_document_case ON case_document (case_id, id);
    CREATE INDEX case_document_draft ON case_document (id) WHERE state = 'draft';
    CREATE INDEX case_document_issued ON case_document (issued_at, id) WHERE issued_at IS NOT NULL;

    CREATE TABLE case_document_review (
      document_id INTEGER NOT NULL REFERENCES case_document,
      review TEXT NOT NULL,
      text_sha256 TEXT NOT NULL,
      by TEXT NOT NULL,
      name TEXT NOT NULL,
      opinion TEXT,
      at INTEGER NOT NULL,
      PRIMARY KEY (document_id, review, text_sha256)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE case_document_file (
      document_id INTEGER NOT NULL REFERENCES case_document,
      language TEXT NOT NULL CHECK (language IN ('zh', 'en')),
      format TEXT NOT NULL CHECK (format IN ('docx', 'pdf')),
      attachment_id INTEGER NOT NULL,
      PRIMARY KEY (document_id, language, format)
    ) STRICT, WITHOUT ROWID;

    CREATE TRIGGER case_document_is_kept BEFORE UPDATE ON case_document
    WHEN old.number IS NOT NULL AND (
      new.number IS NOT old.number OR new.text_zh IS NOT old.text_zh
      OR new.text_en IS NOT old.text_en OR new.text_sha256 IS NOT old.text_sha256
      OR new."values" IS NOT old."values" OR new.issued_by IS NOT old.issued_by
      OR new.issued_at IS NOT old.issued_at OR new.count IS NOT old.count
      OR new.year IS NOT old.year OR new.numbering IS NOT old.numbering
      OR new.case_id IS NOT old.case_id OR new.form IS NOT old.form
      OR new.plan_digest IS NOT old.plan_digest)
    BEGIN SELECT RAISE(ABORT, 'an issued document never changes'); END;
    CREATE TRIGGER case_document_stays BEFORE DELETE ON case_document
    BEGIN SELECT RAISE(ABORT, 'a document is withdrawn, not deleted'); END;
    CREATE TRIGGER case_document_file_is_kept BEFORE UPDATE ON case_document_file
    BEGIN SELECT RAISE(ABORT, 'a printed document never changes'); END;
    CREATE TRIGGER case_document_file_stays BEFORE DELETE ON case_document_file
    BEGIN SELECT RAISE(ABORT, 'a printed document stays'); END;
    CREATE TRIGGER document_form_is_kept BEFORE UPDATE ON document_form
    BEGIN SELECT RAISE(ABORT, 'a kept form never changes'); END;
    """
}
