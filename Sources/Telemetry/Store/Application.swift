import AirQuality
import GRDB

/// One batch becoming part of the store, within one transaction.
///
/// It reads what the store knew from `known` and leaves what is new in `changed`, which its caller
/// takes over only after the commit.
struct Application {
  private let db: Database
  private let known: (SeriesKey) -> SeriesHead?
  private let lateAfterSeconds: Int
  private(set) var changed: [SeriesKey: SeriesHead] = [:]
  private var hours: BucketTable
  private var days: BucketTable
  private var newSamples = 0
  private var newRevisions = 0

  private var sealed: SealedSamples
  private let insert: Statement
  private let select: Statement

  init(
    _ db: Database, known: @escaping (SeriesKey) -> SeriesHead?, utcOffsetSeconds: Int,
    lateAfterSeconds: Int
  ) throws {
    self.db = db
    self.known = known
    self.lateAfterSeconds = lateAfterSeconds
    hours = BucketTable(.hour, utcOffsetSeconds: utcOffsetSeconds)
    days = BucketTable(.day, utcOffsetSeconds: utcOffsetSeconds)
    sealed = SealedSamples(in: db)
    insert = try db.cachedStatement(
      sql: """
        INSERT INTO sample VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
        """)
    select = try db.cachedStatement(
      sql: "SELECT mantissa, scale, flag FROM sample WHERE series = ? AND start = ?")
  }

  mutating func apply(
    _ samples: [StampedSample], through sequence: Int64
  ) throws -> [CommittedSample] {
    let applied = try EmbeddedStore.appliedSequence(in: db)
    var before: Int64 = 0
    let committed = try samples.map { stamped in
      guard stamped.sequence >= before else {
        throw StoreError.outOfOrder(sequence: stamped.sequence, after: before)
      }
      guard stamped.sequence <= sequence else {
        throw StoreError.outOfOrder(sequence: stamped.sequence, after: sequence)
      }
      before = stamped.sequence
      let outcome =
        stamped.sequence <= applied ? try recall(stamped) : try store(stamped)
      return CommittedSample(
        sample: stamped.sample, sequence: stamped.sequence, receivedAt: stamped.receivedAt,
        outcome: outcome,
        isLate: stamped.receivedAt - stamped.sample.end > lateAfterSeconds)
    }
    guard sequence > applied else { return committed }
    try hours.save(in: db)
    try days.save(in: db)
    for head in changed.values { try head.save(in: db) }
    try db.cachedStatement(
      sql: """
        UPDATE progress SET applied_sequence = ?, samples = samples + ?, revisions = revisions + ?
        """
    ).execute(arguments: [sequence, newSamples, newRevisions])
    return committed
  }

  private mutating func store(_ stamped: StampedSample) throws -> CommittedSample.Outcome {
    let sample = stamped.sample
    var head = try changed[sample.series] ?? known(sample.series) ?? .insert(sample.series, in: db)
    let outcome = try write(stamped, series: head.id)
    if outcome != .repeated {
      let isCorrection = outcome == .revision
      try hours.take(sample, series: head.id, isCorrection: isCorrection, in: db)
      try days.take(sample, series: head.id, isCorrection: isCorrection, in: db)
      try head.take(sample, receivedAt: stamped.receivedAt, in: db)
      changed[sample.series] = head
    }
    return outcome
  }

  private mutating func write(
    _ stamped: StampedSample, series: Int64
  ) throws -> CommittedSample.Outcome {
    let sample = stamped.sample
    let new = StoredSample(
      start: sample.start, value: sample.value, asSent: sample.asSent, flag: sample.flag,
      receivedAt: stamped.receivedAt, sequence: stamped.sequence, revisionCount: 0)
    if let known = try sealed.sample(of: series, sample.series, at: sample.start) {
      if known.value == new.value, known.flag == new.flag { return .repeated }
      // It comes out of its chunk, to be revised like any other.
      try insert(known, series: series)
    }
    if try insert(new, series: series) {
      newSamples += 1
      return .new
    }
    let current = try Row.fetchOne(select, arguments: [series, sample.start])
    if let current, current.decimal(at: 0) == sample.value, current[2] == sample.flag.rawValue {
      return .repeated
    }
    try db.cachedStatement(
      sql: """
        INSERT INTO revision SELECT series, start, mantissa, scale, sent_mantissa, sent_scale,
          flag, received_at, sequence, revisions
        FROM sample WHERE series = ? AND start = ?
        """
    ).execute(arguments: [series, sample.start])
    let sent = new.asSentApart
    try db.cachedStatement(
      sql: """
        UPDATE sample SET mantissa = ?, scale = ?, sent_mantissa = ?, sent_scale = ?, flag = ?,
          received_at = ?, sequence = ?, revisions = revisions + 1
        WHERE series = ? AND start = ?
        """
    ).execute(arguments: [
      sample.value.mantissa, sample.value.scale, sent?.mantissa, sent?.scale,
      sample.flag.rawValue, stamped.receivedAt, stamped.sequence, series, sample.start,
    ])
    newRevisions += 1
    return .revision
  }

  /// False where the instant has a row already.
  @discardableResult
  private func insert(_ sample: StoredSample, series: Int64) throws -> Bool {
    let sent = sample.asSentApart
    try insert.execute(arguments: [
      series, sample.start, sample.value.mantissa, sample.value.scale, sent?.mantissa,
      sent?.scale, sample.flag.rawValue, sample.receivedAt, sample.sequence,
      sample.revisionCount,
    ])
    return db.changesCount > 0
  }

  /// What a sample that the cursor has passed was, when it was stored; `.repeated` also where it
  /// never was, because its binding is newer than its frame.
  private func recall(_ stamped: StampedSample) throws -> CommittedSample.Outcome {
    guard let head = known(stamped.sample.series) else { return .repeated }
    let history = try StoredSample.history(
      SampleReader(head.id, head.key, in: db), start: stamped.sample.start, in: db)
    let index = history.firstIndex {
      $0.sequence == stamped.sequence && $0.value == stamped.sample.value
        && $0.flag == stamped.sample.flag
    }
    guard let index else { return .repeated }
    return index == 0 ? .new : .revision
  }
}
