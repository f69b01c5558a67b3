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
    /// All of them together hold for a row; the days aside.
    let conditions: [Predicate]
    /// The field that says which day a row belongs to; nil where rows count whenever they are from.
    let dated: String?
    let period: IndicatorPeriod
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
      Selection(register: register, conditions: [], dated: nil, period: period)
    case (.fold, .denominator), (.samples, .denominator), (.query, _): nil
    }
  }
}

extension Indicator.Selection {
  init(_ rows: Indicator.Rows, among: RowFilter? = nil, in period: IndicatorPeriod) {
    self.init(
      register: rows.register,
      conditions: [among, rows.filter].compactMap { $0?.predicate }, dated: rows.dated,
      period: period)
  }

  /// Where the days end: instants of the last one belong to it.
  var endDay: CalendarDay { period.last.adding(days: 1) }

  /// nil for every row.
  var filter: RowFilter? {
    var parts = conditions
    if let dated {
      parts += [
        .compare(.field(dated), .atLeast, .literal(.day(period.first))),
        .compare(.field(dated), .less, .literal(.day(endDay))),
      ]
    }
    return parts.isEmpty ? nil : RowFilter(text: "", predicate: .all(parts))
  }
}
