import GRDB
public import Ledger

/// The tables of steering; `Ledger` runs these migrations in one list with everyone's.
public enum SteeringSchema {
  public static let migrations: [LedgerMigration] = [
    LedgerMigration(id: "steering-1-air") { db in try db.execute(sql: air) }
  ]

  /// Hours are kept a day a row: 24 little-endian 32-bit numbers, ten-thousandths of a unit.
  private static let air = """
    CREATE TABLE air_place (
      id INTEGER PRIMARY KEY,
      city TEXT NOT NULL,
      name TEXT NOT NULL,
      UNIQUE (city, name)
    ) STRICT;

    CREATE TABLE air_import (
      id INTEGER PRIMARY KEY,
      file TEXT NOT NULL,
      digest TEXT NOT NULL,
      status TEXT NOT NULL CHECK (status IN ('real-time', 'audited', 'published')),
      at INTEGER NOT NULL,
      actor TEXT NOT NULL,
      new_count INTEGER NOT NULL CHECK (new_count >= 0),
      changed_count INTEGER NOT NULL CHECK (changed_count >= 0)
    ) STRICT;

    CREATE TABLE air_hours (
      place INTEGER NOT NULL REFERENCES air_place (id),
      pollutant TEXT NOT NULL CHECK (pollutant IN ('pm25', 'pm10', 'so2', 'no2', 'co', 'o3')),
      status TEXT NOT NULL CHECK (status IN ('real-time', 'audited', 'published')),
      day INTEGER NOT NULL,
      mantissas BLOB NOT NULL CHECK (length(mantissas) = 96),
      PRIMARY KEY (place, pollutant, status, day)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE air_day (
      place INTEGER NOT NULL REFERENCES air_place (id),
      pollutant TEXT NOT NULL CHECK (pollutant IN ('pm25', 'pm10', 'so2', 'no2', 'co', 'o3')),
      status TEXT NOT NULL CHECK (status IN ('real-time', 'audited', 'published')),
      day INTEGER NOT NULL,
      mantissa INTEGER NOT NULL CHECK (mantissa >= 0),
      PRIMARY KEY (place, pollutant, status, day)
    ) STRICT, WITHOUT ROWID;

    -- What a correction replaced. hour is NULL for a daily value.
    CREATE TABLE air_revision (
      id INTEGER PRIMARY KEY,
      import INTEGER NOT NULL REFERENCES air_import (id),
      place INTEGER NOT NULL REFERENCES air_place (id),
      pollutant TEXT NOT NULL,
      status TEXT NOT NULL,
      day INTEGER NOT NULL,
      hour INTEGER CHECK (hour BETWEEN 0 AND 23),
      before INTEGER NOT NULL,
      after INTEGER NOT NULL CHECK (after <> before)
    ) STRICT;

    CREATE INDEX air_revision_place ON air_revision (place, day);
    """
}
