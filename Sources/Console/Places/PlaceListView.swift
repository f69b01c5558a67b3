import AirQuality
import Steering

/// The list of places, ready for its template.
struct PlaceListView: Sendable {
  struct Line: Sendable {
    let href: String
    let name: String
    let aqi: String?
    let level: String?
    let category: String?
    let primary: String?
    let day: String?
    let dayHref: String?
    let span: String?
    let pm25: String?
    let good: String?
    let valid: String?
    let composite: String?
  }

  let query: String
  let lines: [Line]
  let count: String
  let hasPlaces: Bool
  /// Nothing matches the filter.
  let isEmpty: Bool
  let previousHref: String?
  let nextHref: String?

  init(_ listing: PlaceBoard.Listing, text: String, page: Int, texts: Texts) {
    query = text
    hasPlaces = listing.hasPlaces
    isEmpty = listing.hasPlaces && listing.shown.isEmpty
    count = texts("places.count", ["count": "\(listing.matches.count)"])
    lines = listing.shown.map { Self.line($0.place, $0.standing, texts) }
    func href(_ page: Int) -> String {
      let filter = text.isEmpty ? "" : "q=\(LocalPath.encode(text))&"
      return "/air/places?\(filter)page=\(page)"
    }
    previousHref = page > 1 ? href(page - 1) : nil
    nextHref = page * PlacesController.pageLength < listing.matches.count ? href(page + 1) : nil
  }

  private static func line(
    _ place: AirBook.Place, _ standing: PlaceBoard.Standing, _ texts: Texts
  ) -> Line {
    let index = standing.newest?.index
    let figures = standing.figures
    return Line(
      href: PlaceQuery.href(place.id), name: place.title, aqi: index.map { "\($0.aqi)" },
      level: index.map { "\($0.category.level)" },
      category: index.map { texts("air.category-\($0.category.level)") },
      primary: index.flatMap { texts.pollutants($0.primaryPollutants) },
      day: standing.newest.map { "\($0.day)" },
      dayHref: standing.newest.map { FigureLink.href(.index($0.day), at: place.id) },
      span: standing.toDate.map { texts.span($0) },
      pm25: figures?[.pollutant(.pm25)].map { "\($0)" },
      good: figures?[.goodDays].map { texts("places.percent", ["number": "\($0)"]) },
      valid: figures?.validDays.map { texts("places.ofDays", ["days": "\($0)"]) },
      composite: figures?[.composite].map { "\($0)" })
  }
}

extension Texts {
  /// Names of pollutants; nil of none.
  func pollutants(_ pollutants: [Pollutant]) -> String? {
    pollutants.isEmpty
      ? nil
      : pollutants.map { self.text(ofCode: "pollutant-\($0.rawValue)", in: "air") }
        .joined(separator: self("layout.separator"))
  }

  /// A period in words: a year, a month, or a part of one up to a day.
  func span(_ period: AssessmentPeriod) -> String {
    let first = period.firstDay
    switch period.kind {
    case .year: return self("places.year", ["year": "\(first.year)"])
    case .month:
      return self("places.yearMonth", ["year": "\(first.year)", "month": month(first.month)])
    default:
      return self("places.upTo", ["first": "\(first)", "last": "\(period.lastDay)"])
    }
  }

  /// - Parameter month: 1…12.
  func month(_ month: Int) -> String { text(ofCode: "month-\(month)", in: "places") }
}
