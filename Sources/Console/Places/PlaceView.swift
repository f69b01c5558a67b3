import AirQuality
import Steering

/// The page of one place's year, ready for its template.
struct PlaceView: Sendable {
  struct Link: Sendable {
    let href: String
    let text: String
    let isChosen: Bool
  }

  struct Choice: Sendable {
    let value: String
    let name: String
    let isChosen: Bool
  }

  let title: String
  let year: String
  let yearText: String
  let chosenMonth: String?
  let places: [Choice]
  let previousYear: Link?
  let nextYear: Link?
  let months: [Link]
  /// Links to the months beside the chosen one.
  let previousMonth: Link?
  let nextMonth: Link?
  /// Why the year, or the chosen month, shows nothing; nil where it does.
  let nothing: String?
  let otherYears: [Link]
  let hasOtherYears: Bool
  let calendar: PlaceCalendar?
  let periods: [PlacePeriodView]
  let hasPeriods: Bool
  let patterns: PlacePatternsView

  init(_ reading: PlaceBoard.Reading, texts: Texts) {
    let (place, shown) = (reading.place.id, reading.year)
    let chosen = shown.month
    title = reading.place.title
    year = "\(shown.year)"
    yearText = texts("places.year", ["year": year])
    chosenMonth = chosen.map { "\($0)" }
    places = reading.places.map {
      Choice(value: "\($0.id)", name: $0.title, isChosen: $0.id == place)
    }
    func link(year: Int) -> Link {
      Link(
        href: PlaceQuery.href(place, year: year, month: chosen),
        text: texts("places.year", ["year": "\(year)"]), isChosen: year == shown.year)
    }
    previousYear = shown.years.last { $0 < shown.year }.map(link(year:))
    nextYear = shown.years.first { $0 > shown.year }.map(link(year:))
    months =
      [
        Link(
          href: PlaceQuery.href(place, year: shown.year), text: texts("places.wholeYear"),
          isChosen: chosen == nil)
      ]
      + (1...12).map { (month: Int) in
        Link(
          href: PlaceQuery.href(place, year: shown.year, month: month),
          text: texts.text(ofCode: "monthShort-\(month)", in: "places"),
          isChosen: month == chosen)
      }
    func beside(_ step: Int) -> Link? {
      guard let chosen else { return nil }
      let months = shown.year * 12 + chosen - 1 + step
      let (year, month) = (months / 12, months % 12 + 1)
      guard shown.years.contains(year) else { return nil }
      return Link(
        href: PlaceQuery.href(place, year: year, month: month),
        text: texts.span(.month(month, of: year)), isChosen: false)
    }
    previousMonth = beside(-1)
    nextMonth = beside(1)
    nothing = Self.nothing(shown, texts)
    otherYears = shown.years.filter { $0 != shown.year }.map(link(year:))
    hasOtherYears = shown.years.contains { $0 != shown.year }
    calendar = shown.whole.map {
      PlaceCalendar(shown, place: place, known: $0.period, texts: texts)
    }
    periods = [shown.part, shown.whole].compactMap(\.self).map {
      PlacePeriodView($0, place: place, texts: texts)
    }
    hasPeriods = shown.whole != nil
    patterns = PlacePatternsView(shown, place: place, texts: texts)
  }

  private static func nothing(_ shown: PlaceYear, _ texts: Texts) -> String? {
    if shown.years.isEmpty { return texts("places.nothing") }
    if shown.whole == nil { return texts("places.nothingInYear", ["year": "\(shown.year)"]) }
    guard let month = shown.month, shown.part == nil else { return nil }
    return texts("places.nothingInMonth", ["month": texts.span(.month(month, of: shown.year))])
  }
}
