public import ActionPlan

extension DeviceError {
  /// What is wrong and what to do, for the form it was typed into.
  public var words: Label {
    Label(
      zh: field.zh + "：" + remedyWords.zh, en: field.en + ": " + remedyWords.en)
  }

  private var field: Label {
    switch self {
    case .badMN, .noSuchDevice, .sameDevice, .measuresAlready:
      Label(zh: "设备编号", en: "number")
    case .badPassword: Label(zh: "访问密码", en: "password")
    case .badLabel: Label(zh: "名称", en: "name")
    case .badSystemType: Label(zh: "系统编码", en: "system code")
    case .badEdition: Label(zh: "协议版本", en: "edition")
    case .badInterval: Label(zh: "上报间隔", en: "interval")
    case .badSegmentLimit: Label(zh: "数据段上限", en: "longest data segment")
    case .badQuirk: Label(zh: "与标准不同之处", en: "what it does otherwise")
    case .badCoding: Label(zh: "文字编码", en: "text coding")
    case .badSealingKey: Label(zh: "SM4 密钥", en: "SM4 key")
    case .badAnswerSeconds: Label(zh: "应答超时", en: "seconds for an answer")
    case .badResends: Label(zh: "重发次数", en: "resends")
    case .badAsking: Label(zh: "下发命令", en: "asked")
    case .badNetwork: Label(zh: "来源网段", en: "networks")
    case .unknownFacility: Label(zh: "对象", en: "facility")
    case .badKey, .badCommand, .unknownPoint, .unknownQuantity, .badStatistic, .badWindow,
      .badShift, .seriesFedTwice:
      Label(zh: "绑定", en: "binding")
    }
  }
}
