public import ActionPlan
import AirQuality

/// What a measure comes to, exact, and what it is made of.
struct IndicatorFigure: Sendable, Hashable {
  /// nil where there is none, and `lack` says why.
  var value: ExactFraction?
  /// Decimals it is printed with.
  var decimals: Int
  var numerator: ExactDecimal?
  var denominator: ExactDecimal?
  var rowCount: Int
  var lack: IndicatorReason?

  /// As printed; nil without one and where it leaves the range.
  var printed: ExactDecimal? { value?.rounded(to: decimals) }

  static func lacking(_ reason: IndicatorReason, rows: Int = 0) -> IndicatorFigure {
    IndicatorFigure(value: nil, decimals: 0, rowCount: rows, lack: reason)
  }

  /// A fold of rows.
  ///
  /// - Parameter decimals: of a figure that was divided for.
  init(_ fold: Indicator.Fold, of tally: RowTally, decimals: Int) {
    self.init(value: nil, decimals: decimals, rowCount: tally.rows, lack: nil)
    switch fold {
    case .count:
      value = ExactFraction(Int128(tally.rows))
      self.decimals = 0
      numerator = ExactDecimal(Int64(tally.rows))
    case .sum:
      value = tally.total.fraction
      self.decimals = tally.total.scale
      numerator = printed
    case .mean:
      denominator = ExactDecimal(Int64(tally.total.count))
      numerator = tally.total.fraction?.rounded(to: tally.total.scale)
      guard tally.total.count > 0 else {
        lack = .noRows
        return
      }
      value = tally.total.fraction?.divided(by: ExactFraction(Int128(tally.total.count)))
    case .percentile(let percent, _):
      denominator = ExactDecimal(Int64(tally.values.count))
      guard !tally.values.isEmpty else {
        lack = .noRows
        return
      }
      var values = tally.values
      value = ExactPercentile.of(percent, &values)
    }
    if printed == nil { lack = .tooLarge }
  }

  /// Per cent of one count in another.
  init(share part: Int, of whole: Int, decimals: Int) {
    self.init(
      value: nil, decimals: decimals, numerator: ExactDecimal(Int64(part)),
      denominator: ExactDecimal(Int64(whole)), rowCount: whole, lack: nil)
    guard whole > 0 else {
      lack = .nothingToDivideBy
      return
    }
    value = ExactFraction(Int128(part) * 100, over: Int128(whole))
  }

  /// One figure over another, times a hundred for per cent.
  init(
    _ top: IndicatorFigure, over bottom: IndicatorFigure, isPerCent: Bool, decimals: Int
  ) {
    self.init(
      value: nil, decimals: decimals, numerator: top.printed, denominator: bottom.printed,
      rowCount: top.rowCount + bottom.rowCount, lack: top.lack ?? bottom.lack)
    guard lack == nil else { return }
    guard let divisor = bottom.value, divisor != .zero else {
      lack = .nothingToDivideBy
      return
    }
    let quotient = top.value?.divided(by: divisor)
    value = isPerCent ? quotient?.multiplied(by: ExactFraction(100)) : quotient
    if printed == nil { lack = .tooLarge }
  }

  /// Per cent that one figure is above that of the year before.
  init(growthOf now: IndicatorFigure, on before: IndicatorFigure, decimals: Int) {
    self.init(
      value: nil, decimals: decimals, numerator: now.printed, denominator: before.printed,
      rowCount: now.rowCount + before.rowCount, lack: now.lack ?? before.lack)
    guard lack == nil else { return }
    // Of nothing, and of less than nothing, no part can be told.
    guard let base = before.value, base > .zero else {
      lack = .nothingToDivideBy
      return
    }
    value = now.value?.subtracting(base)?.divided(by: base)?.multiplied(by: ExactFraction(100))
    if printed == nil { lack = .tooLarge }
  }

  private init(
    value: ExactFraction?, decimals: Int, numerator: ExactDecimal? = nil,
    denominator: ExactDecimal? = nil, rowCount: Int, lack: IndicatorReason?
  ) {
    self.value = value
    self.decimals = decimals
    self.numerator = numerator
    self.denominator = denominator
    self.rowCount = rowCount
    self.lack = lack
  }

  /// A figure that somebody else computed, as it is.
  init(stated value: ExactDecimal, rowCount: Int) {
    self.init(
      value: ExactFraction(value), decimals: value.scale, numerator: value, rowCount: rowCount,
      lack: nil)
  }
}

extension Indicator {
  /// Its figure moves with the hours, not with rows alone.
  public var isOfSamples: Bool {
    if case .samples = measure { return true }
    return false
  }

  /// Any register may move it.
  public var isQuery: Bool {
    if case .query = measure { return true }
    return false
  }

  var isPerCent: Bool {
    switch measure {
    case .share, .growthOnYear, .samples(.coverage, _, _, _): true
    case .fold, .samples, .query: false
    case .ratio: unit == .same("%")
    }
  }

  /// Decimals of a figure that was divided for: as the plan says; else one of per cent, two of others,
  /// and never fewer than the target is written with.
  var dividedDecimals: Int { max(decimals ?? (isPerCent ? 1 : 2), target?.number?.scale ?? 0) }
}
