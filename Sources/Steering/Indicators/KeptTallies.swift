import ActionPlan
import AirQuality
import Foundation
import GRDB
import Ledger

/// What the stretches of large registers came to, so that after a change of a row only the rows beside
/// it are looked at again.
///
/// Nothing in it is needed: what is missing, or was computed before a stretch changed, is computed from
/// the rows.
enum KeptTallies {
  /// `version` is the register's at which the tally was right; it is right on the days from `first_day`
  /// to `last_day`, counted from 1970-01-01.
  static let tables = """
    CREATE TABLE indicator_tally (
      question BLOB NOT NULL,
      stretch INTEGER NOT NULL,
      version INTEGER NOT NULL,
      first_day INTEGER NOT NULL,
      last_day INTEGER NOT NULL,
      tally BLOB NOT NULL,
      PRIMARY KEY (question, stretch)
    ) STRICT, WITHOUT ROWID;
    """

  /// A stretch that was just computed.
  struct Fresh: Sendable {
    let question: Data
    let stretch: Int
    let version: Int
    let days: ClosedRange<Int>
    let tally: Data
  }

  /// Stretch → its tallies, of those that are right on the day.
  ///
  /// - Parameter changes: stretch → version of its last change.
  static func right(
    for question: TallyQuestion, on day: CalendarDay, changes: [Int: Int], in db: Database
  ) throws -> [Int: RowTallies] {
    let rows = try Row.fetchCursor(
      db.cachedStatement(
        sql: """
          SELECT stretch, version, tally FROM indicator_tally
          WHERE question = ? AND first_day <= ? AND last_day >= ?
          """), arguments: [question.digest, day.dayNumber, day.dayNumber])
    var right: [Int: RowTallies] = [:]
    while let row = try rows.next() {
      let stretch: Int = row[0]
      guard (row[1] as Int) >= changes[stretch] ?? 0 else { continue }
      right[stretch] = try row.withUnsafeData(atIndex: 2) { $0.flatMap { RowTallies($0) } }
    }
    return right
  }

  /// Later knowledge and later days stay.
  static func keep(_ fresh: [Fresh], in db: Database) throws {
    let statement = try db.cachedStatement(
      sql: """
        INSERT INTO indicator_tally (question, stretch, version, first_day, last_day, tally)
        VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET
          version = excluded.version, first_day = excluded.first_day,
          last_day = excluded.last_day, tally = excluded.tally
        WHERE excluded.version >= version AND excluded.first_day >= first_day
        """)
    for one in fresh {
      try statement.execute(arguments: [
        one.question, one.stretch, one.version, one.days.lowerBound, one.days.upperBound,
        one.tally,
      ])
    }
  }

  /// Forgets what nobody asks any more.
  static func forget(allBut questions: Set<Data>, in db: Database) throws {
    let kept = try Data.fetchAll(db, sql: "SELECT DISTINCT question FROM indicator_tally")
    for question in kept where !questions.contains(question) {
      try db.execute(
        sql: "DELETE FROM indicator_tally WHERE question = ?", arguments: [question])
    }
  }
}
