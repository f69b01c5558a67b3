import ActionPlan
import Sheets

/// Which field each column of a table is.
struct ImportColumns: Sendable {
  /// The column that names a row by its number, where a register has no key.
  static let rowNames = ["行号", "row"]

  /// nil for the column of row numbers.
  let readers: [CellReader?]

  /// - Parameter faults: takes what does not fit, and what is wrong with the table itself.
  init(_ table: SheetTable, register: Register, plan: Plan, faults: inout ImportFaults) {
    for fault in table.faults {
      faults.add(
        ImportFault(
          file: table.file, sheet: table.sheet, line: fault.row, column: nil, found: fault.found,
          remedy: fault.remedy))
    }
    func fault(_ found: String, _ remedy: String) -> ImportFault {
      ImportFault(
        file: table.file, sheet: table.sheet, line: table.headerRow, column: nil, found: found,
        remedy: remedy)
    }
    var readers: [CellReader?] = []
    var fields: Set<String> = []
    for cell in table.header {
      let name = cell.trimmed
      guard
        let field = register.field(name)
          ?? register.fields.first(where: { $0.label.zh == name || $0.label.en == name })
      else {
        if !Self.rowNames.contains(name) {
          let known = register.fields.map(\.id).joined(separator: ", ")
          faults.add(fault(name, "name the columns \(known), or by their labels"))
        }
        readers.append(nil)
        continue
      }
      if !fields.insert(field.id).inserted { faults.add(fault(name, "name each column once")) }
      readers.append(CellReader(field: field, plan: plan))
    }
    for field in register.fields
    where !fields.contains(field.id) && (field.isRequired || register.key.contains(field.id)) {
      faults.add(fault("no column \(field.id)", "add it; it is required"))
    }
    self.readers = readers
  }
}
