import ActionPlan
import Telemetry

/// Looks at the hours of one series that are due, with what stands beside it.
struct Examination: Sendable {
  let plan: Plan
  let watched: Watched
  let reader: SeriesReader
  /// A series' own limit; nil for the rule's.
  let limit: Double?
  let key: SeriesKey
  let span: DueHours.Span

  /// Evasion is looked for when six hours are over: what it takes days to do shows as well then.
  static let evasionSeconds = 6 * 3_600

  func suspicions() async throws -> [Suspicion] {
    guard let rule = plan.quality(of: key.quantity) else { return [] }
    let until = span.last + Track.hourSeconds
    var found = try await arrivals(rule, until)
    let place = Watched.PointQuantity(point: key.point, quantity: key.quantity)
    guard watched.judged[place] == key else { return found }
    let from = min(until - SeriesReader.shownSeconds, span.first)
    var track = try await reader.track(key, from: from, until: until)
    track.flaggedOver = try await hoursFlaggedOver(from, until)
    let examiner = Examiner(rule, limit: limit)
    found += examiner.faults(
      in: track, since: (span.first - from) / Track.hourSeconds,
      try await surroundings(rule, place, from: from, until: until))
    // From the last boundary on: what was looked at there is not looked at again.
    let begun = span.first - span.first % Self.evasionSeconds
    if until - until % Self.evasionSeconds > begun {
      found += examiner.evasion(
        in: track, since: max(begun - from, 0) / Track.hourSeconds,
        neighbours: try await neighbours(place, from: from, until: until))
      found += try await flags(rule, until)
    }
    return found
  }

  // MARK: Single values

  private func arrivals(_ rule: QualityRule, _ until: Int) async throws -> [Suspicion] {
    let examiner = ArrivalExaminer(rule, limit: limit, windowSeconds: key.windowSeconds)
    // One hour earlier, so that a gap before the first value shows.
    let samples = try await reader.samples(
      key, from: span.first - Track.hourSeconds, until: until)
    return examiner.suspicions(
      in: samples, interval: watched.entries[key]?.intervalSeconds, now: until
    ).filter { $0.until > span.first }
  }

  private func hoursFlaggedOver(_ from: Int, _ until: Int) async throws -> Set<Int> {
    let samples = try await reader.samples(key, from: span.first, until: until)
    return Set(
      samples.filter(\.flag.isAboveRange).map { ($0.start - from) / Track.hourSeconds })
  }

  /// Only of hours or longer windows, or a month of values would be read for each series.
  private func flags(_ rule: QualityRule, _ until: Int) async throws -> [Suspicion] {
    guard rule.flagMisuse != nil, key.windowSeconds >= 600 else { return [] }
    let samples = try await reader.samples(
      key, from: until - SeriesReader.shownSeconds, until: until)
    return ArrivalExaminer(rule, limit: limit, windowSeconds: key.windowSeconds)
      .flagSuspicions(in: samples)
  }

  // MARK: Beside it

  private func surroundings(
    _ rule: QualityRule, _ place: Watched.PointQuantity, from: Int, until: Int
  ) async throws -> Examiner.Surroundings {
    var surroundings = Examiner.Surroundings()
    for quantity in rule.crossQuantities {
      let other = Watched.PointQuantity(point: place.point, quantity: quantity)
      guard let series = watched.judged[other] else { continue }
      surroundings.others[quantity] = try await reader.track(series, from: from, until: until)
    }
    if rule.agreement != nil, let finer = watched.finer[place] {
      surroundings.finer = try await reader.track(finer, from: from, until: until)
    }
    var tracks: [String: Track] = [:]
    for running in [rule.constant?.running, rule.zero?.running].compactMap(\.self)
    where tracks[running.quantity] == nil {
      guard let series = watched.running(running.quantity, beside: place.point) else { continue }
      tracks[running.quantity] = try await reader.track(series, from: from, until: until)
    }
    surroundings.isRunning = { [tracks] running, hour in
      guard let track = tracks[running.quantity], track.hours.indices.contains(hour),
        !track.hours[hour].isMissing
      else { return nil }
      return track.hours[hour].mean > running.above
    }
    return surroundings
  }

  private func neighbours(
    _ place: Watched.PointQuantity, from: Int, until: Int
  ) async throws -> [(point: String, track: Track)] {
    var tracks: [(point: String, track: Track)] = []
    for point in watched.neighbours(of: place) {
      let other = Watched.PointQuantity(point: point, quantity: place.quantity)
      guard let series = watched.judged[other] else { continue }
      tracks.append((point, try await reader.track(series, from: from, until: until)))
    }
    return tracks
  }
}

extension QualityRule {
  /// Quantities that the cross checks look at beside their own.
  var crossQuantities: Set<String> {
    var quantities: Set<String> = []
    for check in cross {
      switch check {
      case .notAbove(let other, _, _, _): quantities.insert(other)
      case .converted(let other, let oxygen, _, _, _): quantities.formUnion([other, oxygen])
      case .notAboveValue: break
      }
    }
    return quantities
  }
}
