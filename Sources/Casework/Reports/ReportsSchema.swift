import GRDB
import Ledger

extension CaseworkSchema {
  /// How a report came in, and where and when cases happened, to find those that are near.
  static let reportSpots = LedgerMigration(id: "casework-report-1") { db in
    try db.execute(
      sql: """
        ALTER TABLE public_report ADD COLUMN channel TEXT NOT NULL DEFAULT 'web'
          CHECK (channel IN ('web', 'phone', 'visit', 'letter'));
        -- An Actor.auditName of who wrote it down for somebody; NULL where the reporter did.
        ALTER TABLE public_report ADD COLUMN taken_by TEXT;
        -- Degrees and hours since 1970. Its numbers are of 32 bits: what is found is compared again.
        CREATE VIRTUAL TABLE case_spot USING rtree(id, west, east, south, north, begin, finish);
        INSERT INTO case_spot
          SELECT id, longitude, longitude, latitude, latitude, occurred_at / 3600.0,
            occurred_at / 3600.0
          FROM case_file WHERE longitude IS NOT NULL;
        CREATE TRIGGER case_spot_added AFTER INSERT ON case_file WHEN NEW.longitude IS NOT NULL
        BEGIN
          INSERT INTO case_spot VALUES (NEW.id, NEW.longitude, NEW.longitude, NEW.latitude,
            NEW.latitude, NEW.occurred_at / 3600.0, NEW.occurred_at / 3600.0);
        END;
        CREATE TRIGGER case_spot_moved AFTER UPDATE OF longitude, latitude ON case_file
        BEGIN
          DELETE FROM case_spot WHERE id = OLD.id;
          INSERT INTO case_spot
            SELECT NEW.id, NEW.longitude, NEW.longitude, NEW.latitude, NEW.latitude,
              NEW.occurred_at / 3600.0, NEW.occurred_at / 3600.0
            WHERE NEW.longitude IS NOT NULL;
        END;
        """)
  }
}
