public import ActionPlan
public import AirQuality
public import GRDB
public import Ledger

/// Whether a facility is barred, and by which rows.
public struct VetoAnswer: Sendable, Hashable {
  public let veto: String
  public let facility: String
  public let day: CalendarDay
  public let register: String
  public let isBarred: Bool
  /// The rows that bar it, newest first.
  public let rows: [RegisterRow]
}

extension Standing {
  /// Whether any row of the veto's register bars a facility on a day.
  public static func veto(
    _ veto: Veto, of facility: String, on day: CalendarDay, plan: Plan, in db: Database
  ) throws -> VetoAnswer {
    let found = try rows(
      veto.rows, facility: veto.facility, is: facility, on: day, plan: plan, in: db)
    return VetoAnswer(
      veto: veto.id, facility: facility, day: day, register: veto.rows.register,
      isBarred: !found.isEmpty, rows: found.reversed())
  }
}
