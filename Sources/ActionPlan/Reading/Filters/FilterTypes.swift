import AirQuality

/// One side of a comparison, with where it stands.
struct FilterOperand {
  enum Kind {
    case field(Field)
    case text(String)
    case number(ExactDecimal)
    case flag(Bool)
    case today(Int)
  }

  let kind: Kind
  let offset: Int

  init(_ kind: Kind, _ offset: Int) {
    self.kind = kind
    self.offset = offset
  }

  /// As a message names it.
  var name: String {
    switch kind {
    case .field(let field): "\"\(field.id)\""
    case .text(let text): "'\(Value.shortened(text))'"
    case .number(let number): "\(number)"
    case .flag(let flag): "\(flag)"
    case .today: "today"
    }
  }
}

/// Which comparisons make sense, by the kinds of a register's fields.
struct FilterTypes {
  let register: Register
  /// Ids of the plan; nil where some could not be read.
  let places: [String]?
  let units: [String]?

  /// A condition that the register's writer could write.
  var example: String {
    guard let field = register.fields.first else { return "field = 'value'" }
    return switch field.kind {
    case .integer, .decimal: "\(field.id) > 0"
    case .flag: "\(field.id) = true"
    case .date, .instant: "\(field.id) >= '2021-07-01'"
    case .choice(let choices): "\(field.id) = '\(choices.first?.id ?? "")'"
    default: "\(field.id) is not empty"
    }
  }

  func field(_ id: String, at offset: Int) throws(FilterFault) -> Field {
    if let field = register.field(id) { return field }
    let found = "names \"\(Value.shortened(id))\", which is no field of register \"\(register.id)\""
    let lower = id.lowercased()
    if FilterToken.words.contains(lower) {
      throw FilterFault(
        offset, "has \"\(Value.shortened(id))\" in capitals", "write \(lower) in small letters")
    }
    if id.hasPrefix("today-") || id.hasPrefix("today+") {
      throw FilterFault(offset, found, "put blanks around the sign: today - 30")
    }
    let near = Nearest.word(to: id, among: register.fields.map(\.id))
    let isChoice = register.fields.contains { field in
      if case .choice(let choices) = field.kind { choices.contains { $0.id == id } } else { false }
    }
    throw FilterFault(
      offset, found,
      isChoice
        ? "put values in single quotes: '\(id)'"
        : near.map { "did you mean \"\($0)\"?" }
          ?? "its fields are \(register.fields.map(\.id).joined(separator: ", "))")
  }

  func isEmpty(_ operand: FilterOperand) throws(FilterFault) -> Predicate {
    guard case .field(let field) = operand.kind else {
      throw FilterFault(
        operand.offset, "asks whether \(operand.name) is empty", "name a field before is")
    }
    return .isEmpty(field: field.id)
  }

  func isOne(
    _ operand: FilterOperand, of values: [FilterOperand]
  ) throws(FilterFault) -> Predicate {
    guard case .field(let field) = operand.kind else {
      throw FilterFault(
        operand.offset, "asks whether \(operand.name) is one of a list", "name a field before in")
    }
    var literals: [Predicate.Literal] = []
    for value in values {
      guard case .literal(let literal) = try self.value(value, besides: field) else {
        throw FilterFault(
          value.offset, "has \(value.name) in a list of values",
          "list fixed values; compare with \(value.name) by itself")
      }
      literals.append(literal)
    }
    return .isOne(.field(field.id), of: literals)
  }

  func compare(
    _ left: FilterOperand, _ comparison: Predicate.Comparison, _ right: FilterOperand
  ) throws(FilterFault) -> Predicate {
    switch (left.kind, right.kind) {
    case (.field(let a), .field(let b)):
      try checkAlike(a, b, at: right.offset)
      try checkOrder(a, comparison, at: left.offset)
      return .compare(.field(a.id), comparison, .field(b.id))
    case (.field(let field), _):
      let value = try value(right, besides: field)
      try checkOrder(field, comparison, at: left.offset)
      return .compare(.field(field.id), comparison, value)
    case (_, .field(let field)):
      let value = try value(left, besides: field)
      try checkOrder(field, comparison, at: right.offset)
      return .compare(value, comparison, .field(field.id))
    default:
      throw FilterFault(
        left.offset, "compares \(left.name) with \(right.name), and neither is a field",
        "name a field of register \"\(register.id)\" on one side")
    }
  }

  /// What to say of something that stands alone where a condition is needed.
  func lonely(_ operand: FilterOperand, before token: FilterToken) -> FilterFault {
    if case .field(let field) = operand.kind, field.kind == .flag {
      return FilterFault(
        operand.offset, "has the flag \"\(field.id)\" by itself", "write \(field.id) = true")
    }
    return FilterFault(
      token.offset, "has \(token.name) after \(operand.name)",
      "compare with =, !=, <, <=, >, >=, in (…), is empty or is not empty")
  }

  private func checkOrder(
    _ field: Field, _ comparison: Predicate.Comparison, at offset: Int
  ) throws(FilterFault) {
    if comparison == .equal || comparison == .unequal { return }
    switch field.kind {
    case .integer, .decimal, .date, .instant: return
    default:
      throw FilterFault(
        offset,
        "orders \"\(field.id)\", which is of kind \(field.kind.code) and has no order",
        "write =, != or in (…)")
    }
  }

  /// Two fields can be compared when they hold the same sort of thing.
  private func checkAlike(_ a: Field, _ b: Field, at offset: Int) throws(FilterFault) {
    func sort(_ kind: Field.Kind) -> String? {
      switch kind {
      case .integer, .decimal: "number"
      case .position, .attachment: nil
      case .row(let of): "row of \(of)"
      default: kind.code
      }
    }
    if let first = sort(a.kind), first == sort(b.kind) {
      guard first == "number", a.unit ?? .same("") != b.unit ?? .same("") else { return }
      throw FilterFault(
        offset,
        "compares \"\(a.id)\" in \(a.unit?.en ?? "no unit") with \"\(b.id)\" in \(b.unit?.en ?? "no unit")",
        "keep both in one unit")
    }
    throw FilterFault(
      offset,
      "compares \"\(a.id)\" of kind \(a.kind.code) with \"\(b.id)\" of kind \(b.kind.code)",
      "compare fields of one kind")
  }
}
