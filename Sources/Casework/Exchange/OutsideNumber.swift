public import ActionPlan
public import GRDB

/// A case's number in another system, with the status that the system told last. 外部编号
public struct OutsideNumber: Sendable, Hashable, Codable {
  /// Id of a system of the plan.
  public var system: String
  /// As `OutsideSystem.number(reading:)` keeps it.
  public var number: String
  /// The system's own word; nil until it told one.
  public var status: String?
  /// When it was so, epoch seconds.
  public var statusAt: Int?

  public init(system: String, number: String, status: String? = nil, statusAt: Int? = nil) {
    self.system = system
    self.number = number
    self.status = status
    self.statusAt = statusAt
  }
}

extension CaseFile {
  /// What the case is, whatever its procedure.
  public var standing: CaseStanding {
    if closedAt != nil { return causeClass == .nothing ? .dismissed : .closed }
    if suspension != nil { return .suspended }
    return state == Procedure.openedState ? .waiting : .working
  }

  /// Whether another system says of the case what it is not here; false where the word says nothing.
  public func differs(from number: OutsideNumber, in system: OutsideSystem) -> Bool {
    guard let word = number.status.flatMap({ system.word(reading: $0) }), !word.standings.isEmpty
    else { return false }
    return !word.standings.contains(standing)
  }
}

/// The numbers of cases in other systems.
public enum OutsideNumbers {
  /// Those of a case, in the order in which they were given.
  public static func of(_ id: Int64, in db: Database) throws -> [OutsideNumber] {
    try Row.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT system, number, status, status_at FROM case_outside WHERE case_id = ? ORDER BY id
          """), arguments: [id]
    ).map(OutsideNumber.init(row:))
  }

  /// The cases that have a number in a system, oldest first.
  public static func cases(
    with number: String, in system: String, _ db: Database
  ) throws -> [Int64] {
    try Int64.fetchAll(
      db.cachedStatement(
        sql: "SELECT case_id FROM case_outside WHERE system = ? AND number = ? ORDER BY case_id"),
      arguments: [system, number])
  }

  /// Writes one number of a case over what stood there, and makes the case found by it.
  static func write(
    _ new: OutsideNumber?, over old: OutsideNumber?, case id: Int64, system: OutsideSystem?,
    in db: Database
  ) throws {
    let standings = new?.status.flatMap { system?.word(reading: $0) }?.standings ?? []
    let written =
      standings.isEmpty ? nil : "," + standings.map(\.rawValue).joined(separator: ",") + ","
    switch (old, new) {
    case (nil, let new?):
      try db.execute(
        sql: """
          INSERT INTO case_outside
            (case_id, system, number, is_shared, status, status_at, standings)
          VALUES (?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          id, new.system, new.number, system?.isShared ?? false, new.status, new.statusAt, written,
        ])
    case (let old?, let new?):
      try db.execute(
        sql: """
          UPDATE case_outside SET number = ?, status = ?, status_at = ?, standings = ?
          WHERE case_id = ? AND system = ? AND number = ?
          """,
        arguments: [
          new.number, new.status, new.statusAt, written, id, old.system, old.number,
        ])
    case (let old?, nil):
      try db.execute(
        sql: "DELETE FROM case_outside WHERE case_id = ? AND system = ? AND number = ?",
        arguments: [id, old.system, old.number])
    case (nil, nil): return
    }
    try index(id, in: db)
  }

  /// Lists look a case up by the text kept with it: its lines of numbers begin with a sign of their own.
  private static func index(_ id: Int64, in db: Database) throws {
    let text =
      try String.fetchOne(
        db, sql: "SELECT search_text FROM case_file WHERE id = ?", arguments: [id]) ?? ""
    let own = text.split(separator: "\n", omittingEmptySubsequences: false)
      .filter { !$0.hasPrefix(mark) }.map(String.init)
    let numbers = try of(id, in: db).map { "\(mark)\($0.system) \($0.number)" }
    let words = (own + numbers).joined(separator: "\n")
    try db.execute(
      sql: "UPDATE case_file SET search_text = ? WHERE id = ?", arguments: [words, id])
    try CaseSearch.replace(text, by: words, of: id, in: db)
  }

  private static let mark = "№"
}

extension OutsideNumber {
  init(row: Row) {
    self.init(
      system: row["system"], number: row["number"], status: row["status"],
      statusAt: row["status_at"])
  }
}
