import AirQuality
public import AirRecords
public import GRDB
public import Ledger

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
    var taking = try AirTaking(
      file: file.path, digest: digest, status: status, by: actor, at: at, in: db)
    for place in file.places {
      let id = try taking.place(city: place.city ?? "", name: place.name, in: db)
      let before = taking.report.newValues + taking.report.changedValues
      for (pollutant, hours) in place.hours.pairs {
        try taking.take(hours, of: .pollutant(pollutant), at: id, in: db)
      }
      try taking.take(place.wind, at: id, in: db)
      for (pollutant, days) in place.days.pairs {
        try taking.take(days, of: pollutant, at: id, in: db)
      }
      if taking.report.newValues + taking.report.changedValues > before {
        taking.report.touchedPlaces.append(place.title)
      }
    }
    try finish(taking, file: file.path, digest: digest, by: actor, at: at, in: db)
    return taking.report
  }

  /// With its audit entry, where it changed anything.
  static func finish(
    _ taking: AirTaking, file: String, digest: String, by actor: Actor, at: Int, in db: Database
  ) throws {
    guard try taking.finish(in: db) else { return }
    try AuditLog.append(
      actor: actor, action: "air.import", object: "air-import/\(taking.number)",
      detail: [
        "file": file, "sha256": digest, "status": taking.status.rawValue,
        "new": "\(taking.report.newValues)", "changed": "\(taking.report.changedValues)",
      ], at: at, in: db)
  }
}
