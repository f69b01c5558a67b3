public import AirQuality
import Foundation
public import GRDB

/// The air values that a district has taken in, by place and by how official they are.
///
/// Every read takes `asKnown`: the number of the last import that counts, nil for all. What later
/// imports replaced is then put back, and what they brought is left out.
public enum AirBook {
  /// Decimals of a kept value: `mantissa × 10^-4`.
  static let decimals = 4

  public struct Place: Sendable, Hashable {
    public let id: Int64
    /// Empty where the values name none.
    public let city: String
    public let name: String
    /// The monitoring point whose instruments feed it, if any.
    public let point: String?

    /// `city name`, or the name alone.
    public var title: String { city.isEmpty || city == name ? name : "\(city) \(name)" }
  }

  /// Every place, in order of city and name.
  public static func places(in db: Database) throws -> [Place] {
    try Row.fetchAll(
      db, sql: "SELECT id, city, name, point FROM air_place ORDER BY city, name"
    ).map { Place(id: $0["id"], city: $0["city"], name: $0["name"], point: $0["point"]) }
  }

  /// How far the book is: another as soon as any value has moved.
  struct Version: Sendable, Hashable {
    /// Number of the last import that changed something; 0 before the first.
    let lastImport: Int64
    /// Values it brought or corrected so far: a day's own instruments go on under one number.
    let moved: Int
  }

  static func version(in db: Database) throws -> Version {
    let row = try Row.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT id, new_count + changed_count AS moved FROM air_import ORDER BY id DESC LIMIT 1
          """))
    return Version(lastImport: row?["id"] ?? 0, moved: row?["moved"] ?? 0)
  }

  /// Number of the last import of before an instant; 0 where there was none.
  ///
  /// - Parameter before: epoch seconds.
  public static func lastImport(before: Int, in db: Database) throws -> Int64 {
    try Int64.fetchOne(
      db, sql: "SELECT max(id) FROM air_import WHERE at < ?", arguments: [before]) ?? 0
  }

  /// A kept value as a whole number.
  ///
  /// - Precondition: 0…100,000 in its unit, as whoever reads values has checked.
  static func mantissa(of value: ExactDecimal) -> Int64 {
    guard let mantissa = value.rounded(to: decimals).shifted(by: decimals)?.wholeNumber,
      (0...HourlyValues.greatestMantissa).contains(mantissa)
    else { preconditionFailure("a value of the air is 0…100,000, not \(value)") }
    return mantissa
  }

  /// Hours of one place and status; whole days from the first to the last that any has.
  public static func hours(
    of place: Int64, status: AirStatus, asKnown: Int64? = nil, in db: Database
  ) throws -> PollutantValues<HourlyValues> {
    try PollutantValues { pollutant in
      try hours(of: .pollutant(pollutant), at: place, status: status, asKnown: asKnown, in: db)
    }
  }

  /// Hours of one place, each the most official there is.
  public static func hours(
    of place: Int64, asKnown: Int64? = nil, in db: Database
  ) throws -> PollutantValues<HourlyValues> {
    try PollutantValues { pollutant in
      try mostOfficialHours(of: .pollutant(pollutant), at: place, asKnown: asKnown, in: db)
    }
  }

  /// The wind at one place; nil where none was measured.
  public static func wind(
    of place: Int64, asKnown: Int64? = nil, in db: Database
  ) throws -> HourlyWind? {
    guard let speed = try mostOfficialHours(of: .windSpeed, at: place, asKnown: asKnown, in: db),
      let direction = try mostOfficialHours(
        of: .windDirection, at: place, asKnown: asKnown, in: db)
    else { return nil }
    return HourlyWind(speed: speed, direction: direction)
  }

  private static func mostOfficialHours(
    of quantity: AirQuantity, at place: Int64, asKnown: Int64?, in db: Database
  ) throws -> HourlyValues? {
    var whole: HourlyValues?
    for status in AirStatus.allCases.sorted(by: >) {
      let less = try hours(of: quantity, at: place, status: status, asKnown: asKnown, in: db)
      whole = less.map { less in whole.map { $0.completed(by: less) } ?? less } ?? whole
    }
    return whole
  }

  private static func hours(
    of quantity: AirQuantity, at place: Int64, status: AirStatus, asKnown: Int64?, in db: Database
  ) throws -> HourlyValues? {
    var days: [Int: [Int32]] = [:]
    let rows = try Row.fetchCursor(
      db.cachedStatement(
        sql: """
          SELECT day, mantissas FROM air_hours
          WHERE place = :place AND quantity = :quantity AND status = :status
            AND (:known IS NULL OR import IS NULL OR import <= :known)
          """),
      arguments: [
        "place": place, "quantity": quantity.id, "status": status.rawValue, "known": asKnown,
      ])
    while let row = try rows.next() {
      days[row["day"]] = HourBlob.mantissas([UInt8](row["mantissas"] as Data))
    }
    if let asKnown {
      for revision in try revisions(
        of: quantity, at: place, status: status, after: asKnown, in: db)
      {
        guard let hour = revision.hour else { continue }
        days[revision.day]?[hour] = revision.before.map { Int32($0) } ?? HourlyValues.missing
      }
    }
    guard let first = days.keys.min(), let last = days.keys.max() else { return nil }
    var mantissas = [Int32](repeating: HourlyValues.missing, count: (last - first + 1) * 24)
    for (day, values) in days {
      mantissas.replaceSubrange((day - first) * 24..<(day - first + 1) * 24, with: values)
    }
    return HourlyValues(
      firstDay: CalendarDay(dayNumber: first), decimals: decimals, mantissas: mantissas)
  }

  /// Daily values of one place and status, as they came.
  public static func days(
    of place: Int64, status: AirStatus, asKnown: Int64? = nil, in db: Database
  ) throws -> PollutantValues<DailyValues> {
    try PollutantValues { pollutant in
      var days: [Int: Int64] = [:]
      let rows = try Row.fetchCursor(
        db.cachedStatement(
          sql: """
            SELECT day, mantissa FROM air_day
            WHERE place = :place AND pollutant = :pollutant AND status = :status
              AND (:known IS NULL OR import IS NULL OR import <= :known)
            """),
        arguments: [
          "place": place, "pollutant": pollutant.rawValue, "status": status.rawValue,
          "known": asKnown,
        ])
      while let row = try rows.next() { days[row["day"]] = row["mantissa"] }
      if let asKnown {
        for revision in try revisions(
          of: .pollutant(pollutant), at: place, status: status, after: asKnown, in: db)
        where revision.hour == nil && days[revision.day] != nil {
          days[revision.day] = revision.before
        }
      }
      guard let first = days.keys.min(), let last = days.keys.max() else { return nil }
      return try DailyValues(
        firstDay: CalendarDay(dayNumber: first),
        published: (first...last).map { day in
          days[day].map { ExactDecimal($0, scale: decimals) }
        })
    }
  }

  /// What later imports replaced, the latest first: put back in this order, each leaves what was
  /// before it.
  private static func revisions(
    of quantity: AirQuantity, at place: Int64, status: AirStatus, after known: Int64,
    in db: Database
  ) throws -> [(day: Int, hour: Int?, before: Int64?)] {
    try Row.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT day, hour, before FROM air_revision
          WHERE place = ? AND quantity = ? AND status = ? AND import > ? ORDER BY id DESC
          """), arguments: [place, quantity.id, status.rawValue, known]
    ).map { (day: $0["day"], hour: $0["hour"], before: $0["before"]) }
  }

  /// The daily record of one place: each day's most official value, a daily figure before one of hours
  /// of the same status.
  public static func daily(
    of place: Int64, asKnown: Int64? = nil, in db: Database
  ) throws -> DailyRecord {
    var whole = DailyRecord(published: PollutantValues())
    for status in AirStatus.allCases.sorted(by: >) {
      whole = whole.completed(
        by: try daily(of: place, status: status, asKnown: asKnown, in: db))
    }
    return whole
  }

  /// The daily record of one place from the values of one status alone.
  public static func daily(
    of place: Int64, status: AirStatus, asKnown: Int64? = nil, in db: Database
  ) throws -> DailyRecord {
    let ofDays = try days(of: place, status: status, asKnown: asKnown, in: db)
    let ofHours = try hours(of: place, status: status, asKnown: asKnown, in: db)
    return DailyRecord(published: ofDays).completed(by: DailyRecord(of: ofHours))
  }
}
