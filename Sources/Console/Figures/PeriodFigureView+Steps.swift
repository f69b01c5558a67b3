import AirQuality

/// How a figure of a period came about, step by step.
extension PeriodFigureView {
  static func steps(
    _ statistic: StatisticExplanation, _ reading: FigureReading, _ wording: FigureWording
  ) -> [FigureStep] {
    let texts = wording.texts
    let unit = statistic.pollutant.unit
    guard let exact = statistic.exact, let stated = statistic.stated else { return [] }
    let valid = statistic.coverage.validDays
    var steps = [
      FigureStep(
        name: texts("figures.stepCount"),
        text: texts(
          statistic.pollutant == .o3 ? "figures.countOzone" : "figures.count",
          [
            "period": wording.period(statistic.period), "days": "\(statistic.coverage.days)",
            "valid": "\(valid)", "left": "\(statistic.coverage.days - valid)",
          ]))
    ]
    if let sum = statistic.sum {
      steps.append(
        FigureStep(
          name: texts("figures.stepMean"),
          text: texts(
            "figures.meanText",
            ["sum": sum.shown, "valid": "\(valid)", "equals": exact.equalled, "unit": unit]),
          code: exact.description))
    }
    if let rank = statistic.rank { steps += self.steps(rank, exact, unit, reading, wording) }
    steps.append(rounding(statistic.decimals, stated: "\(stated) \(unit)", wording))
    if let item = statistic.item { steps.append(limit(item, statistic, wording)) }
    steps.append(
      FigureStep(
        name: texts("figures.stepValidity"),
        text: statistic.coverage.isValid
          ? texts("figures.validText", ["clause": wording.clause(statistic.validity)])
          : texts(
            "figures.invalidText",
            [
              "lacks": statistic.coverage.lacks.map(wording.lack)
                .joined(separator: texts("figures.and")),
              "clause": wording.clause(statistic.validity),
            ]),
        isBad: !statistic.coverage.isValid))
    steps.append(
      FigureStep(
        name: texts("figures.stepRules"),
        text: texts(
          "figures.rulesText",
          [
            "rules": wording.clause(statistic.method), "standard": statistic.standard.id,
            "last": "\(statistic.period.lastDay)",
          ])))
    return steps
  }

  private static func steps(
    _ rank: RankPosition, _ exact: ExactFraction, _ unit: String, _ reading: FigureReading,
    _ wording: FigureWording
  ) -> [FigureStep] {
    let texts = wording.texts
    func link(_ ordered: RankPosition.Ordered) -> FigureLink {
      FigureLink(
        href: reading.href(of: .index(ordered.day)),
        text: texts(
          "figures.rankDay",
          ["rank": "\(ordered.rank)", "value": ordered.value.shown, "day": "\(ordered.day)"]))
    }
    return [
      FigureStep(
        name: texts("figures.stepRank"),
        text: texts(
          "figures.rankText",
          [
            "count": "\(rank.count)", "percent": "\(rank.percent)",
            "position": rank.position.shown,
          ]), links: [link(rank.lower)] + (rank.upper.map { [link($0)] } ?? [])),
      FigureStep(
        name: texts("figures.stepBetween"),
        text: texts(
          rank.upper == nil ? "figures.atRankText" : "figures.betweenText",
          [
            "exact": exact.shown, "equals": exact.equalled, "unit": unit,
            "lower": rank.lower.value.shown,
            "upper": rank.upper?.value.shown ?? "",
            "share": rank.position.subtracting(ExactFraction(Int128(rank.lower.rank)))?.shown
              ?? "",
          ]), code: exact.description),
    ]
  }

  private static func rounding(
    _ decimals: Int, stated: String, _ wording: FigureWording
  ) -> FigureStep {
    FigureStep(
      name: wording.texts("figures.stepRounding"),
      text: wording.texts(
        "figures.roundingText",
        [
          "decimals": "\(decimals)", "clause": wording.clause(.rounding), "stated": stated,
        ]))
  }

  private static func limit(
    _ item: PeriodAssessment.Item, _ statistic: StatisticExplanation, _ wording: FigureWording
  ) -> FigureStep {
    let texts = wording.texts
    return FigureStep(
      name: texts("figures.stepLimit"),
      text: texts(
        item.attains ? "figures.limitMet" : "figures.limitExceeded",
        [
          "limit": "\(item.limit) \(item.pollutant.unit)", "judged": "\(item.judged)",
          "standard": statistic.standard.id,
          "averaging": texts("figures.averaging-\(item.averaging.rawValue)"),
        ]) + (item.isStrictOnly ? texts("figures.strictOnly") : ""), isBad: !item.attains)
  }

  static func steps(
    _ composite: CompositeExplanation, _ wording: FigureWording
  ) -> [FigureStep] {
    let texts = wording.texts
    guard let index = composite.index else { return [] }
    let terms = composite.parts.compactMap { part in
      part.single.map { part.weight == 1 ? "\($0)" : "\($0) × \(part.weight)" }
    }.joined(separator: " + ")
    return [
      FigureStep(
        name: texts("figures.stepSingles"),
        text: texts(
          "figures.singlesText", ["decimals": "\(composite.composite.singleDecimals)"])),
      FigureStep(name: texts("figures.stepSum"), text: "\(terms) = \(index.total)"),
      FigureStep(
        name: texts("figures.stepLeading"), text: wording.pollutants(index.leading)),
      FigureStep(
        name: texts("figures.stepRules"),
        text: texts(
          "figures.compositeRules",
          [
            "rules": composite.composite.id, "statistics": composite.rules.id,
            "clause": wording.clause(.rounding),
          ])),
    ]
  }

  static func steps(_ good: GoodDaysExplanation, _ wording: FigureWording) -> [FigureStep] {
    let texts = wording.texts
    guard let exact = good.exact, let ratio = good.goodDays.ratio else { return [] }
    return [
      FigureStep(
        name: texts("figures.stepCount"),
        text: texts(
          "figures.goodCount",
          [
            "period": wording.period(good.period), "days": "\(good.period.dayCount)",
            "valid": "\(good.goodDays.valid)",
            "left": "\(good.period.dayCount - good.goodDays.valid)",
            "good": "\(good.goodDays.good)", "most": "\(GoodDays.greatestIndex)",
          ])),
      FigureStep(
        name: texts("figures.stepShare"),
        text: "\(good.goodDays.good) ÷ \(good.goodDays.valid) × 100 % \(exact.equalled) %",
        code: exact.description),
      rounding(good.decimals, stated: "\(ratio) %", wording),
      FigureStep(
        name: texts("figures.stepRules"),
        text: texts(
          "figures.goodRules",
          [
            "rules": good.rules.id,
            "editions": good.editions.joined(separator: texts("layout.separator")),
          ])),
    ]
  }
}
