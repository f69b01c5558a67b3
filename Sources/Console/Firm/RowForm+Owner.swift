import ActionPlan
import GRDB
import Ledger

/// A firm's form of a row: whose it is stands fast, and its points are chosen among the own ones.
extension RowForm {
  mutating func offerPoints(_ owner: RowOwner?, in db: Database) throws {
    if let owner { points = try owner.points(in: db) }
  }

  /// Reads what a firm's form leaves to itself.
  mutating func take(
    _ form: SubmittedForm, of owner: RowOwner, _ register: Register, in db: Database
  ) throws {
    try offerPoints(owner, in: db)
    values[owner.field] = .text(owner.facility)
    for field in register.fields where field.kind == .point {
      let typed = form.text(Self.input(field)) ?? ""
      self.typed[Self.input(field)] = typed
      values[field.id] = typed.isEmpty ? .null : .text(typed)
      if !typed.isEmpty, points?.contains(where: { $0.id == typed }) != true {
        values[field.id] = .null
        faults.append(
          FieldFault(
            field: field.id, code: .unknownPoint, found: typed,
            remedy: "choose one of your own points"))
      }
    }
  }
}
