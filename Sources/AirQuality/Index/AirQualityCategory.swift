/// The six categories of the index. 空气质量指数类别
///
/// - Source: HJ 633-2012, Table 2 and Annex A; HJ 633-2026, Table 1 and Annex A.
public enum AirQualityCategory: Int, Sendable, Hashable, Codable, CaseIterable, Comparable {
  case excellent = 1
  case good, lightlyPolluted, moderatelyPolluted, heavilyPolluted, severelyPolluted

  /// The category of an index value; 0 counts as the first although the 2026 range begins at 1.
  public init(aqi: Int) {
    switch aqi {
    case ...50: self = .excellent
    case ...100: self = .good
    case ...150: self = .lightlyPolluted
    case ...200: self = .moderatelyPolluted
    case ...300: self = .heavilyPolluted
    default: self = .severelyPolluted
    }
  }

  /// 1 (一级)…6 (六级)
  public var level: Int { rawValue }

  public var chineseName: String {
    ["优", "良", "轻度污染", "中度污染", "重度污染", "严重污染"][rawValue - 1]
  }

  public var englishName: String {
    [
      "Excellent", "Good", "Lightly polluted", "Moderately polluted", "Heavily polluted",
      "Severely polluted",
    ][rawValue - 1]
  }

  /// `#RRGGBB` as the standard fixes it for screens.
  public var colour: String {
    ["#00E400", "#FFFF00", "#FF7E00", "#FF0000", "#99004C", "#7E0023"][rawValue - 1]
  }

  public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}
