public import AirQuality
public import GRDB

extension AirBook {
  /// One value that an import replaced.
  public struct Revision: Sendable, Hashable {
    public let pollutant: Pollutant
    public let status: AirStatus
    /// 0…23; nil for a daily value.
    public let hour: Int?
    /// Nil where there was no value before.
    public let before: ExactDecimal?
    public let after: ExactDecimal
    /// Epoch seconds of the import.
    public let at: Int
    public let file: String
    /// As the audit log names who took the file in.
    public let actor: String
  }

  /// Revisions of a place's day, in the order they were made.
  public static func revisions(
    of place: Int64, on day: CalendarDay, in db: Database
  ) throws -> [Revision] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT quantity, air_revision.status AS status, hour, before, after, at, file, actor
        FROM air_revision JOIN air_import ON air_import.id = air_revision.import
        WHERE place = ? AND day = ? ORDER BY air_revision.id
        """, arguments: [place, day.dayNumber]
    ).compactMap { row in
      guard let pollutant = Pollutant(rawValue: row["quantity"]),
        let status = AirStatus(rawValue: row["status"])
      else { return nil }
      let before: Int64? = row["before"]
      return Revision(
        pollutant: pollutant, status: status, hour: row["hour"],
        before: before.map { ExactDecimal($0, scale: decimals) },
        after: ExactDecimal(row["after"], scale: decimals), at: row["at"], file: row["file"],
        actor: row["actor"])
    }
  }
}
