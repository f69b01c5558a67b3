import AirQuality

/// Values beside a field.
extension FilterTypes {
  /// A value as one that the field can hold.
  func value(
    _ operand: FilterOperand, besides field: Field
  ) throws(FilterFault) -> Predicate.Operand {
    switch (field.kind, operand.kind) {
    case (.integer, .number(let number)), (.decimal, .number(let number)):
      return .literal(.number(number))
    case (.flag, .flag(let flag)): return .literal(.flag(flag))
    case (.date, .today(let days)), (.instant, .today(let days)): return .today(plusDays: days)
    case (.date, .text(let text)), (.instant, .text(let text)):
      return .literal(.day(try day(text, at: operand.offset)))
    case (.choice(let choices), .text(let text)):
      return .literal(.text(try known(text, choices.map(\.id), "choice", of: field, operand)))
    case (.place, .text(let text)):
      return .literal(.text(try known(text, places, "place", of: field, operand)))
    case (.unit, .text(let text)):
      return .literal(.text(try known(text, units, "unit", of: field, operand)))
    case (.text, .text(let text)), (.facility, .text(let text)), (.point, .text(let text)),
      (.row, .text(let text)), (.creditCode, .text(let text)), (.plate, .text(let text)):
      guard !text.isEmpty else {
        throw FilterFault(
          operand.offset, "compares \"\(field.id)\" with an empty text",
          "write \(field.id) is empty, or is not empty")
      }
      return .literal(.text(text))
    default: throw mismatch(operand, field)
    }
  }

  private func mismatch(_ operand: FilterOperand, _ field: Field) -> FilterFault {
    let found =
      "compares \"\(field.id)\" of kind \(field.kind.code) with \(operand.name)"
    let remedy =
      switch (field.kind, operand.kind) {
      case (.position, _), (.attachment, _): "write is empty or is not empty"
      case (_, .field): "list fixed values"
      case (.integer, .text(let text)), (.decimal, .text(let text)):
        ExactDecimal(text) == nil
          ? "write a number without quotes" : "write the number without quotes: \(text)"
      case (.integer, _), (.decimal, _): "write a number"
      case (.flag, _): "write true or false, without quotes"
      case (.date, _), (.instant, _): "write a day in quotes, such as '2021-07-01', or today - 30"
      case (.choice(let choices), _):
        "write one of \(choices.map { "'\($0.id)'" }.joined(separator: ", "))"
      default: "write a text in single quotes"
      }
    return FilterFault(operand.offset, found, remedy)
  }

  private func day(_ text: String, at offset: Int) throws(FilterFault) -> CalendarDay {
    guard let day = CalendarDay(text), day.description == text else {
      throw FilterFault(
        offset, "has '\(Value.shortened(text))' beside a date",
        "write a day the calendar has, such as '2021-07-01'")
    }
    return day
  }

  private func known(
    _ text: String, _ ids: [String]?, _ kind: String, of field: Field, _ operand: FilterOperand
  ) throws(FilterFault) -> String {
    guard let ids, !ids.contains(text) else { return text }
    let near = Nearest.word(to: text, among: ids)
    let isChoice = kind == "choice"
    throw FilterFault(
      operand.offset,
      isChoice
        ? "compares \"\(field.id)\" with '\(Value.shortened(text))', which is none of its choices"
        : "compares \"\(field.id)\" with '\(Value.shortened(text))', and there is no such \(kind)",
      near.map { "did you mean '\($0)'?" }
        ?? (ids.count <= 12
          ? "write one of \(ids.map { "'\($0)'" }.joined(separator: ", "))"
          : "write the id of a \(kind) as \(kind)s.yml declares it"))
  }
}
