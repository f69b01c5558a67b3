import AirQuality

/// How an individual index came about, as one line of arithmetic.
enum IndexArithmetic {
  /// - Parameter edition: the one the index was computed under.
  static func text(
    _ judgement: IndividualJudgement, edition: IndexEdition, _ texts: Texts
  ) -> String {
    guard let segment = edition.tables[judgement.item]?.segment(of: judgement.judged),
      let exact = segment.exactIndex(of: judgement.judged)
    else { return texts("figures.aboveText", ["iaqi": "\(judgement.iaqi)"]) }
    return texts(
      "figures.arithmetic",
      [
        "cLow": "\(segment.concentrationLow)", "cHigh": "\(segment.concentrationHigh)",
        "iLow": "\(segment.indexLow)", "iHigh": "\(segment.indexHigh)",
        "judged": "\(judgement.judged)", "equals": exact.equalled, "iaqi": "\(judgement.iaqi)",
      ])
  }
}
