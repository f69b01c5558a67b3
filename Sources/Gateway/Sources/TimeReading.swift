import ActionPlan
import AirQuality

extension DataSource.Time {
  /// The instant that a document's text names.
  ///
  /// - Returns: epoch seconds, 1970 to 9999; nil where the text has another form.
  func seconds(_ text: String) -> Int? {
    let text = text.trimmed
    switch form {
    case .epochSeconds: return Self.number(text, perSecond: 1)
    case .epochMilliseconds: return Self.number(text, perSecond: 1_000)
    case .pattern(let pattern): return pattern.seconds(text, utcOffsetSeconds: utcOffsetSeconds)
    case .rfc3339: return rfc3339(text)
    }
  }

  private static let latest = 253_402_300_799

  /// A fraction is left out.
  private static func number(_ text: String, perSecond: Int) -> Int? {
    let whole = text.prefix { $0 != "." }
    let fraction = text.dropFirst(whole.count).dropFirst()
    guard !whole.isEmpty, whole.utf8.count <= 15, whole.utf8.allSatisfy(\.isDigit),
      fraction.utf8.allSatisfy(\.isDigit), let number = Int(whole)
    else { return nil }
    let seconds = number / perSecond
    return seconds <= latest ? seconds : nil
  }

  /// Without an offset of its own it is the source's local time.
  private func rfc3339(_ text: String) -> Int? {
    let head = text.prefix(19)
    var rest = text.dropFirst(19)
    guard head.count == 19 else { return nil }
    if rest.first == "." {
      let digits = rest.dropFirst().prefix { $0.isASCII && $0.isNumber }
      guard !digits.isEmpty else { return nil }
      rest = rest.dropFirst(digits.count + 1)
    }
    guard let offset = offset(rest) else { return nil }
    let date = head.replacing(" ", with: "T")
    return Self.rfc.seconds(date, utcOffsetSeconds: offset)
  }

  private static let rfc: TimePattern = {
    guard let pattern = TimePattern("yyyy-MM-ddTHH:mm:ss") else {
      preconditionFailure("the pattern of RFC 3339 is one")
    }
    return pattern
  }()

  private func offset(_ text: Substring) -> Int? {
    if text.isEmpty { return utcOffsetSeconds }
    if text == "Z" || text == "z" { return 0 }
    let digits = text.dropFirst().replacing(":", with: "")
    guard text.first == "+" || text.first == "-", digits.utf8.count == 4,
      digits.utf8.allSatisfy(\.isDigit), let number = Int(digits), number % 100 < 60,
      number / 100 <= 14
    else { return nil }
    let seconds = number / 100 * 3_600 + number % 100 * 60
    return text.first == "-" ? -seconds : seconds
  }
}

extension TimePattern {
  /// - Returns: epoch seconds; nil where the text is not of the pattern or the calendar has no such day.
  func seconds(_ text: some StringProtocol, utcOffsetSeconds: Int) -> Int? {
    var (year, month, day, clock) = (0, 0, 0, 0)
    var rest = text[...]
    for part in parts {
      guard case .sign(let sign) = part else {
        let width = part == .year ? 4 : 2
        let digits = rest.prefix(width)
        guard digits.utf8.count == width, digits.utf8.allSatisfy(\.isDigit),
          let number = Int(digits)
        else { return nil }
        rest = rest.dropFirst(width)
        switch part {
        case .year: year = number
        case .month: month = number
        case .day: day = number
        case .hour where number <= 24: clock += number * 3_600
        case .minute where number < 60: clock += number * 60
        case .second where number < 60: clock += number
        default: return nil
        }
        continue
      }
      guard rest.popFirst() == sign else { return nil }
    }
    // 24:00 is the end of the day.
    guard rest.isEmpty, clock <= 86_400, year >= 1970, (1...12).contains(month),
      (1...CalendarDay.dayCount(ofMonth: month, in: year)).contains(day)
    else { return nil }
    let date = CalendarDay(year: year, month: month, day: day)
    return date.dayNumber * 86_400 + clock - utcOffsetSeconds
  }
}

extension UInt8 {
  fileprivate var isDigit: Bool { (0x30...0x39).contains(self) }
}

extension String {
  /// Without blanks at its ends.
  var trimmed: String {
    var rest = self[...]
    while rest.first?.isWhitespace == true { rest.removeFirst() }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return String(rest)
  }
}
