public import ActionPlan
public import GRDB

extension Facilities {
  /// What most of the facilities that a register's rows name are; nil where they name none.
  public static func usualKind(
    in register: Register, _ db: Database
  ) throws -> Facility.Kind? {
    let named = register.fields.filter { $0.kind == .facility }.map {
      "SELECT \(RegisterStore.column($0)) FROM \(RegisterStore.tableName(register))"
    }
    guard !named.isEmpty else { return nil }
    let kind = try String.fetchOne(
      db,
      sql: """
        SELECT kind FROM facility WHERE id IN (\(named.joined(separator: " UNION ")))
        GROUP BY kind ORDER BY count(*) DESC, kind LIMIT 1
        """)
    return kind.flatMap { Facility.Kind(rawValue: $0) }
  }
}
