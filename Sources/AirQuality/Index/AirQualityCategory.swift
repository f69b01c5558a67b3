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

  /// What people may do about it, in our own words after the standard's advice.
  public var chineseAdvice: String {
    switch self {
    case .excellent: "空气令人满意，各类人群可正常活动。"
    case .good: "极少数异常敏感人群减少户外活动。"
    case .lightlyPolluted: "儿童、老年人及心脏病、呼吸系统疾病患者减少长时间、高强度的户外锻炼。"
    case .moderatelyPolluted: "儿童、老年人及心脏病、呼吸系统疾病患者避免长时间、高强度的户外锻炼，一般人群适量减少户外运动。"
    case .heavilyPolluted: "儿童、老年人及心脏病、肺病患者留在室内，停止户外运动，一般人群减少户外运动。"
    case .severelyPolluted: "儿童、老年人和病人留在室内，避免体力消耗，一般人群避免户外活动。"
    }
  }

  /// What people may do about it, in our own words after the standard's advice.
  public var englishAdvice: String {
    switch self {
    case .excellent: "The air is clean: no limits to what anybody does outdoors."
    case .good: "The very few who are hypersensitive spend less time outdoors."
    case .lightlyPolluted:
      "Children, the elderly and people with heart or airway disease cut long, hard exercise outdoors."
    case .moderatelyPolluted:
      "Children, the elderly and people with heart or airway disease avoid long, hard exercise "
        + "outdoors; everybody else does a little less."
    case .heavilyPolluted:
      "Children, the elderly and people with heart or lung disease stay in and stop sport outdoors; "
        + "everybody else does less."
    case .severelyPolluted:
      "Children, the elderly and the sick stay in and rest; everybody else avoids going out."
    }
  }

  public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}
