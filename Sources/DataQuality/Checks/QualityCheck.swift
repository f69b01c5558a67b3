/// What can be wrong with what an instrument said.
public enum QualityCheck: String, Sendable, Hashable, Codable, CaseIterable {
  case constant, zero, negative
  case overRange = "over-range"
  case jump
  case cross
  case unitSlip = "unit-slip"
  case clock, gap, duplicate
  case agreement
  case flagMisuse = "flag-misuse"
  /// Kept just under the limit.
  case held
  /// Kept at a level, with a little noise.
  case frozen
  case capped
  /// Of a neighbour, or of an earlier time.
  case copied
}

/// What a check says of a span of a series.
public struct Suspicion: Sendable, Hashable {
  /// A number that the check went by, such as `hours` 12; words for it are the page's.
  public struct Ground: Sendable, Hashable, Codable {
    public let code: String
    public let value: String

    public init(_ code: String, _ value: String) {
      self.code = code
      self.value = value
    }

    /// Three significant digits.
    init(_ code: String, _ number: Double) { self.init(code, Self.text(number)) }

    init(_ code: String, _ number: Int) { self.init(code, String(number)) }

    static func text(_ number: Double) -> String {
      guard number.isFinite else { return "-" }
      guard number != 0 else { return "0" }
      var (scale, size) = (0, number.magnitude)
      while size < 100, scale < 6 { (scale, size) = (scale + 1, size * 10) }
      var power = 1.0
      for _ in 0..<scale { power *= 10 }
      let rounded = (number * power).rounded() / power
      return rounded == rounded.rounded() && rounded.magnitude < 1e15
        ? String(Int(rounded)) : String(rounded)
    }
  }

  public let check: QualityCheck
  /// UTC epoch seconds.
  public let from: Int
  public let until: Int
  public let grounds: [Ground]

  public init(check: QualityCheck, from: Int, until: Int, grounds: [Ground]) {
    self.check = check
    self.from = from
    self.until = until
    self.grounds = grounds
  }
}
