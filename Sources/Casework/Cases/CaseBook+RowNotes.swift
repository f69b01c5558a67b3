public import GRDB
public import Ledger

/// What became of a row of a register that a case rests on, as the case's history keeps it.
public struct CaseRowNote: Sendable, Hashable {
  /// `lost`, `back` or `joined`.
  public let change: String
  /// Register id.
  public let register: String
  public let row: Int64
  /// Rows the case rests on that hold now, and how many it takes.
  public let holding: Int
  public let needed: Int

  public init(change: String, register: String, row: Int64, holding: Int, needed: Int) {
    self.change = change
    self.register = register
    self.row = row
    self.holding = holding
    self.needed = needed
  }

  /// nil for an event that is about no row.
  public init?(_ event: CaseEvent) {
    guard event.kind == .noted, let change = event.values["row-change"],
      let register = event.values["register"], let row = event.values["row"].flatMap({ Int64($0) }),
      let holding = event.values["holding"].flatMap({ Int($0) }),
      let needed = event.values["needed"].flatMap({ Int($0) })
    else { return nil }
    self.init(change: change, register: register, row: row, holding: holding, needed: needed)
  }

  fileprivate var values: [String: String] {
    [
      "row-change": change, "register": register, "row": "\(row)", "holding": "\(holding)",
      "needed": "\(needed)",
    ]
  }
}

extension CaseBook {
  /// Notes in a case, open or closed, what became of a row that it rests on. Whoever works it decides
  /// what follows: the case goes on as it stands.
  ///
  /// - Parameter photos: that came with the row, ids of attachments.
  /// - Throws: `CaseRefusal.unknownCase`, or what SQLite said.
  public static func note(
    _ note: CaseRowNote, photos: [Int64] = [], case id: Int64, actor: Actor, at now: Int,
    in db: Database
  ) throws {
    let file = try existing(id, in: db)
    let values = note.values.merging(try FieldPhotos.values(of: photos, in: db)) { $1 }
    let sequence = try CaseHistory.append(
      CaseHistory.Entry(
        kind: .noted, fromState: file.state, values: values, attachments: photos), to: id,
      actor: actor, at: now, in: db)
    try AuditLog.append(
      actor: actor, action: "case.note", object: "case/\(id)",
      detail: note.values.merging(["event": "\(sequence)"]) { $1 }, at: now, in: db)
  }
}
