public import ActionPlan
public import AirQuality
public import GRDB
import Ledger

/// Tells units what is due soon and what is late, each thing once. 催报
///
/// What one look finds for one recipient is one message, so that nobody gets thirty of them in the
/// morning: a message of one thing names it, a message of several counts them.
public enum TaskReminders {
  /// Days before a limit on which a unit is reminded.
  public static let daysBefore = 7
  /// Days after a limit from which the coordinating unit and the leaders are told too.
  public static let escalationDays = 3
  /// Days after a limit after which nobody is reminded any more; the lists go on showing it.
  public static let lastDays = 90

  public enum Level: String, Sendable, CaseIterable {
    /// A week or less is left; a day or less is left; past the limit, once a day.
    case week, day, late

    /// The notification's code.
    public var code: String { "task-due-\(rawValue)" }
  }

  fileprivate struct Due: Hashable {
    let task: PlanTask
    let item: String
    let limit: CalendarDay
    let level: Level
  }

  fileprivate struct Message: Hashable {
    let recipient: Recipient
    let level: Level
  }

  /// Looks once.
  ///
  /// - Parameters:
  ///   - today: local day.
  ///   - now: epoch seconds.
  /// - Returns: how many messages were written.
  @discardableResult
  public static func sweep(
    plan: Plan, on today: CalendarDay, at now: Int, in db: Database
  ) throws -> Int {
    var messages: [Message: [Due]] = [:]
    for standing in try TaskBook.tasks(of: plan, on: today, in: db) where !standing.isCompleted {
      for item in standing.owed {
        guard let due = due(item, of: standing, today: today),
          try isNew(due, plan: plan.id, today: today, at: now, in: db)
        else { continue }
        for recipient in recipients(of: due, today: today) {
          messages[Message(recipient: recipient, level: due.level), default: []].append(due)
        }
      }
    }
    for (message, dues) in messages.sorted(by: { $0.key.order < $1.key.order }) {
      try write(message, dues, today: today, at: now, in: db)
    }
    return messages.count
  }

  private static func due(
    _ item: TaskStanding.Item, of standing: TaskStanding, today: CalendarDay
  ) -> Due? {
    guard let limit = item.limit else { return nil }
    let daysLeft = limit.dayNumber - today.dayNumber
    let level: Level
    switch daysLeft {
    case ..<0 where daysLeft >= -lastDays: level = .late
    case 0...1: level = .day
    case 2...daysBefore: level = .week
    default: return nil
    }
    return Due(task: standing.task, item: item.item.id, limit: limit, level: level)
  }

  private static func isNew(
    _ due: Due, plan: String, today: CalendarDay, at now: Int, in db: Database
  ) throws -> Bool {
    try db.cachedStatement(
      sql: """
        INSERT INTO task_reminder (plan, clause, unit, item, level, day, at)
        VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
        """
    ).execute(arguments: [
      plan, due.task.id.clause, due.task.id.unit, due.item, due.level.rawValue,
      (due.level == .late ? today : due.limit).dayNumber, now,
    ])
    return db.changesCount == 1
  }

  private static func recipients(of due: Due, today: CalendarDay) -> [Recipient] {
    var recipients: [Recipient] = [.unit(due.task.id.unit)]
    if today.dayNumber - due.limit.dayNumber > escalationDays {
      if !due.task.isCoordinator { recipients.append(.unit(due.task.coordinator)) }
      recipients.append(.role(.leader))
    }
    return recipients
  }

  private static func write(
    _ message: Message, _ dues: [Due], today: CalendarDay, at now: Int, in db: Database
  ) throws {
    let first = dues.min { $0.limit < $1.limit } ?? dues[0]
    var values = [
      "count": "\(dues.count)", "limit": "\(first.limit)",
      "days": "\(abs(first.limit.dayNumber - today.dayNumber))",
    ]
    let object: String
    if dues.count == 1 {
      object = first.task.id.object
      values["clause"] = first.task.id.clause
      values["unit"] = first.task.id.unit
      values["item"] = first.item
    } else {
      object = "tasks/\(message.order.recipient)"
    }
    try Notifications.tell(
      message.recipient, code: message.level.code, object: object, values: values, at: now, in: db)
    values["told"] = message.order.recipient
    values["level"] = message.level.rawValue
    values["tasks"] = dues.map { "\($0.task.id.object)/\($0.item)" }.sorted()
      .joined(separator: ",")
    try AuditLog.append(
      actor: .system("clock"), action: "task.remind", object: object, detail: values, at: now,
      in: db)
  }
}

extension TaskReminders.Message {
  /// Messages are written in one order whatever the dictionary's.
  fileprivate var order: (recipient: String, level: String) {
    let name =
      switch recipient {
      case .unit(let id): "unit:\(id)"
      case .role(let role): "role:\(role.rawValue)"
      case .facility(let id): "facility:\(id)"
      case .account(let id): "account:\(id)"
      }
    return (name, level.rawValue)
  }
}
