import ActionPlan
import AirQuality
import Casework
import GRDB
import Ledger
import Steering

/// What a morning's brief tells of, read in one go.
struct BriefReading: Sendable {
  struct Cases: Sendable {
    let open: Int
    let late: Int
    let openedYesterday: Int
    let closedYesterday: Int
  }

  /// The local day of the brief; the day before is the one it reports.
  let today: CalendarDay
  /// nil where no air value was ever taken in.
  let place: AirBook.Place?
  let yesterday: AirQualityIndex?
  /// How official yesterday's values are.
  let status: AirStatus?
  let objectives: [ObjectiveReading]
  let outlook: DayOutlook?
  /// The district's rank in the last month of which places can be compared.
  let month: (table: RankingTable, rank: Int, label: Label, stage: MonthStage)?
  let cases: Cases

  /// - Parameters:
  ///   - scope: whose cases are counted.
  ///   - now: epoch seconds.
  static func read(
    plan: Plan, ledger: LedgerDatabase, scope: CaseScope, now: Int
  ) async throws -> BriefReading {
    let today = CalendarDay(ofEpoch: now, utcOffsetSeconds: plan.utcOffsetSeconds)
    let found = try await ledger.read { db in
      let air = try DistrictAir(plan: plan, in: db)
      let place = air.places.first
      return (
        place: place,
        status: try place.flatMap {
          try status(of: $0, air: air, on: today.adding(days: -1), in: db)
        },
        sources: try place.map {
          try ObjectiveReading.Sources(of: $0, air: air, origin: today, in: db)
        },
        month: try place.flatMap { try month(of: $0, air: air, before: today, in: db) },
        cases: try cases(scope: scope, today: today, plan: plan, now: now, in: db)
      )
    }
    let daily = found.sources?.daily
    return BriefReading(
      today: today, place: found.place, yesterday: daily?.index(on: today.adding(days: -1)),
      status: found.status, objectives: found.sources.map { ObjectiveReading.all($0) } ?? [],
      outlook: daily.flatMap { daily in
        daily.firstDay.flatMap {
          DayOutlook(of: daily.indices().map { $0?.aqi }, from: $0, on: today)
        }
      }, month: found.month, cases: found.cases)
  }

  /// The least official status among the pollutants of a day.
  private static func status(
    of place: AirBook.Place, air: DistrictAir, on day: CalendarDay, in db: Database
  ) throws -> AirStatus? {
    let records = try AirStatus.allCases.sorted(by: >).map { status in
      (status: status, record: try air.record(of: place, status: status, in: db))
    }
    return Pollutant.allCases.compactMap { pollutant in
      records.first { $0.record.values[pollutant]?[day] != nil }?.status
    }.min()
  }

  /// The last month, or the one before it while the last cannot be compared yet.
  private static func month(
    of place: AirBook.Place, air: DistrictAir, before today: CalendarDay, in db: Database
  ) throws -> (table: RankingTable, rank: Int, label: Label, stage: MonthStage)? {
    guard
      let ranking = air.plan.rankings.first(where: { ranking in
        air.members(of: ranking).contains { $0.place == place }
      })
    else { return nil }
    let last = RankingQuery.lastMonth(before: today)
    let listed = air.members(of: ranking)
    let name = listed.first { $0.place == place }?.name
    let records = try air.records(of: ranking, in: db)
    for month in [last, RankingQuery.lastMonth(before: last.firstDay)] {
      let stage = MonthBook.stage(try MonthBook.steps(of: month, in: db))
      // What was closed stands, whatever came since.
      let table =
        stage == .provisional
        ? RankingTable(
          of: try air.members(of: records, in: month, before: month.yearBefore, in: db),
          in: month, by: .composite, ties: ranking.ties)
        : RankingTable(
          of: try MonthBook.frozen(of: month, in: db), ranking: ranking,
          names: listed.map(\.name), in: month, by: .composite)
      guard table.rankedCount >= 2,
        let rank = table.rows.first(where: { $0.member.name == name })?.rank
      else { continue }
      return (table, rank, ranking.label, stage)
    }
    return nil
  }

  private static func cases(
    scope: CaseScope, today: CalendarDay, plan: Plan, now: Int, in db: Database
  ) throws -> Cases {
    let midnight = today.dayNumber * 86_400 - plan.utcOffsetSeconds
    let before = midnight - 86_400
    let counts = try CaseBook.counts(scope: scope, now: now, in: db)
    func yesterday(_ count: (Int) throws -> Int) rethrows -> Int {
      try count(before) - count(midnight)
    }
    return Cases(
      open: counts.open, late: counts.late,
      openedYesterday: try yesterday {
        try CaseBook.openedCount(since: $0, scope: scope, in: db)
      },
      closedYesterday: try yesterday {
        try CaseBook.closedCount(since: $0, scope: scope, in: db)
      })
  }
}
