public import ActionPlan
public import AirQuality
public import Ledger
public import Telemetry

/// Reads the hours of air stations from what their instruments sent.
///
/// An hour is the station's own mean of it where it sends one; else the mean of its finer values, of
/// which three quarters of the hour must be there; of real-time values one a minute is expected.
///
/// - Source: GB 3095-2012 and -2026, Table 4: 45 minutes in an hour.
public struct StationFeed: Sendable {
  /// Seconds of an hour that finer values must speak for.
  static let leastSeconds = 45 * 60
  /// Seconds after its end at which an hour is taken for complete.
  public static let settledAfterSeconds = 600

  private let plan: Plan
  private let store: any TelemetryStore
  private let latest: LatestValues

  public init(plan: Plan, store: any TelemetryStore, latest: LatestValues) {
    self.plan = plan
    self.store = store
    self.latest = latest
  }

  /// Hours of every air station from the first midnight on that are over.
  ///
  /// - Parameter now: epoch seconds.
  public func hours(
    of points: [MonitoringPoint], from firstDay: CalendarDay, now: Int
  ) async throws -> [StationHours] {
    let span = Span(
      firstDay: firstDay, offset: plan.utcOffsetSeconds, now: now - Self.settledAfterSeconds)
    guard let span else { return [] }
    var stations: [StationHours] = []
    for point in points where point.kind == .airStation {
      let keys = latest.values(point: point.id).map(\.key)
      var hours = PollutantValues<HourlyValues>()
      for quantity in plan.quantities {
        guard let pollutant = quantity.pollutant.flatMap(Pollutant.init(rawValue:)) else {
          continue
        }
        hours[pollutant] = try await means(
          of: keys.filter { $0.quantity == quantity.id }, span, mayAverage: true)
      }
      let wind = try await wind(of: keys, span)
      guard !hours.pollutants.isEmpty || wind != nil else { continue }
      stations.append(
        StationHours(point: point.id, name: point.label.zh, hours: hours, wind: wind))
    }
    return stations
  }

  /// HJ 212 codes of wind speed and direction.
  private static let (windSpeedCode, windDirectionCode) = ("a01007", "a01008")

  private func wind(of keys: [SeriesKey], _ span: Span) async throws -> HourlyWind? {
    func series(_ code: String) -> [SeriesKey] {
      let quantity = plan.quantities.first { $0.factorCodes.contains(code) }
      return keys.filter { $0.quantity == quantity?.id }
    }
    // Directions have no plain mean: 350° and 10° average to north, not to south.
    guard
      let speed = try await means(of: series(Self.windSpeedCode), span, mayAverage: true),
      let direction = try await means(of: series(Self.windDirectionCode), span, mayAverage: false)
    else { return nil }
    return HourlyWind(speed: speed, direction: direction)
  }

  /// nil without a single hour.
  private func means(
    of keys: [SeriesKey], _ span: Span, mayAverage: Bool
  ) async throws -> HourlyValues? {
    var hours = HourlyValues(firstDay: span.firstDay, dayCount: span.dayCount, decimals: 4)
    var isEmpty = true
    func set(_ value: ExactDecimal?, at start: Int) {
      guard let value, value >= .zero, let hour = span.hour(of: start), hours[hour] == nil else {
        return
      }
      // What no instrument measures is left out here; the device's page shows it.
      guard (try? hours.set(value.rounded(to: 4), at: hour)) != nil else { return }
      isEmpty = false
    }
    // An hour that the station itself calls invalid is not made up from finer values.
    var own: Set<Int> = []
    for key in keys where key.statistic == .mean && key.windowSeconds == 3600 {
      let samples = try await store.raw(
        key, from: span.from, until: span.until, limit: span.dayCount * 24)
      for sample in samples {
        own.insert(sample.start)
        if sample.flag.isValid { set(sample.value, at: sample.start) }
      }
    }
    guard mayAverage else { return isEmpty ? nil : hours }
    for key in keys
    where key.statistic == .realTime
      || key.statistic == .mean && (1..<3600).contains(key.windowSeconds)
    {
      let seconds = key.statistic == .realTime ? 60 : key.windowSeconds
      for hour in try await store.hours(key, from: span.from, until: span.until)
      where hour.validCount * seconds >= Self.leastSeconds && !own.contains(hour.start) {
        set(hour.mean, at: hour.start)
      }
    }
    return isEmpty ? nil : hours
  }

  /// Whole days from a midnight on, of which the hours that are over count.
  private struct Span {
    let firstDay: CalendarDay
    let dayCount: Int
    /// Epoch seconds of the first midnight, and of the first hour that is not over.
    let from: Int
    let until: Int

    /// nil where not a single hour is over.
    init?(firstDay: CalendarDay, offset: Int, now: Int) {
      self.firstDay = firstDay
      from = firstDay.dayNumber * 86_400 - offset
      until = from + max(0, now - from) / 3600 * 3600
      dayCount = (until - from + 86_399) / 86_400
      guard until > from else { return nil }
    }

    func hour(of start: Int) -> Int? {
      from <= start && start < until ? (start - from) / 3600 : nil
    }
  }
}
