import ActionPlan
import AirQuality
import GRDB
import Ledger
import Steering

/// Indicators of every kind, each read after one row was changed.
struct RegisterFigures {
  let plan: Plan
  let ledger: LedgerDatabase
  let rows: Int

  private static let day = CalendarDay(year: 2021, month: 12, day: 30)
  private static let times = 10
  private static let first = "registered_on BETWEEN '2021-01-01' AND '2021-12-30'"

  /// What a hand would write, in binary numbers.
  private static let plain: [String: String] = [
    "count": "SELECT place, count(*) FROM rows_of_machines WHERE \(first) GROUP BY 1",
    "count-where":
      "SELECT count(*) FROM rows_of_machines WHERE level = 'green' AND labelled AND \(first)",
    "sum": """
    SELECT place, sum(power) FROM rows_of_machines
    WHERE stage IN ('one', 'two') AND \(first) GROUP BY 1
    """,
    "mean": "SELECT avg(power) FROM rows_of_machines WHERE \(first)",
    "share": """
    SELECT 100.0 * sum(labelled) / count(*) FROM rows_of_machines
    WHERE due <= '2021-12-30' AND \(first)
    """,
    "ratio": """
    SELECT sum(CASE WHEN level = 'green' THEN power END) / count(*) FROM rows_of_machines
    WHERE \(first)
    """,
    "percentile": """
    SELECT power FROM rows_of_machines WHERE \(first) ORDER BY power
    LIMIT 1 OFFSET (SELECT count(*) * 9 / 10 FROM rows_of_machines WHERE \(first))
    """,
    "growth": """
    SELECT substr(registered_on, 1, 4), sum(power) FROM rows_of_machines
    WHERE registered_on BETWEEN '2020-01-01' AND '2020-12-30' OR \(first) GROUP BY 1
    """,
    "query-count": """
    SELECT count(*) FROM rows_of_machines WHERE level = 'yellow' AND \(first)
    """,
    "query-sum": """
    SELECT sum(power * hours) / sum(hours) FROM rows_of_machines WHERE stage <> 'electric'
    """,
  ]

  func measure() async throws {
    let clock = ContinuousClock()
    for indicator in plan.indicators {
      let begin = clock.now
      _ = try await reading(indicator)
      let first = clock.now - begin
      var (durations, plain) = (Durations(), Durations())
      var value: ExactDecimal?
      for time in 0..<Self.times {
        try await change(time)
        let start = clock.now
        value = try await reading(indicator).value
        durations.add(clock.now - start)
        guard let sql = Self.plain[indicator.id] else { continue }
        let begun = clock.now
        _ = try await ledger.read { db in try Row.fetchAll(db, sql: sql).count }
        plain.add(clock.now - begun)
      }
      var once = Durations()
      once.add(first)
      print(
        "indicator \(indicator.id) = \(value?.description ?? "none"): first "
          + "\(once.milliseconds(at: 0.5)), after one row changed \(durations.summary); plain SQL "
          + "p50 \(plain.milliseconds(at: 0.5)), ratio \(durations.ratio(to: plain))")
    }
  }

  private func reading(_ indicator: Indicator) async throws -> IndicatorReading {
    try await IndicatorBook.reading(
      indicator, plan: plan, on: Self.day, telemetry: nil, in: ledger)
  }

  private func change(_ time: Int) async throws {
    guard let machines = plan.register("machines") else { throw Stopped("no register machines") }
    var random = Random(seed: UInt64(time) &+ 77)
    let row = Int64(1 + random.below(rows))
    let power = ExactDecimal(Int64(random.below(60_000)), scale: 2)
    try await ledger.write { [plan] db in
      _ = try RegisterStore.update(
        machines, row: row, ["power": .decimal(power)], versionSeen: nil, plan: plan,
        by: .system("measure"), at: 4, in: db)
    }
  }
}
