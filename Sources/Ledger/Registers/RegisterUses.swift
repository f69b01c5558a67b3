import ActionPlan

/// What a plan's checks and queries read of a register beyond what its lists and rules need: each has an
/// index made for it.
struct RegisterUses: Hashable {
  /// Texts that rows are found by as plates and codes are (`PlainCode`). Field ids.
  private(set) var codes: Set<String> = []
  /// Columns that a query reads together, in the register's order. Quoted.
  private(set) var readings: Set<[String]> = []

  /// Columns of one reading; an index of more is no smaller than the rows.
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
      let words = Set(
        sql.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_")) })
      guard words.contains("published_" + register.id.replacing("-", with: "_")[...]) else {
        continue
      }
      let columns = register.fields.flatMap(RegisterTable.allColumns)
        .filter { words.contains($0.lowercased()[...]) }
      if (1...Self.widest).contains(columns.count) {
        readings.insert(columns.map(RegisterTable.quoted))
      }
    }
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
