import ActionPlan
import Sheets

/// Which field each column of a table is.
struct ImportColumns: Sendable {
  /// The column that names a row by its number, where a register has no key.
  static let rowNames = ["行号", "row"]

  /// nil for the column of row numbers.
  let readers: [CellReader?]

  /// - Parameters:
  ///   - given: a field that needs no column; nil for none.
  ///   - faults: takes what does not fit, and what is wrong with the table itself.
  init(
    _ table: SheetTable, register: Register, plan: Plan, given: String? = nil,
    faults: inout ImportFaults
  ) {
    for fault in table.faults {
      faults.add(
        ImportFault(
          file: table.file, sheet: table.sheet, line: fault.row,
          column: Self.name(ofColumn: fault.column, in: table),
          found: Label(fault.found), remedy: Label(fault.remedy)))
    }
    func fault(_ found: Label, _ remedy: Label) -> ImportFault {
      ImportFault(
        file: table.file, sheet: table.sheet, line: table.headerRow, column: nil, found: found,
        remedy: remedy)
    }
    var readers: [CellReader?] = []
    var fields: Set<String> = []
    for cell in table.header {
      let name = cell.trimmed
      guard let field = Self.field(called: name, in: register) else {
        if !Self.rowNames.contains(name) {
          faults.add(fault(Label(zh: name, en: name), Self.names(of: register)))
        }
        readers.append(nil)
        continue
      }
      if !fields.insert(field.id).inserted {
        faults.add(
          fault(
            Label(zh: name, en: name),
            Label(zh: "这一列出现了两次，请只留一列", en: "name each column once")))
      }
      readers.append(CellReader(field: field, plan: plan))
    }
    for field in register.fields
    where !fields.contains(field.id) && field.id != given
      && (field.isRequired || register.key.contains(field.id))
    {
      faults.add(
        fault(
          Label(zh: "没有“\(field.label.zh)”列", en: "no column \(field.id)"),
          Label(zh: "请补上，这一列必填", en: "add it; it is required")))
    }
    self.readers = readers
  }

  /// Whether a text names a column of the register.
  static func isName(_ text: String, in register: Register) -> Bool {
    let name = text.trimmed
    return !name.isEmpty && (rowNames.contains(name) || field(called: name, in: register) != nil)
  }

  /// By id or label, also with the unit behind it as pages show it.
  private static func field(called name: String, in register: Register) -> Field? {
    if let field = register.field(name) { return field }
    if let field = register.fields.first(where: { $0.label.zh == name || $0.label.en == name }) {
      return field
    }
    let plain = SearchText.folded(name).trimmed
    return register.fields.first { field in
      guard let unit = field.unit else { return false }
      let units = Set([unit.zh, unit.en].map(SearchText.folded))
      return [field.label.zh, field.label.en].map(SearchText.folded).contains { label in
        units.contains { plain == "\(label)(\($0))" || plain == "\(label) (\($0))" }
      }
    }
  }

  private static func names(of register: Register) -> Label {
    Label(
      zh: "台账没有这一列；可用的列名：" + register.fields.map(\.label.zh).joined(separator: "、"),
      en: "name the columns " + register.fields.map(\.id).joined(separator: ", ")
        + ", or by their labels")
  }

  /// What the header calls a column; its letters where it has no name.
  private static func name(ofColumn letters: String?, in table: SheetTable) -> String? {
    guard let letters else { return nil }
    let number = letters.utf8.reduce(0) { $0 * 26 + Int($1) - 64 }
    guard table.header.indices.contains(number - 1), !table.header[number - 1].isEmpty else {
      return letters
    }
    return table.header[number - 1].trimmed
  }
}

extension Label {
  init(_ words: SheetWords) { self.init(zh: words.zh, en: words.en) }
}
