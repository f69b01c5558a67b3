import ActionPlan

/// How a register lies in SQL: one STRICT table, a column for each field, so that anyone can check
/// an indicator by hand.
///
/// Everybody reads the rows through a view of the register's name, which leaves out the rows of an
/// import until all of them are there. Beside the table lies an index of its texts (`SearchText`).
///
/// What the plan may change (required, bounds, choices) is checked in Swift; what it may not (the
/// kind of a field) is a column's type and CHECK.
struct RegisterTable {
  let register: Register

  init(register: Register) { self.register = register }

  /// Only its names.
  init(named id: String) {
    register = Register(
      id: id, label: Label(zh: id, en: id), clause: nil, role: nil, fields: [])
  }

  private static func rowsName(of register: String) -> String {
    "rows_of_" + register.replacing("-", with: "_")
  }

  private var stem: String { register.id.replacing("-", with: "_") }

  /// The view, e.g. `register_equipment_pairs`.
  var name: String { Self.quoted("register_" + stem) }

  /// The table beneath it, unquoted.
  var rowsName: String { Self.rowsName(of: register.id) }
  var rows: String { Self.quoted(rowsName) }

  /// What changed rows were before an import that is being written, unquoted.
  var beforeName: String { "before_of_" + stem }
  var before: String { Self.quoted(beforeName) }

  /// The index of the texts, which has no copy of them.
  var search: String { Self.quoted("search_of_" + stem) }

  static let rowColumns = ["row_id", "row_version", "row_created_at", "row_changed_at"]

  /// The columns of a field as written, in the order `FieldValue.columns` gives their values.
  static func columns(of field: Field) -> [String] {
    let name = field.id.replacing("-", with: "_")
    return switch field.kind {
    case .decimal: [name + "_as_written"]
    case .position: [name + "_longitude", name + "_latitude"]
    default: [name]
    }
  }

  /// The column that SQL compares, counts and adds.
  static func comparedColumn(of field: Field) -> String {
    field.kind == .decimal ? field.id.replacing("-", with: "_") : columns(of: field)[0]
  }

  /// Every column a field brings, also a computed one.
  static func allColumns(of field: Field) -> [String] {
    let name = field.id.replacing("-", with: "_")
    return field.kind == .decimal ? [name + "_as_written", name] : columns(of: field)
  }

  /// Definitions for `CREATE TABLE` and `ALTER TABLE ADD COLUMN`, in the order of `allColumns`.
  static func definitions(of field: Field) -> [String] {
    let names = allColumns(of: field).map(quoted)
    let name = names[0]
    switch field.kind {
    case .text, .choice, .place, .unit, .creditCode, .plate, .attachment:
      return ["\(name) TEXT"]
    case .facility: return ["\(name) TEXT REFERENCES facility (id)"]
    case .point: return ["\(name) TEXT REFERENCES monitoring_point (id)"]
    case .integer, .instant: return ["\(name) INTEGER"]
    case .row(let other):
      return ["\(name) INTEGER REFERENCES \(quoted(rowsName(of: other))) (row_id)"]
    case .flag: return ["\(name) INTEGER CHECK (\(name) IN (0, 1))"]
    case .date:
      return ["\(name) TEXT CHECK (\(name) GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]')"]
    case .decimal:
      // Exact as written beside a number that SQL can compare and add.
      return [
        "\(name) TEXT", "\(names[1]) REAL GENERATED ALWAYS AS (CAST(\(name) AS REAL)) VIRTUAL",
      ]
    case .position:
      return [
        "\(name) REAL CHECK (\(name) BETWEEN -180 AND 180)",
        "\(names[1]) REAL CHECK (\(names[1]) BETWEEN -90 AND 90)",
      ]
    }
  }

  var createSQL: String {
    let own = [
      "row_id INTEGER PRIMARY KEY AUTOINCREMENT",
      "row_version INTEGER NOT NULL CHECK (row_version > 0)",
      "row_created_at INTEGER NOT NULL",
      "row_changed_at INTEGER NOT NULL",
    ]
    let columns = own + register.fields.flatMap(Self.definitions)
    return "CREATE TABLE \(rows) (\n  \(columns.joined(separator: ",\n  "))\n) STRICT"
  }

  /// All columns of the view.
  var viewColumns: String {
    (Self.rowColumns + register.fields.flatMap(Self.allColumns)).map(Self.quoted)
      .joined(separator: ", ")
  }

  var createViewSQL: String { "CREATE VIEW \(name) AS SELECT \(viewColumns) FROM \(rows)" }

  var createSearchSQL: String {
    """
    CREATE VIRTUAL TABLE \(search) USING fts5(
      pieces, content = '', columnsize = 0, tokenize = 'ascii')
    """
  }

  /// Fields whose text is found by a piece of it.
  var searchedFields: [Field] {
    register.fields.filter { field in
      switch field.kind {
      case .text, .creditCode, .plate: true
      default: false
      }
    }
  }

  /// Field ids are checked by the plan's reader to be letters, digits and hyphens; quoted besides.
  static func quoted(_ identifier: String) -> String {
    if !identifier.utf8.contains(0x22) { return "\"\(identifier)\"" }
    return "\"" + identifier.replacing("\"", with: "\"\"") + "\""
  }
}
