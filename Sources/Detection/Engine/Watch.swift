internal import ActionPlan
internal import AirQuality
internal import Telemetry

/// A subject being watched: its machine and where its samples come from.
struct Watch: Sendable {
  enum Work: Sendable {
    case samples(Machine)
    case silence(SilenceWatch)
  }

  /// What a checkpoint keeps of a watch.
  struct Memory: Sendable, Codable {
    /// The series that the machine's timelines were made of; where the plan now names others, they
    /// are of no use any more.
    var series: [SeriesKey] = []
    var machine: Machine.Memory?
    var silence: SilenceWatch.Memory?
  }

  let subject: Subject
  var work: Work
  /// One for each condition. Empty for `unchanged` until a first sample shows what the point sends.
  private(set) var series: [SeriesKey]

  /// - Parameter memory: what the last checkpoint kept.
  init(_ subject: Subject, memory: Memory?, watchedSince: Int) {
    self.subject = subject
    switch subject.source {
    case .series(let keys):
      series = keys
      work = .samples(
        Machine(subject.setup, memory: memory?.series == keys ? memory?.machine : nil))
    case .quantity(let point, let quantity):
      let kept = memory?.series.first { $0.point == point && $0.quantity == quantity }
      series = kept.map { [$0] } ?? []
      var setup = subject.setup
      if let kept { setup.tests = [LimitTest(kind: .unchanged, windowSeconds: kept.windowSeconds)] }
      work = .samples(Machine(setup, memory: kept == nil ? nil : memory?.machine))
    case .device:
      series = []
      work = .silence(
        SilenceWatch(
          stages: subject.setup.stages, suspensions: subject.setup.suspensions,
          watchedSince: watchedSince, memory: memory?.silence))
    }
  }

  /// The same watch after its rule or its row changed.
  init(_ subject: Subject, continuing old: Watch, now: Int) {
    self.init(subject, memory: old.memory, watchedSince: now)
    if case .silence(var watch) = old.work, case .device = subject.source {
      watch.stages = subject.setup.stages
      watch.suspensions = subject.setup.suspensions
      work = .silence(watch)
    }
  }

  var memory: Memory {
    switch work {
    case .samples(let machine): Memory(series: series, machine: machine.memory)
    case .silence(let watch): Memory(silence: watch.memory)
    }
  }

  /// Episodes that have reached a stage and last.
  var episodes: [Machine.Episode] {
    switch work {
    case .samples(let machine):
      Machine.Lane.allCases.compactMap { machine.memory[$0].episode }.filter { $0.reached != nil }
    case .silence(let watch): watch.memory.episode.map { [$0] } ?? []
    }
  }

  /// For `unchanged`: makes a series the one to judge where it is a better one.
  ///
  /// A finer window is better, if it does not lie behind what was judged: back-fill would only lose
  /// what is known. A coarser one takes over where the finer fell silent for longer than the rule's
  /// gap.
  /// - Returns: nil where the series is not the one to judge; else the ends of episodes that a
  ///   change of series broke off.
  mutating func follow(_ key: SeriesKey, at time: Int) -> [Machine.Event]? {
    guard case .quantity = subject.source else { return [] }
    guard key != series.first else { return [] }
    guard key.statistic.isLevel, case .samples(var machine) = work else { return nil }
    if let followed = series.first {
      let seen = machine.memory[.live].timelines[0].position ?? .min
      let isLeft =
        time - key.windowSeconds
        > seen.addingReportingOverflow(
          subject.setup.gapSeconds
        ).partialValue
      let isFiner = key.windowSeconds < followed.windowSeconds && time >= seen
      guard isFiner || isLeft else { return nil }
    }
    var events: [Machine.Event] = []
    for lane in Machine.Lane.allCases { machine.end(lane, at: nil, into: &events) }
    var setup = subject.setup
    setup.tests = [LimitTest(kind: .unchanged, windowSeconds: key.windowSeconds)]
    series = [key]
    work = .samples(Machine(setup))
    return events
  }

  /// Why the rule holds at a time, one for each condition.
  func grounds(for event: Machine.Event) -> [Ground] {
    guard case .reached(_, let start, let time, _, let lane) = event else { return [] }
    guard case .samples(let machine) = work else {
      return [
        Ground(
          condition: 0, comparison: .silent, series: nil, value: nil, isAboveRange: false,
          limit: nil, upperLimit: nil, since: start, at: time)
      ]
    }
    return series.indices.compactMap { index in
      let timeline = machine.timeline(of: index, at: time, in: lane)
      guard let observation = timeline.observation(at: time) else { return nil }
      let run = timeline.run(covering: time, holdSeconds: machine.holdSeconds(index))
      return Ground(
        condition: index, series: series[index], test: machine.setup.tests[index],
        observation: observation, since: run?.since ?? start)
    }
  }
}

extension Statistic {
  /// A value as it stood, or its mean: what a dead feed repeats.
  var isLevel: Bool { self == .realTime || self == .mean }
}

extension Ground {
  init(
    condition: Int, series: SeriesKey, test: LimitTest, observation: Observation, since: Int
  ) {
    let comparison: Comparison
    let (limit, upperLimit): (ExactDecimal?, ExactDecimal?)
    switch test.kind {
    case .above(let bound, _): (comparison, limit, upperLimit) = (.above, bound, nil)
    case .below(let bound, _): (comparison, limit, upperLimit) = (.below, bound, nil)
    case .outside(let low, let high, _, _): (comparison, limit, upperLimit) = (.outside, low, high)
    case .equals(let wanted): (comparison, limit, upperLimit) = (.equals, wanted, nil)
    case .unchanged: (comparison, limit, upperLimit) = (.unchanged, nil, nil)
    }
    self.init(
      condition: condition, comparison: comparison, series: series, value: observation.value,
      isAboveRange: observation.isAboveRange, limit: limit, upperLimit: upperLimit, since: since,
      at: observation.at)
  }
}
