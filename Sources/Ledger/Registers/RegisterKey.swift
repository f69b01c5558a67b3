import ActionPlan
import AirQuality
import GRDB

/// The fields that together name a row of a register.
struct RegisterKey {
  let register: Register
  let fields: [Field]
  private let query: String

  /// `nil` where the register has no key.
  init?(_ register: Register) {
    let fields = register.key.compactMap { register.field($0) }
    guard !fields.isEmpty else { return nil }
    self.register = register
    self.fields = fields
    let condition = fields.map { "\(RegisterStore.column($0)) = ?" }.joined(separator: " AND ")
    query = """
      SELECT row_id FROM \(RegisterTable(register: register).rows)
      WHERE \(condition) AND row_id IS NOT ?
      """
  }

  /// The row that has these values; `nil` where there is none or a field of the key is empty.
  func row(
    of values: [String: FieldValue], in db: Database, but other: Int64? = nil
  ) throws -> Int64? {
    guard let bound = columns(of: values) else { return nil }
    return try Int64.fetchOne(
      db.cachedStatement(sql: query), arguments: StatementArguments(bound + [other]))
  }

  /// A row's code, of a key of one text, that is this one with zeros in front.
  func codeWithZeros(_ code: String, in db: Database) throws -> String? {
    let zeros = (1...6).map { String(repeating: "0", count: $0) + code }
    let column = RegisterStore.column(fields[0])
    return try String.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT \(column) FROM \(RegisterTable(register: register).rows)
          WHERE \(column) IN (?, ?, ?, ?, ?, ?)
          """), arguments: StatementArguments(zeros))
  }

  /// What the columns of the key hold; `nil` where one is empty.
  func columns(
    of values: [String: FieldValue]
  ) -> [(any DatabaseValueConvertible)?]? {
    var bound: [(any DatabaseValueConvertible)?] = []
    for field in fields {
      let value = RegisterStore.canonical(values[field.id], of: field)
      switch value {
      case .null: return nil
      case .decimal(let number): bound.append(number.approximate)
      case let value: bound.append(value.columns(of: field)[0])
      }
    }
    return bound
  }
}
