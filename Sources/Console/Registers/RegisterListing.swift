import ActionPlan
import AirQuality
import GRDB
import Ledger

/// Reads rows for lists, maps, exports and bulk changes: one meaning of a query for all of them.
enum RegisterListing {
  static let pageLength = 50
  /// Matches are counted up to here.
  static let countLimit = RegisterPage.countLimit

  struct Page: Sendable {
    let rows: [RegisterRow]
    /// Where the next page begins; nil on the last.
    let next: String?
    /// nil above `countLimit`.
    let total: Int?
    /// Whether the rows stand in the order that was asked for.
    let isSorted: Bool
  }

  /// - Parameter limit: rows at most.
  static func page(
    _ query: RegisterListQuery, of register: Register, plan: Plan, now: Int,
    limit: Int = pageLength, in db: Database
  ) throws -> Page {
    let today = CalendarDay(ofEpoch: now, utcOffsetSeconds: plan.utcOffsetSeconds)
    let page = try RegisterStore.page(
      asked(query, of: register, limit: limit), of: register, plan: plan, today: today, in: db)
    return Page(
      rows: page.rows, next: page.next?.text, total: page.total, isSorted: page.isSorted)
  }

  /// A page's query as the store takes it.
  static func asked(
    _ query: RegisterListQuery, of register: Register, limit: Int = pageLength
  ) -> RegisterQuery {
    let equals = query.equals.map { id, value in
      register.field(id)?.kind == .flag ? (id, value == "1" ? "true" : "false") : (id, value)
    }
    return RegisterQuery(
      search: query.search, filter: query.filter(of: register),
      equals: Dictionary(uniqueKeysWithValues: equals), sort: query.sort,
      isDescending: query.isDescending, after: query.after.flatMap { RegisterCursor($0) },
      limit: limit)
  }

  /// The first rows of all pages.
  static func rows(
    _ query: RegisterListQuery, of register: Register, plan: Plan, now: Int, limit: Int,
    in db: Database
  ) throws -> [RegisterRow] {
    var query = query
    query.after = nil
    var rows: [RegisterRow] = []
    while rows.count < limit {
      let page = try page(
        query, of: register, plan: plan, now: now, limit: min(500, limit - rows.count), in: db)
      rows += page.rows
      guard let next = page.next else { break }
      query.after = next
    }
    return rows
  }

  /// Rows that a text is found in.
  static func search(
    _ text: String, in register: Register, plan: Plan, limit: Int, _ db: Database
  ) throws -> [RegisterRow] {
    try page(
      RegisterListQuery(search: text), of: register, plan: plan, now: 0, limit: limit, in: db
    ).rows
  }
}
