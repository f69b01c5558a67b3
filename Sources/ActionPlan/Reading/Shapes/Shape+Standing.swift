/// Zones, trades, credit and vetoes.
extension Shape {
  static let zone = Shape(
    .needs("zone", .id(.word)), .needs("label", .label), .may("clause", .reference(.clause)),
    .may("places", .list(.reference(.place), atLeast: 1)), .may("outline", .mapping(zoneOutline)),
    .needs("entry", .list(.mapping(entry), atLeast: 1)), oneOf: ["places", "outline"])

  static let zoneOutline = Shape(
    .needs("file", .text(longest: 200)), .needs("datum", .words(Datum.self)),
    .may("key", .text(longest: 64)))

  static let entry = Shape(
    .may("trades", .list(.reference(.trade), atLeast: 1)), .needs("entry", .words(Zone.Entry.self)),
    .needs("why", .label))

  static let trade = Shape(
    .needs("trade", .id(.word)), .needs("label", .label),
    .needs("catalogue", .words(Trade.Catalogue.self)), .may("closed", .flag),
    .may("replacement", .decimal), .may("two-high", .flag))

  static let credit = Shape(
    .needs("credit", .id(.word)), .needs("clause", .reference(.clause)), .needs("label", .label),
    .needs("start", .decimal), .may("blacklist-below", .decimal),
    .needs("rules", .list(.mapping(creditRule), atLeast: 1)))

  static let creditRule = Shape(
    .needs("rule", .id(.word)), .needs("label", .label), .needs("register", .reference(.register)),
    .may("where", .filter), .may("dated", .id(.word)), .may("facility", .id(.word)),
    .needs("points", .decimal), .needs("lasts", .days))

  static let veto = Shape(
    .needs("veto", .id(.word)), .needs("clause", .reference(.clause)), .needs("label", .label),
    .needs("register", .reference(.register)), .needs("where", .filter),
    .may("facility", .id(.word)))
}
