public import ActionPlan
import AirQuality
import Crypto
public import GRDB

/// What an import did.
public struct RegisterImportReport: Sendable, Hashable {
  /// Row ids in the order of the file.
  public let rows: [Int64]
}

extension RegisterStore {
  /// Adds the rows of a CSV file, all or none, with one audit entry.
  ///
  /// The header names fields by id or by label in either language; a position is one column
  /// `longitude latitude`, an instant `2021-03-01 08:30` in the plan's time, a flag `yes`/`no`,
  /// `是`/`否`, a choice its id or label. An empty cell is an empty field.
  ///
  /// - Parameters:
  ///   - file: how messages call it.
  ///   - at: epoch seconds.
  /// - Throws: `ImportFaults` with every fault: file, line, column, what was found, what to do.
  public static func importCSV(
    _ bytes: [UInt8], file: String, into register: Register, plan: Plan, by actor: Actor,
    why: String = "", at: Int, in db: Database
  ) throws -> RegisterImportReport {
    let table = try CSVTable(reading: bytes, file: file)
    let columns = try columns(of: table.header, register, file: file)
    var ids: [Int64] = []
    try db.inSavepoint {
      var faults = ImportFaults()
      for row in table.rows {
        let found = read(row, columns, table.header, plan: plan, file: file)
        for fault in found.faults { faults.add(fault) }
        guard found.faults.isEmpty else { continue }
        do {
          let added = try add(
            register, found.values, plan: plan, by: actor, why: why, at: at, in: db)
          ids.append(added.id)
        } catch RegisterError.invalid(_, let invalid) {
          for fault in invalid {
            let name = zip(columns, table.header).first { $0.0.id == fault.field }?.1
            faults.add(
              ImportFault(
                file: file, line: row.line, column: name ?? fault.field, found: fault.found,
                remedy: fault.remedy))
          }
        }
      }
      // All or none: the rows written so far go with the savepoint.
      guard faults.isEmpty else { throw faults }
      return .commit
    }
    try AuditLog.append(
      actor: actor, action: "register.import", object: "register/\(register.id)",
      detail: [
        "file": file, "sha256": Array(SHA256.hash(data: bytes)).hex, "rows": String(ids.count),
        "first": ids.first.map(String.init) ?? "", "last": ids.last.map(String.init) ?? "",
        "why": why,
      ], at: at, in: db)
    return RegisterImportReport(rows: ids)
  }

  private static func read(
    _ row: CSVRow, _ columns: [Field], _ header: [String], plan: Plan, file: String
  ) -> (values: [String: FieldValue], faults: [ImportFault]) {
    var values: [String: FieldValue] = [:]
    var faults: [ImportFault] = []
    for (index, field) in columns.enumerated() {
      let cell = row.fields[index].trimmed
      guard !cell.isEmpty else { continue }
      let reader = CellReader(field: field, plan: plan)
      if let value = reader.value(of: cell) {
        values[field.id] = value
      } else {
        faults.append(
          ImportFault(
            file: file, line: row.line, column: header[index], found: cell, remedy: reader.remedy))
      }
    }
    return (values, faults)
  }

  private static func columns(
    of header: [String], _ register: Register, file: String
  ) throws(ImportFaults) -> [Field] {
    var faults = ImportFaults()
    var fields: [Field] = []
    func fault(_ found: String, _ remedy: String) {
      faults.add(ImportFault(file: file, line: 1, column: nil, found: found, remedy: remedy))
    }
    for name in header {
      let field =
        register.field(name)
        ?? register.fields.first { $0.label.zh == name || $0.label.en == name }
      guard let field else {
        let known = register.fields.map(\.id).joined(separator: ", ")
        fault(name, "name the columns \(known), or by their labels")
        continue
      }
      if fields.contains(where: { $0.id == field.id }) { fault(name, "name each column once") }
      fields.append(field)
    }
    for field in register.fields where field.isRequired && !fields.contains(field) {
      fault("no column \(field.id)", "add it; it is required")
    }
    guard faults.isEmpty else { throw faults }
    return fields
  }
}

/// Reads a cell as a field's value.
public struct CellReader {
  private let field: Field
  private let plan: Plan

  public init(field: Field, plan: Plan) {
    self.field = field
    self.plan = plan
  }

  /// `nil` where it is none; whether it may stand there is judged later.
  public func value(of cell: String) -> FieldValue? {
    switch field.kind {
    case .text, .facility, .point, .creditCode, .plate, .attachment: return .text(cell)
    case .place:
      return .text(plan.places.first { $0.label.zh == cell || $0.label.en == cell }?.id ?? cell)
    case .unit:
      return .text(plan.units.first { $0.label.zh == cell || $0.label.en == cell }?.id ?? cell)
    case .choice(let choices):
      return .text(choices.first { $0.label.zh == cell || $0.label.en == cell }?.id ?? cell)
    case .integer, .row: return Int64(cell).map { .integer($0) }
    case .decimal: return ExactDecimal(cell).map { .decimal($0) }
    case .date: return CalendarDate(cell).map { .text($0.description) }
    case .instant:
      return CalendarDate.instant(cell, utcOffsetSeconds: plan.utcOffsetSeconds)
        .map { .instant($0) }
    case .flag:
      switch cell.lowercased() {
      case "1", "yes", "true", "是": return .flag(true)
      case "0", "no", "false", "否": return .flag(false)
      default: return nil
      }
    case .position:
      let parts = cell.split(whereSeparator: { $0 == " " || $0 == "," })
      guard parts.count == 2, let longitude = ExactDecimal(parts[0]),
        let latitude = ExactDecimal(parts[1])
      else { return nil }
      return .position(
        Coordinate(longitude: longitude.approximate, latitude: latitude.approximate))
    }
  }

  /// What to write instead.
  public var remedy: String {
    switch field.kind {
    case .integer, .row: "write a whole number"
    case .decimal: "write a number such as 12.5"
    case .date: "write a date as 2021-03-01"
    case .instant: "write a time as 2021-03-01 08:30"
    case .flag: "write yes or no"
    case .position: "write longitude and latitude in WGS-84 degrees, e.g. 120.865 30.033"
    case .text, .choice, .facility, .point, .place, .unit, .creditCode, .plate, .attachment:
      "write a value"
    }
  }
}
