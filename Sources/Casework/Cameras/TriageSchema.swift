import GRDB
import Ledger

extension CaseworkSchema {
  /// What the desk owes alarms of cameras, and what it said of them.
  static let cameraTriage = LedgerMigration(id: "casework-camera-triage") { db in
    try db.execute(
      sql: """
        CREATE TABLE camera_triage (
          alarm_id INTEGER PRIMARY KEY REFERENCES camera_alarm,
          case_id INTEGER NOT NULL REFERENCES case_file,
          place TEXT,
          longitude REAL CHECK (longitude BETWEEN -180 AND 180),
          latitude REAL CHECK (latitude BETWEEN -90 AND 90),
          due_at INTEGER NOT NULL,
          next_late_at INTEGER,
          verdict TEXT CHECK (verdict IN ('true', 'false', 'doubtful')),
          judged_at INTEGER,
          judged_by INTEGER,
          ended_from TEXT,
          ended_version INTEGER,
          CHECK ((longitude IS NULL) = (latitude IS NULL)),
          CHECK ((verdict IS NULL) = (judged_at IS NULL)),
          CHECK ((verdict IS NULL) = (judged_by IS NULL)),
          CHECK ((ended_from IS NULL) = (ended_version IS NULL))
        ) STRICT;
        CREATE INDEX camera_triage_waiting ON camera_triage (due_at) WHERE verdict IS NULL;
        CREATE INDEX camera_triage_late ON camera_triage (next_late_at)
          WHERE verdict IS NULL AND next_late_at IS NOT NULL;
        CREATE INDEX camera_triage_case ON camera_triage (case_id);
        CREATE INDEX camera_alarm_occurred ON camera_alarm (occurred_at);
        CREATE TABLE camera_triage_told (
          alarm_id INTEGER NOT NULL REFERENCES camera_triage,
          level_seconds INTEGER NOT NULL,
          told_at INTEGER NOT NULL,
          PRIMARY KEY (alarm_id, level_seconds)
        ) STRICT, WITHOUT ROWID;
        """)
  }
}
