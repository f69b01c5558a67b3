public import AirQuality
public import AirRecords
public import GRDB
public import Ledger

extension AirBook {
  /// Takes a bulletin's figures of one period in, in the caller's transaction: all of them or none.
  ///
  /// Importing twice changes nothing. A figure that differs replaces the kept one, which becomes a
  /// revision.
  ///
  /// - Parameters:
  ///   - digest: of the file's bytes, lower-case hex.
  ///   - at: epoch seconds.
  public static func takeBulletin(
    _ bulletin: AirBulletin, period: AssessmentPeriod, digest: String, by actor: Actor, at: Int,
    in db: Database
  ) throws -> AirImportReport {
    var taking = try AirTaking(
      file: bulletin.path, digest: digest, status: .published, by: actor, at: at, in: db)
    for row in bulletin.rows {
      let place = try taking.place(city: row.city ?? "", name: row.place, in: db)
      let before = taking.report.newValues + taking.report.changedValues
      for (figure, value) in row.figures {
        try taking.take(figure, value, of: period, at: place, in: db)
      }
      if taking.report.newValues + taking.report.changedValues > before {
        taking.report.touchedPlaces.append(row.place)
      }
    }
    try finish(taking, file: bulletin.path, digest: digest, by: actor, at: at, in: db)
    return taking.report
  }
}

extension AirBulletin.Row {
  /// What the row states, by the names of `PlaceFigures.Kind`, and the rank.
  fileprivate var figures: [(figure: String, value: ExactDecimal)] {
    var figures = stated.pairs.map { ($0.pollutant.rawValue, $0.value) }
    if let composite { figures.append((PlaceFigures.Kind.composite.id, composite)) }
    if let goodShare { figures.append((PlaceFigures.Kind.goodDays.id, goodShare)) }
    if let rank { figures.append(("rank", ExactDecimal(Int64(rank)))) }
    return figures
  }
}

extension AirTaking {
  fileprivate mutating func take(
    _ figure: String, _ value: ExactDecimal, of period: AssessmentPeriod, at place: Int64,
    in db: Database
  ) throws {
    let key: StatementArguments = [place, period.named.description, figure]
    let before = try String.fetchOne(
      db.cachedStatement(
        sql: "SELECT value FROM air_figure WHERE place = ? AND period = ? AND figure = ?"),
      arguments: key)
    guard weigh(before, value.description) else { return }
    if let before {
      try db.cachedStatement(
        sql: """
          INSERT INTO air_figure_revision (import, place, period, figure, before, after)
          VALUES (?, ?, ?, ?, ?, ?)
          """
      ).execute(
        arguments: [
          number, place, period.named.description, figure, before, value.description,
        ])
    }
    try db.cachedStatement(
      sql: """
        INSERT INTO air_figure (place, period, figure, value, import) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET value = excluded.value
        """
    ).execute(arguments: key + [value.description, number])
  }
}
