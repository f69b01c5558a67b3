import ActionPlan
import AirQuality
import Foundation
import GRDB
import Ledger

/// Reads the cells of a test's row as an import reads them, and makes what the row names and nobody
/// made: facilities, points, files.
struct TestCells {
  let register: Register
  let plan: Plan
  let folder: TemporaryFolder
  /// Epoch seconds.
  let at: Int

  /// - Parameter emptying: whether an empty text empties its field; else it is left out.
  /// - Throws: `RegisterError.invalid` where a text is no value of its field.
  func values(
    of row: [String: String], emptying: Bool = false, in db: Database
  ) throws -> [String: FieldValue] {
    var values: [String: FieldValue] = [:]
    var faults: [FieldFault] = []
    let facility = register.fields.first { $0.kind == .facility && row[$0.id] != nil }
      .map { Self.facilityID(row[$0.id] ?? "") }
    for (id, cell) in row.sorted(by: { $0.key < $1.key }) {
      guard let field = register.field(id) else {
        // The register's own check names the fields that there are.
        values[id] = .text(cell)
        continue
      }
      guard !cell.isEmpty else {
        if emptying { values[id] = .null }
        continue
      }
      if let value = try value(of: cell, field, row: row, facility: facility, in: db) {
        values[id] = value
      } else {
        faults.append(
          FieldFault(
            field: id, code: .wrongKind, found: cell,
            remedy: CellReader(field: field, plan: plan).remedy(for: cell).en))
      }
    }
    guard faults.isEmpty else { throw RegisterError.invalid(register: register.id, faults) }
    return values
  }

  private func value(
    of cell: String, _ field: Field, row: [String: String], facility: String?, in db: Database
  ) throws -> FieldValue? {
    switch field.kind {
    case .facility:
      let place = register.fields.first { $0.kind == .place && row[$0.id] != nil }
        .flatMap { CellReader(field: $0, plan: plan).value(of: row[$0.id] ?? "")?.text }
      return .text(try makeFacility(cell, place: place, in: db))
    case .point:
      // Its facility may stand in a later cell of the row.
      for other in register.fields where other.kind == .facility {
        if let name = row[other.id], !name.isEmpty {
          _ = try makeFacility(name, place: nil, in: db)
        }
      }
      try Self.makePoint(cell, facility: facility, plan: plan, at: at, in: db)
      return .text(cell)
    case .row(let other):
      return try rowNamed(cell, of: other, in: db)
        ?? CellReader(field: field, plan: plan)
        .value(of: cell)
    case .attachment:
      return .text(String(try makeFile(in: db)))
    default:
      return CellReader(field: field, plan: plan).value(of: cell)
    }
  }

  // MARK: What is made by itself

  /// Texts that can be no id stand for a facility of that name.
  static func facilityID(_ text: String) -> String {
    guard !LedgerID.isValid(text) else { return text }
    // FNV-1a: the same name gives the same id.
    let mark = text.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) {
      ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3
    }
    return "named-" + String(mark, radix: 36)
  }

  private func makeFacility(_ text: String, place: String?, in db: Database) throws -> String {
    let id = Self.facilityID(text)
    guard try Facilities.find(id, in: db) == nil else { return id }
    try Facilities.upsert(
      Facility(
        id: id, name: Label(zh: text, en: text), kind: .enterprise,
        place: place.flatMap { plan.place($0)?.id }),
      plan: plan, by: TestDistrict.actor, at: at, in: db)
    return id
  }

  static func makePoint(
    _ id: String, facility: String?, plan: Plan, at: Int, in db: Database
  ) throws {
    guard LedgerID.isValid(id), try Points.find(id, in: db) == nil else { return }
    try Points.upsert(
      MonitoringPoint(id: id, label: Label(zh: id, en: id), facility: facility, kind: .other),
      plan: plan, by: TestDistrict.actor, at: at, in: db)
  }

  /// The only row of a register that is called so.
  private func rowNamed(_ title: String, of id: String, in db: Database) throws -> FieldValue? {
    guard let other = plan.register(id), let field = other.titleField else { return nil }
    let wanted = field.kind == .facility ? Self.facilityID(title) : title
    let rows = try RegisterStore.rows(other, where: field.id, is: wanted, in: db)
    return rows.count == 1 ? .integer(rows[0].id) : nil
  }

  /// A picture of one pixel, whatever its name.
  private func makeFile(in db: Database) throws -> Int64 {
    let staged = try AttachmentStore(folder: folder.path("attachments")).stage(Self.pixel)
    return try Attachments.record(staged, takenBy: TestDistrict.actor, at: at, in: db).id
  }

  private static let pixel: [UInt8] = [
    0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0x00, 0x00, 0x00, 0x0D, 0x49, 0x48, 0x44, 0x52,
    0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x00, 0x00, 0x00, 0x00, 0x3A, 0x7E, 0x9B,
    0x55, 0x00, 0x00, 0x00, 0x0A, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9C, 0x63, 0x60, 0x00, 0x00, 0x00,
    0x02, 0x00, 0x01, 0x48, 0xAF, 0xA4, 0x71, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4E, 0x44, 0xAE,
    0x42, 0x60, 0x82,
  ]
}
