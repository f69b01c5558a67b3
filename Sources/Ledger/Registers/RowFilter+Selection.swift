public import ActionPlan
public import AirQuality
public import GRDB

/// A WHERE condition over a register's columns.
public struct RowSelection: Sendable {
  /// In parentheses; its columns are those of `RegisterStore.tableName`.
  public let sql: String
  public let arguments: StatementArguments

  public init(sql: String, arguments: StatementArguments) {
    self.sql = sql
    self.arguments = arguments
  }

  /// All rows.
  public static let all = RowSelection(sql: "(1)", arguments: [])

  /// No row.
  static let none = RowSelection(sql: "(0)", arguments: [])

  /// What fulfils one of the two.
  func or(_ other: RowSelection) -> RowSelection {
    RowSelection(sql: "(\(sql) OR \(other.sql))", arguments: arguments + other.arguments)
  }

  /// What fulfils both.
  public func and(_ other: RowSelection) -> RowSelection {
    RowSelection(sql: "(\(sql) AND \(other.sql))", arguments: arguments + other.arguments)
  }
}

extension RowFilter {
  /// The filter as SQL: it selects the rows for which `holds` is true.
  ///
  /// - Parameters:
  ///   - register: whose fields the filter was checked against.
  ///   - today: the plan's local day of asking.
  ///   - utcOffsetSeconds: of the plan's local time.
  public func selection(
    of register: Register, today: CalendarDay, utcOffsetSeconds: Int
  ) -> RowSelection {
    var writer = SelectionWriter(
      register: register, today: today, utcOffsetSeconds: utcOffsetSeconds)
    let sql = writer.condition(predicate)
    return RowSelection(sql: sql, arguments: StatementArguments(writer.arguments))
  }
}

private struct SelectionWriter {
  let register: Register
  let today: CalendarDay
  let utcOffsetSeconds: Int
  var arguments: [(any DatabaseValueConvertible)?] = []

  mutating func condition(_ predicate: Predicate) -> String {
    switch predicate {
    case .compare(let left, let comparison, let right):
      let asInstant = isInstant(left) || isInstant(right)
      let (a, b) = (sql(left, asInstant: asInstant), sql(right, asInstant: asInstant))
      let sign = comparison == .unequal ? "<>" : comparison.rawValue
      return "(\(a) \(sign) \(b))"
    case .isEmpty(let id):
      guard let field = register.field(id) else { return "(1)" }
      return "(\(RegisterTable.quoted(RegisterTable.columns(of: field)[0])) IS NULL)"
    case .isOne(let operand, let literals):
      let asInstant = isInstant(operand)
      let left = sql(operand, asInstant: asInstant)
      let marks = literals.map { sql(.literal($0), asInstant: asInstant) }
      return "(\(left) IN (\(marks.joined(separator: ", "))))"
    case .all(let parts): return joined(parts, " AND ", empty: "(1)")
    case .any(let parts): return joined(parts, " OR ", empty: "(0)")
    case .not(let part):
      // A comparison with an empty field is NULL in SQL; its negation holds all the same.
      return "(\(condition(part)) IS NOT TRUE)"
    }
  }

  private mutating func joined(
    _ parts: [Predicate], _ separator: String, empty: String
  ) -> String {
    var conditions: [String] = []
    for part in parts { conditions.append(condition(part)) }
    return conditions.isEmpty ? empty : "(" + conditions.joined(separator: separator) + ")"
  }

  private func isInstant(_ operand: Predicate.Operand) -> Bool {
    guard case .field(let id) = operand else { return false }
    return register.field(id)?.kind == .instant
  }

  private mutating func sql(_ operand: Predicate.Operand, asInstant: Bool) -> String {
    switch operand {
    case .field(let id):
      guard let field = register.field(id) else { return "NULL" }
      let column = RegisterStore.column(field)
      return asInstant && field.kind == .date
        ? "(unixepoch(\(column)) - \(utcOffsetSeconds))" : column
    case .literal(.text(let text)): arguments.append(text)
    case .literal(.number(let number)):
      if number.scale == 0 {
        arguments.append(number.mantissa)
      } else {
        arguments.append(number.approximate)
      }
    case .literal(.flag(let flag)): arguments.append(flag)
    case .literal(.day(let day)): bind(day, asInstant: asInstant)
    case .today(let days): bind(today.adding(days: days), asInstant: asInstant)
    }
    return "?"
  }

  private mutating func bind(_ day: CalendarDay, asInstant: Bool) {
    if asInstant {
      arguments.append(day.dayNumber * 86_400 - utcOffsetSeconds)
    } else {
      arguments.append(CalendarDate(day).description)
    }
  }
}
