/// Checks that answer on the spot.
extension Shape {
  /// The keys of a check of this kind.
  static func check(_ word: PlanReader.CheckWord) -> Shape {
    switch word {
    case .gate: gateCheck
    case .retest: retestCheck
    case .admission: admissionCheck
    case .draw: drawCheck
    case .label: labelCheck
    }
  }

  private static func ofCheck(_ word: PlanReader.CheckWord, _ own: [Key]) -> Shape {
    Shape(
      keys: [
        .needs("check", .id(.word)), .needs("kind", .word([word.rawValue])),
        .needs("clause", .reference(.clause)), .may("clauses", .list(.reference(.clause))),
        .needs("label", .label),
      ] + own)
  }

  private static let gateCheck = ofCheck(
    .gate,
    [
      .needs("look", .list(.mapping(gateLook), atLeast: 1)),
      .may("unknown", .word(PlanReader.gateWords)), .may("log", .mapping(gateLog)),
    ])

  static let gateLook = Shape(
    .needs("register", .reference(.register)), .needs("by", .id(.word)),
    .may("refuse", .list(.mapping(gateRefusal))))

  static let gateRefusal = Shape(.needs("where", .filter), .needs("why", .label))

  static let gateLog = Shape(
    .needs("register", .reference(.register)), .needs("subject", .id(.word)),
    .needs("at", .id(.word)), .needs("answer", .id(.word)), .may("why", .id(.word)),
    .may("site", .id(.word)))

  private static let retestCheck = ofCheck(
    .retest, [.needs("tests", .mapping(retestTests)), .needs("repairs", .mapping(retestRepairs))])

  static let retestTests = Shape(
    .needs("register", .reference(.register)), .needs("plate", .id(.word)),
    .needs("on", .id(.word)), .needs("failed", .filter))

  static let retestRepairs = Shape(
    .needs("register", .reference(.register)), .needs("plate", .id(.word)),
    .needs("on", .id(.word)), .may("valid", .filter))

  private static let admissionCheck = ofCheck(
    .admission,
    [
      .may("questions", .list(.mapping(admissionQuestion))),
      .may("offsets", .mapping(admissionOffsets)),
    ])

  static let admissionQuestion = Shape(
    .needs("question", .id(.word)), .needs("label", .label),
    .needs("entry", .word(PlanReader.barringEntries)), .needs("why", .label))

  static let admissionOffsets = Shape(
    .needs("register", .reference(.register)), .needs("pollutant", .id(.word)),
    .needs("tonnes", .id(.word)), .may("verified", .filter),
    .needs("spent", .mapping(admissionSpent)),
    .needs("ratios", .list(.mapping(admissionRatio), atLeast: 1)))

  static let admissionSpent = Shape(
    .needs("register", .reference(.register)), .needs("reduction", .id(.word)),
    .needs("project", .id(.word)), .needs("tonnes", .id(.word)), .may("pollutant", .id(.word)),
    .may("needed", .id(.word)), .may("on", .id(.word)))

  static let admissionRatio = Shape(
    .needs("pollutant", .id(.word)), .needs("ratio", .decimal),
    .may("zones", .list(.reference(.zone))), .may("trades", .list(.reference(.trade))))

  private static let drawCheck = ofCheck(
    .draw, [.needs("subjects", .mapping(drawPool)), .needs("inspectors", .mapping(drawPool))])

  static let drawPool = Shape(.needs("register", .reference(.register)), .may("where", .filter))

  private static let labelCheck = ofCheck(
    .label,
    [
      .needs("register", .reference(.register)), .needs("by", .id(.word)),
      .needs("classes", .mapping(labelClasses)), .may("shows", .list(.id(.word))),
    ])

  static let labelClasses = Shape(
    .needs("field", .id(.word)), .may("colours", .entries(of: .words(LabelCheck.Colour.self))))
}

extension Shape {
  /// The keys of checks of every kind together.
  static let check: Shape = {
    var keys: [Key] = []
    for key in PlanReader.CheckWord.allCases.flatMap({ check($0).keys })
    where !keys.contains(where: { $0.name == key.name }) {
      keys.append(key)
    }
    return Shape(keys: keys)
  }()
}
