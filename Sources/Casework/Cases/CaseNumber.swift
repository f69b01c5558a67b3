import ActionPlan
import Foundation
import GRDB

/// Numbers that people say on the telephone: plan, year and count, e.g. `SHANGYU-2026-000123`.
enum CaseNumber {
  /// The next number of the plan in the year of `now` by the plan's own clock. Two plans of one
  /// district count on together, because their numbers begin alike.
  static func next(for plan: Plan, at now: Int, in db: Database) throws -> String {
    let prefix = prefix(of: plan.id)
    let year = localYear(of: now, utcOffsetSeconds: plan.utcOffsetSeconds)
    let count = try Int.fetchOne(
      db,
      sql: """
        INSERT INTO case_counter (plan, year, last) VALUES (?, ?, 1)
        ON CONFLICT DO UPDATE SET last = last + 1 RETURNING last
        """, arguments: [prefix, year])
    guard let count else { preconditionFailure("an upsert returns its row") }
    let digits = String(count)
    let zeros = String(repeating: "0", count: max(0, 6 - digits.count))
    return "\(prefix)-\(year)-\(zeros)\(digits)"
  }

  /// The letters that the plan's id begins with, in capitals; `CASE` where there are none.
  static func prefix(of plan: String) -> String {
    let letters = plan.uppercased().prefix { $0.isASCII && $0.isLetter }
    return letters.isEmpty ? "CASE" : String(letters)
  }

  static func localYear(of instant: Int, utcOffsetSeconds: Int) -> Int {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    let local = Date(timeIntervalSince1970: Double(instant + utcOffsetSeconds))
    return calendar.component(.year, from: local)
  }
}
