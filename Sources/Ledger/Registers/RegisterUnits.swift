import ActionPlan
import GRDB

extension LedgerSchema {
  static let registerUnits = LedgerMigration(id: "ledger.registers.5") { db in
    try db.execute(
      sql: """
        ALTER TABLE register_field ADD COLUMN unit_zh TEXT;
        ALTER TABLE register_field ADD COLUMN unit_en TEXT;
        """)
  }
}

/// The units in which the values of registers are kept. Numbers that were written in one unit may not be
/// read in another.
struct RegisterUnits {
  /// Field id → unit; nothing of fields without one, or kept since before units were noted.
  private let units: [String: Label]
  private let register: Register

  init(of register: Register, in db: Database) throws {
    self.register = register
    units = try Row.fetchAll(
      db,
      sql: """
        SELECT field, unit_zh, unit_en FROM register_field
        WHERE register = ? AND unit_zh IS NOT NULL AND unit_en IS NOT NULL
        """, arguments: [register.id]
    ).reduce(into: [:]) { units, row in
      units[row["field"]] = Label(zh: row["unit_zh"], en: row["unit_en"])
    }
  }

  /// A unit that is named otherwise in one language only is still that unit.
  func complaint(of field: Field) -> String? {
    guard let kept = units[field.id], let unit = field.unit, kept.zh != unit.zh, kept.en != unit.en
    else { return nil }
    return
      "register \(register.id), field \(field.id): its values are kept in \(kept.en) and the plan "
      + "would read them in \(unit.en); put the unit back, or add a field with another id"
  }

  /// A field whose unit is taken away keeps the note, so that no other unit comes by that way.
  func note(in db: Database) throws {
    for field in register.fields {
      guard let unit = field.unit, unit != units[field.id] else { continue }
      try db.execute(
        sql: "UPDATE register_field SET unit_zh = ?, unit_en = ? WHERE register = ? AND field = ?",
        arguments: [unit.zh, unit.en, register.id, field.id])
    }
  }
}
