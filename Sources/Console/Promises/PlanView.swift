import ActionPlan
import Casework
import Steering

/// Every clause as a tile: who is late, what waits, what is done.
struct PlanView: Sendable {
  struct Tile: Sendable {
    let href: String
    let id: String
    let title: String
    /// `bad`, `warn`, `good`, `info` or empty.
    let tone: String
    /// Class of the worst lamp of its indicators.
    let lamp: String
    let lampName: String
    let hasLamp: Bool
    let tasks: String
    let hasTasks: Bool
    let late: String
    let isLate: Bool
    let returned: String
    let isReturned: Bool
    let waiting: String
    let isWaiting: Bool
    let cases: String
    let hasCases: Bool
    let casesAreLate: Bool
    let isPending: Bool
  }

  struct Chapter: Sendable {
    let id: String
    let name: String
    let tiles: [Tile]
  }

  struct Figure: Sendable {
    let href: String
    let name: String
    let value: String
    let isBad: Bool
    let isChosen: Bool
  }

  struct Option: Sendable {
    let value: String
    let name: String
    let isChosen: Bool
  }

  let heading: String
  let units: [Option]
  let troubles: [Option]
  let figures: [Figure]
  let chapters: [Chapter]
  let isEmpty: Bool

  init(
    _ query: PlanQuery, tasks: [TaskStanding], cases: [String: CaseCounts.OfProcedure],
    glances: [String: IndicatorGlance], names: PlanNames
  ) {
    let (plan, texts) = (names.plan, names.texts)
    heading = texts(plan.title)
    let byClause = Dictionary(grouping: tasks, by: \.task.id.clause)
    let ofUnit = plan.clauses.filter { clause in
      query.unit.map { (clause.lead + clause.with).contains($0) } ?? true
    }.map { clause in
      ClauseStanding(
        clause, tasks: byClause[clause.id] ?? [], cases: cases, glances: glances, plan: plan)
    }
    let shown = ofUnit.filter { standing in query.trouble.map(standing.has) ?? true }
    chapters = Self.chapters(shown, plan, texts)
    isEmpty = shown.isEmpty
    figures = Self.figures(ofUnit, query, texts)
    let concerned = Set(plan.clauses.flatMap { $0.lead + $0.with })
    units =
      [Option(value: "", name: texts("tasks.allUnits"), isChosen: query.unit == nil)]
      + plan.units.filter { concerned.contains($0.id) }.map {
        Option(value: $0.id, name: texts($0.label), isChosen: $0.id == query.unit)
      }
    troubles =
      [Option(value: "", name: texts("promises.anyTrouble"), isChosen: query.trouble == nil)]
      + PlanQuery.Trouble.allCases.map {
        Option(
          value: $0.rawValue, name: texts("promises.trouble-\($0.rawValue)"),
          isChosen: $0 == query.trouble)
      }
  }

  /// Clauses stand under the first part of their number, in the plan's order.
  private static func chapters(_ shown: [ClauseStanding], _ plan: Plan, _ texts: Texts) -> [Chapter]
  {
    var order: [String] = []
    var tiles: [String: [Tile]] = [:]
    for standing in shown {
      let chapter = standing.clause.chapter
      if tiles[chapter] == nil { order.append(chapter) }
      tiles[chapter, default: []].append(standing.tile(texts))
    }
    return order.map { id in
      Chapter(id: id, name: plan.heading(ofChapter: id, texts), tiles: tiles[id] ?? [])
    }
  }

  private static func figures(
    _ standings: [ClauseStanding], _ query: PlanQuery, _ texts: Texts
  ) -> [Figure] {
    func figure(
      _ trouble: PlanQuery.Trouble?, _ name: String, _ count: Int, isBad: Bool = false
    ) -> Figure {
      Figure(
        href: query.href(trouble: trouble), name: texts(name), value: "\(count)",
        isBad: isBad && count > 0, isChosen: trouble == query.trouble)
    }
    return [
      figure(nil, "promises.clauses", standings.count),
      figure(.late, "promises.tasksLate", standings.reduce(0) { $0 + $1.late }, isBad: true),
      figure(
        .red, "promises.redCount", standings.reduce(0) { $0 + $1.redLamps }, isBad: true),
      figure(.returned, "promises.tasksReturned", standings.reduce(0) { $0 + $1.returned }),
      figure(.waiting, "promises.tasksWaiting", standings.reduce(0) { $0 + $1.waiting }),
      figure(
        .lateCases, "promises.casesAreLate", standings.count { $0.has(.lateCases) }, isBad: true),
      figure(.pending, "promises.pendingCount", standings.count { $0.has(.pending) }),
    ]
  }
}

/// What a tile is made of.
private struct ClauseStanding {
  let clause: ActionPlan.Clause
  let total: Int
  let completed: Int
  let late: Int
  let returned: Int
  let waiting: Int
  /// The worst lamp of its indicators, and how many are lit so; nil where it has none.
  let lamp: IndicatorLamp?
  let lampCount: Int
  let openCases: Int
  let lateCases: Int

  init(
    _ clause: ActionPlan.Clause, tasks: [TaskStanding],
    cases: [String: CaseCounts.OfProcedure], glances: [String: IndicatorGlance], plan: Plan
  ) {
    self.clause = clause
    total = tasks.count
    completed = tasks.count(where: \.isCompleted)
    late = tasks.count { $0.state == .overdue }
    returned = tasks.count { $0.items.contains { $0.state == .returned } }
    waiting = tasks.count { !$0.waiting.isEmpty }
    let lamps = plan.indicators.filter { $0.clause == clause.id }.compactMap {
      glances[$0.id]?.lamp
    }
    let worst = [IndicatorLamp.red, .yellow, .green, .grey].first(where: lamps.contains)
    lamp = worst
    lampCount = lamps.count { $0 == worst }
    let own = plan.procedures.filter { $0.clause == clause.id }.compactMap { cases[$0.id] }
    openCases = own.reduce(0) { $0 + $1.open }
    lateCases = own.reduce(0) { $0 + $1.late }
  }

  var redLamps: Int { lamp == .red ? lampCount : 0 }

  func has(_ trouble: PlanQuery.Trouble) -> Bool {
    switch trouble {
    case .late: late > 0
    case .red: redLamps > 0
    case .returned: returned > 0
    case .waiting: waiting > 0
    case .lateCases: lateCases > 0
    case .pending: !clause.pending.isEmpty
    }
  }

  private var tone: String {
    if late > 0 || lateCases > 0 || lamp == .red { return "bad" }
    if returned > 0 || waiting > 0 || lamp == .yellow { return "warn" }
    if total > 0 { return completed == total ? "good" : "info" }
    return ""
  }

  func tile(_ texts: Texts) -> PlanView.Tile {
    func count(_ key: String, _ n: Int) -> String { texts(key, ["n": "\(n)"]) }
    return PlanView.Tile(
      href: "/clauses/\(LocalPath.encode(clause.id))", id: clause.id, title: texts(clause.label),
      tone: tone, lamp: lamp?.rawValue ?? "",
      lampName: lamp.map {
        texts(
          "promises.lamps", ["n": "\(lampCount)", "lamp": texts("promises.lamp-\($0.rawValue)")])
      } ?? "", hasLamp: lamp != nil,
      tasks: texts("promises.tileTasks", ["done": "\(completed)", "total": "\(total)"]),
      hasTasks: total > 0, late: count("promises.tileLate", late), isLate: late > 0,
      returned: count("promises.tileReturned", returned), isReturned: returned > 0,
      waiting: count("promises.tileWaiting", waiting), isWaiting: waiting > 0,
      cases: texts(
        lateCases > 0 ? "promises.casesLate" : "promises.cases",
        ["open": "\(openCases)", "late": "\(lateCases)"]), hasCases: openCases > 0,
      casesAreLate: lateCases > 0, isPending: !clause.pending.isEmpty)
  }
}
