import AirQuality
public import AirRecords
import Foundation
public import GRDB
public import Ledger

/// What an import came to.
public struct AirImportReport: Sendable, Hashable {
  public var newPlaces = 0
  /// Values that were not there before.
  public var newValues = 0
  /// Values that replaced another; the other is kept as a revision.
  public var changedValues = 0
  public var unchangedValues = 0
  /// Places whose figures may have moved, by title.
  public var touchedPlaces: [String] = []
  public init() {}
}

extension AirBook {
  /// Takes the values of a table in, in the caller's transaction: all of them or none.
  ///
  /// Importing twice changes nothing. A value that differs from the kept one of the same status
  /// replaces it, and the kept one becomes a revision.
  ///
  /// - Parameters:
  ///   - file: as read; its bad rows are not in it.
  ///   - digest: of the file's bytes, lower-case hex.
  ///   - at: epoch seconds.
  public static func `import`(
    _ file: AirFile, digest: String, status: AirStatus, by actor: Actor, at: Int, in db: Database
  ) throws -> AirImportReport {
    try db.execute(
      sql: """
        INSERT INTO air_import (file, digest, status, at, actor, new_count, changed_count)
        VALUES (?, ?, ?, ?, ?, 0, 0)
        """, arguments: [file.path, digest, status.rawValue, at, actor.auditName])
    var taking = Taking(number: db.lastInsertedRowID, status: status)
    for place in file.places {
      let id = try taking.place(place, in: db)
      let before = taking.report.newValues + taking.report.changedValues
      for (pollutant, hours) in place.hours.pairs {
        try taking.take(hours, of: pollutant, at: id, in: db)
      }
      for (pollutant, days) in place.days.pairs {
        try taking.take(days, of: pollutant, at: id, in: db)
      }
      if taking.report.newValues + taking.report.changedValues > before {
        taking.report.touchedPlaces.append(place.title)
      }
    }
    let report = taking.report
    guard report.newValues + report.changedValues > 0 else {
      try db.execute(sql: "DELETE FROM air_import WHERE id = ?", arguments: [taking.number])
      return report
    }
    try db.execute(
      sql: "UPDATE air_import SET new_count = ?, changed_count = ? WHERE id = ?",
      arguments: [report.newValues, report.changedValues, taking.number])
    try AuditLog.append(
      actor: actor, action: "air.import", object: "air-import/\(taking.number)",
      detail: [
        "file": file.path, "sha256": digest, "status": status.rawValue,
        "new": "\(report.newValues)", "changed": "\(report.changedValues)",
      ], at: at, in: db)
    return report
  }

  /// One import on its way.
  private struct Taking {
    let number: Int64
    let status: AirStatus
    var report = AirImportReport()

    mutating func place(_ place: AirFile.Place, in db: Database) throws -> Int64 {
      let key: StatementArguments = [place.city ?? "", place.name]
      let known = try Int64.fetchOne(
        db.cachedStatement(sql: "SELECT id FROM air_place WHERE city = ? AND name = ?"),
        arguments: key)
      if let known { return known }
      try db.cachedStatement(sql: "INSERT INTO air_place (city, name) VALUES (?, ?)")
        .execute(arguments: key)
      report.newPlaces += 1
      return db.lastInsertedRowID
    }

    mutating func take(
      _ hours: HourlyValues, of pollutant: Pollutant, at place: Int64, in db: Database
    ) throws {
      let power = Int64(ExactDecimal(1).shifted(by: AirBook.decimals)?.mantissa ?? 1)
      for day in 0..<hours.dayCount {
        let given = (day * 24..<day * 24 + 24).map { hour -> Int32 in
          guard let value = hours[hour] else { return HourlyValues.missing }
          return Int32(value.mantissa * (power / scale(value)))
        }
        guard given.contains(where: { $0 != HourlyValues.missing }) else { continue }
        try take(
          given, of: pollutant, at: place, day: hours.firstDay.dayNumber + day, in: db)
      }
    }

    private func scale(_ value: ExactDecimal) -> Int64 {
      ExactDecimal(1).shifted(by: value.scale)?.mantissa ?? 1
    }

    private mutating func take(
      _ given: [Int32], of pollutant: Pollutant, at place: Int64, day: Int, in db: Database
    ) throws {
      let key: StatementArguments = [place, pollutant.rawValue, status.rawValue, day]
      let kept = try Row.fetchOne(
        db.cachedStatement(
          sql: """
            SELECT mantissas FROM air_hours
            WHERE place = ? AND pollutant = ? AND status = ? AND day = ?
            """), arguments: key
      ).map { HourBlob.mantissas([UInt8]($0["mantissas"] as Data)) }
      var merged = kept ?? [Int32](repeating: HourlyValues.missing, count: 24)
      for hour in 0..<24 where given[hour] != HourlyValues.missing {
        let before = merged[hour]
        if before == given[hour] {
          report.unchangedValues += 1
        } else if before == HourlyValues.missing {
          report.newValues += 1
        } else {
          report.changedValues += 1
          try revise(
            pollutant, at: place, day: day, hour: hour, from: Int64(before),
            to: Int64(given[hour]), in: db)
        }
        merged[hour] = given[hour]
      }
      guard merged != kept else { return }
      try db.cachedStatement(
        sql: """
          INSERT INTO air_hours (place, pollutant, status, day, mantissas) VALUES (?, ?, ?, ?, ?)
          ON CONFLICT DO UPDATE SET mantissas = excluded.mantissas
          """
      ).execute(arguments: key + [Data(HourBlob.blob(merged))])
    }

    mutating func take(
      _ days: DailyValues, of pollutant: Pollutant, at place: Int64, in db: Database
    ) throws {
      for index in 0..<days.dayCount {
        guard let value = days[index]?.rounded(to: AirBook.decimals) else { continue }
        let day = days.firstDay.dayNumber + index
        let mantissa = value.shifted(by: AirBook.decimals)?.wholeNumber ?? 0
        let key: StatementArguments = [place, pollutant.rawValue, status.rawValue, day]
        let before = try Int64.fetchOne(
          db.cachedStatement(
            sql: """
              SELECT mantissa FROM air_day
              WHERE place = ? AND pollutant = ? AND status = ? AND day = ?
              """), arguments: key)
        if before == mantissa {
          report.unchangedValues += 1
          continue
        }
        if let before {
          report.changedValues += 1
          try revise(
            pollutant, at: place, day: day, hour: nil, from: before, to: mantissa, in: db)
        } else {
          report.newValues += 1
        }
        try db.cachedStatement(
          sql: """
            INSERT INTO air_day (place, pollutant, status, day, mantissa) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET mantissa = excluded.mantissa
            """
        ).execute(arguments: key + [mantissa])
      }
    }

    private func revise(
      _ pollutant: Pollutant, at place: Int64, day: Int, hour: Int?, from before: Int64,
      to after: Int64, in db: Database
    ) throws {
      try db.cachedStatement(
        sql: """
          INSERT INTO air_revision (import, place, pollutant, status, day, hour, before, after)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?)
          """
      ).execute(
        arguments: [
          number, place, pollutant.rawValue, status.rawValue, day, hour, before, after,
        ])
    }
  }
}
