import ActionPlan
import AirQuality
import Ledger
import Steering

/// The list of tasks: of one unit what it owes, of all units how they stand.
struct TaskListView: Sendable {
  struct Group: Sendable {
    let id: String
    let name: String
    let count: String
    let lines: [TaskLine]
    let isBad: Bool
    let isFolded: Bool
  }

  struct UnitRow: Sendable {
    let href: String
    let name: String
    let total: String
    let late: String
    let isLate: Bool
    let returned: String
    let isReturned: Bool
    let open: String
    let isOpen: Bool
    let reported: String
    let isReported: Bool
    let done: String
    let isDone: Bool
  }

  struct Option: Sendable {
    let value: String
    let name: String
    let isChosen: Bool
  }

  let heading: String
  let options: [Option]
  let groups: [Group]
  /// Of one unit that has nothing to do.
  let isEmpty: Bool
  let units: [UnitRow]
  let hasUnits: Bool

  /// - Parameter unit: nil for all units.
  init(
    _ tasks: [TaskStanding], unit: String?, account: Account, today: CalendarDay, names: PlanNames
  ) {
    let lists = TaskLists(
      tasks: tasks, account: account, today: today, wording: TaskWording(names: names))
    let texts = names.texts
    heading = unit.flatMap { names.unit($0) } ?? texts("tasks.allUnits")
    let concerned = names.plan.units.filter { candidate in
      tasks.contains {
        $0.task.id.unit == candidate.id || $0.task.clause.with.contains(candidate.id)
      }
    }
    options =
      [Option(value: TaskListView.everyUnit, name: texts("tasks.allUnits"), isChosen: unit == nil)]
      + concerned.map {
        Option(value: $0.id, name: texts($0.label), isChosen: $0.id == unit)
      }
    groups = (unit.map(lists.groups(of:)) ?? lists.groupsOfAll).filter { !$0.lines.isEmpty }
    isEmpty = unit != nil && groups.isEmpty
    units = unit == nil ? concerned.compactMap { Self.row($0, tasks, texts) } : []
    hasUnits = !units.isEmpty
  }

  /// Stands in the address for all units.
  static let everyUnit = "all"

  private static func row(_ unit: Unit, _ tasks: [TaskStanding], _ texts: Texts) -> UnitRow? {
    let own = tasks.filter { $0.task.id.unit == unit.id }
    guard !own.isEmpty else { return nil }
    func count(_ state: TaskState) -> Int { own.count { $0.state == state } }
    func shown(_ count: Int) -> String { count == 0 ? "—" : "\(count)" }
    return UnitRow(
      href: "/tasks?unit=\(LocalPath.encode(unit.id))", name: texts(unit.label),
      total: "\(own.count)", late: shown(count(.overdue)), isLate: count(.overdue) > 0,
      returned: shown(count(.returned)), isReturned: count(.returned) > 0,
      open: shown(count(.open)), isOpen: count(.open) > 0, reported: shown(count(.reported)),
      isReported: count(.reported) > 0, done: shown(count(.accepted)),
      isDone: count(.accepted) > 0)
  }
}

/// Sorts tasks into the groups of a list.
private struct TaskLists {
  let tasks: [TaskStanding]
  let account: Account
  let today: CalendarDay
  let wording: TaskWording

  func groups(of unit: String) -> [TaskListView.Group] {
    let own = tasks.filter { $0.task.id.unit == unit }
    let led = tasks.filter { $0.task.id.unit != unit && $0.task.coordinator == unit }
    let settled = own.filter { $0.owed.isEmpty && $0.waiting.isEmpty }
    return [
      group("overdue", items(of: own, in: .overdue), isBad: true),
      group("returned", items(of: own, in: .returned), isBad: true),
      group("open", items(of: own, in: .open)),
      group("judge", items(of: led, in: .reported, showsUnit: true)),
      group("asked", asked(of: unit)),
      group("reported", items(of: own, in: .reported)),
      group("led-late", items(of: led, in: .overdue, showsUnit: true), isBad: true),
      group(
        "done", settled.map { TaskLine($0, what: next($0), showsUnit: false, wording: wording) },
        isFolded: true),
    ]
  }

  var groupsOfAll: [TaskListView.Group] {
    let machine = tasks.filter { standing in
      let mover = TaskBook.mover(account, in: standing.task)
      return standing.waiting.contains { item in
        item.report.map { TaskMachine(standing).mayJudge($0, mover) } ?? false
      }
    }
    return [group("judge", items(of: machine, in: .reported, showsUnit: true))]
  }

  /// The nearest limit first.
  private func items(
    of tasks: [TaskStanding], in state: TaskStanding.Item.State, showsUnit: Bool = false
  ) -> [TaskLine] {
    let found = tasks.flatMap { standing in
      standing.items.filter { $0.state == state }.map { (standing, $0) }
    }
    return found.enumerated().sorted { a, b in
      let (first, second) = (a.element.1.limit, b.element.1.limit)
      guard first != second else { return a.offset < b.offset }
      guard let first, let second else { return first != nil }
      return first < second
    }.map { entry in
      TaskLine(
        entry.element.0, item: entry.element.1, showsUnit: showsUnit, today: today,
        wording: wording)
    }
  }

  private func asked(of unit: String) -> [TaskLine] {
    tasks.filter { !$0.isCompleted && $0.askedHelpers.contains(unit) }.map {
      TaskLine($0, what: wording.names.texts("tasks.shareAsked"), showsUnit: true, wording: wording)
    }
  }

  /// What comes next in a task that owes nothing now.
  private func next(_ standing: TaskStanding) -> String {
    let texts = wording.names.texts
    if standing.isCompleted { return texts("tasks.completed") }
    guard let ahead = standing.items.first(where: { $0.state == .ahead }), let limit = ahead.limit
    else { return texts("tasks.nothingMore") }
    return texts("tasks.next", ["item": wording.item(ahead.item), "day": "\(limit)"])
  }

  private func group(
    _ id: String, _ lines: [TaskLine], isBad: Bool = false, isFolded: Bool = false
  ) -> TaskListView.Group {
    TaskListView.Group(
      id: id, name: wording.names.texts("tasks.group-\(id)"), count: "\(lines.count)",
      lines: lines, isBad: isBad, isFolded: isFolded)
  }
}
