import ActionPlan
import AirQuality
import GRDB
import Ledger

/// Pages of 50 rows as the console asks for them, each beside a plain query of the first 51 rows.
struct RegisterLists {
  let plan: Plan
  let ledger: LedgerDatabase
  let times: Int
  let rows: Int

  private struct List {
    let name: String
    /// Of the n-th time.
    let query: (Int) -> RegisterQuery
    /// What a hand would write for it; nil where there is nothing to compare.
    let plain: ((Int) -> (sql: String, [any DatabaseValueConvertible]))?
  }

  private static let today = CalendarDay(year: 2021, month: 12, day: 30)
  private static let table = "rows_of_machines"

  func measure() async throws {
    guard let machines = plan.register("machines") else { throw Stopped("no register machines") }
    let cursors = try await deepCursors(machines)
    var all = Durations()
    for list in newest(cursors) + filters() + searches() + sorts(machines) {
      let (durations, plain) = try await measure(list, machines)
      all.add(durations)
      let ratio =
        plain.count == 0
        ? "" : "; plain SQL p50 \(plain.milliseconds(at: 0.5)), ratio \(durations.ratio(to: plain))"
      print("list, \(list.name): \(durations.summary)\(ratio)")
    }
    print("lists together: \(all.summary)")
  }

  private func measure(
    _ list: List, _ machines: Register
  ) async throws -> (Durations, plain: Durations) {
    let clock = ContinuousClock()
    var (durations, plain) = (Durations(), Durations())
    for number in 0..<times {
      let query = list.query(number)
      let begin = clock.now
      _ = try await ledger.read { [plan] db in
        try RegisterStore.page(query, of: machines, plan: plan, today: Self.today, in: db)
      }
      durations.add(clock.now - begin)
      guard let (sql, arguments) = list.plain?(number) else { continue }
      let bound = StatementArguments(arguments)
      let start = clock.now
      _ = try await ledger.read { db in
        try Row.fetchAll(db.cachedStatement(sql: sql), arguments: bound).count
      }
      plain.add(clock.now - start)
    }
    return (durations, plain)
  }

  /// Places far down the list of the newest.
  private func deepCursors(_ machines: Register) async throws -> [RegisterCursor] {
    var query = RegisterQuery(limit: 500)
    var cursors: [RegisterCursor] = []
    for _ in 0..<min(times, rows / 500 - 1) {
      let asked = query
      query.after = try await ledger.read { [plan] db in
        try RegisterStore.page(asked, of: machines, plan: plan, today: Self.today, in: db).next
      }
      if let next = query.after { cursors.append(next) }
    }
    return cursors
  }

  private func newest(_ cursors: [RegisterCursor]) -> [List] {
    [
      List(
        name: "first page, counted", query: { _ in RegisterQuery() },
        plain: { _ in ("SELECT * FROM \(Self.table) ORDER BY row_id DESC LIMIT 51", []) }),
      List(
        name: "deep page", query: { RegisterQuery(after: cursors[$0 % cursors.count]) },
        plain: {
          (
            "SELECT * FROM \(Self.table) WHERE row_id < ? ORDER BY row_id DESC LIMIT 51",
            [500 * $0 + 500]
          )
        }),
    ]
  }

  private func filters() -> [List] {
    func one(_ ids: [String], _ number: Int) -> String { ids[number % ids.count] }
    func place(_ number: Int) -> String { "\(100_000 + number % MeasuredPlan.placeCount)" }
    func equal(_ name: String, _ field: String, _ value: @escaping (Int) -> String) -> List {
      List(
        name: "filter by \(name)", query: { RegisterQuery(equals: [field: value($0)]) },
        plain: {
          (
            "SELECT * FROM \(Self.table) WHERE \(field) = ? ORDER BY row_id DESC LIMIT 51",
            [field == "labelled" ? (value($0) == "true" ? "1" : "0") : value($0)]
          )
        })
    }
    func dates(_ first: CalendarDay, _ last: CalendarDay) -> RowFilter {
      RowFilter(
        text: "",
        predicate: .all([
          .compare(.field("registered-on"), .atLeast, .literal(.day(first))),
          .compare(.field("registered-on"), .atMost, .literal(.day(last))),
        ]))
    }
    func day(_ number: Int) -> CalendarDay {
      CalendarDay(year: 2020, month: 1, day: 1).adding(days: number * 11 % 700)
    }
    return [
      equal("choice", "level") { one(MeasuredPlan.levels, $0) },
      equal("place", "place", place),
      equal("facility", "owner") { "firm-\($0 * 7 % MeasuredRows.facilityCount)" },
      equal("flag", "labelled") { $0.isMultiple(of: 2) ? "true" : "false" },
      List(
        name: "filter by one day", query: { RegisterQuery(filter: dates(day($0), day($0))) },
        plain: {
          (
            "SELECT * FROM \(Self.table) WHERE registered_on = ? ORDER BY row_id DESC LIMIT 51",
            [day($0).description]
          )
        }),
      List(
        name: "filter by a quarter",
        query: { RegisterQuery(filter: dates(day($0), day($0).adding(days: 90))) },
        plain: nil),
      List(
        name: "filter by choice and flag and place",
        query: {
          RegisterQuery(equals: [
            "level": one(MeasuredPlan.levels, $0), "labelled": "true", "place": place($0),
          ])
        }, plain: nil),
      List(
        name: "filter by facility, place, kind and a month",
        query: {
          RegisterQuery(
            filter: dates(day($0), day($0).adding(days: 30)),
            equals: [
              "owner": "firm-\($0 * 7 % MeasuredRows.facilityCount)", "place": place($0),
              "kind": one(MeasuredPlan.kinds, $0),
            ])
        }, plain: nil),
      List(
        name: "filter that a twentieth fulfils, sorted by day",
        query: { RegisterQuery(equals: ["place": place($0)], sort: "due", isDescending: true) },
        plain: nil),
    ]
  }

  private func searches() -> [List] {
    func search(_ name: String, _ texts: [String]) -> List {
      List(
        name: "search, \(name)", query: { RegisterQuery(search: texts[$0 % texts.count]) },
        plain: {
          (
            """
            SELECT * FROM \(Self.table) WHERE note LIKE '%' || ? || '%'
            ORDER BY row_id DESC LIMIT 51
            """, [texts[$0 % texts.count]]
          )
        })
    }
    return [
      search("two characters that many rows have", ["曹娥", "百官", "工地", "码头", "作业"]),
      search("two characters and digits that few rows have", ["场17", "头23", "山42", "江工", "虞乡"]),
      search("two characters that no row has", ["浦东", "西湖", "余杭"]),
      search("a whole code", (0..<60).map { MeasuredRows.code($0 * 1_009 % rows) }),
      search("a part of a plate", ["浙DA", "DAB", "浙D7Q", "K9Z"]),
      List(
        name: "search in one place",
        query: {
          RegisterQuery(
            search: ["曹娥", "百官", "场17"][$0 % 3],
            equals: ["place": "\(100_000 + $0 % MeasuredPlan.placeCount)"])
        }, plain: nil),
    ]
  }

  private func sorts(_ machines: Register) -> [List] {
    machines.fields.filter { RegisterStore.isQuick($0, of: machines) }.map { field in
      List(
        name: "sorted by \(field.id)",
        query: { RegisterQuery(sort: field.id, isDescending: $0.isMultiple(of: 2)) },
        plain: {
          let direction = $0.isMultiple(of: 2) ? "DESC" : "ASC"
          let column = RegisterStore.column(field)
          return (
            """
            SELECT * FROM \(Self.table)
            ORDER BY \(column) \(direction), row_id \(direction) LIMIT 51
            """, []
          )
        })
    }
  }
}
