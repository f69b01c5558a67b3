import GRDB
public import Ledger

/// The tables of steering; `Ledger` runs these migrations in one list with everyone's.
public enum SteeringSchema {
  public static let migrations: [LedgerMigration] = [
    LedgerMigration(id: "steering-1-air") { db in try db.execute(sql: air) },
    LedgerMigration(id: "steering-2-known") { db in try db.execute(sql: known) },
    LedgerMigration(id: "steering-3-months") { db in try db.execute(sql: months) },
    LedgerMigration(id: "steering-4-indicators") { db in
      try db.execute(sql: IndicatorHistory.tables)
    },
    LedgerMigration(id: "steering-5-tasks") { db in try db.execute(sql: TaskHistory.tables) },
    LedgerMigration(id: "steering-6-tallies") { db in try db.execute(sql: KeptTallies.tables) },
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

  /// Each value tells the import that brought it, so that any earlier day's knowledge can be shown;
  /// wind stands beside the pollutants, a bulletin's figures by themselves.
  private static let known = """
    ALTER TABLE air_place ADD COLUMN point TEXT;
    CREATE UNIQUE INDEX air_place_point ON air_place (point) WHERE point IS NOT NULL;

    CREATE INDEX air_import_at ON air_import (at);

    ALTER TABLE air_hours RENAME TO air_hours_before;
    CREATE TABLE air_hours (
      place INTEGER NOT NULL REFERENCES air_place (id),
      quantity TEXT NOT NULL CHECK (quantity IN (
        'pm25', 'pm10', 'so2', 'no2', 'co', 'o3', 'wind-speed', 'wind-direction')),
      status TEXT NOT NULL CHECK (status IN ('real-time', 'audited', 'published')),
      day INTEGER NOT NULL,
      mantissas BLOB NOT NULL CHECK (length(mantissas) = 96),
      -- The import that made the row; hours that came later are revisions.
      import INTEGER REFERENCES air_import (id),
      PRIMARY KEY (place, quantity, status, day)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO air_hours (place, quantity, status, day, mantissas)
      SELECT place, pollutant, status, day, mantissas FROM air_hours_before;
    DROP TABLE air_hours_before;

    ALTER TABLE air_day ADD COLUMN import INTEGER REFERENCES air_import (id);

    ALTER TABLE air_revision RENAME TO air_revision_before;
    DROP INDEX air_revision_place;
    -- What an import replaced, before being NULL for an hour that was not there in a row that was.
    CREATE TABLE air_revision (
      id INTEGER PRIMARY KEY,
      import INTEGER NOT NULL REFERENCES air_import (id),
      place INTEGER NOT NULL REFERENCES air_place (id),
      quantity TEXT NOT NULL,
      status TEXT NOT NULL,
      day INTEGER NOT NULL,
      -- NULL for a daily value.
      hour INTEGER CHECK (hour BETWEEN 0 AND 23),
      before INTEGER,
      after INTEGER NOT NULL CHECK (after IS NOT before)
    ) STRICT;
    INSERT INTO air_revision (id, import, place, quantity, status, day, hour, before, after)
      SELECT id, import, place, pollutant, status, day, hour, before, after
      FROM air_revision_before;
    DROP TABLE air_revision_before;
    CREATE INDEX air_revision_place ON air_revision (place, day);
    CREATE INDEX air_revision_import ON air_revision (place, quantity, status, import);
    -- Which import brought the values of before is not known any more: the first of their status.
    UPDATE air_hours SET import =
      (SELECT min(id) FROM air_import WHERE air_import.status = air_hours.status);
    UPDATE air_day SET import =
      (SELECT min(id) FROM air_import WHERE air_import.status = air_day.status);

    -- A period's figures as a bulletin states them; value is decimal text.
    CREATE TABLE air_figure (
      place INTEGER NOT NULL REFERENCES air_place (id),
      period TEXT NOT NULL CHECK (period <> ''),
      figure TEXT NOT NULL CHECK (figure IN (
        'pm25', 'pm10', 'so2', 'no2', 'co', 'o3', 'composite', 'good-days', 'rank')),
      value TEXT NOT NULL,
      import INTEGER NOT NULL REFERENCES air_import (id),
      PRIMARY KEY (place, period, figure)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE air_figure_revision (
      id INTEGER PRIMARY KEY,
      import INTEGER NOT NULL REFERENCES air_import (id),
      place INTEGER NOT NULL REFERENCES air_place (id),
      period TEXT NOT NULL,
      figure TEXT NOT NULL,
      before TEXT NOT NULL,
      after TEXT NOT NULL CHECK (after <> before)
    ) STRICT;
    CREATE INDEX air_figure_revision_place ON air_figure_revision (place, period);
    """

  /// A month's figures are provisional until a person closes it; what was closed is kept as it was.
  private static let months = """
    CREATE TABLE air_month_step (
      id INTEGER PRIMARY KEY,
      -- As AssessmentPeriod writes it: 2021-05.
      month TEXT NOT NULL CHECK (length(month) = 7),
      step TEXT NOT NULL CHECK (step IN ('closed', 'signed', 'reopened')),
      at INTEGER NOT NULL,
      account INTEGER NOT NULL,
      -- As the account was called then.
      person TEXT NOT NULL CHECK (person <> ''),
      note TEXT NOT NULL,
      plan TEXT NOT NULL,
      -- The last import that the figures know.
      known INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX air_month_step_month ON air_month_step (month);

    CREATE TABLE air_month_figure (
      step INTEGER NOT NULL REFERENCES air_month_step (id),
      -- Id of the plan's ranking.
      ranking TEXT NOT NULL,
      period TEXT NOT NULL,
      place TEXT NOT NULL,
      figure TEXT NOT NULL,
      value TEXT NOT NULL,
      PRIMARY KEY (step, ranking, period, place, figure)
    ) STRICT, WITHOUT ROWID;
    """
}
