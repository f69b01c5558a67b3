public import ActionPlan
public import AirQuality
public import Ledger

/// A task by its clause and the lead unit that answers for it.
public struct TaskID: Sendable, Hashable {
  public let clause: String
  public let unit: String

  public init(clause: String, unit: String) {
    self.clause = clause
    self.unit = unit
  }

  /// As notifications and the audit log name it: `task/3.3.a/MSB`.
  public var object: String { "task/\(clause)/\(unit)" }
}

/// What a lead unit owes for a clause: reports by the clause's rhythm and its milestones. 任务
///
/// It follows from the plan alone; a clause with eight leads has eight tasks.
public struct PlanTask: Sendable, Hashable {
  public let id: TaskID
  public let clause: ActionPlan.Clause
  /// Owed in turn: reports of periods in order, then milestones by their limits.
  public let items: [TaskItem]

  /// The first lead; it judges the reports of the others.
  public var coordinator: String { clause.lead.first ?? id.unit }
  public var isCoordinator: Bool { coordinator == id.unit }
  public var due: CalendarDay? { items.first { $0.isFinal }?.limit }

  public func item(_ id: String) -> TaskItem? { items.first { $0.id == id } }

  /// What the policy asks of a task.
  public var relation: TaskRelation {
    TaskRelation(unit: id.unit, coordinator: coordinator, helpers: Set(clause.with))
  }
}

/// One thing that is to be reported. 报送事项
public struct TaskItem: Sendable, Hashable {
  public enum Kind: Sendable, Hashable {
    /// Progress by the end of a period.
    case period(AssessmentPeriod)
    /// The only report of a task that is reported once.
    case whole
    /// A milestone of the clause.
    case milestone(Label)
    /// A stage of a campaign of the clause.
    case stage(campaign: Label, Label)
  }

  /// Unique within the task: `2021-Q2`, `whole`, `milestone/half`, `campaign/ozone-season/list`.
  public let id: String
  public let kind: Kind
  /// The first day from which it counts as owed; nil for from the start.
  public let opens: CalendarDay?
  /// The last day on time; nil where the plan knows no year.
  public let limit: CalendarDay?
  /// Its acceptance completes the task.
  public let isFinal: Bool

  var isMilestone: Bool {
    switch kind {
    case .period, .whole: false
    case .milestone, .stage: true
    }
  }
}

extension TaskItem {
  /// A milestone shows among what is owed this many days before its limit.
  public static let milestoneLeadDays = 30

  fileprivate static func milestone(_ id: String, _ kind: Kind, by limit: CalendarDay) -> TaskItem {
    TaskItem(
      id: id, kind: kind, opens: limit.adding(days: -milestoneLeadDays), limit: limit,
      isFinal: false)
  }
}

extension Plan {
  /// Every task, in the plan's order of clauses and their leads.
  public var tasks: [PlanTask] { clauses.flatMap(tasks(of:)) }

  public func task(_ id: TaskID) -> PlanTask? {
    clause(id.clause).flatMap { clause in
      clause.lead.contains(id.unit) ? task(of: clause, unit: id.unit) : nil
    }
  }

  public func tasks(of clause: ActionPlan.Clause) -> [PlanTask] {
    clause.lead.map { task(of: clause, unit: $0) }
  }

  private func task(of clause: ActionPlan.Clause, unit: String) -> PlanTask {
    PlanTask(
      id: TaskID(clause: clause.id, unit: unit), clause: clause,
      items: reports(of: clause) + milestones(of: clause, for: unit))
  }

  /// Each period's report is owed by the period's last day, the last one by the clause's.
  private func reports(of clause: ActionPlan.Clause) -> [TaskItem] {
    let lastDay = clause.due ?? year.map { CalendarDay(year: $0, month: 12, day: 31) }
    let first = (year ?? lastDay?.year).map { CalendarDay(year: $0, month: 1, day: 1) }
    guard let first, let lastDay, lastDay >= first, clause.rhythm != .once else {
      return [TaskItem(id: "whole", kind: .whole, opens: nil, limit: lastDay, isFinal: true)]
    }
    var items: [TaskItem] = []
    var day = first
    while day <= lastDay {
      let period = clause.rhythm.period(of: day)
      items.append(
        TaskItem(
          id: period.description, kind: .period(period), opens: period.firstDay,
          limit: min(period.lastDay, lastDay), isFinal: period.lastDay >= lastDay))
      day = period.lastDay.adding(days: 1)
    }
    return items
  }

  private func milestones(of clause: ActionPlan.Clause, for unit: String) -> [TaskItem] {
    let own = clause.milestones.filter { $0.units.isEmpty || $0.units.contains(unit) }.map {
      TaskItem.milestone("milestone/\($0.id)", .milestone($0.label), by: $0.by)
    }
    let stages = campaigns.filter { $0.clause == clause.id }.flatMap { campaign in
      campaign.stages.filter { stage in
        let concerned = stage.units.isEmpty ? campaign.units : stage.units
        return concerned.isEmpty || concerned.contains(unit)
      }.map {
        TaskItem.milestone(
          "campaign/\(campaign.id)/\($0.id)", .stage(campaign: campaign.label, $0.label), by: $0.by)
      }
    }
    return (own + stages).sorted { a, b in
      guard let first = a.limit, let second = b.limit, first != second else { return a.id < b.id }
      return first < second
    }
  }
}

extension ActionPlan.Clause.Rhythm {
  /// The reporting period that a day lies in; for what is reported once, its year.
  func period(of day: CalendarDay) -> AssessmentPeriod {
    switch self {
    case .month: .month(day.month, of: day.year)
    case .quarter: .quarter((day.month + 2) / 3, of: day.year)
    case .halfYear: .halfYear(day.month <= 6 ? 1 : 2, of: day.year)
    case .once: .year(day.year)
    }
  }
}
