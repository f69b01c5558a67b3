import ActionPlan
import AirQuality
import GRDB

extension RegisterStore {
  /// What is kept of a value: a date in one spelling, a plate and a
  /// credit code without spaces and in capitals, a whole number in a decimal field as decimal.
  static func canonical(_ value: FieldValue?, of field: Field) -> FieldValue {
    switch (field.kind, value ?? .null) {
    case (.decimal, .integer(let whole)): .decimal(ExactDecimal(whole))
    case (.date, .text(let text)): .text(CalendarDate(text)?.description ?? text)
    case (.plate, .text(let text)): .text(Plate.canonical(text))
    case (.creditCode, .text(let text)): .text(CreditCode.canonical(text))
    case (_, let value): value
    }
  }

  static func row(_ row: Row, of register: Register) -> RegisterRow {
    RegisterRow(
      id: row["row_id"], version: row["row_version"],
      values: Dictionary(
        uniqueKeysWithValues: register.fields.map { ($0.id, FieldValue(row, field: $0)) }),
      createdAt: row["row_created_at"], changedAt: row["row_changed_at"])
  }
}

extension FieldValue {
  /// The values of `RegisterTable.columns`.
  func columns(of field: Field) -> [(any DatabaseValueConvertible)?] {
    switch self {
    case .text(let text): [text]
    case .integer(let value): [value]
    case .decimal(let value): [value.description]
    case .flag(let value): [value]
    case .instant(let at): [at]
    case .position(let position): [position.longitude, position.latitude]
    case .null: field.kind == .position ? [nil, nil] : [nil]
    }
  }

  init(_ row: Row, field: Field) {
    let columns = RegisterTable.columns(of: field)
    switch field.kind {
    case .text, .choice, .date, .facility, .point, .place, .unit, .creditCode, .plate, .attachment:
      self = (row[columns[0]] as String?).map { .text($0) } ?? .null
    case .integer, .row: self = (row[columns[0]] as Int64?).map { .integer($0) } ?? .null
    case .instant: self = (row[columns[0]] as Int?).map { .instant($0) } ?? .null
    case .flag: self = (row[columns[0]] as Bool?).map { .flag($0) } ?? .null
    case .decimal:
      self = (row[columns[0]] as String?).flatMap { ExactDecimal($0) }.map { .decimal($0) } ?? .null
    case .position:
      self =
        Coordinate(longitude: row[columns[0]], latitude: row[columns[1]])
        .map { .position($0) } ?? .null
    }
  }
}
