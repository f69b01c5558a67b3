import GRDB

/// An appeal of a facility and what became of it.
public struct CaseAppeal: Sendable, Hashable {
  /// From 1 within the case.
  public let number: Int
  /// Epoch seconds, like the others.
  public let at: Int
  /// When it has to be decided.
  public let due: CaseDeadline?
  public let decidedAt: Int?
  /// Nil until it is decided.
  public let isGranted: Bool?
}

extension CaseBook {
  /// The appeals in a case, oldest first.
  static func appeals(of id: Int64, in db: Database) throws -> [CaseAppeal] {
    try Row.fetchAll(
      db.cachedStatement(sql: "SELECT * FROM case_appeal WHERE case_id = ? ORDER BY number"),
      arguments: [id]
    ).map { row in
      let due: Int? = row["due_at"]
      return CaseAppeal(
        number: row["number"], at: row["at"],
        due: due.map { CaseDeadline(at: $0, isWorking: row["is_due_working"]) },
        decidedAt: row["decided_at"], isGranted: row["is_granted"])
    }
  }
}
