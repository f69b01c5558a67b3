/// How long a step may take as plans write it: `2 h` by the clock, `3 working-days` or
/// `4 working-hours` by the plan's calendar.
struct ParsedLimit: Equatable {
  let limit: TimeLimit

  static let longestDays = 250
  static let longestHours = 2_000
  static let remedy =
    "write a whole number and s, min, h or d, such as \"5 min\", or working-hours or working-days, such as \"3 working-days\""

  /// `nil` where the text is no such limit, is empty or is longer than about a year.
  init?(_ text: String) {
    if let duration = ParsedDuration(text) {
      guard duration.seconds > 0 else { return nil }
      limit = .clock(duration.seconds)
      return
    }
    let parts = text.split(separator: " ", omittingEmptySubsequences: true)
    guard parts.count == 2, parts[0].utf8.count <= 4,
      parts[0].utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
      let count = Int(parts[0]), count > 0
    else { return nil }
    switch parts[1] {
    case "working-hour", "working-hours":
      guard count <= Self.longestHours else { return nil }
      limit = .working(count * 3600)
    case "working-day", "working-days":
      guard count <= Self.longestDays else { return nil }
      limit = .workingDays(count)
    default: return nil
    }
  }
}
