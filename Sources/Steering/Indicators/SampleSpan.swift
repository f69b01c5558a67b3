import ActionPlan
import AirQuality
import GRDB
import Ledger
import Telemetry

/// The hours of the plan's year so far, over which samples are judged.
///
/// An hour is valid by the instrument's own mean of it where it sends one; else by finer values that
/// speak for three quarters of it, of real-time values one a minute.
///
/// - Source: GB 3095-2012 and -2026, Table 4: 45 minutes in an hour.
struct SampleSpan: Sendable {
  /// A point, and the first epoch second from which it is expected to send.
  struct Point: Sendable, Hashable {
    let id: String
    let from: Int
  }

  private static let leastSeconds = 45 * 60

  /// Epoch seconds; whole hours.
  let from: Int
  let until: Int
  /// Epoch second at whose end everything is as it was known; nil for now.
  private let knownAt: Int?
  private let utcOffsetSeconds: Int

  /// nil where the year has not begun or no hour of it is over.
  ///
  /// - Parameters:
  ///   - now: epoch second at which the samples of the day end; its midnight where nil.
  ///   - knownAt: rows and values that had come by the end of this epoch second; nil for all.
  init?(plan: Plan, through day: CalendarDay, now: Int?, knownAt: Int? = nil) {
    guard let period = IndicatorPeriod(year: plan.year, through: day) else { return nil }
    self.knownAt = knownAt
    utcOffsetSeconds = plan.utcOffsetSeconds
    from = period.first.dayNumber * 86_400 - plan.utcOffsetSeconds
    let midnight = period.last.adding(days: 1).dayNumber * 86_400 - plan.utcOffsetSeconds
    let end = min(midnight, now ?? midnight)
    until = from + max(0, end - from) / 3_600 * 3_600
    guard until > from else { return nil }
  }

  /// Points that the rows of a register name; where the register is dated, each from its row's day on.
  func points(
    register: String, field: String, plan: Plan, in db: Database
  ) throws -> [Point] {
    guard let register = plan.register(register) else { return [] }
    var first: [String: Int] = [:]
    let rows =
      try knownAt.map { try RegisterStore.rows(register, knownAt: $0, in: db) }
      ?? RegisterStore.rows(register, in: db)
    for row in rows {
      guard let point = row[field].text else { continue }
      let day = register.dated.flatMap { row[$0].text }.flatMap { CalendarDay($0) }
      let start = day.map { $0.dayNumber * 86_400 - utcOffsetSeconds } ?? from
      first[point] = min(first[point] ?? .max, max(from, start))
    }
    return first.map { Point(id: $0.key, from: $0.value) }.sorted { $0.id < $1.id }
  }

  /// - Parameter decimals: of a figure that was divided for.
  func figure(
    _ statistic: Indicator.SampleStatistic, of quantity: String, at points: [Point], decimals: Int,
    in store: any TelemetryStore
  ) async throws -> IndicatorFigure {
    let wanted = Dictionary(uniqueKeysWithValues: points.map { ($0.id, $0) })
    let keys = Dictionary(
      grouping: try await store.latest(nil).map(\.key).filter {
        $0.quantity == quantity && wanted[$0.point] != nil
          && ($0.statistic == .realTime || $0.statistic == .mean)
      }, by: \.point)
    switch statistic {
    case .coverage:
      let all = points.reduce(0) { $0 + max(0, until - $1.from) / 3_600 }
      guard all > 0 else { return .lacking(.noSamples) }
      var valid = 0
      for point in points {
        valid += try await hours(of: keys[point.id] ?? [], from: point.from, in: store).count
      }
      return IndicatorFigure(share: valid, of: all, decimals: decimals)
    case .mean:
      var tally = RowTally()
      for point in points {
        for mean in try await hours(of: keys[point.id] ?? [], from: point.from, in: store).values {
          tally.add(mean, keepsValue: false)
        }
      }
      guard tally.rows > 0 else { return .lacking(.noSamples) }
      return IndicatorFigure(.mean(quantity), of: tally, decimals: decimals)
    case .maximum, .minimum:
      return try await extreme(statistic, keys: keys.values.flatMap(\.self), wanted, in: store)
    }
  }

  /// Valid hourly means, by the start of the hour.
  private func hours(
    of keys: [SeriesKey], from start: Int, in store: any TelemetryStore
  ) async throws -> [Int: ExactDecimal] {
    var means: [Int: ExactDecimal] = [:]
    // An hour that the instrument itself calls invalid is not made up from finer values.
    var own: Set<Int> = []
    for key in keys where key.windowSeconds == 3_600 {
      for hour in try await rollups(.hours, key, from: start, in: store) {
        own.insert(hour.start)
        if let mean = hour.mean { means[hour.start] = mean }
      }
    }
    for key in keys where key.windowSeconds < 3_600 {
      let seconds = key.statistic == .realTime ? 60 : key.windowSeconds
      for hour in try await rollups(.hours, key, from: start, in: store)
      where hour.validCount * seconds >= Self.leastSeconds && !own.contains(hour.start) {
        if means[hour.start] == nil, let mean = hour.mean { means[hour.start] = mean }
      }
    }
    return means
  }

  private func extreme(
    _ statistic: Indicator.SampleStatistic, keys: [SeriesKey], _ points: [String: Point],
    in store: any TelemetryStore
  ) async throws -> IndicatorFigure {
    var found: ExactDecimal?
    var count = 0
    for key in keys.sorted() {
      let start = points[key.point]?.from ?? from
      for day in try await rollups(.days, key, from: start, in: store) {
        count += day.validCount
        guard let value = statistic == .maximum ? day.maximum : day.minimum else { continue }
        found = found.map { statistic == .maximum ? max($0, value) : min($0, value) } ?? value
      }
    }
    guard let found else { return .lacking(.noSamples) }
    return IndicatorFigure(stated: found, rowCount: count)
  }

  private enum Length { case hours, days }

  private func rollups(
    _ length: Length, _ key: SeriesKey, from start: Int, in store: any TelemetryStore
  ) async throws -> [Rollup] {
    switch (length, knownAt) {
    case (.hours, nil): try await store.hours(key, from: start, until: until)
    case (.days, nil): try await store.days(key, from: start, until: until)
    case (.hours, let at?):
      try await store.hours(key, from: start, until: until, knownAt: at)
    case (.days, let at?): try await store.days(key, from: start, until: until, knownAt: at)
    }
  }
}
