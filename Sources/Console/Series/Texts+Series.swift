import Telemetry

extension Texts {
  /// The statistic with its window: `小时均值`, `Mean of 1 h`.
  func statistic(of key: SeriesKey) -> String {
    let name = self("series.statistic-\(key.statistic.rawValue)")
    guard key.windowSeconds > 0 else { return name }
    return self("series.over", ["window": duration(seconds: key.windowSeconds), "statistic": name])
  }

  /// A device's kind by its HJ 212 system code (`ST`).
  ///
  /// - Source: HJ 212-2017, Table 5; 80 is what electricity boxes use in the field.
  func system(_ code: String) -> String {
    catalogue.label("device.st-\(code)").map { self($0) } ?? self("device.stOther", ["code": code])
  }

  /// What a flag says; nil for a plain valid sample.
  func flag(_ flag: SampleFlag) -> String? {
    if flag.isValid { return nil }
    return catalogue.label("series.flag-\(flag.rawValue)").map { self($0) }
      ?? self("series.flagOther", ["flag": flag.rawValue])
  }
}
