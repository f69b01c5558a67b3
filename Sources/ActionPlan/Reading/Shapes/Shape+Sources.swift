/// Other ways in for readings, and platforms above.
extension Shape {
  static let dataSource = Shape(
    .needs("source", .id(.word)), .needs("label", .label),
    .needs("kind", .words(DataSource.Kind.self)), .may("format", .words(DataSource.Format.self)),
    .may("readings", path), .may("sender", path), .may("point", point),
    .may("points", .entries(of: point)), .may("factor", path),
    .needs("time", .mapping(sourceTime)), .may("flag", .mapping(sourceFlag)),
    .needs("values", .list(.mapping(sourceValue), atLeast: 1)),
    .may("missing", .oneOrMore(.text(longest: 40))), .may("expect", .duration),
    oneOf: ["point", "points"])

  private static let path: Form = .text(longest: DocumentPath.longest)
  private static let point: Form = .text(longest: PlanReader.longestPoint)

  static let sourceTime = Shape(
    .needs("at", .oneOrMore(path)), .needs("format", .text(longest: TimePattern.longest)),
    .may("labels", .words(DataSource.Time.Labels.self)), .may("zone", .offset))

  static let sourceFlag = Shape(
    .needs("at", path), .may("words", .entries(of: .text(longest: 4))))

  static let sourceValue = Shape(
    .needs("at", path), .may("for", .text(longest: 64)), .needs("quantity", .reference(.quantity)),
    .may("statistic", .word(PlanReader.statistics)), .may("window", .duration),
    .may("unit", .text(longest: 16)), .may("flag", path))

  static let destination = Shape(
    .needs("destination", .id(.word)), .needs("label", .label),
    .may("devices", .oneOrMore(.id(.code))), .may("commands", .oneOrMore(.id(.code))),
    .may("rewrite", .mapping(rewriting)))

  static let rewriting = Shape(
    .may("numbers", .entries(of: .id(.code))), .may("system", .id(.code)),
    .may("edition", .word(["2005", "2017"])), .may("answers", .flag),
    .may("factors", .oneOrMore(.id(.code))))
}
