extension Note {
  /// What was found and how it was taken, in Chinese.
  public var chinese: String {
    switch kind {
    case .lowerCaseCRC: "CRC 用小写字母书写；标准用 A-F"
    case .modbusCRC: "CRC 是普通的 Modbus CRC-16，不是本标准的算法"
    case .shortLengthField: "数据段长度只有三位；应为四位"
    case .lengthCountsTail: "数据段长度多算了 6（CRC 与回车换行）；只计数据段"
    case .tailLineFeedOnly: "包尾只有换行；应为回车换行"
    case .tailCarriageReturnOnly: "包尾只有回车；应为回车换行"
    case .tailStars: "包尾是 **；应为回车换行"
    case .tailMissing: "没有包尾；应为回车换行"
    case .separatorMissingBeforeCP: "CP=&& 之前没有分号"
    case .commaInHeader: "数据段各字段之间用了逗号；应为分号"
    case .headerFieldRepeated: "数据段字段重复；取第一个"
    case .headerFieldUnknown: "数据段中有标准没有的字段；按原文保留"
    case .separatorBeforeClosing: "结尾的 && 之前有多余的分隔符"
    case .emptyItem: "数据区中有空项"
    case .blankInData: "数据区的项前后有空格；已去掉"
    case .commaForSemicolon: "不同项目之间用了逗号；应为分号"
    case .bareFlag: "数据区中的 Flag 没有因子编码；视为其余因子共用"
    case .splitWithoutNumbers: "Flag 表示分包，却没有 PNUM 和 PNO；按单包处理"
    case .requestNumberForm: "QN 不是 17 位时间；按文本处理"
    case .systemCodeForm: "ST 不是两位 0-9、A-Z；按文本处理"
    case .deviceNumberForm: "MN 既不是 24 位（2017）也不是 14 位（2005）；按文本处理"
    case .timeHasMilliseconds: "时间有 17 位；应为 14 位，毫秒已去掉"
    }
  }

  /// Which part of HJ 212-2017 says otherwise.
  public var clause: String {
    switch kind {
    case .lowerCaseCRC, .modbusCRC: Clause.checksum
    case .shortLengthField, .lengthCountsTail, .tailLineFeedOnly, .tailCarriageReturnOnly,
      .tailStars, .tailMissing:
      Clause.packet
    case .separatorMissingBeforeCP, .commaInHeader, .headerFieldRepeated, .headerFieldUnknown,
      .splitWithoutNumbers, .requestNumberForm, .deviceNumberForm:
      Clause.segment
    case .systemCodeForm: Clause.systemCodes
    case .separatorBeforeClosing, .emptyItem, .blankInData, .commaForSemicolon, .bareFlag,
      .timeHasMilliseconds:
      Clause.dataArea
    }
  }
}

/// Parts of HJ 212-2017 that several findings name.
enum Clause {
  static let packet = "HJ 212-2017 6.3, table 2"
  static let segment = "HJ 212-2017 table 3"
  static let dataArea = "HJ 212-2017 table 4"
  static let systemCodes = "HJ 212-2017 table 5"
  static let commands = "HJ 212-2017 table 9"
  static let checksum = "HJ 212-2017 Appendix A"
  static let exchange = "HJ 212-2017 6.1, 6.5"
  static let resends = "HJ 212-2017 table 1"
}
