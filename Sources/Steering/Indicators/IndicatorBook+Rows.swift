public import ActionPlan
public import AirQuality
public import GRDB
public import Ledger

extension IndicatorBook {
  /// The very rows behind a figure.
  public struct Rows: Sendable {
    public let register: Register
    public let page: RegisterPage
  }

  /// Rows of one side of a figure on a day, newest first, a page at a time.
  ///
  /// - Parameters:
  ///   - key: only those with this value of the field that the figure is broken down by.
  ///   - after: where the page before ended.
  /// - Returns: nil where the side has no rows: a query, what is not divided.
  public static func rows(
    _ side: Indicator.Side, of indicator: Indicator, plan: Plan, on day: CalendarDay,
    key: String? = nil, after: RegisterCursor? = nil, limit: Int = 50, in db: Database
  ) throws -> Rows? {
    guard let period = IndicatorPeriod(year: plan.year, through: day),
      let selection = indicator.selection(side, in: period),
      let register = plan.register(selection.register)
    else { return nil }
    var equals: [String: String] = [:]
    if let key, let by = indicator.by, register.field(by) != nil { equals[by] = key }
    let query = RegisterQuery(
      search: "", filter: selection.filter, equals: equals, sort: nil, isDescending: true,
      after: after, limit: limit)
    return Rows(
      register: register,
      page: try RegisterStore.page(query, of: register, plan: plan, today: day, in: db))
  }
}
