public import ActionPlan
public import GRDB

/// Somebody who works for a unit, as the plan's register of officers has them.
public struct Officer: Sendable, Hashable {
  /// Row of the register.
  public let row: Int64
  public let name: String
  /// Unit id.
  public let unit: String
  public let phone: String?
  /// Number of the certificate of law enforcement 行政执法证, which documents need.
  public let certificate: String?
  /// Sign-in name of the account, where the officer has one.
  public let account: String?

  public init(
    row: Int64, name: String, unit: String, phone: String?, certificate: String?, account: String?
  ) {
    self.row = row
    self.name = name
    self.unit = unit
    self.phone = phone
    self.certificate = certificate
    self.account = account
  }
}

/// The rows of the register with the role officers; none where the plan has no such register.
public enum Officers {
  /// By name.
  public static func list(unit: String? = nil, plan: Plan, in db: Database) throws -> [Officer] {
    guard let register = plan.officers else { return [] }
    let rows =
      try unit.map { try RegisterStore.rows(register, where: "unit", is: $0, in: db) }
      ?? RegisterStore.rows(register, in: db)
    return rows.compactMap(officer).sorted { ($0.name, $0.row) < ($1.name, $1.row) }
  }

  /// The officer whose account it is; nil where the register names none.
  public static func find(
    account name: String, plan: Plan, in db: Database
  ) throws -> Officer? {
    guard let register = plan.officers else { return nil }
    return try RegisterStore.rows(register, where: "account", is: name, in: db).first
      .flatMap(officer)
  }

  /// The number of the certificate of whoever has the name; nil where nobody has one, or several people of
  /// that name have different ones.
  public static func certificate(
    of name: String, plan: Plan, in db: Database
  ) throws -> String? {
    guard let register = plan.officers else { return nil }
    let numbers = Set(
      try RegisterStore.rows(register, where: "officer", is: name, in: db)
        .compactMap { officer($0)?.certificate })
    return numbers.count == 1 ? numbers.first : nil
  }

  private static func officer(_ row: RegisterRow) -> Officer? {
    guard let name = row["officer"].text, let unit = row["unit"].text else { return nil }
    return Officer(
      row: row.id, name: name, unit: unit, phone: row["phone"].text,
      certificate: row["certificate"].text, account: row["account"].text)
  }
}
