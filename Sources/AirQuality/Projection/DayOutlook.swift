/// What the next day's index may be, from what followed days like the last one in this season.
///
/// Method. Every day of the record within thirty days of the season, in any year, that has an index and
/// whose day before had one too is a precedent; the sixty whose day before came nearest to the last
/// known index count, and their tenth, fiftieth and ninetieth of a hundred are the outlook. It knows no
/// weather: it is statistics and never a forecast.
public struct DayOutlook: Sendable, Hashable {
  public static let seasonDays = 30
  public static let precedents = 60
  /// Fewer precedents than these say nothing.
  public static let leastPrecedents = 30

  public let day: CalendarDay
  /// AQI; eight in ten precedents lie from `low` to `high`.
  public let low: Int
  public let middle: Int
  public let high: Int
  public let precedentCount: Int

  /// - Parameters:
  ///   - indices: daily AQI from `firstDay` on; nil where a day has none. Those from `day` on are not
  ///     looked at.
  /// - Returns: nil where the day before has no index, or too few precedents are known.
  public init?(of indices: [Int?], from firstDay: CalendarDay, on day: CalendarDay) {
    let today = day.dayNumber - firstDay.dayNumber
    guard today >= 1, today <= indices.count, let last = indices[today - 1] else { return nil }
    var pairs: [(distance: Int, follows: Int)] = []
    for place in stride(from: 1, to: today, by: 1) {
      guard let before = indices[place - 1], let index = indices[place] else { continue }
      let apart = (today - place) % 365
      guard min(apart, 365 - apart) <= Self.seasonDays else { continue }
      pairs.append((abs(before - last), index))
    }
    guard pairs.count >= Self.leastPrecedents else { return nil }
    // Of equal ones the later, whose air is more like today's.
    let nearest = pairs.reversed().sorted { $0.distance < $1.distance }
      .prefix(Self.precedents).map(\.follows).sorted()
    func quantile(_ percent: Int) -> Int { nearest[(nearest.count - 1) * percent / 100] }
    self.day = day
    low = quantile(10)
    middle = quantile(50)
    high = nearest[((nearest.count - 1) * 90 + 99) / 100]
    precedentCount = nearest.count
  }
}
