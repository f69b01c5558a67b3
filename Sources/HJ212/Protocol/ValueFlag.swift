/// The sign that an instrument sets beside a value (`*-Flag`).
///
/// The standard's table may be extended: a sign that is in none of them is kept as sent, means
/// nothing here, and its value is not valid.
///
/// - Source: HJ 212-2017, table 8; HJ/T 212-2005, table of data flags.
public struct ValueFlag: RawRepresentable, Sendable, Hashable {
  public let rawValue: String

  public init(rawValue: String) { self.rawValue = rawValue }

  /// What a sign says in an edition.
  public struct Meaning: Sendable, Hashable {
    public let chinese: String
    public let english: String
    /// Whether the value may enter means and limits.
    public let isValid: Bool
  }

  /// - Returns: `nil` for a sign that the edition does not define.
  public func meaning(in edition: Edition) -> Meaning? {
    (edition == .of2005 ? Self.of2005 : Self.since2017)[rawValue]
  }

  /// Every sign of an edition, in the standard's order.
  public static func all(of edition: Edition) -> [ValueFlag] {
    (edition == .of2005 ? order2005 : order2017).map(ValueFlag.init)
  }

  private static let order2005 = ["P", "F", "C", "M", "T", "D", "S", "N", "0", "1", "2", "3"]
  private static let order2017 = ["N", "F", "M", "S", "D", "C", "T", "B"]

  private static let since2017: [String: Meaning] = [
    "N": Meaning(chinese: "在线监控（监测）仪器仪表工作正常", english: "works", isValid: true),
    "F": Meaning(chinese: "仪器仪表停运", english: "stopped", isValid: false),
    "M": Meaning(chinese: "处于维护期间产生的数据", english: "maintenance", isValid: false),
    "S": Meaning(chinese: "手工输入的设定值", english: "typed by hand", isValid: false),
    "D": Meaning(chinese: "仪器仪表故障", english: "fault", isValid: false),
    "C": Meaning(chinese: "仪器仪表处于校准状态", english: "calibrating", isValid: false),
    "T": Meaning(chinese: "采样数值超过测量上限", english: "above the range", isValid: false),
    "B": Meaning(chinese: "与数采仪通讯异常", english: "no link to the logger", isValid: false),
  ]

  /// 0 to 3 are those of ambient air stations.
  private static let of2005: [String: Meaning] = [
    "P": Meaning(chinese: "电源故障", english: "power failure", isValid: false),
    "F": Meaning(chinese: "排放源停运", english: "source stopped", isValid: false),
    "C": Meaning(chinese: "校验", english: "calibrating", isValid: false),
    "M": Meaning(chinese: "维护", english: "maintenance", isValid: false),
    "T": Meaning(chinese: "超测上限", english: "above the range", isValid: false),
    "D": Meaning(chinese: "故障", english: "fault", isValid: false),
    "S": Meaning(chinese: "设定值", english: "set value", isValid: false),
    "N": Meaning(chinese: "正常", english: "normal", isValid: true),
    "0": Meaning(chinese: "空气站：校准数据", english: "air station: calibration", isValid: false),
    "1": Meaning(chinese: "空气站：气象参数", english: "air station: weather", isValid: false),
    "2": Meaning(chinese: "空气站：异常数据", english: "air station: abnormal", isValid: false),
    "3": Meaning(chinese: "空气站：正常数据", english: "air station: normal", isValid: true),
  ]
}

/// State of a piece of treatment equipment (`SBn-RS`).
///
/// - Source: HJ 212-2017, table 4; HJ/T 212-2005 has 0 and 1 only.
public enum EquipmentState: Int, Sendable, Hashable, CaseIterable {
  case off, running, calibrating, maintenance, alarm, blowBack

  public var chinese: String {
    switch self {
    case .off: "关闭"
    case .running: "运行"
    case .calibrating: "校准"
    case .maintenance: "维护"
    case .alarm: "报警"
    case .blowBack: "反吹"
    }
  }

  public var english: String {
    switch self {
    case .off: "off"
    case .running: "running"
    case .calibrating: "calibrating"
    case .maintenance: "maintenance"
    case .alarm: "alarm"
    case .blowBack: "blow-back"
    }
  }

  public func isIn(_ edition: Edition) -> Bool { edition != .of2005 || rawValue < 2 }
}
