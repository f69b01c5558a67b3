public import ActionPlan
public import DataQuality
import Seeds

/// Lets the checks look at real series day by day, as they are and with something put into them.
public struct QualityProof: Sendable {
  /// Marks on untouched series; each counts as a false alarm, though some are true faults.
  public struct Alarms: Sendable {
    public var deviceMonths = 0.0
    public var byCheck: [QualityCheck: Int] = [:]

    public var perDeviceMonth: Double {
      Double(byCheck.values.reduce(0, +)) / max(deviceMonths, 1e-9)
    }
  }

  public struct Recall: Sendable {
    public var tried = 0
    public var found = 0

    public init() {}

    public var share: Double { tried == 0 ? 0 : Double(found) / Double(tried) }
  }

  public let stations: [RealStation]
  public let plan: Plan
  /// What each series is held to: 85 of 100 of its hours stay under it.
  private let limits: [[String: Double]]

  /// Hours that the checks are shown, as in service.
  static let shownHours = 30 * 24

  public init(stations: [RealStation], plan: Plan) {
    self.stations = stations
    self.plan = plan
    limits = stations.map { station in
      station.hours.mapValues { hours in
        let known = hours.filter { !$0.isNaN }.sorted()
        return known.isEmpty ? .infinity : known[known.count * 85 / 100]
      }
    }
  }

  /// - Parameter days: of the series; those of the first 30 have no history.
  public func alarms(days: Range<Int>) -> Alarms {
    var alarms = Alarms()
    for station in stations.indices {
      for quantity in RealStation.quantities {
        let values = stations[station].hours[quantity] ?? []
        for mark in marks(station, quantity, values, days: days) {
          alarms.byCheck[mark.check, default: 0] += 1
        }
      }
    }
    alarms.deviceMonths = Double(stations.count * days.count) * 12 / 365.25
    return alarms
  }

  /// Tries an injection at random stations, quantities and hours.
  ///
  /// - Parameter seed: the same seed, the same places.
  public func recall(
    of kind: Injection, trials: Int, days: Range<Int>, seed: UInt64
  ) -> Recall {
    var random = SeededGenerator(seed: seed)
    var recall = Recall()
    var draws = 0
    while recall.tried < trials, draws < trials * 50 {
      draws += 1
      let station = Int.random(in: stations.indices, using: &random)
      let quantity =
        kind == .pm25AbovePM10 ? "pm25" : RealStation.quantities.randomElement(using: &random)!
      let at = Int.random(in: days.lowerBound * 24..<days.upperBound * 24, using: &random)
      guard var injector = injector(station, quantity),
        let span = injector.put(kind, at: at, &random)
      else { continue }
      let looked = span.lowerBound / 24..<span.upperBound / 24 + 3
      let before = stations[station].hours[quantity] ?? []
      // What was marked there already would prove nothing.
      guard !isFound(kind, span, marks(station, quantity, before, days: looked)) else { continue }
      recall.tried += 1
      if isFound(kind, span, marks(station, quantity, injector.values, days: looked)) {
        recall.found += 1
      }
    }
    return recall
  }

  // MARK: Parts

  private func injector(_ station: Int, _ quantity: String) -> Injector? {
    guard let rule = plan.quality(of: quantity) else { return nil }
    return Injector(
      values: stations[station].hours[quantity] ?? [], resolution: rule.resolution,
      limit: limits[station][quantity] ?? .infinity, upper: rule.overRange?.at ?? 1000,
      neighbours: stations.indices.filter { $0 != station }
        .compactMap { stations[$0].hours[quantity] },
      coarse: stations[station].hours["pm10"] ?? [])
  }

  private func isFound(_ kind: Injection, _ span: Range<Int>, _ marks: [Suspicion]) -> Bool {
    marks.contains { mark in
      kind.expected.contains(mark.check.rawValue)
        && mark.from < span.upperBound * Track.hourSeconds
        && mark.until > span.lowerBound * Track.hourSeconds
    }
  }

  /// What is marked when the checks look once a day at the 30 days before.
  private func marks(
    _ station: Int, _ quantity: String, _ values: [Double], days: Range<Int>
  ) -> [Suspicion] {
    guard let rule = plan.quality(of: quantity) else { return [] }
    let examiner = Examiner(rule, limit: limits[station][quantity])
    var marks: [Suspicion] = []
    for day in days {
      let end = day * 24
      guard end >= Self.shownHours, end <= values.count else { continue }
      var surroundings = Examiner.Surroundings()
      surroundings.others["pm10"] = stations[station].hours["pm10"].map { track($0, end) }
      surroundings.neighbours = stations.indices.filter { $0 != station }.compactMap { other in
        stations[other].hours[quantity].map { (stations[other].name, track($0, end)) }
      }
      let found = examiner.suspicions(
        in: track(values, end), since: Self.shownHours - 24, surroundings)
      for suspicion in found { marks.join(suspicion) }
    }
    return marks
  }

  private func track(_ values: [Double], _ end: Int) -> Track {
    let first = end - Self.shownHours
    return Track(
      start: first * Track.hourSeconds,
      hours: values[first..<end].map { $0.isNaN ? .missing : Track.Hour($0) })
  }
}
