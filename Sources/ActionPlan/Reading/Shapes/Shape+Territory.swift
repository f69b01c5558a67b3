import AirQuality

/// Units, places, quantities, rankings and objectives.
extension Shape {
  static let unit = Shape(
    .needs("unit", .id(.code)), .needs("label", .label), .needs("kind", .words(Unit.Kind.self)))

  static let place = Shape(
    .needs("place", .id(.code)), .needs("label", .label), .needs("unit", .reference(.unit)),
    .needs("position", .position), .may("approximate", .flag), .needs("source", .text()))

  static let quantity = Shape(
    .needs("quantity", .id(.word)), .needs("label", .label), .may("unit", .text(longest: 16)),
    .may("pollutant", .word(PlanReader.pollutants)), .may("factors", .list(.text(longest: 20))))

  static let ranking = Shape(
    .needs("ranking", .id(.word)), .may("clause", .reference(.clause)), .needs("label", .label),
    .needs("of", .mapping(rankingMembers)), .may("by", .word([PlanReader.compositeIndex])),
    .may("ties", .words(RankingTies.self)), .may("public", .flag))

  static let rankingMembers = Shape(
    .may("places", .list(airPlace, atLeast: 2)),
    .may("stations", .words(AirRanking.StationRole.self)), oneOf: ["places", "stations"])

  static let objective = Shape(
    .needs("objective", .id(.number)), .needs("clause", .reference(.clause)),
    .needs("label", .label), .needs("measure", objectiveMeasure),
    .may("target", .mapping(objectiveTarget)))

  static let objectiveTarget = Shape(
    .may("at-most", .amount), .may("at-least", .amount), oneOf: ["at-most", "at-least"])

  private static let objectiveMeasure: Form = .either(
    [.word([PlanReader.goodDayShare])]
      + PlanReader.MeasureKey.allCases.map { key in
        let form: Form =
          switch key {
          case .annualMean, .annualPercentile90: .reference(.quantity)
          case .classTwo: .words(Objective.ClassReading.self)
          case .rank: .reference(.ranking)
          case .changeOnYear: .word([PlanReader.compositeIndex] + PlanReader.pollutants)
          }
        return .mapping(Shape(.needs(key.rawValue, form)))
      })

  static let role = Shape(
    .needs("role", .id(.word)), .needs("label", .label),
    .needs("may", .oneOrMore(.words(PlanRole.Power.self))), .may("units", .list(.unit)))
}
