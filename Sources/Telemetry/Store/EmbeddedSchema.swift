import AirQuality
import GRDB

/// Tables of `telemetry.sqlite`. Decimals are two integers: mantissa and count of decimals.
enum EmbeddedSchema {
  static let migrator: DatabaseMigrator = {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("telemetry-1") { db in
      try db.execute(sql: "\(series)\(samples)\(rollup("hour"))\(rollup("day"))\(progress)")
    }
    migrator.registerMigration("telemetry-2") { db in
      // The sum is (sum_high × 10^18 + sum_mantissa) / 10^sum_scale.
      for name in ["hour", "day"] {
        try db.execute(sql: "ALTER TABLE \(name) ADD COLUMN sum_high INTEGER NOT NULL DEFAULT 0")
      }
    }
    migrator.registerMigration("telemetry-3") { db in try db.execute(sql: chunks) }
    migrator.registerMigration("telemetry-4") { db in
      try db.execute(sql: tail)
      for table in ["chunk_group", "series", "sample", "revision", "progress"] {
        try db.execute(sql: "ALTER TABLE \(table) ADD COLUMN checksum BLOB NOT NULL DEFAULT x''")
        try CheckedRow.seal(table, in: db)
      }
    }
    migrator.registerMigration("telemetry-5") { db in
      // From when on samples of each kind are kept; see `SampleKind`.
      try db.execute(
        sql: """
          CREATE TABLE kept (
            kind TEXT PRIMARY KEY,
            kept_from INTEGER NOT NULL,
            checksum BLOB NOT NULL
          ) STRICT, WITHOUT ROWID;
          """)
    }
    return migrator
  }()

  /// Spans that are over, as `Chunk`s. A row of `sample` of the same series and start is newer.
  private static let chunks = """
    CREATE TABLE chunk_group (
      id INTEGER PRIMARY KEY,
      point TEXT NOT NULL,
      window_seconds INTEGER NOT NULL,
      sealed_until INTEGER NOT NULL,
      UNIQUE (point, window_seconds)
    ) STRICT;
    CREATE TABLE chunk (
      id INTEGER PRIMARY KEY,
      group_id INTEGER NOT NULL REFERENCES chunk_group(id),
      span INTEGER NOT NULL,
      rows INTEGER NOT NULL CHECK (rows > 0),
      checksum BLOB NOT NULL CHECK (length(checksum) = 8),
      bytes BLOB NOT NULL,
      UNIQUE (group_id, span)
    ) STRICT;
    """

  /// What came last rests in `tail`, a row for each transaction, until it fills a `part` or a `chunk`; a
  /// `part` is of a span that is not over. Hours of a span lie in `rollup` once it is a chunk, and are
  /// computed from samples before. A row of `sample` is a correction now.
  private static let tail = """
    CREATE TABLE tail (
      sequence INTEGER PRIMARY KEY,
      checksum BLOB NOT NULL CHECK (length(checksum) = 8),
      bytes BLOB NOT NULL
    ) STRICT;
    CREATE TABLE part (
      id INTEGER PRIMARY KEY,
      group_id INTEGER NOT NULL REFERENCES chunk_group(id),
      span INTEGER NOT NULL,
      rows INTEGER NOT NULL CHECK (rows > 0),
      checksum BLOB NOT NULL CHECK (length(checksum) = 8),
      bytes BLOB NOT NULL
    ) STRICT;
    CREATE INDEX part_span ON part (group_id, span);
    CREATE TABLE rollup (
      group_id INTEGER NOT NULL REFERENCES chunk_group(id),
      span INTEGER NOT NULL,
      checksum BLOB NOT NULL CHECK (length(checksum) = 8),
      bytes BLOB NOT NULL,
      PRIMARY KEY (group_id, span)
    ) STRICT, WITHOUT ROWID;
    ALTER TABLE chunk_group ADD COLUMN flushed_sequence INTEGER NOT NULL DEFAULT 0;
    INSERT INTO chunk_group (point, window_seconds, sealed_until)
      SELECT DISTINCT point, window_seconds, \(Int.min) FROM series WHERE 1
      ON CONFLICT DO NOTHING;
    ALTER TABLE series ADD COLUMN greatest_start INTEGER NOT NULL DEFAULT \(Int.min);
    UPDATE series SET greatest_start = max(
      (SELECT ifnull(max(start), \(Int.min)) FROM sample WHERE sample.series = series.id),
      (SELECT sealed_until FROM chunk_group
        WHERE chunk_group.point = series.point
          AND chunk_group.window_seconds = series.window_seconds));
    DROP TABLE hour;
    DROP TABLE day;
    """

  /// `latest_…` and `run_start` repeat the newest sample, so that a start needs no search.
  private static let series = """
    CREATE TABLE series (
      id INTEGER PRIMARY KEY,
      point TEXT NOT NULL,
      quantity TEXT NOT NULL,
      statistic TEXT NOT NULL,
      window_seconds INTEGER NOT NULL,
      latest_start INTEGER,
      latest_mantissa INTEGER,
      latest_scale INTEGER,
      latest_flag TEXT,
      latest_received_at INTEGER,
      run_start INTEGER,
      UNIQUE (point, quantity, statistic, window_seconds)
    ) STRICT;
    """

  /// `sent_…` is null where the message had the very digits of the value.
  private static let value = """
      mantissa INTEGER NOT NULL,
      scale INTEGER NOT NULL CHECK (scale BETWEEN 0 AND 18),
      sent_mantissa INTEGER,
      sent_scale INTEGER CHECK (sent_scale BETWEEN 0 AND 18),
      flag TEXT NOT NULL,
      received_at INTEGER NOT NULL,
      sequence INTEGER NOT NULL,
    """

  private static let samples = """
    CREATE TABLE sample (
      series INTEGER NOT NULL REFERENCES series(id),
      start INTEGER NOT NULL,
    \(value)
      revisions INTEGER NOT NULL,
      PRIMARY KEY (series, start)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE revision (
      series INTEGER NOT NULL REFERENCES series(id),
      start INTEGER NOT NULL,
    \(value)
      number INTEGER NOT NULL CHECK (number >= 0),
      PRIMARY KEY (series, start, number)
    ) STRICT, WITHOUT ROWID;
    """

  private static func rollup(_ name: String) -> String {
    """
    CREATE TABLE \(name) (
      series INTEGER NOT NULL REFERENCES series(id),
      start INTEGER NOT NULL,
      count INTEGER NOT NULL CHECK (count > 0),
      valid_count INTEGER NOT NULL CHECK (valid_count BETWEEN 0 AND count),
      sum_mantissa INTEGER,
      sum_scale INTEGER NOT NULL,
      minimum_mantissa INTEGER,
      minimum_scale INTEGER,
      maximum_mantissa INTEGER,
      maximum_scale INTEGER,
      PRIMARY KEY (series, start)
    ) STRICT, WITHOUT ROWID;
    """
  }

  /// One row: how far the inbox is stored, and how much there is.
  private static let progress = """
    CREATE TABLE progress (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      applied_sequence INTEGER NOT NULL,
      samples INTEGER NOT NULL,
      revisions INTEGER NOT NULL,
      utc_offset_seconds INTEGER NOT NULL
    ) STRICT;
    """
}

extension Row {
  /// A decimal from two columns; nil where they are null or hold no decimal.
  func decimal(at index: Int) -> ExactDecimal? {
    guard let mantissa: Int64 = self[index], let scale: Int = self[index + 1],
      (0...ExactDecimal.greatestScale).contains(scale)
    else { return nil }
    return ExactDecimal(mantissa, scale: scale)
  }
}
