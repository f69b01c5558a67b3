/// A span of whole days or months as plans write it: `30 d`, `30 days`, `6 months`.
struct ParsedSpan: Equatable {
  let span: RowTrigger.Span

  static let longestDays = 3_660
  static let longestMonths = 120
  static let remedy =
    "write whole days or months, such as \"30 days\" or \"6 months\", at most ten years"

  /// `nil` where the text is no such span, is empty or is longer than ten years.
  init?(_ text: String) {
    let parts = text.split(separator: " ", omittingEmptySubsequences: true)
    guard parts.count == 2, parts[0].utf8.count <= 4,
      parts[0].utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
      let count = Int(parts[0]), count > 0
    else { return nil }
    switch parts[1] {
    case "d", "day", "days":
      guard count <= Self.longestDays else { return nil }
      span = .days(count)
    case "month", "months":
      guard count <= Self.longestMonths else { return nil }
      span = .months(count)
    default: return nil
    }
  }
}
