import GRDB
import Ledger

extension CaseworkSchema {
  static let firmAcknowledgements = LedgerMigration(id: "casework-firm-1-acknowledged") { db in
    try db.execute(sql: "INSERT INTO case_event_kind (kind) VALUES ('acknowledged')")
  }

  /// Which served document a receipt of service is about.
  static let firmReceipts = LedgerMigration(id: "casework-firm-2-receipts") { db in
    try db.execute(
      sql: """
        CREATE TABLE case_document_about (
          document_id INTEGER PRIMARY KEY REFERENCES case_document,
          about_id INTEGER NOT NULL REFERENCES case_document,
          CHECK (about_id <> document_id)
        ) STRICT;
        CREATE INDEX case_document_about_about ON case_document_about (about_id);
        """)
  }
}
