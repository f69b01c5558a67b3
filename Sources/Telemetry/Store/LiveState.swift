import AirQuality
import GRDB

/// What the store holds in memory: every series with its newest sample, and every sample that no chunk
/// holds yet. As committed, or within a transaction of being so; its frames lie in the inbox.
struct LiveState: Sendable {
  /// The series of one point and window.
  struct Group: Sendable {
    var group: ChunkGroup
    /// Places of its series.
    var series: [Int] = []
    var tail = TailGroup()
    /// Sequence since which a newest sample of it is told by a row of `tail` alone; see `TailBatch`.
    fileprivate(set) var toldSince: Int64?
    /// Nothing that starts before is kept, UTC epoch seconds: the start of a span.
    fileprivate(set) var keptFrom = Int.min

    /// Of the oldest message of which something lies in `tail` alone; nil where nothing does.
    fileprivate var oldestSequence: Int64? {
      [tail.rows.first?.sequence, toldSince].compactMap { $0 }.min()
    }
  }

  private(set) var heads: [SeriesHead] = []
  private(set) var groups: [Group] = []
  private var places: [SeriesKey: Int] = [:]
  private var groupPlaces: [GroupKey: Int] = [:]
  private var keptFrom: [SampleKind: Int] = [:]
  /// Cells of all tails.
  private(set) var cellCount = 0

  func place(of key: SeriesKey) -> Int? { places[key] }

  func head(_ key: SeriesKey) -> SeriesHead? { places[key].map { heads[$0] } }

  func groupPlace(_ key: GroupKey) -> Int? { groupPlaces[key] }

  /// Groups whose tails hold something, that with the oldest message first.
  var filledGroups: [(place: Int, oldest: Int64)] {
    groups.indices.compactMap { place in
      groups[place].oldestSequence.map { (place, $0) }
    }.sorted { $0.oldest < $1.oldest }
  }

  mutating func add(_ group: ChunkGroup) -> Int {
    groupPlaces[group.key] = groups.count
    groups.append(Group(group: group))
    groups[groups.count - 1].keptFrom = start(ofKept: group)
    return groups.count - 1
  }

  private func start(ofKept group: ChunkGroup) -> Int {
    let kind = SampleKind(windowSeconds: group.key.windowSeconds)
    return keptFrom[kind].map(group.span(of:)) ?? .min
  }

  /// Samples of each kind from an instant on alone.
  mutating func keep(from kept: [SampleKind: Int]) {
    keptFrom = kept
    for place in groups.indices { groups[place].keptFrom = start(ofKept: groups[place].group) }
  }

  func keeps(_ start: Int, at place: Int) -> Bool {
    start >= groups[heads[place].group].keptFrom
  }

  mutating func add(_ head: SeriesHead) -> Int {
    places[head.key] = heads.count
    groups[head.group].series.append(heads.count)
    heads.append(head)
    return heads.count - 1
  }

  /// - Parameter sequence: of the message that brought what was not simply the next.
  mutating func set(_ head: SeriesHead, at place: Int, told sequence: Int64) {
    heads[place] = head
    if groups[head.group].toldSince == nil { groups[head.group].toldSince = sequence }
  }

  /// Takes a sample of an instant that has none.
  mutating func append(_ sample: StoredSample, at place: Int) {
    groups[heads[place].group].tail.append(sample, of: heads[place].id)
    if sample.start > heads[place].greatestStart { heads[place].greatestStart = sample.start }
    cellCount += 1
  }

  /// A sample that starts after every other of its series, as nearly all do; false where it does not.
  mutating func appendNext(_ sample: StoredSample, at place: Int) -> Bool {
    guard sample.start > heads[place].greatestStart, keeps(sample.start, at: place) else {
      return false
    }
    append(sample, at: place)
    if !Sample.isAhead(sample.start, ofArrival: sample.receivedAt) {
      heads[place].moveOn(to: sample)
    }
    return true
  }

  /// Its samples are in chunks and parts now.
  mutating func empty(_ place: Int, becoming group: ChunkGroup) {
    cellCount -= groups[place].tail.cellCount
    groups[place].tail = TailGroup()
    groups[place].toldSince = nil
    groups[place].group = group
  }

  mutating func set(_ group: ChunkGroup, at place: Int) { groups[place].group = group }
}

/// One point and window, whose values come in the same messages.
struct GroupKey: Hashable, Comparable, Sendable {
  let point: String
  let windowSeconds: Int

  init(_ key: SeriesKey) {
    point = key.point
    windowSeconds = key.windowSeconds
  }

  init(point: String, windowSeconds: Int) {
    self.point = point
    self.windowSeconds = windowSeconds
  }

  static func < (a: Self, b: Self) -> Bool {
    (a.point, a.windowSeconds) < (b.point, b.windowSeconds)
  }
}
