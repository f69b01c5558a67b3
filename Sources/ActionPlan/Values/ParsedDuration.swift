/// A length of time as plans write it: `90 s`, `5 min`, `1 h`, `2 d`.
struct ParsedDuration: Equatable {
  let seconds: Int

  static let units: [(name: String, seconds: Int)] = [
    ("s", 1), ("min", 60), ("h", 3600), ("d", 86_400),
  ]
  static let longestSeconds = 366 * 86_400
  static let remedy = "write a whole number and s, min, h or d, such as \"5 min\", at most 366 d"

  /// `nil` where the text is no such duration or is longer than 366 days.
  init?(_ text: String) {
    let parts = text.split(separator: " ", omittingEmptySubsequences: true)
    guard parts.count == 2, parts[0].utf8.count <= 9,
      parts[0].utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
      let count = Int(parts[0]), let unit = Self.units.first(where: { $0.name == parts[1] })
    else { return nil }
    let (seconds, overflow) = count.multipliedReportingOverflow(by: unit.seconds)
    guard !overflow, seconds <= Self.longestSeconds else { return nil }
    self.seconds = seconds
  }
}
