import ActionPlan
import AirQuality
import Ledger

/// A plan's filter over rows in words: `结果 为 不合格，且 抽检日期 不早于 2021-07-01`.
struct FilterWording: Sendable {
  let register: Register
  let plan: Plan
  let texts: Texts

  func text(_ filter: RowFilter) -> String { text(filter.predicate) }

  private func text(_ predicate: Predicate) -> String {
    switch predicate {
    case .compare(let left, let comparison, let right):
      let field = fieldOf(left) ?? fieldOf(right)
      return texts(
        "registers.filter-\(comparison.code)",
        ["left": text(left, beside: field), "right": text(right, beside: field)])
    case .isEmpty(let field):
      return texts("registers.filter-empty", ["left": name(field)])
    case .isOne(let operand, let literals):
      let field = fieldOf(operand)
      return texts(
        "registers.filter-one",
        [
          "left": text(operand, beside: field),
          "right": literals.map { text($0, beside: field) }
            .joined(separator: texts("layout.separator")),
        ])
    case .all(let parts): return joined(parts, by: "registers.filter-and")
    case .any(let parts): return joined(parts, by: "registers.filter-or")
    case .not(.isEmpty(let field)):
      return texts("registers.filter-filled", ["left": name(field)])
    case .not(let other): return texts("registers.filter-not", ["left": text(other)])
    }
  }

  private func joined(_ parts: [Predicate], by key: String) -> String {
    parts.map { part in
      switch part {
      case .all, .any: "(\(text(part)))"
      default: text(part)
      }
    }.joined(separator: texts(key))
  }

  private func fieldOf(_ operand: Predicate.Operand) -> Field? {
    if case .field(let id) = operand { return register.field(id) }
    return nil
  }

  private func name(_ field: String) -> String {
    register.field(field).map { texts($0.label) } ?? field
  }

  private func text(_ operand: Predicate.Operand, beside field: Field?) -> String {
    switch operand {
    case .field(let id): return name(id)
    case .literal(let literal): return text(literal, beside: field)
    case .today(let days):
      if days == 0 { return texts("registers.filter-today") }
      let key = days < 0 ? "registers.filter-before" : "registers.filter-after"
      return texts(key, ["days": "\(abs(days))"])
    }
  }

  private func text(_ literal: Predicate.Literal, beside field: Field?) -> String {
    switch literal {
    case .text(let text):
      let words = RegisterWording(plan: plan, texts: texts)
      return field.map { words.text(.text(text), of: $0) } ?? text
    case .number(let number):
      return [number.description, field?.unit.map { texts($0) } ?? ""].filter { !$0.isEmpty }
        .joined(separator: " ")
    case .flag(let isSet): return texts(isSet ? "registers.yes" : "registers.no")
    case .day(let day): return "\(day)"
    }
  }
}

extension Predicate.Comparison {
  /// Key of the catalogue.
  fileprivate var code: String {
    switch self {
    case .equal: "equal"
    case .unequal: "unequal"
    case .less: "less"
    case .atMost: "at-most"
    case .greater: "greater"
    case .atLeast: "at-least"
    }
  }
}
