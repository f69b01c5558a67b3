public import ActionPlan
public import GRDB

/// What a plan's checks and queries read of a register beyond what its lists and rules need: each has an
/// index made for it.
struct RegisterUses: Hashable {
  /// Texts that rows are found by as plates and codes are (`PlainCode`). Field ids.
  private(set) var codes: Set<String> = []
  /// Columns that a query reads together, in the register's order.
  private(set) var readings: Set<[String]> = []

  /// Columns of one reading; an index of more is hardly smaller than the rows.
  private static let widest = 6

  init() {}

  init(of register: Register, in plan: Plan) {
    for check in plan.checks {
      for (id, field) in check.kind.lookUps
      where id == register.id && register.field(field)?.kind == .text {
        codes.insert(field)
      }
    }
    for indicator in plan.indicators {
      guard case .query(let sql) = indicator.measure else { continue }
      if let columns = Self.columns(of: register, readBy: sql) { readings.insert(columns) }
    }
  }

  /// The columns as written of the fields that a query names; nil where it reads another register, or
  /// two, or too much.
  static func columns(of register: Register, readBy sql: String) -> [String]? {
    let words = sql.lowercased().split {
      !($0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_"))
    }
    let views = words.filter { $0.hasPrefix("published_") }
    guard views == ["published_" + register.id.replacing("-", with: "_")[...]] else { return nil }
    let named = Set(words)
    let columns = register.fields.filter { field in
      field.kind != .position && field.kind != .attachment
        && RegisterTable.allColumns(of: field).contains { named.contains($0.lowercased()[...]) }
    }.flatMap(RegisterTable.columns)
    return (1...widest).contains(columns.count) ? columns : nil
  }
}

extension RegisterStore {
  /// What a query of a plan's own reads of a register, as it stands behind FROM: by the index that was
  /// made for it, where it has one. Has the columns `row_id` and `exactColumn` of the fields it names.
  ///
  /// - Parameter db: in the transaction in which it is read.
  public static func source(
    of register: Register, for sql: String, in db: Database
  ) throws -> String {
    let table = RegisterTable(register: register)
    guard let columns = RegisterUses.columns(of: register, readBy: sql),
      try ImportStage.open(register.id, in: db) == nil
    else { return table.name }
    let index = RegisterIndexes.readingName(columns, of: table)
    let isThere = try Bool.fetchOne(
      db,
      sql: "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE type = 'index' AND name = ?)",
      arguments: [index])
    return isThere == true
      ? "\(table.rows) INDEXED BY \(RegisterTable.quoted(index))" : table.name
  }
}

extension Check.Kind {
  /// Register and field by which rows are looked up.
  fileprivate var lookUps: [(register: String, field: String)] {
    switch self {
    case .gate(let gate): gate.lookUps.map { ($0.register, $0.by) }
    case .label(let label): [(label.register, label.by)]
    case .retest(let retest): [retest.tests, retest.repairs].map { ($0.register, $0.plate) }
    case .admission, .draw: []
    }
  }
}
