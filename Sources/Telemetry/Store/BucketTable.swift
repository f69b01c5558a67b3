import AirQuality
import GRDB

/// The `hour` or `day` table within one transaction: buckets are read once, changed in memory and
/// written once, however many samples of the batch fall into them.
struct BucketTable {
  private struct Place: Hashable {
    let series: Int64
    let start: Int
  }

  private let resolution: Resolution
  private let utcOffsetSeconds: Int
  private var buckets: [Place: Bucket] = [:]
  /// Those a correction changed; they are computed again from their samples.
  private var corrected: [Place: SeriesKey] = [:]

  init(_ resolution: Resolution, utcOffsetSeconds: Int) {
    self.resolution = resolution
    self.utcOffsetSeconds = utcOffsetSeconds
  }

  /// - Parameter isCorrection: the sample replaces another value of its instant.
  mutating func take(
    _ sample: Sample, series: Int64, isCorrection: Bool, in db: Database
  ) throws {
    guard resolution.sumsUp(sample.series) else { return }
    let place = Place(
      series: series,
      start: resolution.start(of: sample.start, utcOffsetSeconds: utcOffsetSeconds))
    if corrected[place] != nil { return }
    if isCorrection {
      corrected[place] = sample.series
      buckets[place] = nil
      return
    }
    var bucket = try buckets[place] ?? read(place, in: db)
    bucket.add(sample.value, isValid: sample.flag.isValid)
    buckets[place] = bucket
  }

  mutating func save(in db: Database) throws {
    for (place, key) in corrected { buckets[place] = try recompute(place, key, in: db) }
    let write = try db.cachedStatement(
      sql: """
        INSERT INTO \(resolution.rawValue) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (series, start) DO UPDATE SET count = excluded.count,
          valid_count = excluded.valid_count, sum_mantissa = excluded.sum_mantissa,
          sum_scale = excluded.sum_scale, sum_high = excluded.sum_high, minimum_mantissa = excluded.minimum_mantissa,
          minimum_scale = excluded.minimum_scale, maximum_mantissa = excluded.maximum_mantissa,
          maximum_scale = excluded.maximum_scale
        """)
    for (place, bucket) in buckets {
      let sum = bucket.sum?.parts
      try write.execute(arguments: [
        place.series, place.start, bucket.count, bucket.validCount, sum?.mantissa,
        bucket.sum?.scale ?? 0, bucket.minimum?.mantissa, bucket.minimum?.scale,
        bucket.maximum?.mantissa, bucket.maximum?.scale, sum?.high ?? 0,
      ])
    }
  }

  private func read(_ place: Place, in db: Database) throws -> Bucket {
    let select = try db.cachedStatement(
      sql: """
        SELECT \(Self.columns) FROM \(resolution.rawValue) WHERE series = ? AND start = ?
        """)
    return try Row.fetchOne(select, arguments: [place.series, place.start]).map(Self.bucket)
      ?? Bucket()
  }

  private func recompute(_ place: Place, _ key: SeriesKey, in db: Database) throws -> Bucket {
    let samples = try SampleReader(place.series, key, in: db).samples(
      from: place.start, until: place.start + resolution.seconds, limit: .max, .oldestFirst)
    var bucket = Bucket()
    for sample in samples { bucket.add(sample.value, isValid: sample.flag.isValid) }
    return bucket
  }

  static let columns = """
    count, valid_count, sum_mantissa, sum_scale, minimum_mantissa, minimum_scale,
    maximum_mantissa, maximum_scale, sum_high
    """

  /// From a row that begins with `columns`.
  static func bucket(_ row: Row) -> Bucket {
    let sum = row.decimal(at: 2).map {
      DecimalSum(high: row[8], mantissa: $0.mantissa, scale: $0.scale)
    }
    return Bucket(
      count: row[0], validCount: row[1], sum: sum, minimum: row.decimal(at: 4),
      maximum: row.decimal(at: 6))
  }
}
