public import ActionPlan
import AirQuality

/// Computes the measures that are made of rows.
struct Measuring {
  let indicator: Indicator
  let period: IndicatorPeriod
  let rows: IndicatorRows

  func figure() throws -> (IndicatorFigure, [IndicatorReading.Part]) {
    let decimals = indicator.dividedDecimals
    switch indicator.measure {
    case .fold(let part):
      let found = try tallies(part, in: period)
      return result(found.overall, keys: found.byKey) {
        IndicatorFigure(part.fold, of: $0.all, decimals: decimals)
      }
    case .share(let wanted, let among):
      let whole = Indicator.Rows(register: wanted.register, filter: among, dated: wanted.dated)
      let found = try rows.tallies(
        .count, of: Indicator.Selection(whole, in: period), marked: wanted.filter,
        by: indicator.by)
      return result(found.overall, keys: found.byKey) {
        IndicatorFigure(
          share: wanted.filter == nil ? $0.all.rows : $0.marked.rows, of: $0.all.rows,
          decimals: decimals)
      }
    case .ratio(let top, let bottom):
      return quotient(try tallies(top, in: period), try tallies(bottom, in: period)) {
        IndicatorFigure(
          IndicatorFigure(top.fold, of: $0, decimals: decimals),
          over: IndicatorFigure(bottom.fold, of: $1, decimals: decimals),
          isPerCent: indicator.isPerCent, decimals: decimals)
      }
    case .growthOnYear(let part):
      return quotient(try tallies(part, in: period), try tallies(part, in: period.yearBefore)) {
        IndicatorFigure(
          growthOf: IndicatorFigure(part.fold, of: $0, decimals: decimals),
          on: IndicatorFigure(part.fold, of: $1, decimals: decimals), decimals: decimals)
      }
    case .samples, .query:
      return (.lacking(.noRows), [])
    }
  }

  private func tallies(_ part: Indicator.Part, in period: IndicatorPeriod) throws -> RowTallies {
    try rows.tallies(
      part.fold, of: Indicator.Selection(part.rows, in: period), by: indicator.by)
  }

  private func result(
    _ overall: RowTallies.Pair, keys: [String?: RowTallies.Pair],
    _ figure: (RowTallies.Pair) -> IndicatorFigure
  ) -> (IndicatorFigure, [IndicatorReading.Part]) {
    (figure(overall), parts(keys.mapValues(figure)))
  }

  /// By keys that both have: a ratio's registers need not share the field.
  private func quotient(
    _ top: RowTallies, _ bottom: RowTallies, _ figure: (RowTally, RowTally) -> IndicatorFigure
  ) -> (IndicatorFigure, [IndicatorReading.Part]) {
    let keys = bottom.byKey.isEmpty ? [] : Set(top.byKey.keys).union(bottom.byKey.keys)
    let parts = Dictionary(
      uniqueKeysWithValues: keys.map { key in
        (key, figure(top.byKey[key]?.all ?? RowTally(), bottom.byKey[key]?.all ?? RowTally()))
      })
    return (figure(top.overall.all, bottom.overall.all), self.parts(parts))
  }

  /// In the order of the plan, those without one last.
  private func parts(_ figures: [String?: IndicatorFigure]) -> [IndicatorReading.Part] {
    let order = Dictionary(
      indicator.keys(in: rows.plan).enumerated().map { ($0.element, $0.offset) },
      uniquingKeysWith: { first, _ in first })
    func rank(_ key: String?) -> (Int, String) {
      key.map { (order[$0] ?? order.count, $0) } ?? (.max, "")
    }
    return figures.map { key, figure in
      IndicatorReading.Part(key: key, value: figure.printed, rowCount: figure.rowCount)
    }.sorted { rank($0.key) < rank($1.key) }
  }
}

extension Indicator {
  /// The register and field that the figure is broken down by.
  public func brokenDown(in plan: Plan) -> Field? {
    guard let by else { return nil }
    return registers.sorted().lazy.compactMap { plan.register($0)?.field(by) }.first
  }

  /// Values of the field it is broken down by, in the order of the plan.
  func keys(in plan: Plan) -> [String] {
    switch brokenDown(in: plan)?.kind {
    case .choice(let choices): choices.map(\.id)
    case .place: plan.places.map(\.id)
    case .unit: plan.units.map(\.id)
    default: []
    }
  }
}
