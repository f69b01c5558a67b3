import ActionPlan
import AirQuality
import Steering

/// One thing of a task in a list, ready for its template.
struct TaskLine: Sendable {
  let key: String
  let href: String
  let clause: String
  let title: String
  /// What is owed, was reported or is awaited.
  let what: String
  /// The lead unit, where the list is of several.
  let unit: String
  let showsUnit: Bool
  let until: DayLimit?
  let state: String
  let tone: String
  /// Periods left out, or what else is to be known.
  let remark: String?
  /// As of a case: `serious` for late, `ordinary` for given back.
  let severity: String

  init(
    _ standing: TaskStanding, item: TaskStanding.Item, showsUnit: Bool, today: CalendarDay,
    wording: TaskWording
  ) {
    let isOwed = item.isOwed
    self.init(
      standing, key: item.item.id, what: wording.item(item.item), showsUnit: showsUnit,
      until: isOwed
        ? item.limit.map { DayLimit($0, today: today, texts: wording.names.texts) } : nil,
      state: wording.state(item.state), tone: TaskWording.tone(ofState: item.state.rawValue),
      remark: item.state == .overdue && !item.isMilestone && standing.missedCount > 0
        ? wording.names.texts("tasks.missed", ["n": "\(standing.missedCount)"]) : nil,
      severity: item.state == .overdue ? "serious" : item.state == .returned ? "ordinary" : "",
      wording: wording)
  }

  /// A line that is about the task as a whole.
  init(_ standing: TaskStanding, what: String, showsUnit: Bool, wording: TaskWording) {
    self.init(
      standing, key: "task", what: what, showsUnit: showsUnit, until: nil,
      state: wording.state(standing.state),
      tone: TaskWording.tone(ofState: standing.state.rawValue), remark: nil, severity: "",
      wording: wording)
  }

  private init(
    _ standing: TaskStanding, key: String, what: String, showsUnit: Bool, until: DayLimit?,
    state: String, tone: String, remark: String?, severity: String, wording: TaskWording
  ) {
    let task = standing.task
    self.key = "\(task.id.object)/\(key)"
    href = task.id.href
    clause = task.id.clause
    title = wording.names.texts(task.clause.label)
    self.what = what
    unit = wording.names.unit(task.id.unit) ?? task.id.unit
    self.showsUnit = showsUnit
    self.until = until
    self.state = state
    self.tone = tone
    self.remark = remark
    self.severity = severity
  }
}

extension TaskStanding.Item {
  fileprivate var isMilestone: Bool {
    switch item.kind {
    case .period, .whole: false
    case .milestone, .stage: true
    }
  }
}
