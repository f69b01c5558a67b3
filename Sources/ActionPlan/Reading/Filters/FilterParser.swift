import AirQuality

/// Reads the text of a filter against a register: what it gives can neither fail nor reach beyond the
/// register's rows.
struct FilterParser {
  /// Parentheses and nots inside each other.
  static let deepest = 32
  /// Conditions in one filter.
  static let mostConditions = 200

  let types: FilterTypes
  private let tokens: [FilterToken]
  private var at = 0
  private var depth = 0
  private var conditions = 0

  static func predicate(_ text: String, _ types: FilterTypes) throws(FilterFault) -> Predicate {
    var parser = FilterParser(types: types, tokens: try FilterLexer.tokens(of: text))
    guard parser.token.kind != .end else {
      throw FilterFault(0, "is empty", "write a condition, or leave the key out")
    }
    let predicate = try parser.alternatives()
    switch parser.token.kind {
    case .end: return predicate
    case .close:
      throw FilterFault(
        parser.token.offset, "closes a parenthesis that none opened", "remove the \")\"")
    default: throw Self.overlong(parser.token)
    }
  }

  /// Something stands after a whole condition.
  private static func overlong(_ token: FilterToken) -> FilterFault {
    if case .word(let word) = token.kind, ["and", "or"].contains(word.lowercased()) {
      return FilterFault(
        token.offset, "has \(token.name) in capitals", "write \(word.lowercased())")
    }
    return FilterFault(
      token.offset, "goes on with \(token.name)", "join conditions with and or or")
  }

  private init(types: FilterTypes, tokens: [FilterToken]) {
    self.types = types
    self.tokens = tokens
  }

  private var token: FilterToken { tokens[at] }

  /// The end stays what it is.
  private mutating func advance() { if at + 1 < tokens.count { at += 1 } }

  private mutating func take(_ kind: FilterToken.Kind) -> Bool {
    guard token.kind == kind else { return false }
    advance()
    return true
  }

  private mutating func alternatives() throws(FilterFault) -> Predicate {
    var parts = [try conjunction()]
    while take(.word("or")) { parts.append(try conjunction()) }
    return parts.count == 1 ? parts[0] : .any(parts)
  }

  private mutating func conjunction() throws(FilterFault) -> Predicate {
    var parts = [try negation()]
    while take(.word("and")) { parts.append(try negation()) }
    return parts.count == 1 ? parts[0] : .all(parts)
  }

  private mutating func negation() throws(FilterFault) -> Predicate {
    let start = token.offset
    let isNot = take(.word("not"))
    guard isNot || take(.open) else { return try condition() }
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.deepest else {
      throw FilterFault(start, "is nested deeper than \(Self.deepest)", "write it flatter")
    }
    if isNot { return .not(try negation()) }
    let inner = try alternatives()
    guard take(.close) else {
      throw FilterFault(
        token.offset, "has \(token.name) where a parenthesis is to be closed",
        "add \")\", or join conditions with and or or")
    }
    return inner
  }

  private mutating func condition() throws(FilterFault) -> Predicate {
    conditions += 1
    guard conditions <= Self.mostConditions else {
      throw FilterFault(
        token.offset, "has more than \(Self.mostConditions) conditions", "use in ('a', 'b')")
    }
    let left = try operand()
    switch token.kind {
    case .comparison(let comparison):
      advance()
      return try types.compare(left, comparison, try operand())
    case .word("in"):
      advance()
      return try types.isOne(left, of: try values())
    case .word("is"):
      advance()
      let isNot = take(.word("not"))
      guard take(.word("empty")) else {
        throw FilterFault(
          token.offset, "has \(token.name) after \"is\(isNot ? " not" : "")\"",
          "write is empty, is not empty, or compare with =")
      }
      let empty = try types.isEmpty(left)
      return isNot ? .not(empty) : empty
    case .word("not"):
      throw FilterFault(
        token.offset, "has \"not\" after what is compared", "put it first: not (… in (…))")
    default: throw types.lonely(left, before: token)
    }
  }

  /// A field, a value, or a day counted from today.
  private mutating func operand() throws(FilterFault) -> FilterOperand {
    let first = token
    advance()
    switch first.kind {
    case .text(let text): return FilterOperand(.text(text), first.offset)
    case .number(let number): return FilterOperand(.number(number), first.offset)
    case .plus, .minus:
      guard case .number(let number) = token.kind,
        let signed = first.kind == .minus ? number.multiplied(by: ExactDecimal(-1)) : number
      else {
        throw FilterFault(
          first.offset, "has \(first.name) before what is no number",
          "a sign stands before a number, or after today")
      }
      advance()
      return FilterOperand(.number(signed), first.offset)
    case .word("true"): return FilterOperand(.flag(true), first.offset)
    case .word("false"): return FilterOperand(.flag(false), first.offset)
    case .word("today"): return FilterOperand(.today(try days()), first.offset)
    case .word(let word) where !FilterToken.words.contains(word):
      return FilterOperand(.field(try types.field(word, at: first.offset)), first.offset)
    default:
      throw FilterFault(
        first.offset, "has \(first.name) where a field or a value is needed",
        "write a condition such as \(types.example)")
    }
  }

  /// What stands after `today`: `+ 30`, `- 30`, or nothing.
  private mutating func days() throws(FilterFault) -> Int {
    let sign = token
    guard sign.kind == .plus || sign.kind == .minus else { return 0 }
    advance()
    guard case .number(let number) = token.kind, number.scale == 0,
      (0...Int64(Self.mostDays)).contains(number.mantissa)
    else {
      throw FilterFault(
        token.offset, "has \(token.name) where a count of days is needed",
        "write whole days up to \(Self.mostDays), such as today - 30")
    }
    advance()
    return sign.kind == .minus ? -Int(number.mantissa) : Int(number.mantissa)
  }

  private static let mostDays = 36_600

  private mutating func values() throws(FilterFault) -> [FilterOperand] {
    guard take(.open) else {
      throw FilterFault(
        token.offset, "has \(token.name) after \"in\"", "write values in parentheses: in ('a', 'b')"
      )
    }
    var values: [FilterOperand] = []
    repeat {
      values.append(try operand())
      guard values.count <= Self.mostConditions else {
        throw FilterFault(
          token.offset, "lists more than \(Self.mostConditions) values", "list fewer")
      }
    } while take(.comma)
    guard take(.close) else {
      throw FilterFault(
        token.offset, "has \(token.name) in the list after \"in\"",
        "part values with commas and close the list with \")\"")
    }
    return values
  }
}
