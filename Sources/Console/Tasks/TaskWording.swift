import ActionPlan
import AirQuality
import Ledger
import Steering

/// Tasks in the page's language: what is owed, where it stands, why something was refused.
struct TaskWording: Sendable {
  let names: PlanNames

  private var texts: Texts { names.texts }

  /// What an item is called: `2021年第二季度报告`, the milestone's own name.
  func item(_ item: TaskItem) -> String {
    switch item.kind {
    case .period(let period): texts("tasks.report", ["period": texts(period: period)])
    case .whole: texts("tasks.whole")
    case .milestone(let label): texts("tasks.milestone", ["name": texts(label)])
    case .stage(let campaign, let label):
      texts("tasks.stage", ["campaign": texts(campaign), "name": texts(label)])
    }
  }

  /// The same by its id; the id itself for one that the plan no longer has.
  func item(_ id: String?, of task: PlanTask) -> String {
    id.flatMap { task.item($0) }.map(item) ?? id ?? ""
  }

  func state(_ state: TaskState) -> String { texts("tasks.state-\(state.rawValue)") }

  func state(_ state: TaskStanding.Item.State) -> String {
    texts("tasks.state-\(state.rawValue)")
  }

  /// Class of a badge.
  static func tone(ofState state: String) -> String {
    switch state {
    case "overdue": "solid-bad"
    case "returned": "bad"
    case "reported": "warn"
    case "accepted": "good"
    case "open": "info"
    default: "plain"
    }
  }

  func rhythm(_ rhythm: ActionPlan.Clause.Rhythm) -> String {
    texts("tasks.rhythm-\(rhythm.rawValue)")
  }

  func units(_ ids: some Sequence<String>) -> String {
    ids.compactMap { names.unit($0) }.joined(separator: texts("layout.separator"))
  }

  func refusal(_ refusal: TaskRefusal, of task: PlanTask) -> String {
    var values = refusal.values
    if let id = values["item"] { values["item"] = item(id, of: task) }
    if let unit = values["unit"] { values["unit"] = names.unit(unit) }
    return texts("tasks.refusal-\(refusal.code)", values)
  }
}

extension Texts {
  /// A reporting period in words.
  func callAsFunction(period: AssessmentPeriod) -> String {
    let (year, month) = ("\(period.firstDay.year)", period.firstDay.month)
    return switch period.kind {
    case .month:
      self(
        "tasks.period-month",
        ["year": year, "n": language == .en && month < 10 ? "0\(month)" : "\(month)"])
    case .quarter: self("tasks.period-quarter", ["year": year, "n": "\((month + 2) / 3)"])
    case .halfYear:
      self(month == 1 ? "tasks.period-first-half" : "tasks.period-second-half", ["year": year])
    default: period.description
    }
  }
}

/// The last day on time, ready for a template.
struct DayLimit: Sendable {
  /// `2021-06-30`
  let iso: String
  /// How many days are left or past.
  let text: String
  let isLate: Bool
  /// A week or less is left.
  let isSoon: Bool

  init(_ limit: CalendarDay, today: CalendarDay, texts: Texts) {
    let days = limit.dayNumber - today.dayNumber
    iso = limit.description
    isLate = days < 0
    isSoon = (0...TaskReminders.daysBefore).contains(days)
    text =
      days == 0
      ? texts("tasks.today")
      : texts(days < 0 ? "tasks.daysLate" : "tasks.daysLeft", ["n": "\(abs(days))"])
  }
}

extension TaskID {
  /// The address of the task's page.
  var href: String { "/tasks/\(LocalPath.encode(clause))/\(LocalPath.encode(unit))" }
}
