import ActionPlan
import Casework
import GRDB
import Ledger

/// Pages of 50 cases as the console asks for them, near cases, and what the desk counts.
struct CaseLists {
  let plan: Plan
  let ledger: LedgerDatabase
  let times: Int
  let now: Int

  private struct List {
    let name: String
    /// Of the n-th time.
    let filter: (Int) -> CaseFilter
    var scope: (Int) -> CaseScope = { _ in .all }
  }

  func measure() async throws {
    var all = Durations()
    for list in tabs() + filters() + searches() + scopes() {
      let durations = try await measure(list)
      all.add(durations)
      print("list, \(list.name): \(durations.summary)")
    }
    print("lists together: \(all.summary)")
    try await measureDeep()
    try await measureNear()
    try await measureCounts()
  }

  private func measure(_ list: List) async throws -> Durations {
    let asked = (0..<times).map { (list.filter($0), list.scope($0)) }
    return try await timed { number, db in
      _ = try CaseBook.list(
        asked[number].0, scope: asked[number].1, limit: 50, now: now, in: db)
    }
  }

  private func timed(
    _ body: @escaping @Sendable (_ number: Int, _ db: Database) throws -> Void
  ) async throws -> Durations {
    let clock = ContinuousClock()
    var durations = Durations()
    for number in 0..<times {
      let begin = clock.now
      try await ledger.read { db in try body(number, db) }
      durations.add(clock.now - begin)
    }
    return durations
  }

  private func tabs() -> [List] {
    [
      List(name: "open") { _ in CaseFilter(isOpen: true, order: .dueFirst) },
      List(name: "late") { _ in CaseFilter(isLate: true, order: .dueFirst) },
      List(name: "closed") { _ in CaseFilter(isOpen: false) },
      List(name: "all") { _ in CaseFilter() },
    ]
  }

  private func filters() -> [List] {
    let severities: [Severity] = [.minor, .ordinary, .serious, .grave]
    let priorities = CasePriority.allCases
    func procedure(_ number: Int) -> String {
      plan.procedures[number % plan.procedures.count].id
    }
    func unit(_ number: Int) -> String { plan.units[number % plan.units.count].id }
    return [
      List(name: "by procedure") { CaseFilter(procedure: procedure($0)) },
      List(name: "by severity") { CaseFilter(severity: severities[$0 % 4]) },
      List(name: "by priority") { CaseFilter(priority: priorities[$0 % priorities.count]) },
      List(name: "by unit") { CaseFilter(unit: unit($0)) },
      List(name: "by facility") { CaseFilter(facility: "firm-\($0 * 7 % CaseFilling.firms)") },
      List(name: "by state, few") { _ in CaseFilter(state: "dispatched") },
      List(name: "by state, none") { _ in CaseFilter(state: "no-such-state") },
      List(name: "by procedure, severity, unit, closed") {
        CaseFilter(
          isOpen: false, unit: unit($0), procedure: procedure($0 / 2), severity: severities[$0 % 4])
      },
      List(name: "open by procedure and severity") {
        CaseFilter(
          isOpen: true, procedure: procedure($0), severity: severities[$0 % 4], order: .dueFirst)
      },
      List(name: "by facility and procedure") {
        CaseFilter(procedure: procedure($0), facility: "firm-\($0 * 7 % CaseFilling.firms)")
      },
    ]
  }

  private func searches() -> [List] {
    [
      List(name: "text in an eighth of all") { _ in CaseFilter(text: "露天焚烧") },
      List(name: "text in every 9,000th") { CaseFilter(text: "第\($0 * 97 % 9_000)号点位") },
      List(name: "two words") { _ in CaseFilter(text: "章镇 露天焚烧") },
      List(name: "number of a case") { CaseFilter(text: "00\(1_000 + $0)-\(1 + $0 % 40)") },
      List(name: "text that none has") { CaseFilter(text: "没有这样的字\($0)") },
      List(name: "two characters that few have") { _ in CaseFilter(text: "橡塑") },
      List(name: "text, closed, by severity") { _ in
        CaseFilter(isOpen: false, severity: .grave, text: "冒黑烟")
      },
    ]
  }

  private func scopes() -> [List] {
    func unit(_ number: Int) -> String { plan.units[number % plan.units.count].id }
    func officer(_ number: Int) -> CaseScope { .some(unit: unit(number), facilities: []) }
    func contact(_ number: Int) -> CaseScope {
      .some(unit: nil, facilities: ["firm-\(number * 11 % CaseFilling.firms)"])
    }
    return [
      List(name: "an officer's all", filter: { _ in CaseFilter() }, scope: officer),
      List(
        name: "an officer's open", filter: { _ in CaseFilter(isOpen: true, order: .dueFirst) },
        scope: officer),
      List(
        name: "an officer's mine",
        filter: { CaseFilter(isOpen: true, mine: unit($0), order: .dueFirst) }, scope: officer),
      List(
        name: "an officer's search", filter: { _ in CaseFilter(text: "夜间异味") }, scope: officer),
      List(
        name: "an officer's closed by severity",
        filter: { _ in CaseFilter(isOpen: false, severity: .grave) }, scope: officer),
      List(name: "a firm's all", filter: { _ in CaseFilter() }, scope: contact),
    ]
  }

  private func measureDeep() async throws {
    let most = try await ledger.read { db in
      try Int64.fetchOne(db, sql: "SELECT max(id) FROM case_file") ?? 0
    }
    let durations = try await timed { number, db in
      let after = CaseCursor("0.\(most - Int64(number + 1) * most / Int64(times + 2))")
      _ = try CaseBook.list(
        CaseFilter(isOpen: false), scope: .all, after: after, limit: 50, now: now, in: db)
    }
    print("list, deep pages of closed: \(durations.summary)")
  }

  private func measureNear() async throws {
    let spots = try await ledger.read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT longitude, latitude, occurred_at FROM case_file
          WHERE longitude IS NOT NULL AND id % 9973 = 1 LIMIT 100
          """
      ).map { row in
        (
          Coordinate(longitude: row["longitude"], latitude: row["latitude"]),
          row["occurred_at"] as Int
        )
      }
    }
    let duty = try await ledger.read { db in try Accounts.find(1, in: db) }
    let durations = try await timed { number, db in
      let (position, at) = spots[number % spots.count]
      _ = try NearbyCases.find(near: position, at: at, for: duty, in: db)
    }
    print("near cases: \(durations.summary)")
  }

  private func measureCounts() async throws {
    let all = try await timed { _, db in try counts(scope: .all, in: db) }
    print("the desk's counts and lists: \(all.summary)")
    let officer = try await timed { number, db in
      try counts(
        scope: .some(unit: plan.units[number % plan.units.count].id, facilities: []), in: db)
    }
    print("an officer's counts and lists: \(officer.summary)")
  }

  private func counts(scope: CaseScope, in db: Database) throws {
    _ = try CaseBook.counts(scope: scope, now: now, in: db)
    _ = try CaseBook.waitingCount(scope: scope, in: db)
    _ = try CaseBook.closedCount(since: now - 86_400, scope: scope, in: db)
    _ = try CaseBook.inHand(scope: scope, limit: 40, in: db)
    _ = try CaseBook.list(
      CaseFilter(state: "opened", isOpen: true), scope: scope, limit: 40, now: now, in: db)
  }
}
