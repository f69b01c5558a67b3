import AirQuality
import Foundation
import GRDB
import Ledger

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

  var hasMoved: Bool { newValues + changedValues > 0 }
}

/// One import on its way into the book, within the caller's transaction.
struct AirTaking {
  let number: Int64
  let status: AirStatus
  var report = AirImportReport()
  /// Made by this taking, not one that goes on.
  private let isNew: Bool

  /// A number of its own for what one file brings.
  init(
    file: String, digest: String, status: AirStatus, by actor: Actor, at: Int, in db: Database
  ) throws {
    try db.cachedStatement(
      sql: """
        INSERT INTO air_import (file, digest, status, at, actor, new_count, changed_count)
        VALUES (?, ?, ?, ?, ?, 0, 0)
        """
    ).execute(arguments: [file, digest, status.rawValue, at, actor.auditName])
    number = db.lastInsertedRowID
    self.status = status
    isNew = true
  }

  /// Goes on with the number under which this digest was taken in before.
  init?(goingOnWith digest: String, status: AirStatus, in db: Database) throws {
    guard
      let number = try Int64.fetchOne(
        db,
        sql: """
          SELECT id FROM air_import WHERE digest = ? AND status = ?
            AND id = (SELECT max(id) FROM air_import)
            AND id NOT IN (SELECT known FROM air_month_step)
          """,
        arguments: [digest, status.rawValue])
    else { return nil }
    self.number = number
    self.status = status
    isNew = false
  }

  /// Keeps the counts; an import that changed nothing leaves no trace.
  ///
  /// - Returns: whether it left one.
  func finish(in db: Database) throws -> Bool {
    guard report.hasMoved else {
      if isNew { try db.execute(sql: "DELETE FROM air_import WHERE id = ?", arguments: [number]) }
      return false
    }
    try db.execute(
      sql: """
        UPDATE air_import SET new_count = new_count + ?, changed_count = changed_count + ?
        WHERE id = ?
        """, arguments: [report.newValues, report.changedValues, number])
    return true
  }

  /// The place of a city and name. A table that leaves the city out means the one place of that name,
  /// and one that names it gives its city to a place that had none.
  mutating func place(city: String, name: String, in db: Database) throws -> Int64 {
    let known = try Row.fetchAll(
      db.cachedStatement(sql: "SELECT id, city FROM air_place WHERE name = ?"), arguments: [name])
    if let same = known.first(where: { $0["city"] == city }) { return same["id"] }
    if known.count == 1, let only = known.first {
      if city.isEmpty { return only["id"] }
      if (only["city"] as String).isEmpty {
        try db.cachedStatement(sql: "UPDATE air_place SET city = ? WHERE id = ?")
          .execute(arguments: [city, only["id"] as Int64])
        return only["id"]
      }
    }
    try db.cachedStatement(sql: "INSERT INTO air_place (city, name) VALUES (?, ?)")
      .execute(arguments: [city, name])
    report.newPlaces += 1
    return db.lastInsertedRowID
  }

  /// The place that a monitoring point's instruments feed: the one of its name, unless another point
  /// feeds that one.
  mutating func place(ofPoint point: String, name: String, in db: Database) throws -> Int64 {
    let known = try Int64.fetchOne(
      db.cachedStatement(sql: "SELECT id FROM air_place WHERE point = ?"), arguments: [point])
    if let known { return known }
    var id = try place(city: "", name: name, in: db)
    let other = try String.fetchOne(
      db.cachedStatement(sql: "SELECT point FROM air_place WHERE id = ?"), arguments: [id])
    if other != nil { id = try place(city: "", name: "\(name) \(point)", in: db) }
    try db.cachedStatement(sql: "UPDATE air_place SET point = ? WHERE id = ?")
      .execute(arguments: [point, id])
    return id
  }

  mutating func take(
    _ hours: HourlyValues, of quantity: AirQuantity, at place: Int64, in db: Database
  ) throws {
    for day in 0..<hours.dayCount {
      let given = (day * 24..<day * 24 + 24).map { hour in
        hours[hour].map { Int32(AirBook.mantissa(of: $0)) } ?? HourlyValues.missing
      }
      guard given.contains(where: { $0 != HourlyValues.missing }) else { continue }
      try take(given, of: quantity, at: place, day: hours.firstDay.dayNumber + day, in: db)
    }
  }

  private mutating func take(
    _ given: [Int32], of quantity: AirQuantity, at place: Int64, day: Int, in db: Database
  ) throws {
    let key: StatementArguments = [place, quantity.id, status.rawValue, day]
    let row = try Row.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT mantissas, import FROM air_hours
          WHERE place = ? AND quantity = ? AND status = ? AND day = ?
          """), arguments: key)
    let kept = row.map { HourBlob.mantissas([UInt8]($0["mantissas"] as Data)) }
    let isOurs = row.map { ($0["import"] as Int64?) == number } ?? true
    var merged = kept ?? HourBlob.empty
    for hour in 0..<24 where given[hour] != HourlyValues.missing {
      let before = merged[hour] == HourlyValues.missing ? nil : Int64(merged[hour])
      if weigh(before, Int64(given[hour])), before != nil || !isOurs {
        try revise(
          quantity, at: place, day: day, hour: hour, from: before, to: Int64(given[hour]), in: db)
      }
      merged[hour] = given[hour]
    }
    guard merged != kept else { return }
    try db.cachedStatement(
      sql: """
        INSERT INTO air_hours (place, quantity, status, day, mantissas, import)
        VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET mantissas = excluded.mantissas
        """
    ).execute(arguments: key + [Data(HourBlob.blob(merged)), number])
  }

  mutating func take(
    _ days: DailyValues, of pollutant: Pollutant, at place: Int64, in db: Database
  ) throws {
    for index in 0..<days.dayCount {
      guard let value = days[index]?.rounded(to: AirBook.decimals) else { continue }
      let day = days.firstDay.dayNumber + index
      let mantissa = AirBook.mantissa(of: value)
      let key: StatementArguments = [place, pollutant.rawValue, status.rawValue, day]
      let before = try Int64.fetchOne(
        db.cachedStatement(
          sql: """
            SELECT mantissa FROM air_day
            WHERE place = ? AND pollutant = ? AND status = ? AND day = ?
            """), arguments: key)
      guard weigh(before, mantissa) else { continue }
      if before != nil {
        try revise(
          .pollutant(pollutant), at: place, day: day, hour: nil, from: before, to: mantissa,
          in: db)
      }
      try db.cachedStatement(
        sql: """
          INSERT INTO air_day (place, pollutant, status, day, mantissa, import)
          VALUES (?, ?, ?, ?, ?, ?)
          ON CONFLICT DO UPDATE SET mantissa = excluded.mantissa
          """
      ).execute(arguments: key + [mantissa, number])
    }
  }

  /// Counts a value.
  ///
  /// - Returns: whether it is another than the kept one.
  mutating func weigh<Value: Equatable>(_ before: Value?, _ after: Value) -> Bool {
    if before == after {
      report.unchangedValues += 1
      return false
    }
    if before == nil { report.newValues += 1 } else { report.changedValues += 1 }
    return true
  }

  private func revise(
    _ quantity: AirQuantity, at place: Int64, day: Int, hour: Int?, from before: Int64?,
    to after: Int64, in db: Database
  ) throws {
    try db.cachedStatement(
      sql: """
        INSERT INTO air_revision (import, place, quantity, status, day, hour, before, after)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """
    ).execute(
      arguments: [number, place, quantity.id, status.rawValue, day, hour, before, after])
  }
}
