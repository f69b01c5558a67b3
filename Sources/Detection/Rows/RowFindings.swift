internal import ActionPlan
public import GRDB

/// Findings that rest on rows of registers.
public enum RowFindings {
  /// The rows that a finding rests on, by number; empty for one of samples.
  public static func grounds(of finding: Int64, in db: Database) throws -> [RowGround] {
    try Row.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT register, row_id, version, holds
          FROM row_finding_row JOIN row_finding USING (finding)
          WHERE finding = ? ORDER BY row_id
          """), arguments: [finding]
    ).map {
      RowGround(
        register: $0["register"], row: $0["row_id"], version: $0["version"], holds: $0["holds"])
    }
  }

  /// The cases that rest on a row, the newest first.
  public static func cases(
    restingOn row: Int64, of register: String, in db: Database
  ) throws -> [Int64] {
    try Int64.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT case_id FROM row_finding_row JOIN row_finding USING (finding)
            JOIN finding ON finding.id = finding
          WHERE row_id = ? AND register = ? AND case_id IS NOT NULL ORDER BY case_id DESC
          """), arguments: [row, register])
  }

  /// A finding with the time that it takes; no days where each row stands by itself.
  struct Kept {
    let id: Int64
    let group: String?
    let days: Range<Int>?
    let needed: Int

    init(_ row: Row) {
      id = row["finding"]
      group = row["grouped"]
      let (first, end): (Int?, Int?) = (row["first_day"], row["end_day"])
      days = first.flatMap { first in end.map { first..<$0 } }
      needed = row["needed"]
    }
  }

  /// Findings of a rule and group that take a time; of a facility also those of facilities that were
  /// merged into it.
  static func windows(of rule: RowRule, group: String?, in db: Database) throws -> [Kept] {
    try Row.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT finding, grouped, first_day, end_day, needed FROM row_finding
          WHERE rule = ?1 AND first_day IS NOT NULL AND (grouped IS ?2
            OR (?3 AND grouped IN (SELECT other FROM facility_merged WHERE kept = ?2)))
          ORDER BY finding
          """), arguments: [rule.rule.id, group, rule.countsFacilities]
    ).map(Kept.init)
  }

  /// Findings of a rule that rest on a row, and whether the row held. The group of a facility that was
  /// merged is that of the facility it became.
  static func resting(
    on row: Int64, rule: RowRule, in db: Database
  ) throws -> [(finding: Kept, held: Bool)] {
    try Row.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT finding, first_day, end_day, needed, holds,
            coalesce((SELECT kept FROM facility_merged WHERE ?3 AND other = grouped), grouped)
              AS grouped
          FROM row_finding_row JOIN row_finding USING (finding)
          WHERE row_id = ?1 AND rule = ?2 ORDER BY finding
          """), arguments: [row, rule.rule.id, rule.countsFacilities]
    ).map { (Kept($0), $0["holds"]) }
  }

  static func add(
    _ row: Int64, version: Int, to finding: Int64, in db: Database
  ) throws {
    try db.cachedStatement(
      sql: "INSERT INTO row_finding_row (finding, row_id, version, holds) VALUES (?, ?, ?, 1)"
    ).execute(arguments: [finding, row, version])
  }

  static func note(_ row: Int64, holds: Bool, in finding: Int64, _ db: Database) throws {
    try db.cachedStatement(
      sql: "UPDATE row_finding_row SET holds = ? WHERE finding = ? AND row_id = ?"
    ).execute(arguments: [holds, finding, row])
  }

  static func holding(_ finding: Int64, in db: Database) throws -> Int {
    try Int.fetchOne(
      db.cachedStatement(
        sql: "SELECT count(*) FROM row_finding_row WHERE finding = ? AND holds"),
      arguments: [finding]) ?? 0
  }

  /// Whether a row has been the subject of a finding of the rule.
  static func isSubject(_ subject: String, of rule: String, in db: Database) throws -> Bool {
    try Bool.fetchOne(
      db.cachedStatement(
        sql: "SELECT EXISTS (SELECT 1 FROM finding WHERE rule = ? AND subject = ?)"),
      arguments: [rule, subject]) ?? false
  }
}
