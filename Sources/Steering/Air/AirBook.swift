public import AirQuality
import Foundation
public import GRDB

/// The air values that a district has taken in, by place and by how official they are.
public enum AirBook {
  /// Decimals of a kept value: `mantissa × 10^-4`.
  static let decimals = 4

  public struct Place: Sendable, Hashable {
    public let id: Int64
    /// Empty where the values name none.
    public let city: String
    public let name: String

    /// `city name`, or the name alone.
    public var title: String { city.isEmpty || city == name ? name : "\(city) \(name)" }
  }

  /// Every place, in order of city and name.
  public static func places(in db: Database) throws -> [Place] {
    try Row.fetchAll(db, sql: "SELECT id, city, name FROM air_place ORDER BY city, name").map {
      Place(id: $0["id"], city: $0["city"], name: $0["name"])
    }
  }

  /// Number of the last import that changed something; 0 before the first.
  public static func lastImport(in db: Database) throws -> Int64 {
    try Int64.fetchOne(db, sql: "SELECT max(id) FROM air_import") ?? 0
  }

  /// Hours of one place and status; whole days from the first to the last that any has.
  public static func hours(
    of place: Int64, status: AirStatus, in db: Database
  ) throws -> PollutantValues<HourlyValues> {
    var found: [Pollutant: [(day: Int, mantissas: [Int32])]] = [:]
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT pollutant, day, mantissas FROM air_hours WHERE place = ? AND status = ?
        ORDER BY pollutant, day
        """, arguments: [place, status.rawValue])
    while let row = try rows.next() {
      guard let pollutant = Pollutant(rawValue: row["pollutant"]) else { continue }
      found[pollutant, default: []].append(
        (row["day"], HourBlob.mantissas([UInt8](row["mantissas"] as Data))))
    }
    return PollutantValues { pollutant in
      guard let days = found[pollutant], let first = days.first?.day, let last = days.last?.day
      else { return nil }
      var mantissas = [Int32](repeating: HourlyValues.missing, count: (last - first + 1) * 24)
      for (day, values) in days {
        mantissas.replaceSubrange((day - first) * 24..<(day - first + 1) * 24, with: values)
      }
      return HourlyValues(
        firstDay: CalendarDay(dayNumber: first), decimals: decimals, mantissas: mantissas)
    }
  }

  /// Daily values of one place and status, as they came.
  public static func days(
    of place: Int64, status: AirStatus, in db: Database
  ) throws -> PollutantValues<DailyValues> {
    var found: [Pollutant: [(day: Int, mantissa: Int64)]] = [:]
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT pollutant, day, mantissa FROM air_day WHERE place = ? AND status = ?
        ORDER BY pollutant, day
        """, arguments: [place, status.rawValue])
    while let row = try rows.next() {
      guard let pollutant = Pollutant(rawValue: row["pollutant"]) else { continue }
      found[pollutant, default: []].append((row["day"], row["mantissa"]))
    }
    return try PollutantValues { pollutant in
      guard let days = found[pollutant], let first = days.first?.day, let last = days.last?.day
      else { return nil }
      var values = [ExactDecimal?](repeating: nil, count: last - first + 1)
      for (day, mantissa) in days {
        values[day - first] = ExactDecimal(mantissa, scale: decimals)
      }
      return try DailyValues(firstDay: CalendarDay(dayNumber: first), published: values)
    }
  }

  /// The daily record of one place: each day's most official value, a daily figure before one of hours
  /// of the same status.
  public static func daily(of place: Int64, in db: Database) throws -> DailyRecord {
    var values = PollutantValues<DailyValues>()
    for status in AirStatus.allCases.sorted(by: >) {
      let ofDays = try days(of: place, status: status, in: db)
      let ofHours = DailyRecord(of: try hours(of: place, status: status, in: db)).values
      for pollutant in Pollutant.allCases {
        for less in [ofDays[pollutant], ofHours[pollutant]].compactMap(\.self) {
          values[pollutant] = values[pollutant].map { $0.completed(by: less) ?? $0 } ?? less
        }
      }
    }
    return DailyRecord(published: values)
  }
}

/// Twenty-four hours of one day as the database keeps them.
enum HourBlob {
  static func mantissas(_ blob: [UInt8]) -> [Int32] {
    (0..<24).map { hour in
      let place = hour * 4
      guard place + 4 <= blob.count else { return HourlyValues.missing }
      let bits = (0..<4).reduce(UInt32(0)) { $0 | UInt32(blob[place + $1]) << UInt32(8 * $1) }
      return Int32(bitPattern: bits)
    }
  }

  static func blob(_ mantissas: [Int32]) -> [UInt8] {
    mantissas.flatMap { mantissa in
      (0..<4).map { UInt8(truncatingIfNeeded: UInt32(bitPattern: mantissa) >> UInt32(8 * $0)) }
    }
  }
}
