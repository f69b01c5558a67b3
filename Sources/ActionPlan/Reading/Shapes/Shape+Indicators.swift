/// Indicators: measures and targets.
extension Shape {
  static let indicator = Shape(
    .needs("indicator", .id(.word)), .needs("clause", .reference(.clause)),
    .needs("label", .label), .may("unit", .printedUnit),
    .may("decimals", .whole(PlanReader.decimals)),
    .needs("measure", .either(PlanReader.MeasureWord.allCases.map { .mapping(measure($0)) })),
    .may("target", .mapping(indicatorTarget)), .may("by", .id(.word)))

  /// The mapping whose first key is the measure's word.
  static func measure(_ word: PlanReader.MeasureWord) -> Shape {
    switch word {
    case .count: count
    case .sum: sum
    case .mean: mean
    case .percentile: percentile
    case .share: share
    case .ratio: ratio
    case .growthOnYear: growthOnYear
    case .samples: samples
    case .query: query
    }
  }

  static let count = Shape(
    .needs("count", .reference(.register)), .may("where", .filter), .may("dated", .id(.word)))

  static let sum = Shape(
    .needs("sum", .id(.word)), .needs("of", .reference(.register)), .may("where", .filter),
    .may("dated", .id(.word)))

  static let mean = Shape(
    .needs("mean", .id(.word)), .needs("of", .reference(.register)), .may("where", .filter),
    .may("dated", .id(.word)))

  static let percentile = Shape(
    .needs("percentile", .decimal), .needs("field", .id(.word)),
    .needs("of", .reference(.register)), .may("where", .filter), .may("dated", .id(.word)))

  /// Of the measures, those that may be a part of another one.
  static let parts: Form = .either([
    .mapping(count), .mapping(sum), .mapping(mean), .mapping(percentile),
  ])

  static let share = Shape(
    .needs("share", .reference(.register)), .needs("where", .filter), .may("among", .filter),
    .may("dated", .id(.word)))

  static let ratio = Shape(.needs("ratio", parts), .needs("to", parts))

  static let growthOnYear = Shape(.needs("growth-on-year", parts))

  static let samples = Shape(
    .needs("samples", .words(Indicator.SampleStatistic.self)), .needs("of", .reference(.quantity)),
    .needs("points", .text(longest: 100)))

  static let query = Shape(.needs("query", .query))

  static let indicatorTarget = Shape(
    .may("at-least", .either([.figure, .word(["unset"])])),
    .may("at-most", .either([.figure, .word(["unset"])])), .may("by", .day),
    .may("pace", .either([.word(["even", "level"]), .list(.mapping(paceStep), atLeast: 1)])),
    .may("tolerance", .amount), oneOf: ["at-least", "at-most"])

  static let paceStep = Shape(.needs("by", .day), .needs("reach", .figure))
}
