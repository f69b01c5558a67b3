/// The class of what is watched (ST).
///
/// - Source: HJ 212-2017, table 5; 44 and 45 are of HJ 212-2025 as programs quote it. Codes of two
///   signs beginning with a letter are free for extensions.
public struct SystemCode: RawRepresentable, Sendable, Hashable {
  public let rawValue: String

  public init(rawValue: String) { self.rawValue = rawValue }

  /// The ranges of the standard's table.
  public enum Class: Sendable, Hashable {
    /// 10 to 29.
    case environment
    /// 30 to 49.
    case source
    /// 50 to 69.
    case process
    /// 91 to 99.
    case interaction
    /// A0 to Z9.
    case extensionCode
  }

  /// `nil` where the code is none of the standard's ranges, such as 80 of electricity boxes.
  public var kind: Class? {
    let bytes = Array(rawValue.utf8)
    guard bytes.count == 2, Ascii.isDigit(bytes[1]) else { return nil }
    if (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(bytes[0]) { return .extensionCode }
    switch Int(rawValue) {
    case .some(10...29): return .environment
    case .some(30...49): return .source
    case .some(50...69): return .process
    case .some(91...99): return .interaction
    default: return nil
    }
  }

  /// `nil` where no edition names the code.
  public var names: (chinese: String, english: String)? { Self.table[rawValue]?.names }

  /// Whether an edition names the code.
  public func isIn(_ edition: Edition) -> Bool {
    Self.table[rawValue].map { $0.since <= edition } ?? false
  }

  private struct Row: Sendable {
    let since: Edition
    let names: (chinese: String, english: String)

    init(_ since: Edition, _ chinese: String, _ english: String) {
      self.since = since
      names = (chinese, english)
    }
  }

  private static let table: [String: Row] = [
    "21": Row(.of2005, "地表水质量监测", "surface water"),
    "22": Row(.of2005, "空气质量监测", "ambient air"),
    "23": Row(.of2005, "声环境质量监测", "environmental noise"),
    "24": Row(.of2017, "地下水质量监测", "groundwater"),
    "25": Row(.of2017, "土壤质量监测", "soil"),
    "26": Row(.of2017, "海水质量监测", "sea water"),
    "27": Row(.of2017, "挥发性有机物监测", "volatile organic compounds"),
    "31": Row(.of2005, "大气环境污染源", "source of air pollution"),
    "32": Row(.of2005, "地表水体环境污染源", "source of surface-water pollution"),
    "33": Row(.of2005, "地下水体环境污染源", "source of groundwater pollution"),
    "34": Row(.of2005, "海洋环境污染源", "source of sea pollution"),
    "35": Row(.of2005, "土壤环境污染源", "source of soil pollution"),
    "36": Row(.of2005, "声环境污染源", "source of noise"),
    "37": Row(.of2005, "振动环境污染源", "source of vibration"),
    "38": Row(.of2005, "放射性环境污染源", "radioactive source"),
    "39": Row(.of2017, "工地扬尘污染源", "dust of a construction site"),
    "41": Row(.of2005, "电磁环境污染源", "electromagnetic source"),
    "44": Row(.of2025, "用电监测", "electricity"),
    "45": Row(.of2025, "关键生产工况", "key production conditions"),
    "51": Row(.of2017, "烟气排放过程监控", "flue-gas process"),
    "52": Row(.of2017, "污水排放过程监控", "waste-water process"),
    "91": Row(.of2005, "系统交互", "interaction"),
  ]
}
