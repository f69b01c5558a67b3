import AirQuality

/// Values of one scalar, each with the complaint that tells what was needed.
extension PlanReader {
  /// One line of text that a person may see.
  func text(_ value: Value, _ name: String, longest: Int = 400) -> String? {
    guard case .text(let text) = value.content else {
      log.error(
        value.location, "\(name) is \(value.kind) where a text is needed",
        "write one text, in quotes if it holds a colon or a comma")
      return nil
    }
    let trimmed = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    guard !trimmed.isEmpty else {
      log.error(value.location, "\(name) is empty", "write a text, or leave the key out")
      return nil
    }
    guard trimmed.unicodeScalars.count <= longest else {
      log.error(
        value.location, "\(name) is longer than \(longest) characters", "shorten it")
      return nil
    }
    guard !trimmed.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
    else {
      log.error(value.location, "\(name) holds a control character", "remove it")
      return nil
    }
    return trimmed
  }

  func id(_ value: Value, _ shape: IDShape, _ name: String) -> String? {
    guard case .text(let text) = value.content, shape.allows(text) else {
      log.error(value.location, "\(name) is \(value.kind), which cannot be an id", shape.remedy)
      return nil
    }
    return text
  }

  /// `{zh: …, en: …}`, both given.
  func label(_ table: Table, _ key: String = "label") -> Label? {
    guard
      let value = table.required(key, "add \(key): {zh: …, en: …}; people see it in both languages")
    else { return nil }
    return label(value, "the \(key) of \(table.name)")
  }

  func label(_ value: Value, _ name: String) -> Label? {
    guard let table = Table(value, name, .label, log: log) else { return nil }
    let zh = table.required("zh", "add the Chinese text").flatMap { text($0, "\(name) (zh)") }
    let en = table.required("en", "add the English text").flatMap { text($0, "\(name) (en)") }
    guard let zh, let en else { return nil }
    return Label(zh: zh, en: en)
  }

  /// One text, or a text for each language, as printed after a number.
  func printedUnit(_ value: Value, _ name: String) -> Label? {
    guard case .table = value.content else {
      return text(value, name, longest: Self.longestUnit)
        .map { .same(MeasuringUnit.canonical($0)) }
    }
    guard let table = Table(value, name, .unitLabel, log: log) else { return nil }
    let zh = table.required("zh", "add the Chinese text").flatMap {
      text($0, "\(name) (zh)", longest: Self.longestUnit)
    }
    let en = table.required("en", "add the English text").flatMap {
      text($0, "\(name) (en)", longest: Self.longestUnit)
    }
    guard let zh, let en else { return nil }
    return Label(zh: MeasuringUnit.canonical(zh), en: MeasuringUnit.canonical(en))
  }

  static let longestUnit = 16

  func duration(_ value: Value, _ name: String, atLeast: Int = 0) -> Int? {
    guard case .text(let text) = value.content, let duration = ParsedDuration(text) else {
      log.error(
        value.location, "\(name) is \(value.kind), which is no duration", ParsedDuration.remedy)
      return nil
    }
    guard duration.seconds >= atLeast else {
      log.error(
        value.location, "\(name) is \(value.kind), which is too short",
        "write at least \(atLeast) s")
      return nil
    }
    return duration.seconds
  }

  func amount(_ value: Value, _ name: String) -> ParsedAmount? {
    guard case .text(let text) = value.content, let amount = ParsedAmount(text) else {
      log.error(value.location, "\(name) is \(value.kind), which is no amount", ParsedAmount.remedy)
      return nil
    }
    return amount
  }

  /// An amount as a number in the wanted unit. A pure number has no unit to write.
  func amount(_ value: Value, in unit: String, _ name: String) -> ExactDecimal? {
    guard let amount = amount(value, name) else { return nil }
    guard let number = amount.number(in: unit) else {
      let found = amount.unit.isEmpty ? "has no unit" : "is in \(Value.shortened(amount.unit))"
      log.error(
        value.location, "\(name) \(found)",
        unit.isEmpty ? "write a pure number" : "write it in \(unit)")
      return nil
    }
    return number
  }

  func decimal(_ value: Value, _ name: String) -> ExactDecimal? {
    guard case .text(let text) = value.content, let number = ExactDecimal(text) else {
      log.error(
        value.location, "\(name) is \(value.kind) where a number is needed",
        "write plain decimal digits, such as 1.20")
      return nil
    }
    return number
  }

  /// A whole number of a range.
  func whole(_ value: Value, _ name: String, in range: ClosedRange<Int>) -> Int? {
    guard case .text(let text) = value.content, let number = Int(text), range.contains(number)
    else {
      log.error(
        value.location, "\(name) is \(value.kind)",
        "write a whole number from \(range.lowerBound) to \(range.upperBound)")
      return nil
    }
    return number
  }

  /// `2021-07-01`, of the plan's calendar.
  func day(_ value: Value, _ name: String) -> CalendarDay? {
    guard case .text(let text) = value.content, let day = CalendarDay(text),
      day.description == text, Self.years.contains(day.year)
    else {
      log.error(
        value.location, "\(name) is \(value.kind), which is no day",
        "write year, month and day that the calendar has, such as 2021-07-01")
      return nil
    }
    return day
  }

  static let years = 1990...2100

  func flag(_ value: Value, _ name: String) -> Bool? {
    switch value.content {
    case .text("true"): return true
    case .text("false"): return false
    default:
      log.error(value.location, "\(name) is \(value.kind)", "write true or false")
      return nil
    }
  }

  /// One word of a fixed list.
  func word<T: RawRepresentable>(_ value: Value, _ name: String, among all: [T]) -> T?
  where T.RawValue == String {
    let words = all.map(\.rawValue)
    if case .text(let text) = value.content, let index = words.firstIndex(of: text) {
      return all[index]
    }
    log.error(value.location, "\(name) cannot be \(value.kind)", suggestion(value, among: words))
    return nil
  }

  /// "did you mean …?" or the whole list.
  func suggestion(_ value: Value, among words: [String], else remedy: String? = nil) -> String {
    if case .text(let text) = value.content, let near = Nearest.word(to: text, among: words) {
      return "did you mean \"\(near)\"?"
    }
    if let remedy { return remedy }
    switch words.count {
    case 0: return "there is none to name yet"
    case 1: return "write \(words[0])"
    default: return "write one of \(words.joined(separator: ", "))"
    }
  }

  func list(_ value: Value, _ name: String) -> [Value]? {
    guard case .list(let items) = value.content else {
      log.error(
        value.location, "\(name) is \(value.kind) where a list is needed", "put it in brackets: […]"
      )
      return nil
    }
    return items
  }

  /// `[longitude, latitude]` in degrees.
  func coordinate(_ value: Value, _ name: String) -> Coordinate? {
    guard case .list(let items) = value.content, items.count == 2,
      case .text(let first) = items[0].content, case .text(let second) = items[1].content,
      let longitude = ExactDecimal(first)?.approximate,
      let latitude = ExactDecimal(second)?.approximate
    else {
      log.error(
        value.location, "\(name) is no position",
        "write [longitude, latitude] in degrees, such as [120.868, 30.033]")
      return nil
    }
    guard abs(longitude) <= 180, abs(latitude) <= 90 else {
      let isSwapped = abs(latitude) <= 180 && abs(longitude) <= 90
      log.error(
        value.location, "\(name) lies outside the globe",
        isSwapped
          ? "longitude comes first: did you mean [\(second), \(first)]?"
          : "write [longitude, latitude] in degrees")
      return nil
    }
    return Coordinate(longitude: longitude, latitude: latitude)
  }
}
