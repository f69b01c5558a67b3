public import ActionPlan
public import AirQuality

/// A data logger as the Ledger knows it. 数采仪
public struct DeviceRecord: Sendable, Hashable {
  /// The device number of HJ 212 (up to 24 characters).
  public let mn: String
  /// What it must send as `PW`.
  public var password: String
  public var label: Label
  /// Facility id.
  public var facility: String?
  /// The system type it sends in (`ST`), two digits; `nil` where any will do.
  public var st: String?
  public var isEnabled: Bool
  /// Takes the CRC of Modbus where the standard's does not fit.
  public var acceptsModbusCRC: Bool
  /// Greatest length of a data segment in bytes.
  public var segmentLimit: Int
  /// `2005`, `2017` or `2025`; `nil` where it is read from the frames.
  public var edition: String?
  public let isSimulated: Bool
  /// Seconds between its real-time uploads, as agreed; rules of silence and lateness read it.
  public var intervalSeconds: Int?
  public var manner: DeviceManner

  public init(
    mn: String, password: String, label: Label, facility: String? = nil, st: String? = nil,
    isEnabled: Bool = true, acceptsModbusCRC: Bool = false, segmentLimit: Int = 1024,
    edition: String? = nil, isSimulated: Bool = false, intervalSeconds: Int? = nil,
    manner: DeviceManner = DeviceManner()
  ) {
    self.mn = mn
    self.password = password
    self.label = label
    self.facility = facility
    self.st = st
    self.isEnabled = isEnabled
    self.acceptsModbusCRC = acceptsModbusCRC
    self.segmentLimit = segmentLimit
    self.edition = edition
    self.isSimulated = isSimulated
    self.intervalSeconds = intervalSeconds
    self.manner = manner
  }
}

/// What feeds a series: a raw key of a device, for a while.
public struct BindingRecord: Sendable, Hashable {
  public let mn: String
  /// The factor plus suffix exactly as sent, e.g. `a34004-Rtd`.
  public let rawKey: String
  /// The command it comes in, e.g. `2011`.
  public let cn: String
  /// Point id.
  public let point: String
  /// Quantity id of the plan.
  public let quantity: String
  /// `rtd`, `avg`, `min`, `max`, `cou`, `rs`.
  public let statistic: String
  /// Length of the statistic's window in seconds; 0 for `rtd` and `rs`.
  public let windowSeconds: Int
  /// Power of ten from the sent unit to the quantity's unit, -12…12.
  public let shift: Int
  /// A factor beside the power of ten, for units that differ by more.
  public let multiplier: ExactDecimal?
  /// Epoch seconds, by sample time; `until` is not included, `nil` for still.
  public let from: Int
  public let until: Int?

  public init(
    mn: String, rawKey: String, cn: String, point: String, quantity: String, statistic: String,
    windowSeconds: Int, shift: Int = 0, multiplier: ExactDecimal? = nil, from: Int = 0,
    until: Int? = nil
  ) {
    self.mn = mn
    self.rawKey = rawKey
    self.cn = cn
    self.point = point
    self.quantity = quantity
    self.statistic = statistic
    self.windowSeconds = windowSeconds
    self.shift = shift
    self.multiplier = multiplier
    self.from = from
    self.until = until
  }

  public static let statistics = ["rtd", "avg", "min", "max", "cou", "rs"]

  /// Feeds the same series in the same way, whenever.
  func feeds(likeOf other: BindingRecord) -> Bool {
    point == other.point && quantity == other.quantity && statistic == other.statistic
      && windowSeconds == other.windowSeconds && shift == other.shift
      && multiplier == other.multiplier
  }
}

public enum DeviceError: Error, Equatable, CustomStringConvertible {
  case badMN(String)
  case badPassword(mn: String)
  case badLabel(mn: String)
  case badSystemType(mn: String, String)
  case badEdition(mn: String, String)
  case badInterval(mn: String, Int)
  case badSegmentLimit(mn: String, Int)
  case badQuirk(mn: String, String)
  case badCoding(mn: String, String)
  case badSealingKey(mn: String)
  case badAnswerSeconds(mn: String, Int)
  case badResends(mn: String, Int)
  case badAsking(mn: String, String)
  case badNetwork(mn: String, String)
  case unknownFacility(mn: String, String)
  case noSuchDevice(String)
  /// A logger cannot continue itself.
  case sameDevice(String)
  case measuresAlready(mn: String, point: String)
  case badKey(mn: String, String)
  case badCommand(mn: String, String)
  case unknownPoint(mn: String, String)
  case unknownQuantity(mn: String, String)
  case badStatistic(mn: String, String)
  case badWindow(mn: String, key: String, Int)
  case badShift(mn: String, key: String, Int)
  case seriesFedTwice(mn: String, key: String, otherMN: String, otherKey: String)

  /// What to do.
  public var remedy: String { remedyWords.en }

  var remedyWords: Label {
    switch self {
    case .badMN:
      Label(
        zh: "请填写 1 至 24 个字母或数字，与数采仪设置一致",
        en: "write 1 to 24 letters or digits, as set in the logger")
    case .badPassword:
      Label(
        zh: "请填写 1 至 32 字节，不含 ; = & #，与数采仪设置一致",
        en: "write 1 to 32 bytes without ; = & or #, as set in the logger")
    case .badLabel:
      Label(
        zh: "请填写 1 至 200 字的名称",
        en: "write a label of 1 to 200 characters")
    case .badSystemType:
      Label(
        zh: "请填写两位数字，如 22，或留空",
        en: "write two digits, e.g. 22, or leave it empty")
    case .badEdition:
      Label(
        zh: "请填写 2005、2017 或 2025，或留空",
        en: "write 2005, 2017 or 2025, or leave it empty")
    case .badInterval:
      Label(
        zh: "请填写 1 至 86400 秒，或留空",
        en: "write 1 to 86400 seconds, or leave it empty")
    case .badSegmentLimit:
      Label(
        zh: "请填写 64 至 9999 字节",
        en: "write 64 to 9999 bytes")
    case .badQuirk:
      Label(
        zh: "请填写：\(DeviceManner.quirkNames.joined(separator: "、"))，以空格分隔",
        en: "write any of \(DeviceManner.quirkNames.joined(separator: ", ")), with blanks between")
    case .badCoding:
      Label(zh: "请填写 utf-8 或 gb18030（含 GBK）", en: "write utf-8 or gb18030, which has GBK in it")
    case .badSealingKey:
      Label(zh: "请填写 32 位十六进制数字，或留空", en: "write 32 hexadecimal digits, or leave it empty")
    case .badAnswerSeconds:
      Label(zh: "请填写 1 至 99 秒，或留空", en: "write 1 to 99 seconds, or leave it empty")
    case .badResends:
      Label(zh: "请填写 0 至 99 次，或留空", en: "write 0 to 99, or leave it empty")
    case .badAsking:
      Label(zh: "请填写 yes 或 no", en: "write yes or no")
    case .badNetwork:
      Label(
        zh: "请填写地址或网段，如 10.8.0.0/16，至多 \(DeviceManner.maximumNetworks) 个，以空格分隔",
        en: "write addresses or networks such as 10.8.0.0/16, at most "
          + "\(DeviceManner.maximumNetworks), with blanks between")
    case .unknownFacility:
      Label(
        zh: "请先登记对象，或更正编号",
        en: "add the facility first or correct its id")
    case .noSuchDevice:
      Label(
        zh: "请先登记设备，或更正编号",
        en: "add the device first or correct its number")
    case .sameDevice:
      Label(zh: "请填写新设备的编号", en: "write the number of the new device")
    case .measuresAlready:
      Label(
        zh: "请先结束它的绑定，或换一个编号", en: "end its bindings first, or write another number")
    case .badKey:
      Label(
        zh: "请照发送的写因子和后缀，如 a34004-Rtd",
        en: "write factor and suffix as sent, e.g. a34004-Rtd")
    case .badCommand:
      Label(
        zh: "请填写四位数字，如 2011",
        en: "write four digits, e.g. 2011")
    case .unknownPoint:
      Label(
        zh: "请先登记监测点，或更正编号",
        en: "add the point first or correct its id")
    case .unknownQuantity:
      Label(
        zh: "请填写方案中一个量的代码",
        en: "write the id of one of the plan's quantities")
    case .badStatistic:
      Label(
        zh: "请填写：\(BindingRecord.statistics.joined(separator: "、"))",
        en: "write one of \(BindingRecord.statistics.joined(separator: ", "))")
    case .badWindow:
      Label(
        zh: "rtd 和 rs 填 0，其他填 1 至 31622400 秒",
        en: "write 0 for rtd and rs, 1 to 31622400 seconds for the others")
    case .badShift:
      Label(
        zh: "请填写 -12 至 12 的十的幂次",
        en: "write a power of ten from -12 to 12")
    case .seriesFedTwice:
      Label(
        zh: "请先结束另一个绑定",
        en: "end the other binding first")
    }
  }

  public var description: String { "\(place); \(remedy)" }

  /// Where, and what was found; never a password.
  private var place: String {
    switch self {
    case .badMN(let mn): "device number \"\(mn)\""
    case .badPassword(let mn): "device \(mn): the password cannot be sent"
    case .badLabel(let mn): "device \(mn): the label is empty or too long"
    case .badSystemType(let mn, let st): "device \(mn): system type \"\(st)\""
    case .badEdition(let mn, let edition): "device \(mn): edition \"\(edition)\""
    case .badInterval(let mn, let seconds): "device \(mn): interval \(seconds) s"
    case .badSegmentLimit(let mn, let bytes): "device \(mn): segment limit \(bytes)"
    case .badQuirk(let mn, let name): "device \(mn): quirk \"\(name)\""
    case .badCoding(let mn, let coding): "device \(mn): coding \"\(coding)\""
    case .badSealingKey(let mn): "device \(mn): the sealing key is none of SM4"
    case .badAnswerSeconds(let mn, let seconds): "device \(mn): \(seconds) s for an answer"
    case .badResends(let mn, let count): "device \(mn): \(count) resends"
    case .badAsking(let mn, let text): "device \(mn): asked \"\(text)\""
    case .badNetwork(let mn, let network): "device \(mn): network \"\(network)\""
    case .unknownFacility(let mn, let facility):
      "device \(mn): facility \"\(facility)\" is not in the ledger"
    case .noSuchDevice(let mn): "there is no device \(mn)"
    case .sameDevice(let mn): "device \(mn) is to replace itself"
    case .measuresAlready(let mn, let point):
      "device \(mn) feeds point \(point) already"
    case .badKey(let mn, let key): "device \(mn): key \"\(key)\""
    case .badCommand(let mn, let cn): "device \(mn): command \"\(cn)\""
    case .unknownPoint(let mn, let point): "device \(mn): point \"\(point)\" is not in the ledger"
    case .unknownQuantity(let mn, let quantity):
      "device \(mn): quantity \"\(quantity)\" is not in the plan"
    case .badStatistic(let mn, let statistic): "device \(mn): statistic \"\(statistic)\""
    case .badWindow(let mn, let key, let seconds): "device \(mn), \(key): window \(seconds) s"
    case .badShift(let mn, let key, let shift): "device \(mn), \(key): shift \(shift)"
    case .seriesFedTwice(let mn, let key, let otherMN, let otherKey):
      "device \(mn), \(key): the same series is already fed by device \(otherMN), \(otherKey)"
    }
  }
}
