public import ActionPlan
public import AirQuality
public import GRDB
import Ledger

/// A task with its history.
public struct TaskDetail: Sendable {
  public let standing: TaskStanding
  /// Oldest first.
  public let entries: [TaskEntry]
}

extension TaskBook {
  /// Every task of the plan as it stands, in the plan's order.
  ///
  /// - Parameter today: local day by which lateness is judged.
  public static func tasks(
    of plan: Plan, on today: CalendarDay, in db: Database
  ) throws -> [TaskStanding] {
    let events = try TaskHistory.events(ofPlan: plan.id, in: db)
    let since = try begin(of: plan, in: db)
    return plan.tasks.map { task in
      TaskStanding(
        task, events: events[task.id] ?? [], since: since, today: today,
        utcOffsetSeconds: plan.utcOffsetSeconds)
    }
  }

  /// One task as it stands; nil for one that the plan does not have.
  public static func standing(
    of id: TaskID, plan: Plan, on today: CalendarDay, in db: Database
  ) throws -> TaskStanding? {
    guard let task = plan.task(id) else { return nil }
    return TaskStanding(
      task, events: try TaskHistory.events(of: id, plan: plan.id, in: db),
      since: try begin(of: plan, in: db), today: today, utcOffsetSeconds: plan.utcOffsetSeconds)
  }

  /// One task with its history; nil for one that the plan does not have.
  public static func detail(
    of id: TaskID, plan: Plan, on today: CalendarDay, in db: Database
  ) throws -> TaskDetail? {
    guard let standing = try standing(of: id, plan: plan, on: today, in: db) else { return nil }
    return TaskDetail(
      standing: standing, entries: try TaskHistory.entries(of: id, plan: plan.id, in: db))
  }

  /// The local day on which the plan first came into force; nil where it is not known.
  private static func begin(of plan: Plan, in db: Database) throws -> CalendarDay? {
    try PlanArchive.firstApplied(planID: plan.id, in: db).map {
      CalendarDay(ofEpoch: $0, utcOffsetSeconds: plan.utcOffsetSeconds)
    }
  }
}
