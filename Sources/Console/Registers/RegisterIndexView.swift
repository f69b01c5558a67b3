import ActionPlan
import GRDB
import Hummingbird
import Ledger

/// What the list of registers is narrowed to.
struct RegisterIndexQuery: Sendable {
  let search: String
  let unit: String
  let clause: String

  init(_ parameters: Parameters) {
    search = RegisterListQuery.text(parameters, "q")
    unit = RegisterListQuery.text(parameters, "unit")
    clause = RegisterListQuery.text(parameters, "clause")
  }

  func includes(_ register: Register, plan: Plan) -> Bool {
    if !clause.isEmpty, register.clause != clause { return false }
    if !unit.isEmpty, !plan.keepers(of: register).contains(unit) { return false }
    guard !search.isEmpty else { return true }
    let words = [register.id, register.label.zh, register.label.en, register.clause ?? ""]
    return words.contains { $0.lowercased().contains(search.lowercased()) }
  }
}

/// How many rows each register has, and when one was changed last.
struct RegisterCounts: Sendable {
  struct Count: Sendable {
    /// Up to `limit`, which means that there are at least so many.
    let rows: Int
    /// Epoch seconds; nil where there is no row.
    let changedAt: Int?
  }

  static let limit = 10_000

  let byRegister: [String: Count]

  static func read(_ registers: [Register], in db: Database) throws -> RegisterCounts {
    var counts: [String: Count] = [:]
    for register in registers {
      let rows =
        try Int.fetchOne(
          db,
          sql: """
            SELECT count(*) FROM
              (SELECT 1 FROM \(RegisterStore.tableName(register)) LIMIT \(limit))
            """) ?? 0
      let changed = try Int.fetchOne(
        db,
        sql: "SELECT max(at) FROM register_change WHERE register = ?",
        arguments: [register.id])
      counts[register.id] = Count(rows: rows, changedAt: changed)
    }
    return RegisterCounts(byRegister: counts)
  }
}

/// All registers by group of clauses, ready for their template.
struct RegisterIndexView: Sendable {
  struct Option: Sendable {
    let value: String
    let name: String
    let isChosen: Bool
  }

  struct Line: Sendable {
    let href: String
    let name: String
    let clause: String
    let clauseName: String
    let keepers: String
    let count: String
    let isBare: Bool
    let isYours: Bool
    let changed: String
  }

  struct Group: Sendable {
    let id: String
    let heading: String
    let lines: [Line]
  }

  let query: String
  let units: [Option]
  let groups: [Group]
  let isEmpty: Bool
  let total: String
  let clauseText: String
  let isOfClause: Bool

  init(
    _ query: RegisterIndexQuery, counts: RegisterCounts, account: Account,
    wording: RegisterWording, time: LocalTime, now: Int
  ) {
    let (plan, texts) = (wording.plan, wording.texts)
    self.query = query.search
    units = plan.units.filter { unit in
      plan.registers.contains { plan.keepers(of: $0).contains(unit.id) }
    }.map { Option(value: $0.id, name: texts($0.label), isChosen: $0.id == query.unit) }
    let shown = plan.registers.filter { query.includes($0, plan: plan) }
    let groups = Dictionary(grouping: shown) { $0.clause.map(Clause.chapter) ?? "" }
    self.groups = groups.sorted { Self.order($0.key) < Self.order($1.key) }.map { id, registers in
      Group(
        id: id.isEmpty ? "none" : id,
        heading: id.isEmpty
          ? texts("registers.noClause") : plan.heading(ofChapter: id, texts),
        lines: registers.sorted { ($0.clause ?? "", $0.id) < ($1.clause ?? "", $1.id) }.map {
          Self.line($0, counts.byRegister[$0.id], account, wording, time, now)
        })
    }
    isEmpty = shown.isEmpty
    total = texts("registers.registerCount", ["count": "\(shown.count)"])
    clauseText = plan.clause(query.clause).map { "\($0.id) \(texts($0.label))" } ?? query.clause
    isOfClause = !query.clause.isEmpty
  }

  private static func line(
    _ register: Register, _ count: RegisterCounts.Count?, _ account: Account,
    _ wording: RegisterWording, _ time: LocalTime, _ now: Int
  ) -> Line {
    let (plan, texts) = (wording.plan, wording.texts)
    let rows = count?.rows ?? 0
    return Line(
      href: RegisterAddress.list(register.id), name: texts(register.label),
      clause: register.clause ?? "",
      clauseName: register.clause.flatMap { plan.clause($0) }.map { texts($0.label) } ?? "",
      keepers: wording.keepers(of: register),
      count: rows >= RegisterCounts.limit ? "\(rows)+" : "\(rows)", isBare: rows == 0,
      isYours: account.unit.map { plan.keepers(of: register).contains($0) } ?? false,
      changed: count?.changedAt.map { time.short($0, now: now) } ?? "—")
  }

  /// Numbers as numbers, then letters, then registers without a clause.
  private static func order(_ group: String) -> String {
    if group.isEmpty { return "~" }
    return Int(group).map { String(1_000 + $0) } ?? "9\(group)"
  }
}
