import GRDB

/// Hours and days of one series, of its current samples: kept beside the chunks of spans that are over,
/// and computed where something lies beside a chunk.
struct RollupReader {
  let samples: SampleReader
  let resolution: Resolution
  let utcOffsetSeconds: Int

  private var group: ChunkGroup { samples.group }
  private var db: Database { samples.db }

  /// By their starts, those with `from <= start < until`.
  func buckets(from: Int, until: Int) throws -> [Int: Bucket] {
    guard from < until else { return [:] }
    let end = until < .max - resolution.seconds ? until + resolution.seconds : until
    var buckets: [Int: Bucket] = [:]
    if group.keepsHours {
      for (start, bucket) in try hours(from: from, until: end) {
        buckets[place(of: start), default: Bucket()].add(bucket)
      }
    } else {
      for sample in try samples.samples(from: from, until: end, limit: .max, .oldestFirst) {
        buckets[place(of: sample.start), default: Bucket()]
          .add(sample.value, isValid: sample.flag.isValid)
      }
    }
    return buckets.filter { $0.key >= from && $0.key < until }
  }

  private func place(of instant: Int) -> Int {
    resolution.start(of: instant, utcOffsetSeconds: utcOffsetSeconds)
  }

  /// Local hours that end after `from` and begin before `until`, of all samples in them.
  private func hours(from: Int, until: Int) throws -> [Int: Bucket] {
    let first = group.span(of: from)
    let beside = try spansWithMore(from: first, until: until)
    var hours: [Int: Bucket] = [:]
    let kept = try Row.fetchCursor(
      db.cachedStatement(
        sql: """
          SELECT span, checksum, bytes FROM rollup WHERE group_id = ? AND span >= ? AND span < ?
          """), arguments: [group.id, first, until])
    while let row = try kept.next() {
      guard !beside.contains(row[0]) else { continue }
      hours.merge(try SpanHours.hours(of: samples.series, in: row, group).hours) { one, _ in one }
    }
    for span in beside {
      let all = try samples.samples(
        from: span, until: span + group.spanSeconds, limit: .max, .oldestFirst)
      for sample in all {
        hours[
          Resolution.hour.start(of: sample.start, utcOffsetSeconds: utcOffsetSeconds),
          default: Bucket()
        ].add(sample.value, isValid: sample.flag.isValid)
      }
    }
    return hours
  }

  /// Spans of which something lies beside a chunk with its hours.
  private func spansWithMore(from: Int, until: Int) throws -> Set<Int> {
    var spans = Set(samples.tailStarts(from: from, until: until).map(group.span(of:)))
    let rows = try Int.fetchCursor(
      db.cachedStatement(
        sql: "SELECT start FROM sample WHERE series = ? AND start >= ? AND start < ?"),
      arguments: [samples.series, from, until])
    while let start = try rows.next() { spans.insert(group.span(of: start)) }
    let more = try Int.fetchCursor(
      db.cachedStatement(
        sql: """
          SELECT span FROM part WHERE group_id = ?1 AND span >= ?2 AND span < ?3
          UNION SELECT span FROM chunk WHERE group_id = ?1 AND span >= ?2 AND span < ?3
            AND NOT EXISTS (
              SELECT 1 FROM rollup WHERE rollup.group_id = ?1 AND rollup.span = chunk.span)
          """), arguments: [group.id, from, until])
    while let span = try more.next() { spans.insert(span) }
    return spans
  }
}
