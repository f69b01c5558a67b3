import AirQuality
import GRDB
import Synchronization

/// One batch becoming part of the store, within one transaction.
///
/// What is in memory changes as it goes; where the transaction fails, its caller loads it again. A reader
/// may see a sample some milliseconds before it is committed: its frame lies in the inbox.
struct Application {
  let store: EmbeddedStore
  let db: Database
  private var settled: SettledSamples
  private var batch = TailBatch()
  private var newSamples = 0
  private var newRevisions = 0

  init(_ store: EmbeddedStore, settled: SettledSamples, in db: Database) {
    self.store = store
    self.db = db
    self.settled = settled
  }

  mutating func apply(
    _ samples: [StampedSample], through sequence: Int64
  ) throws -> (committed: [CommittedSample], settled: SettledSamples) {
    var progress =
      try Progress.find(in: db) ?? Progress(utcOffsetSeconds: store.utcOffsetSeconds)
    let applied = progress.appliedSequence
    var before: Int64 = 0
    var committed: [CommittedSample] = []
    committed.reserveCapacity(samples.count)
    for stamped in samples {
      guard stamped.sequence >= before else {
        throw StoreError.outOfOrder(sequence: stamped.sequence, after: before)
      }
      guard stamped.sequence <= sequence else {
        throw StoreError.outOfOrder(sequence: stamped.sequence, after: sequence)
      }
      before = stamped.sequence
      let outcome = stamped.sequence <= applied ? try recall(stamped) : try store(stamped)
      committed.append(
        CommittedSample(
          sample: stamped.sample, sequence: stamped.sequence, receivedAt: stamped.receivedAt,
          outcome: outcome,
          isLate: stamped.receivedAt - stamped.sample.end > store.lateAfterSeconds))
    }
    settled.forgetSamples()
    guard sequence > applied else { return (committed, settled) }
    if !batch.isEmpty { try batch.save(through: sequence, in: db) }
    progress.appliedSequence = sequence
    progress.samples += newSamples
    progress.revisions += newRevisions
    try progress.save(in: db)
    return (committed, settled)
  }

  // MARK: One sample

  private mutating func store(_ stamped: StampedSample) throws -> CommittedSample.Outcome {
    let sample = StoredSample(stamped)
    let key = stamped.sample.series
    let next = store.state.withLock { state -> (place: Int, id: Int64, isNext: Bool)? in
      guard let place = state.place(of: key) else { return nil }
      return (place, state.heads[place].id, state.appendNext(sample, at: place))
    }
    let (place, id, isNext) = try next ?? insertSeries(key)
    if !isNext {
      // It came after its like were let go.
      guard store.state.withLock({ $0.keeps(sample.start, at: place) }) else { return .repeated }
      let current = try current(of: place, at: sample.start)
      if let current {
        if current.value == sample.value, current.flag == sample.flag { return .repeated }
        try revise(current, to: sample, of: place, id)
        return .revision
      }
      store.state.withLock { $0.append(sample, at: place) }
      try take(sample, at: place)
    }
    batch.add(sample, of: id)
    if isNext, batch.tellsNewest(of: id) { tellNewest(of: place) }
    newSamples += 1
    return .new
  }

  private mutating func take(_ sample: StoredSample, at place: Int) throws {
    var head = store.state.withLock { $0.heads[place] }
    try head.take(sample, reader: reader(of: place))
    store.state.withLock { $0.set(head, at: place, told: sample.sequence) }
    tellNewest(of: place)
  }

  private mutating func tellNewest(of place: Int) {
    let head = store.state.withLock { $0.heads[place] }
    if let newest = head.newest { batch.set(newest, of: head.id) }
  }

  private func reader(of place: Int) -> SampleReader {
    let (id, group) = store.state.withLock { state in
      (state.heads[place].id, state.groups[state.heads[place].group])
    }
    return SampleReader(id, group: group.group, tail: group.tail, in: db)
  }

  private func insertSeries(
    _ key: SeriesKey
  ) throws -> (place: Int, id: Int64, isNext: Bool) {
    let known = store.state.withLock { $0.groupPlace(GroupKey(key)) }
    let group: Int
    if let known {
      group = known
    } else {
      let inserted = try ChunkGroup.insert(
        GroupKey(key), utcOffsetSeconds: store.utcOffsetSeconds, in: db)
      group = store.state.withLock { $0.add(inserted) }
    }
    let head = try SeriesHead.insert(key, group: group, in: db)
    return (store.state.withLock { $0.add(head) }, head.id, false)
  }

  // MARK: Instants that have a value

  private mutating func current(of place: Int, at start: Int) throws -> StoredSample? {
    let (id, group, inTail) = store.state.withLock { state in
      let head = state.heads[place]
      let group = state.groups[head.group]
      return (head.id, group.group, group.tail.sample(of: head.id, at: start))
    }
    let row = try StoredSample.rows(
      id, from: start, until: start + 1, limit: 1, .oldestFirst, in: db
    ).first
    if let current = row ?? inTail { return current }
    return try settled.sample(of: id, in: group, at: start, db)
  }

  /// What was is kept as a revision, and what is now lies in a row of its own.
  private mutating func revise(
    _ current: StoredSample, to sample: StoredSample, of place: Int, _ id: Int64
  ) throws {
    // Not the current one's own count: what salvage has left may have lost the correction before.
    let number =
      try Int.fetchOne(
        db.cachedStatement(
          sql: "SELECT max(number) + 1 FROM revision WHERE series = ? AND start = ?"),
        arguments: [id, sample.start]) ?? 0
    try current.insert(into: .revision, of: id, number: number, in: db)
    try sample.insert(into: .sample, of: id, number: number + 1, in: db)
    try take(sample, at: place)
    newRevisions += 1
  }

  /// What a sample that the cursor has passed was, when it was stored; `.repeated` also where it
  /// never was, because its binding is newer than its frame.
  private func recall(_ stamped: StampedSample) throws -> CommittedSample.Outcome {
    let place = store.state.withLock { $0.place(of: stamped.sample.series) }
    guard let place else { return .repeated }
    let history = try StoredSample.history(
      reader(of: place), start: stamped.sample.start)
    let index = history.firstIndex {
      $0.sequence == stamped.sequence && $0.value == stamped.sample.value
        && $0.flag == stamped.sample.flag
    }
    guard let index else { return .repeated }
    return index == 0 ? .new : .revision
  }
}

extension StoredSample {
  fileprivate init(_ stamped: StampedSample) {
    self.init(
      start: stamped.sample.start, value: stamped.sample.value, asSent: stamped.sample.asSent,
      flag: stamped.sample.flag, receivedAt: stamped.receivedAt, sequence: stamped.sequence,
      revisionCount: 0)
  }
}
