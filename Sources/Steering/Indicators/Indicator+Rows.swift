public import ActionPlan
import AirQuality

extension Indicator {
  /// Rows that a figure is made of.
  public enum Side: String, Sendable, CaseIterable {
    /// What is counted or folded; of growth the rows of this year.
    case numerator
    /// What it is divided by; of growth the rows of the year before.
    case denominator
  }

  /// Whether it is divided, so that each side has rows of its own.
  public var hasBothSides: Bool {
    switch measure {
    case .share, .ratio, .growthOnYear: true
    case .fold, .samples, .query: false
    }
  }

  /// Ids of the fields that the figure folds, is dated and broken down by.
  public func usedFields(of register: String) -> Set<String> {
    var fields: Set<String> = Set([by].compactMap(\.self))
    func use(_ part: Part) {
      guard part.rows.register == register else { return }
      fields.formUnion([part.fold.field, part.rows.dated].compactMap(\.self))
    }
    switch measure {
    case .fold(let part), .growthOnYear(let part): use(part)
    case .ratio(let top, let bottom):
      use(top)
      use(bottom)
    case .share(let rows, _): fields.formUnion([rows.dated].compactMap(\.self))
    case .samples(_, _, _, let field): fields.insert(field)
    case .query: break
    }
    return fields
  }

  /// Rows of a register in a period.
  struct Selection: Sendable {
    let register: String
    /// nil for every row.
    let filter: RowFilter?
    /// The filter asks for nothing but the days.
    let isByDaysAlone: Bool
  }

  /// The very rows behind one side of the figure; nil where the side has none.
  func selection(_ side: Side, in period: IndicatorPeriod) -> Selection? {
    switch (measure, side) {
    case (.fold(let part), .numerator), (.growthOnYear(let part), .numerator),
      (.ratio(let part, _), .numerator), (.ratio(_, let part), .denominator):
      Selection(part.rows, in: period)
    case (.growthOnYear(let part), .denominator): Selection(part.rows, in: period.yearBefore)
    case (.share(let rows, let among), .numerator):
      Selection(rows, among: among, in: period)
    case (.share(let rows, let among), .denominator):
      Selection(
        Rows(register: rows.register, filter: among, dated: rows.dated), in: period)
    case (.samples(_, _, let register, _), .numerator):
      Selection(register: register, filter: nil, isByDaysAlone: false)
    case (.fold, .denominator), (.samples, .denominator), (.query, _): nil
    }
  }
}

extension Indicator.Selection {
  init(_ rows: Indicator.Rows, among: RowFilter? = nil, in period: IndicatorPeriod) {
    register = rows.register
    var parts = [among, rows.filter].compactMap { $0?.predicate }
    isByDaysAlone = parts.isEmpty && rows.dated != nil
    if let dated = rows.dated {
      // Before the next midnight: instants of the last day belong to it.
      parts += [
        .compare(.field(dated), .atLeast, .literal(.day(period.first))),
        .compare(.field(dated), .less, .literal(.day(period.last.adding(days: 1)))),
      ]
    }
    filter = parts.isEmpty ? nil : RowFilter(text: "", predicate: .all(parts))
  }
}
