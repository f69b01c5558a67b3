/// `plan.yml`.
extension Shape {
  static let plan = Shape(
    .needs("plan", .id(.word)), .needs("title", .label), .may("year", .whole(PlanReader.years)),
    .needs("utc-offset", .offset), .needs("map", .mapping(map)),
    .may("boundary", .mapping(outline)), .may("place-boundaries", .mapping(placeOutlines)),
    .may("air", .mapping(air)), .may("chapters", .entries(of: .label)))

  static let map = Shape(.needs("center", .position), .needs("zoom", .whole(1...20)))

  static let outline = Shape(
    .needs("file", .text(longest: 200)), .needs("datum", .words(Datum.self)))

  static let placeOutlines = Shape(
    .needs("file", .text(longest: 200)), .needs("datum", .words(Datum.self)),
    .may("key", .text(longest: 64)))

  static let air = Shape(.needs("district", airPlace))

  /// A place as imported tables name it.
  static let airPlace: Form = .either([.text(longest: 60), .mapping(airPlaceName)])

  static let airPlaceName = Shape(
    .needs("name", .text(longest: 60)), .may("city", .text(longest: 60)))
}
