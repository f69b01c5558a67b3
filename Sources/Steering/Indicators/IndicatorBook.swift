public import ActionPlan
public import AirQuality
import Foundation
public import GRDB
public import Ledger
public import Telemetry

/// The indicators of a plan, computed from what lies beneath them.
public enum IndicatorBook {
  /// What an indicator tells on a day.
  ///
  /// - Parameters:
  ///   - day: local day of the plan; rows dated up to its end count.
  ///   - knownAt: epoch second: rows and samples as they were known at its end.
  ///   - now: epoch second at which the samples of the day end; its midnight where not given.
  ///   - telemetry: nil where nobody has samples: indicators of samples are grey.
  public static func reading(
    _ indicator: Indicator, plan: Plan, on day: CalendarDay, knownAt: Int? = nil, now: Int? = nil,
    telemetry: (any TelemetryStore)?, in ledger: LedgerDatabase
  ) async throws -> IndicatorReading {
    let (reading, met) = try await read(
      indicator, plan: plan, on: day, knownAt: knownAt, now: now, telemetry: telemetry, in: ledger)
    if met.fresh.count >= leastKept {
      try await ledger.write { db in try KeptTallies.keep(met.fresh, in: db) }
    }
    return reading
  }

  /// Stretches computed anew that are worth a write, for whoever asks next.
  private static let leastKept = 32

  /// Writes nothing.
  static func read(
    _ indicator: Indicator, plan: Plan, on day: CalendarDay, knownAt: Int?, now: Int?,
    telemetry: (any TelemetryStore)?, in ledger: LedgerDatabase
  ) async throws -> (IndicatorReading, Met) {
    var figure: IndicatorFigure?
    if case .samples(let statistic, let quantity, let register, let field) = indicator.measure,
      let telemetry,
      let span = SampleSpan(plan: plan, through: day, now: now, knownAt: knownAt)
    {
      let points = try await ledger.read { db in
        try span.points(register: register, field: field, plan: plan, in: db)
      }
      figure = try await span.figure(
        statistic, of: quantity, at: points, decimals: indicator.dividedDecimals, in: telemetry)
    }
    let samples = figure
    return try await ledger.read { db in
      try reading(
        indicator, plan: plan, on: day, knownAt: knownAt, samples: samples, in: db)
    }
  }

  /// The same of an indicator that is made of rows; one of samples has no value.
  public static func reading(
    _ indicator: Indicator, plan: Plan, on day: CalendarDay, knownAt: Int? = nil, in db: Database
  ) throws -> IndicatorReading {
    try reading(indicator, plan: plan, on: day, knownAt: knownAt, samples: nil, in: db).0
  }

  /// What a reading met in large registers.
  struct Met: Sendable {
    /// Stretches that were computed because none was kept that is right.
    var fresh: [KeptTallies.Fresh] = []
    /// Digests of the questions.
    var asked: Set<Data> = []
  }

  /// - Parameter leastStretches: of a register whose stretches are kept.
  static func reading(
    _ indicator: Indicator, plan: Plan, on day: CalendarDay, knownAt: Int?,
    samples: IndicatorFigure?, leastStretches: Int = IndicatorRows.leastStretches, in db: Database
  ) throws -> (IndicatorReading, Met) {
    let firstDay = CalendarDay(year: plan.year ?? day.year, month: 1, day: 1)
    guard let period = IndicatorPeriod(year: plan.year, through: day) else {
      let reading = reading(
        indicator, .lacking(.notBegun), [], on: day, knownAt: knownAt, firstDay: firstDay,
        period: nil)
      return (reading, Met())
    }
    let rows = IndicatorRows(
      plan: plan, day: day, knownAt: knownAt, leastStretches: leastStretches, db: db)
    let measuring = Measuring(indicator: indicator, period: period, rows: rows)
    let (figure, parts): (IndicatorFigure, [IndicatorReading.Part]) =
      switch indicator.measure {
      case .samples: (samples ?? .lacking(.noStore), [])
      case .query(let sql):
        (
          try PublishedQuery(sql: sql, plan: plan, knownAt: knownAt).figure(in: period, beside: db),
          []
        )
      case .fold, .share, .ratio, .growthOnYear: try measuring.figure()
      }
    let reading = reading(
      indicator, figure, parts, on: day, knownAt: knownAt, firstDay: firstDay, period: period)
    return (reading, Met(fresh: rows.fresh, asked: rows.asked))
  }

  private static func reading(
    _ indicator: Indicator, _ figure: IndicatorFigure, _ parts: [IndicatorReading.Part],
    on day: CalendarDay, knownAt: Int?, firstDay: CalendarDay, period: IndicatorPeriod?
  ) -> IndicatorReading {
    let value = figure.printed
    let judgement = IndicatorJudgement(
      of: value, lack: figure.lack, target: indicator.target, on: day, from: firstDay)
    return IndicatorReading(
      indicator: indicator.id, day: day, knownAt: knownAt, value: value,
      numerator: figure.numerator, denominator: figure.denominator, rowCount: figure.rowCount,
      expected: judgement.expected?.rounded(to: 2), target: indicator.target,
      projection: period.flatMap { projection(of: indicator, figure, in: $0) },
      lamp: judgement.lamp, reason: judgement.reason, breakdown: parts)
  }

  /// The value over the share of the year that is gone, for what grows evenly.
  private static func projection(
    of indicator: Indicator, _ figure: IndicatorFigure, in period: IndicatorPeriod
  ) -> ExactDecimal? {
    guard indicator.target?.pace == .even, period.dayCount < period.yearDayCount else { return nil }
    return figure.value?.multiplied(
      by: ExactFraction(Int128(period.yearDayCount), over: Int128(period.dayCount)))?
      .rounded(to: max(1, figure.decimals))
  }
}
