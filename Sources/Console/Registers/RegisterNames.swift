import ActionPlan
import AirQuality
import GRDB
import Ledger

/// What the values of rows refer to, read once for a page.
struct RegisterNames: Sendable {
  var facilities: [String: Facility] = [:]
  var points: [String: MonitoringPoint] = [:]
  /// Titles of rows, by register and row.
  var rows: [String: [Int64: String]] = [:]
  var attachments: [Int64: Attachment] = [:]
  /// Of the titles of rows.
  let language: Language

  init(language: Language = .zh) { self.language = language }

  /// - Parameter values: of rows or of their changes, by field id.
  init(
    for values: [[String: FieldValue]], of register: Register, plan: Plan, language: Language,
    in db: Database
  ) throws {
    self.language = language
    for row in values {
      for field in register.fields {
        try learn(row[field.id] ?? .null, of: field, plan: plan, depth: 2, in: db)
      }
    }
  }

  /// - Parameter depth: how many references are followed from one to the next.
  private mutating func learn(
    _ value: FieldValue, of field: Field, plan: Plan, depth: Int, in db: Database
  ) throws {
    switch (field.kind, value) {
    case (.facility, .text(let id)) where facilities[id] == nil:
      facilities[id] = try Facilities.find(id, in: db)
    case (.point, .text(let id)) where points[id] == nil:
      points[id] = try Points.find(id, in: db)
    case (.attachment, .text(let id)):
      guard let id = Int64(id), attachments[id] == nil else { return }
      attachments[id] = try Attachments.find(id, in: db)
    case (.row(let other), .integer(let id)) where rows[other]?[id] == nil && depth > 0:
      guard let register = plan.register(other),
        let row = try RegisterStore.row(register, id, in: db)
      else { return }
      if let title = register.titleField {
        try learn(row[title.id], of: title, plan: plan, depth: depth - 1, in: db)
      }
      rows[other, default: [:]][id] = title(of: row, in: register, plan: plan)
    default: break
    }
  }

  /// What a row is called; `#12` where its title is empty.
  func title(of row: RegisterRow, in register: Register, plan: Plan) -> String {
    guard let field = register.titleField else { return "#\(row.id)" }
    let text = plainText(of: row[field.id], field, plan: plan)
    return text.isEmpty ? "#\(row.id)" : text
  }

  /// A value without unit or link; empty for none.
  func plainText(of value: FieldValue, _ field: Field, plan: Plan) -> String {
    switch (field.kind, value) {
    case (_, .null): return ""
    case (.facility, .text(let id)): return facilities[id]?.name.text(in: language) ?? id
    case (.point, .text(let id)): return points[id]?.label.text(in: language) ?? id
    case (.place, .text(let id)): return plan.place(id)?.label.text(in: language) ?? id
    case (.unit, .text(let id)): return plan.unit(id)?.label.text(in: language) ?? id
    case (.choice(let choices), .text(let id)):
      return choices.first { $0.id == id }?.label.text(in: language) ?? id
    case (.row(let other), .integer(let id)): return rows[other]?[id] ?? "#\(id)"
    case (.attachment, .text(let id)):
      return Int64(id).flatMap { attachments[$0]?.name } ?? "#\(id)"
    case (_, .text(let text)): return text
    case (_, .integer(let number)): return String(number)
    case (_, .decimal(let number)): return number.description
    case (_, .flag(let isSet)): return isSet ? "1" : "0"
    case (_, .instant(let at)):
      return LocalTime(utcOffsetSeconds: plan.utcOffsetSeconds).minute(at)
    case (_, .position(let position)): return CaseView.text(position)
    }
  }
}
