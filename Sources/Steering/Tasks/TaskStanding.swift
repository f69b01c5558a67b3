public import AirQuality

/// Where a task is, as a whole.
public enum TaskState: String, Sendable, Hashable, CaseIterable {
  /// Something is owed and in time.
  case open
  /// A report waits to be judged.
  case reported
  /// A report was given back and waits for its correction.
  case returned
  /// All that was owed so far is accepted, or the task is completed.
  case accepted
  /// Something is owed and past its limit.
  case overdue
}

/// What the events of a task add up to on a day. 任务现状
public struct TaskStanding: Sendable, Hashable {
  /// A returned report may be corrected this many days, even past the item's limit.
  public static let correctionDays = 3

  public struct Report: Sendable, Hashable {
    public enum Fate: Sendable, Hashable {
      case waiting
      /// Epoch seconds.
      case accepted(at: Int)
      case returned(at: Int)
    }
    public let event: TaskEvent
    public let fate: Fate
  }

  public struct Item: Sendable, Hashable {
    public enum State: String, Sendable, Hashable {
      /// Its time has not come.
      case ahead
      case open, reported, returned, accepted, overdue
      /// Left out: a later period's report answers for it, as reports tell of the year so far.
      case covered
      /// No longer owed: its limit lay before the plan was in force, or the task was completed.
      case dropped
    }
    public let item: TaskItem
    public let state: State
    /// The last day on time; later than the plan's where a correction is awaited.
    public let limit: CalendarDay?
    /// The report that counts, unless there is none.
    public let report: Report?

    /// Something is to be sent.
    public var isOwed: Bool { state == .open || state == .overdue || state == .returned }
  }

  public let task: PlanTask
  public let state: TaskState
  public let items: [Item]
  /// Epoch seconds; when the final report was accepted.
  public let completedAt: Int?
  /// Every event so far, oldest first.
  public let events: [TaskEvent]

  public var isCompleted: Bool { completedAt != nil }
  /// The share done, as last said in a report that was not given back.
  public let progress: Int?
  public var owed: [Item] { items.filter(\.isOwed) }
  public var waiting: [Item] { items.filter { $0.state == .reported } }
  public func item(_ id: String) -> Item? { items.first { $0.item.id == id } }

  /// Periods that were left out.
  public var missedCount: Int { items.count { $0.state == .covered && $0.report == nil } }

  /// What a report answers unless it says otherwise: the newest period that is owed, else the first
  /// milestone.
  public var next: Item? {
    let owed = owed
    return owed.last { !$0.item.isMilestone } ?? owed.first
  }

  /// The nearest limit of what is owed.
  public var nearestLimit: CalendarDay? { owed.compactMap(\.limit).min() }

  /// Helpers that were asked for their share and have not told it since.
  public var askedHelpers: [String] {
    var asked: [String] = []
    for event in events {
      guard let helper = event.helper else { continue }
      asked.removeAll { $0 == helper }
      if event.kind == .asked { asked.append(helper) }
    }
    return asked
  }

  /// - Parameters:
  ///   - since: local day on which the plan came into force; what was to be reported before is not
  ///     owed, except the final report. nil where all is.
  ///   - today: local day by which lateness is judged.
  ///   - utcOffsetSeconds: of the plan, for the days of events.
  public init(
    _ task: PlanTask, events: [TaskEvent], since: CalendarDay?, today: CalendarDay,
    utcOffsetSeconds: Int
  ) {
    let reports = Self.reports(events)
    let completion = reports.compactMap { report -> Int? in
      guard case .accepted(let at) = report.fate,
        report.event.isCompletion || task.item(report.event.item ?? "")?.isFinal ?? false
      else { return nil }
      return at
    }.min()
    let judge = ItemJudge(
      task: task, reports: reports, isCompleted: completion != nil, since: since, today: today,
      utcOffsetSeconds: utcOffsetSeconds)
    self.task = task
    self.events = events
    completedAt = completion
    items = task.items.enumerated().map { index, item in judge.item(item, at: index) }
    progress =
      reports.last {
        if case .returned = $0.fate { return false }
        return $0.event.progress != nil
      }?.event.progress
    state = Self.state(of: items, isCompleted: completion != nil)
  }

  private static func state(of items: [Item], isCompleted: Bool) -> TaskState {
    if isCompleted { return .accepted }
    let states = Set(items.map(\.state))
    if states.contains(.overdue) { return .overdue }
    if states.contains(.returned) { return .returned }
    if states.contains(.reported) { return .reported }
    if states.contains(.open) { return .open }
    return states.contains(.accepted) ? .accepted : .open
  }

  /// Reports that were not taken back, with what became of them, oldest first.
  static func reports(_ events: [TaskEvent]) -> [Report] {
    let fates = Dictionary(
      events.compactMap { event in event.report.map { ($0, event) } }, uniquingKeysWith: { $1 })
    return events.filter { $0.kind == .reported }.compactMap { event in
      let fate = fates[event.sequence]
      return switch fate?.kind {
      case .withdrawn: nil
      case .accepted: Report(event: event, fate: .accepted(at: fate?.at ?? event.at))
      case .returned: Report(event: event, fate: .returned(at: fate?.at ?? event.at))
      default: Report(event: event, fate: .waiting)
      }
    }
  }
}

/// Judges the items of one task, one by one.
private struct ItemJudge {
  let task: PlanTask
  let reports: [TaskStanding.Report]
  let isCompleted: Bool
  let since: CalendarDay?
  let today: CalendarDay
  let utcOffsetSeconds: Int

  func item(_ item: TaskItem, at index: Int) -> TaskStanding.Item {
    let report = reports.last { $0.event.item == item.id }
    let limit = limit(of: item, report)
    return TaskStanding.Item(
      item: item, state: state(of: item, at: index, report, limit: limit), limit: limit,
      report: report)
  }

  private func state(
    of item: TaskItem, at index: Int, _ report: TaskStanding.Report?, limit: CalendarDay?
  ) -> TaskStanding.Item.State {
    switch report?.fate {
    case .accepted: return .accepted
    case .waiting where !isCompleted: return .reported
    default: break
    }
    if let since, let limit, limit < since, !item.isFinal, report == nil { return .dropped }
    // What was left out stays so; what would have come after the last report is owed no more.
    if isCompleted { return isAnswered(index) ? .covered : .dropped }
    if isCovered(index) { return .covered }
    if case .returned = report?.fate, !isPast(limit) { return .returned }
    if isPast(limit) { return .overdue }
    if let opens = item.opens, today < opens { return .ahead }
    return .open
  }

  private func isPast(_ limit: CalendarDay?) -> Bool { limit.map { today > $0 } ?? false }

  private func limit(of item: TaskItem, _ report: TaskStanding.Report?) -> CalendarDay? {
    guard let limit = item.limit, case .returned(let at) = report?.fate else { return item.limit }
    let returned = CalendarDay(ofEpoch: at, utcOffsetSeconds: utcOffsetSeconds)
    return max(limit, returned.adding(days: TaskStanding.correctionDays))
  }

  /// A later period is reported on, or past its limit as well: its report answers for this one.
  private func isCovered(_ index: Int) -> Bool {
    isAnswered(index) || later(index).contains { isPast($0.limit) }
  }

  /// A later period is reported on.
  private func isAnswered(_ index: Int) -> Bool {
    let ids = Set(later(index).map(\.id))
    return reports.contains { ids.contains($0.event.item ?? "") }
  }

  /// The periods after one; none after what is no period.
  private func later(_ index: Int) -> [TaskItem] {
    guard case .period = task.items[index].kind else { return [] }
    return task.items[(index + 1)...].filter { !$0.isMilestone }
  }
}
