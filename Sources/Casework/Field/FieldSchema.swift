import GRDB
import Ledger

extension CaseworkSchema {
  /// What phones bring in: photos that wait for what they belong to, when and where photos were taken,
  /// patrol routes and who visited what of them.
  static let field = LedgerMigration(id: "casework-field-1") { db in
    try db.execute(
      sql: """
        CREATE TABLE field_photo (
          account_id INTEGER NOT NULL REFERENCES account (id),
          sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
          at INTEGER NOT NULL,
          PRIMARY KEY (account_id, sha256)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX field_photo_at ON field_photo (at);

        CREATE TABLE photo_taking (
          attachment_id INTEGER PRIMARY KEY REFERENCES attachment (id),
          taken_at INTEGER NOT NULL,
          longitude REAL CHECK (longitude BETWEEN -180 AND 180),
          latitude REAL CHECK (latitude BETWEEN -90 AND 90),
          accuracy INTEGER CHECK (accuracy >= 0),
          is_from_album INTEGER NOT NULL CHECK (is_from_album IN (0, 1)),
          CHECK ((longitude IS NULL) = (latitude IS NULL))
        ) STRICT;

        CREATE TABLE patrol_route (
          id TEXT PRIMARY KEY CHECK (length(id) BETWEEN 8 AND 56),
          unit TEXT NOT NULL,
          account_id INTEGER NOT NULL REFERENCES account (id),
          name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
          stops TEXT NOT NULL,
          made_at INTEGER NOT NULL,
          removed_at INTEGER
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX patrol_route_unit ON patrol_route (unit) WHERE removed_at IS NULL;

        CREATE TABLE patrol_visit (
          route_id TEXT NOT NULL REFERENCES patrol_route (id),
          day TEXT NOT NULL CHECK (length(day) = 10),
          stop INTEGER NOT NULL CHECK (stop >= 0),
          account_id INTEGER NOT NULL REFERENCES account (id),
          done_at INTEGER NOT NULL,
          arrived_at INTEGER NOT NULL,
          doubt TEXT,
          longitude REAL CHECK (longitude BETWEEN -180 AND 180),
          latitude REAL CHECK (latitude BETWEEN -90 AND 90),
          note TEXT,
          PRIMARY KEY (route_id, day, stop),
          CHECK ((longitude IS NULL) = (latitude IS NULL))
        ) STRICT, WITHOUT ROWID;
        """)
  }
}
