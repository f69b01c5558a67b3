import Hummingbird

/// Which year and month of a place a page shows, as its address says it.
struct PlaceQuery: Sendable, Hashable {
  /// nil for the newest that has values.
  let year: Int?
  /// 1…12; nil for the whole year.
  let month: Int?

  /// Years that the page reads.
  static let years = 1900...2200

  /// - Throws: `PageError` that names the parameter and what to write.
  init(_ parameters: Parameters) throws(PageError) {
    year = try Self.number("year", in: Self.years, of: parameters)
    month = try Self.number("month", in: 1...12, of: parameters)
  }

  /// A whole number; nil where the parameter is left out or empty.
  ///
  /// - Throws: `PageError` that names the parameter and what to write.
  static func number(
    _ name: String, in range: ClosedRange<Int>, of parameters: Parameters
  ) throws(PageError) -> Int? {
    guard let text = parameters.get(name), !text.isEmpty else { return nil }
    guard let number = Int(text), range.contains(number) else {
      throw .badQuery(name, "\(range.lowerBound)…\(range.upperBound)")
    }
    return number
  }

  /// The address of a place's page.
  static func href(_ place: Int64, year: Int? = nil, month: Int? = nil) -> String {
    let parts = [year.map { "year=\($0)" }, month.map { "month=\($0)" }].compactMap(\.self)
    return "/air/places/\(place)" + (parts.isEmpty ? "" : "?" + parts.joined(separator: "&"))
  }
}
