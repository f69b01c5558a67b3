/// Checks of data quality.
extension Shape {
  static let quality = Shape(
    .needs("quality", .id(.word)), .needs("label", .label),
    .needs("of", .list(.reference(.quantity), atLeast: 1)), .needs("resolution", .amount),
    .may("limit", .amount), .may("constant", .mapping(qualityConstant)),
    .may("zero", .mapping(qualityZero)), .may("negative", .mapping(qualityNegative)),
    .may("over-range", .mapping(qualityOverRange)), .may("jump", .mapping(qualityJump)),
    .may("cross", .list(.mapping(qualityCross), atLeast: 1)),
    .may("unit-slip", .mapping(qualityUnitSlip)), .may("clock", .mapping(qualityClock)),
    .may("gap", .mapping(qualityGap)), .may("duplicate", .flag),
    .may("agreement", .mapping(qualityAgreement)),
    .may("flag-misuse", .mapping(qualityFlagMisuse)), .may("held", .mapping(qualityHeld)),
    .may("frozen", .mapping(qualityFrozen)), .may("capped", .mapping(qualityCapped)),
    .may("copied", .mapping(qualityCopied)), .may("calibrated-every", .duration))

  static let qualityRunning = Shape(
    .needs("quantity", .reference(.quantity)), .needs("above", .amount))
  static let qualityConstant = Shape(
    .needs("for", .duration), .needs("above", .amount), .needs("chance", .decimal),
    .may("while", .mapping(qualityRunning)))
  static let qualityZero = Shape(
    .needs("for", .duration), .needs("usual", .amount), .may("while", .mapping(qualityRunning)))
  static let qualityNegative = Shape(.needs("below", .amount), .needs("for", .duration))
  static let qualityOverRange = Shape(.needs("at", .amount), .needs("for", .duration))
  static let qualityJump = Shape(.needs("deviations", .decimal))
  static let qualityCross = Shape(
    .may("not-above", .reference(.quantity)), .may("converted-from", .reference(.quantity)),
    .may("at-most", .amount), .may("share", .amount), .may("margin", .amount),
    .may("oxygen", .reference(.quantity)), .may("reference", .amount), .may("within", .amount),
    .needs("for", .duration), oneOf: ["not-above", "converted-from", "at-most"])
  static let qualityUnitSlip = Shape(
    .needs("factors", .list(.whole(10...1_000_000_000), atLeast: 1)), .needs("for", .duration))
  static let qualityClock = Shape(.needs("off", .duration))
  static let qualityGap = Shape(.needs("intervals", .whole(1...10_000)))
  static let qualityAgreement = Shape(.needs("within", .amount), .needs("for", .duration))
  static let qualityFlagMisuse = Shape(
    .needs("share", .amount), .needs("matched", .amount), .needs("least", .whole(2...10_000)))
  static let qualityHeld = Shape(
    .needs("over", .duration), .needs("within", .amount), .needs("least", .whole(2...10_000)),
    .needs("ratio", .decimal))
  static let qualityFrozen = Shape(.needs("for", .duration), .needs("share", .amount))
  static let qualityCapped = Shape(
    .needs("over", .duration), .needs("least", .whole(2...10_000)), .needs("ratio", .decimal))
  static let qualityCopied = Shape(.needs("for", .duration), .needs("correlation", .decimal))
}
