import GRDB
import Ledger

extension CaseworkSchema {
  /// Computed from the photos' files and may be computed again.
  static let evidencePhotos = LedgerMigration(id: "casework-evidence-2-photos") { db in
    try db.execute(
      sql: """
        CREATE TABLE photo_print (
          attachment_id INTEGER PRIMARY KEY REFERENCES attachment (id),
          sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
          hashes BLOB CHECK (length(hashes) = 288),
          picture BLOB CHECK (length(picture) = 9216),
          taken_at INTEGER,
          longitude REAL,
          latitude REAL,
          camera TEXT,
          CHECK ((hashes IS NULL) = (picture IS NULL)),
          CHECK ((longitude IS NULL) = (latitude IS NULL))
        ) STRICT;
        CREATE INDEX photo_print_sha256 ON photo_print (sha256);
        CREATE TABLE photo_likeness (
          attachment_id INTEGER NOT NULL REFERENCES attachment (id),
          other_id INTEGER NOT NULL REFERENCES attachment (id),
          permille INTEGER NOT NULL CHECK (permille BETWEEN 0 AND 1000),
          is_same_file INTEGER NOT NULL CHECK (is_same_file IN (0, 1)),
          PRIMARY KEY (attachment_id, other_id)
        ) STRICT, WITHOUT ROWID;
        """)
  }
}
