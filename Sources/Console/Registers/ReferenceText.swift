import ActionPlan
import GRDB
import Ledger

/// How a form writes what a field refers to: `染厂甲 (dye-works)`, `东区工地 (#12)`. The name is for
/// people; what stands in the last brackets decides.
enum ReferenceText {
  static func write(_ name: String, id: String) -> String {
    name == id ? id : "\(name) (\(id))"
  }

  /// What stands in the last brackets, in ASCII or full width; nil where nothing does.
  static func id(in text: String) -> String? {
    guard let last = text.last, last == ")" || last == "）",
      let open = text.lastIndex(where: { $0 == "(" || $0 == "（" })
    else { return nil }
    let inside = text[text.index(after: open)..<text.index(before: text.endIndex)]
    return inside.isEmpty ? nil : String(inside)
  }
}

/// Finds what somebody means who types a name, a part of it, an id or a code into a field that refers
/// to something.
struct ReferenceSearch {
  struct Candidate: Sendable, Hashable {
    let value: FieldValue
    let name: String
    let id: String

    var text: String { ReferenceText.write(name, id: id) }
  }

  static let limit = 12

  let plan: Plan
  let language: Language
  let db: Database

  /// - Returns: the one that is meant, or what comes near: at most `limit`.
  func find(_ typed: String, of field: Field) throws -> (exact: Candidate?, near: [Candidate]) {
    if let id = ReferenceText.id(in: typed), let found = try named(id, of: field) {
      return (found, [])
    }
    if let found = try named(typed, of: field) { return (found, []) }
    let near = try near(typed, of: field)
    let same = near.filter { $0.name == typed }
    return (same.count == 1 ? same[0] : nil, near)
  }

  /// By its id.
  private func named(_ id: String, of field: Field) throws -> Candidate? {
    switch field.kind {
    case .facility: return try Facilities.find(id, in: db).map(candidate)
    case .point: return try Points.find(id, in: db).map(candidate)
    case .row(let other):
      guard let register = plan.register(other), let number = Int64(id.drop { $0 == "#" }),
        let row = try RegisterStore.row(register, number, in: db)
      else { return nil }
      return try candidate(row, in: register)
    default: return nil
    }
  }

  /// What the text comes near to.
  func near(_ typed: String, of field: Field) throws -> [Candidate] {
    switch field.kind {
    case .facility:
      return try Facilities.search(typed, limit: Self.limit, in: db).map(candidate)
    case .point:
      let wanted = typed.lowercased()
      return try Points.list(in: db).filter { point in
        [point.id, point.label.zh, point.label.en].contains { $0.lowercased().contains(wanted) }
      }.prefix(Self.limit).map(candidate)
    case .row(let other):
      guard let register = plan.register(other) else { return [] }
      return try RegisterListing.search(typed, in: register, plan: plan, limit: Self.limit, db)
        .map { try candidate($0, in: register) }
    default: return []
    }
  }

  private func candidate(_ facility: Facility) -> Candidate {
    Candidate(
      value: .text(facility.id), name: facility.name.text(in: language), id: facility.id)
  }

  private func candidate(_ point: MonitoringPoint) -> Candidate {
    Candidate(value: .text(point.id), name: point.label.text(in: language), id: point.id)
  }

  private func candidate(_ row: RegisterRow, in register: Register) throws -> Candidate {
    let names = try RegisterNames(
      for: [row.values], of: register, plan: plan, language: language, in: db)
    let title = names.title(of: row, in: register, plan: plan)
    return Candidate(value: .integer(row.id), name: title, id: "#\(row.id)")
  }
}
