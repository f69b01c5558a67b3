internal import Telemetry

/// All watches, and which samples concern which: pure, in memory, no clock and no database.
struct Engine: Sendable {
  /// Something a watch's machine said, with what belongs to it.
  struct Occurrence: Sendable {
    let subject: Subject
    let event: Machine.Event
    let grounds: [Ground]
  }

  /// A sample of a time further ahead of its arrival than this is a wrong clock, and not judged.
  static let clockLeadSeconds = 600

  private struct Route {
    let watch: Int
    let condition: Int
  }

  private struct PointQuantity: Hashable {
    let point: String
    let quantity: String
  }

  private(set) var watches: [Watch]
  private let byIdentity: [Subject.Identity: Int]
  /// Filled with the series that rules name, and with every other at its first sample.
  private var routes: [SeriesKey: [Route]] = [:]
  private var unchangedWatches: [PointQuantity: [Int]] = [:]
  private var silenceWatches: [String: [Int]] = [:]
  /// Watches that changed since the last checkpoint.
  private(set) var changed: Set<Int> = []
  /// As they were before the step under way.
  private var undo: [Int: Watch]?
  /// Samples that the step under way left out because their time was ahead of the clock.
  private(set) var aheadOfClock = 0

  init(_ watches: [Watch] = []) {
    self.watches = watches
    byIdentity = Dictionary(
      watches.indices.map { (watches[$0].subject.identity, $0) },
      uniquingKeysWith: { first, _ in first })
    for (index, watch) in watches.enumerated() {
      switch watch.subject.source {
      case .series(let keys):
        for (condition, key) in keys.enumerated() {
          routes[key, default: []].append(Route(watch: index, condition: condition))
        }
      case .quantity(let point, let quantity):
        unchangedWatches[PointQuantity(point: point, quantity: quantity), default: []]
          .append(index)
      case .device(let mn):
        silenceWatches[mn, default: []].append(index)
      }
    }
    // Series that both a limit and "unchanged" watch.
    for key in Array(routes.keys) { addUnchanged(to: key) }
  }

  func watch(_ identity: Subject.Identity) -> Watch? { byIdentity[identity].map { watches[$0] } }

  // MARK: One step, kept or taken back as a whole

  mutating func begin() {
    undo = [:]
    aheadOfClock = 0
  }

  mutating func keep() { undo = nil }

  mutating func takeBack() {
    for (index, watch) in undo ?? [:] { watches[index] = watch }
    undo = nil
  }

  var changedWatches: [Watch] { changed.sorted().map { watches[$0] } }

  /// The changed watches have been written down.
  mutating func checkpointed() { changed = [] }

  // MARK: Input

  /// Takes committed samples in inbox order. Those that one frame brought for one time are judged
  /// together.
  mutating func take(_ samples: some Collection<CommittedSample>) -> [Occurrence] {
    var occurrences: [Occurrence] = []
    var inputs: [Int: [Machine.Input]] = [:]
    var groupSequence: Int64?
    var groupTime = 0
    var isLate = false
    for committed in samples {
      let time = committed.sample.end
      if committed.sequence != groupSequence || time != groupTime {
        judge(inputs, isLate: isLate, into: &occurrences)
        inputs.removeAll(keepingCapacity: true)
        (groupSequence, groupTime, isLate) = (committed.sequence, time, committed.isLate)
      }
      route(committed, into: &inputs, &occurrences)
    }
    judge(inputs, isLate: isLate, into: &occurrences)
    return occurrences
  }

  mutating func take(_ arrivals: some Collection<FrameArrival>) -> [Occurrence] {
    var occurrences: [Occurrence] = []
    for arrival in arrivals {
      for index in silenceWatches[arrival.mn] ?? [] {
        guard case .silence(var silence) = watches[index].work else { continue }
        remember(index)
        let events = silence.hear(at: arrival.receivedAtMilliseconds / 1_000)
        watches[index].work = .silence(silence)
        if !events.isEmpty { changed.insert(index) }
        add(events, of: index, to: &occurrences)
      }
    }
    return occurrences
  }

  mutating func tick(now: Int) -> [Occurrence] {
    var occurrences: [Occurrence] = []
    for index in silenceWatches.values.joined().sorted() {
      guard case .silence(var silence) = watches[index].work else { continue }
      remember(index)
      let events = silence.tick(now: now)
      watches[index].work = .silence(silence)
      if !events.isEmpty { changed.insert(index) }
      add(events, of: index, to: &occurrences)
    }
    return occurrences
  }

  // MARK: Inside

  private mutating func route(
    _ committed: CommittedSample, into inputs: inout [Int: [Machine.Input]],
    _ occurrences: inout [Occurrence]
  ) {
    let sample = committed.sample
    if routes[sample.series] == nil {
      routes[sample.series] = []
      addUnchanged(to: sample.series)
    }
    guard let routes = routes[sample.series], !routes.isEmpty, !committed.isRepeat,
      sample.flag.isValid || sample.flag.isAboveRange
    else { return }
    guard sample.end <= committed.receivedAt + Self.clockLeadSeconds else {
      aheadOfClock += 1
      return
    }
    let observation = Observation(
      start: sample.start, windowSeconds: sample.series.windowSeconds, value: sample.value,
      isAboveRange: sample.flag.isAboveRange, sequence: committed.sequence)
    for route in routes {
      remember(route.watch)
      guard let events = watches[route.watch].follow(sample.series, at: sample.end) else {
        continue
      }
      add(events, of: route.watch, to: &occurrences)
      inputs[route.watch, default: []].append(
        Machine.Input(condition: route.condition, observation: observation))
    }
  }

  private mutating func judge(
    _ inputs: [Int: [Machine.Input]], isLate: Bool, into occurrences: inout [Occurrence]
  ) {
    for index in inputs.keys.sorted() {
      guard let input = inputs[index], case .samples(var machine) = watches[index].work else {
        continue
      }
      let events = machine.take(input, isLate: isLate)
      watches[index].work = .samples(machine)
      changed.insert(index)
      add(events, of: index, to: &occurrences)
    }
  }

  private mutating func addUnchanged(to key: SeriesKey) {
    let of = PointQuantity(point: key.point, quantity: key.quantity)
    routes[key, default: []] += (unchangedWatches[of] ?? []).map { Route(watch: $0, condition: 0) }
  }

  private mutating func remember(_ index: Int) {
    if undo != nil, undo?[index] == nil { undo?[index] = watches[index] }
  }

  private func add(
    _ events: [Machine.Event], of index: Int, to occurrences: inout [Occurrence]
  ) {
    for event in events {
      occurrences.append(
        Occurrence(
          subject: watches[index].subject, event: event, grounds: watches[index].grounds(for: event)
        ))
    }
  }
}
