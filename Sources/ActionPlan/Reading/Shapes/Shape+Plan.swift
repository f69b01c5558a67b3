/// `plan.yml`.
extension Shape {
  static let plan = Shape(
    .needs("plan", .id(.word)), .needs("title", .label), .may("year", .whole(PlanReader.years)),
    .needs("utc-offset", .offset), .needs("map", .mapping(map)),
    .may("boundary", .mapping(outline)), .may("place-boundaries", .mapping(placeOutlines)),
    .may("air", .mapping(air)), .may("chapters", .entries(of: .label)),
    .may("calendar", .mapping(calendar)), .may("daily-budget", .whole(PlanReader.budgets)),
    .may("loop", .mapping(loop)), .may("reports", .mapping(reports)))

  /// When the offices work.
  static let calendar = Shape(
    .needs("hours", .list(.text(longest: 11), atLeast: 1)),
    .may("rest", .list(.word(PlanReader.weekdays))), .may("years", .list(.mapping(calendarYear))))

  static let calendarYear = Shape(
    .needs("year", .whole(PlanReader.years)),
    .may("off", .list(.either([.day, .mapping(calendarDays)]))), .may("worked", .list(.day)))

  static let calendarDays = Shape(.needs("from", .day), .needs("until", .day))

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
