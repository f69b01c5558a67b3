import ActionPlan
import Ledger
import Steering

/// What was told about tasks, in the page's language.
struct TaskToldWording: Sendable {
  let told: Ledger.Notification
  let names: PlanNames

  /// nil for what is about something else.
  init?(_ told: Ledger.Notification, names: PlanNames) {
    guard told.code.hasPrefix("task-") else { return nil }
    self.told = told
    self.names = names
  }

  private var task: PlanTask? {
    guard let clause = told.values["clause"], let unit = told.values["unit"] else { return nil }
    return names.plan.task(TaskID(clause: clause, unit: unit))
  }

  /// Of several tasks at once: how many.
  private var count: String? { told.values["count"].flatMap { $0 == "1" ? nil : $0 } }

  /// The task's page, or the list that a message of several tasks speaks of.
  var href: String {
    if count == nil, let task { return task.id.href }
    guard case .unit(let unit) = told.recipient else { return "/tasks" }
    return "/tasks?unit=\(LocalPath.encode(unit))"
  }

  var title: String {
    if let count { return names.texts("notifications.tasks", ["n": count]) }
    let clause = told.values["clause"] ?? ""
    return names.plan.clause(clause).map { "\(clause) \(names.texts($0.label))" } ?? clause
  }

  var what: String {
    let wording = TaskWording(names: names)
    let values = [
      "item": task.map { wording.item(told.values["item"], of: $0) } ?? told.values["item"] ?? "",
      "unit": names.unit(told.values["unit"]) ?? "",
      "helper": names.unit(told.values["helper"]) ?? "",
      "days": told.values["days"] ?? "", "limit": told.values["limit"] ?? "",
    ]
    let isReminder = told.code.hasPrefix("task-due-")
    let key = isReminder && count != nil ? "\(told.code)-many" : told.code
    return names.texts("notifications.\(key)", values)
  }

  var severity: String { told.code == TaskReminders.Level.late.code ? "serious" : "" }
}
