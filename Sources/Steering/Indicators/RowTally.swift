import ActionPlan
import AirQuality

/// What rows come to, before anything is divided.
struct RowTally: Sendable {
  /// Rows that were met, with or without a number.
  private(set) var rows = 0
  /// Of the field that is added up.
  private(set) var total = ExactTotal()
  /// In units of 10^-18; only where a percentile is asked for.
  private(set) var values: [Int128] = []

  init() {}

  init(rows: Int, total: ExactTotal, values: [Int128]) {
    self.rows = rows
    self.total = total
    self.values = values
  }

  mutating func add(_ number: ExactDecimal?, keepsValue: Bool) {
    add(mantissa: number?.mantissa, scale: number?.scale ?? 0, keepsValue: keepsValue)
  }

  /// - Parameter mantissa: nil for a row without a number.
  mutating func add(mantissa: Int64?, scale: Int, keepsValue: Bool) {
    rows += 1
    guard let mantissa else { return }
    total.add(mantissa: mantissa, scale: scale)
    if keepsValue { values.append(ExactTotal.units(mantissa, scale)) }
  }

  mutating func add(rows count: Int) { rows += count }

  mutating func add(_ other: RowTally) {
    rows += other.rows
    total.add(other.total)
    values += other.values
  }
}

/// Tallies of all rows, of those that fulfil a second filter, and of both by the values of a field.
struct RowTallies: Sendable {
  struct Pair: Sendable {
    var all = RowTally()
    /// Rows that fulfil the second filter, where one was given.
    var marked = RowTally()

    mutating func add(_ other: Pair) {
      all.add(other.all)
      marked.add(other.marked)
    }
  }

  var overall = Pair()
  /// By key; nil for rows without one. Empty where nothing was asked for.
  var byKey: [String?: Pair] = [:]

  mutating func add(_ other: RowTallies) {
    overall.add(other.overall)
    byKey.merge(other.byKey) { known, more in
      var sum = known
      sum.add(more)
      return sum
    }
  }
}

extension Indicator.Fold {
  /// The number field that is folded; nil for a count.
  var field: String? {
    switch self {
    case .count: nil
    case .sum(let field), .mean(let field), .percentile(_, let field): field
    }
  }

  var keepsValues: Bool {
    if case .percentile = self { return true }
    return false
  }
}
