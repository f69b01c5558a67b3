public import ActionPlan
public import GRDB

/// The firm to which alone rows of a ledger belong that somebody sees and writes.
public struct RowOwner: Sendable, Hashable {
  public let facility: String
  /// The field that says whose a row is.
  public let field: String

  /// nil for a register that firms do not keep.
  public init?(_ facility: String, of register: Register) {
    guard let field = register.ownerField else { return nil }
    self.facility = facility
    self.field = field.id
  }

  func owns(_ values: [String: FieldValue]) -> Bool { values[field] == .text(facility) }

  /// Whether a row is the firm's, or was when it was removed.
  public func owns(_ row: Int64, of register: Register, in db: Database) throws -> Bool {
    if let present = try RegisterStore.row(register, row, in: db) { return owns(present.values) }
    return owns(try RowHistory.changes(of: row, in: register, db).last?.old ?? [:])
  }

  /// The changes since the row is the firm's: what was another's stays theirs.
  public func own(_ changes: [RowChange]) -> [RowChange] {
    let taken = changes.lastIndex { change in
      change.kind == .update && change.old[field] != nil && !owns(change.old)
    }
    return taken.map { Array(changes[($0 + 1)...]) } ?? changes
  }

  /// Ids of the firm's points: its rows name no others.
  public func points(in db: Database) throws -> [MonitoringPoint] {
    try Points.list(facility: facility, in: db)
  }

  /// Which of these rows were last written by a firm's contact: its own statement.
  public static func writtenByFirms(
    _ rows: [Int64], of register: Register, in db: Database
  ) throws -> Set<Int64> {
    guard register.keptBy != nil || register.role == .declarations else { return [] }
    let last = try db.cachedStatement(
      sql: """
        SELECT actor FROM register_change WHERE register = ? AND row_id = ?
        ORDER BY seq DESC LIMIT 1
        """)
    var contacts: [String: Bool] = [:]
    return try Set(
      rows.filter { row in
        guard let actor = try String.fetchOne(last, arguments: [register.id, row]),
          case .account(let id)? = Actor(auditName: actor)
        else { return false }
        if let known = contacts[actor] { return known }
        let isContact = try Accounts.find(id, in: db)?.roles.contains(.enterprise) ?? false
        contacts[actor] = isContact
        return isContact
      })
  }
}
