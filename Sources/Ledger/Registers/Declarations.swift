public import ActionPlan
public import GRDB

/// A stop, a maintenance or a bypass that a facility declared beforehand.
public struct Declaration: Sendable, Hashable {
  /// Row of the declarations register.
  public let row: Int64
  public let facility: String
  /// A choice of the register's `kind`.
  public let kind: String
  /// The only point whose values it explains; nil for all of the facility's.
  public let point: String?
  /// Id of the only quantity that it explains; nil for all.
  public let factor: String?
  /// Epoch seconds, [from, until). Where it was withdrawn meanwhile, `until` is when.
  public let from: Int
  public let until: Int
  /// When the row was written: a declaration written after the fact explains nothing that a rule
  /// had already claimed.
  public let declaredAt: Int

  public init(
    row: Int64, facility: String, kind: String, point: String? = nil, factor: String? = nil,
    from: Int, until: Int, declaredAt: Int
  ) {
    self.row = row
    self.facility = facility
    self.kind = kind
    self.point = point
    self.factor = factor
    self.from = from
    self.until = until
    self.declaredAt = declaredAt
  }

  /// Whether it explains values of a point.
  public func explains(point: String, quantity: String) -> Bool {
    (self.point ?? point) == point && (factor ?? quantity) == quantity
  }

  public func isActive(at instant: Int) -> Bool { (from..<max(from, until)).contains(instant) }
}

/// The rows of the plan's declarations register.
public enum Declarations {
  /// Those of a facility that last at the instant; none where the plan has no such register.
  public static func active(
    facility: String, at instant: Int, plan: Plan, in db: Database
  ) throws -> [Declaration] {
    guard let register = plan.declarations else { return [] }
    return try RegisterStore.rows(register, where: "facility", is: facility, in: db)
      .compactMap(declaration).filter { $0.isActive(at: instant) }
  }

  /// All that end after the instant, by row.
  public static func endingAfter(
    _ instant: Int, plan: Plan, in db: Database
  ) throws -> [Declaration] {
    guard let register = plan.declarations else { return [] }
    return try RegisterStore.rows(register, where: "until", isAfter: instant, in: db)
      .compactMap(declaration)
  }

  private static func declaration(_ row: RegisterRow) -> Declaration? {
    guard let facility = row["facility"].text, let kind = row["kind"].text,
      let from = row["from"].instant, let until = row["until"].instant
    else { return nil }
    return Declaration(
      row: row.id, facility: facility, kind: kind, point: row["point"].text,
      factor: row["factor"].text, from: from,
      until: row["withdrawn"].instant.map { min($0, until) } ?? until,
      declaredAt: row.createdAt)
  }
}
