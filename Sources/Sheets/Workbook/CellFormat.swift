import AirQuality

/// What kind of number a cell's format says it is.
///
/// - Source: ECMA-376-1:2016, 18.8.30 (numFmt), its formats of zh-cn among them.
enum CellFormat {
  case number, percent, date, dateAndTime, time
  /// A whole number shown with at least so many digits, as codes are: `00000`.
  case code(digits: Int)

  init(id: Int) {
    self =
      switch id {
      case 9, 10: .percent
      case 14...17, 27...31, 36, 50...54, 57, 58: .date
      case 22: .dateAndTime
      case 18...21, 32...35, 45...47, 55, 56: .time
      default: .number
      }
  }

  init(code: String) {
    let marks = Self.marks(of: code)
    let (hasDay, hasTime) = (
      marks.contains { "yd".contains($0) }, marks.contains { "hs".contains($0) }
    )
    self =
      switch (hasDay, hasTime) {
      case (true, true): .dateAndTime
      case (true, false): .date
      case (false, true): .time
      case (false, false):
        if marks.contains("%") {
          .percent
        } else if marks.utf8.count > 1, marks.allSatisfy({ $0 == "0" }) {
          .code(digits: min(marks.utf8.count, 30))
        } else if marks.contains("m"), !marks.contains(where: { "0#?".contains($0) }) {
          .date
        } else {
          .number
        }
      }
  }

  /// The first section's placeholders in small letters: what stands in quotes, behind a backslash or
  /// in brackets is no placeholder, but for the hours, minutes and seconds of a span of time.
  private static func marks(of code: String) -> String {
    var marks = ""
    var rest = code.lowercased()[...]
    // Otherwise the d of "Standard" and its like would be a day's.
    if ["general", "standard", "g/通用格式"].contains(rest) { return "" }
    while let mark = rest.popFirst(), mark != ";" {
      switch mark {
      case "\"": rest = rest.drop { $0 != "\"" }.dropFirst()
      case "\\", "_", "*": rest = rest.dropFirst()
      case "[":
        let inside = rest.prefix { $0 != "]" }
        rest = rest.dropFirst(inside.count + 1)
        if let first = inside.first, "hms".contains(first), inside.allSatisfy({ $0 == first }) {
          marks.append("s")
        }
      default: marks.append(mark)
      }
    }
    return marks
  }

  /// A cell's number as a table of text would give it.
  ///
  /// - Parameter text: as the sheet holds it: a binary number in up to 17 digits.
  func text(_ text: String, isFrom1904: Bool) -> String {
    switch self {
    case .number: Self.plain(text) ?? text
    case .percent: Self.plain(text, shift: 2).map { $0 + "%" } ?? text
    case .code(let digits):
      Self.plain(text).map { plain in
        guard plain.utf8.allSatisfy({ $0 >= UInt8(ascii: "0") }) else { return plain }
        return String(repeating: "0", count: max(0, digits - plain.utf8.count)) + plain
      } ?? text
    case .date, .dateAndTime, .time:
      moment(text, isFrom1904: isFrom1904) ?? Self.plain(text) ?? text
    }
  }

  /// A number without exponent in the 15 digits that Excel shows: 30.600000000000001 is 30.6.
  private static func plain(_ text: String, shift: Int = 0) -> String? {
    let parts = text.lowercased().split(separator: "e", maxSplits: 1)
    guard let written = parts.first, var exponent = parts.count == 2 ? Int(parts[1]) : 0,
      (-399..<400).contains(exponent)
    else { return nil }
    var digits: [Int] = []
    var (isNegative, sawPoint, sawDigit) = (false, false, false)
    for (place, mark) in written.enumerated() {
      switch mark {
      case "-" where place == 0: isNegative = true
      case "." where !sawPoint: sawPoint = true
      default:
        guard mark.isASCII, let digit = mark.wholeNumberValue else { return nil }
        sawDigit = true
        if !digits.isEmpty || digit > 0 { digits.append(digit) }
        if sawPoint { exponent -= 1 }
      }
    }
    guard sawDigit else { return nil }
    exponent += shift
    // As many decimals as digits: traces beyond are nothing that an instrument saw.
    let kept = max(0, min(15, digits.count + exponent + 15))
    if digits.count > kept {
      exponent += digits.count - kept
      let roundsUp = digits[kept] >= 5
      digits = Array(digits.prefix(kept))
      if roundsUp { exponent += increase(&digits) }
    }
    while exponent < 0, digits.last == 0 {
      digits.removeLast()
      exponent += 1
    }
    guard !digits.isEmpty else { return "0" }
    var plain = digits.map(String.init).joined()
    if exponent >= 0 {
      plain += String(repeating: "0", count: exponent)
    } else {
      let zeros = max(0, 1 - exponent - plain.count)
      plain = String(repeating: "0", count: zeros) + plain
      plain.insert(".", at: plain.index(plain.endIndex, offsetBy: exponent))
    }
    return (isNegative ? "-" : "") + plain
  }

  /// Adds one to the last digit; 1 where that makes a digit more, which is dropped again as a zero.
  private static func increase(_ digits: inout [Int]) -> Int {
    guard !digits.isEmpty else {
      digits = [1]
      return 0
    }
    var place = digits.count - 1
    while place >= 0, digits[place] == 9 {
      digits[place] = 0
      place -= 1
    }
    guard place < 0 else {
      digits[place] += 1
      return 0
    }
    digits[0] = 1
    return 1
  }

  /// Days since the end of 1899, rounded to the second: sheets count hours in binary fractions. Their
  /// 1900 has a 29 February, day 60, which never was; days before it are one less.
  private func moment(_ text: String, isFrom1904: Bool) -> String? {
    guard let serial = Double(text), serial >= 0, serial < 2_958_466 else { return nil }
    let total = Int((serial * 86_400).rounded())
    let (days, second) = (total / 86_400, total % 86_400)
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let clock =
      "\(two(second / 3_600)):\(two(second / 60 % 60))"
      + (second % 60 == 0 ? "" : ":\(two(second % 60))")
    if days == 0, case .time = self { return clock }
    guard isFrom1904 || days != 60 else { return nil }
    let start = isFrom1904 ? 24_107 : days > 0 && days < 60 ? 25_568 : 25_569
    let day = CalendarDay(dayNumber: days - start).description
    if case .date = self, second == 0 { return day }
    return "\(day) \(clock)"
  }
}
