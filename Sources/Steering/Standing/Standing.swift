public import ActionPlan
public import AirQuality
public import GRDB
import Ledger

/// What a facility's rows say about it: its points of credit, and what bars it. 信用与一票否决
public enum Standing {}

/// A row that gave or took points.
public struct CreditEntry: Sendable, Hashable {
  /// Rule of the scheme.
  public let rule: String
  public let label: Label
  public let register: String
  public let row: Int64
  /// Below 0 where points are lost.
  public let points: ExactDecimal
  /// The day points count from: that of the row, or the day it was written where it has none.
  public let from: CalendarDay
  /// The last day they stand.
  public let through: CalendarDay
  /// Whether they count on the day of asking.
  public let stands: Bool
}

public struct CreditStanding: Sendable, Hashable {
  public let scheme: String
  public let facility: String
  public let day: CalendarDay
  public let start: ExactDecimal
  /// nil where the sum leaves the range of numbers.
  public let points: ExactDecimal?
  /// Those that count and those that have run out or are still to come, by day; newest first.
  public let entries: [CreditEntry]
  public let blacklistBelow: ExactDecimal?
  public let isBlacklisted: Bool
}

extension Standing {
  /// The points of a facility on a day, each traceable to its row.
  public static func credit(
    _ scheme: CreditScheme, of facility: String, on day: CalendarDay, plan: Plan, in db: Database
  ) throws -> CreditStanding {
    let entries = try scheme.rules.flatMap { rule in
      try rows(rule.rows, facility: rule.facility, is: facility, on: day, plan: plan, in: db)
        .map { entry(rule, of: $0, on: day, plan: plan) }
    }.sorted { ($1.from, $1.register, $1.row) < ($0.from, $0.register, $0.row) }
    let points = entries.filter(\.stands).reduce(Optional(scheme.start)) { sum, entry in
      sum?.adding(entry.points)
    }
    return CreditStanding(
      scheme: scheme.id, facility: facility, day: day, start: scheme.start, points: points,
      entries: entries, blacklistBelow: scheme.blacklistBelow,
      isBlacklisted: scheme.blacklistBelow.map { limit in points.map { $0 < limit } ?? false }
        ?? false)
  }

  private static func entry(
    _ rule: CreditScheme.Rule, of row: RegisterRow, on day: CalendarDay, plan: Plan
  ) -> CreditEntry {
    let dated = rule.rows.dated.flatMap { row[$0].text }.flatMap { CalendarDay($0) }
    let from =
      dated ?? CalendarDay(ofEpoch: row.createdAt, utcOffsetSeconds: plan.utcOffsetSeconds)
    let through = from.adding(days: rule.lastsDays - 1)
    return CreditEntry(
      rule: rule.id, label: rule.label, register: rule.rows.register, row: row.id,
      points: rule.points, from: from, through: through, stands: from <= day && day <= through)
  }

  /// Rows of a facility that fulfil the filter, whenever they are from.
  static func rows(
    _ rows: Indicator.Rows, facility field: String, is facility: String, on day: CalendarDay,
    plan: Plan, in db: Database
  ) throws -> [RegisterRow] {
    guard let register = plan.register(rows.register) else { return [] }
    return try RegisterStore.rows(register, where: field, is: facility, in: db).filter { row in
      rows.filter?.holds(
        row.values, today: day, utcOffsetSeconds: plan.utcOffsetSeconds) ?? true
    }
  }
}
