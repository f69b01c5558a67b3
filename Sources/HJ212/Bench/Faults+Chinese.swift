extension FrameFault {
  /// What was found and what to do, in Chinese, without the place.
  public var chinese: String {
    switch reason {
    case .lengthNotDigits(let found):
      "数据段长度处是字节 \(found)；## 之后应以四位十进制数写出数据段长度"
    case .segmentTooLong(let declared, let limit):
      "数据段长度为 \(declared) 字节，只允许 \(limit) 字节；请分包"
    case .truncated(let declared, let present, let closesAfter):
      "长度字段为 \(declared)，数据却在 \(present) 字节后结束；"
        + Self.chineseAdvice(closesAfter, otherwise: "请发送完整的数据包")
    case .crcNotHex(let declared, let closesAfter):
      "长度字段为 \(declared)，该处却没有四位十六进制的 CRC；"
        + Self.chineseAdvice(closesAfter, otherwise: "请检查长度并写出 CRC")
    case .crcMismatch(let written, let computed, let isModbus, let closesAfter):
      "包中 CRC 为 \(Ascii.hexText(written))，数据段算得 \(Ascii.hexText(computed))；"
        + (isModbus
          ? "包中是 Modbus CRC，请改用标准附录 A 的算法"
          : Self.chineseAdvice(closesAfter, otherwise: "请按标准附录 A 对数据段计算"))
    case .noDataArea: "数据段没有 CP=&&；数据应写在 CP=&& 与 && 之间"
    case .dataAreaNotClosed: "数据段没有以 && 结束；请以 && 结束数据区"
    case .sealedDataUnreadable: "加密的数据区不是 16 字节整组的 {0xNN,0xNN,...}；请按 SM4 加密"
    }
  }

  private static func chineseAdvice(_ closesAfter: Int?, otherwise: String) -> String {
    guard let closesAfter else { return otherwise }
    return "&& 表明数据段共 \(closesAfter) 字节，请按此写出长度和 CRC"
  }

  /// Which part of HJ 212-2017 says otherwise.
  public var clause: String {
    switch reason {
    case .lengthNotDigits, .segmentTooLong, .truncated: Clause.packet
    case .crcNotHex, .crcMismatch: Clause.checksum
    case .noDataArea, .dataAreaNotClosed: Clause.segment
    case .sealedDataUnreadable: Edition.of2025.name
    }
  }
}

extension ContentFault {
  /// What was found and what to do, in Chinese.
  public var chinese: String {
    switch kind {
    case .absent(let field): "缺少 \(field)；请写入数据段"
    case .flagInvalid: "Flag 不是 0 到 255 的数；5 表示 2017 版、需要应答"
    case .commandUnknown: "CN 不是标准的命令编码；请更正"
    case .requestTimeImpossible: "QN 不是 1990 至 2098 年间的时间；请检查数采仪时钟"
    case .dataTimeAbsent: "有数据而没有 DataTime；请加上 DataTime=yyyyMMddHHmmss"
    case .timeImpossible(let key):
      "\(key) 不是 1990 至 2098 年间、形如 yyyyMMddHHmmss 的时间；请检查数采仪时钟"
    case .value(let fault, let key): "\(key) \(Self.chinese(fault))"
    }
  }

  private static func chinese(_ fault: Reading.Fault) -> String {
    switch fault {
    case .empty: "没有数值；没有测量时请不要写这个项"
    case .notANumber: "不是数字；请用十进制数字，或不写这个项"
    case .exponent: "用了指数；请写普通十进制数"
    case .sentinel: "是表示“未测量”的数；请不要写这个项"
    case .tooLong: "超过 18 位；请修约"
    case .repeated: "出现不止一次；请只写一个值"
    }
  }

  /// Which part of HJ 212-2017 says otherwise.
  public var clause: String {
    switch kind {
    case .absent, .flagInvalid, .requestTimeImpossible: Clause.segment
    case .commandUnknown: Clause.commands
    case .dataTimeAbsent, .timeImpossible, .value: Clause.dataArea
    }
  }
}

extension FormFault {
  public var chinese: String {
    switch kind {
    case .notOfThisSide: "该命令不由这一方发送"
    case .notInEdition(let edition): "\(edition.name) 没有该命令；请检查 Flag 中的版本号"
    case .missing(let key): "缺少 \(key)"
    case .unexpected(let key): "\(key) 不是该命令的项"
    case .value(let key, let text, let kind): "\(key) 的值“\(text)”不符合要求：\(kind.chinese)"
    case .repeated(let key): "\(key) 出现不止一次"
    }
  }

  public var english: String {
    switch kind {
    case .notOfThisSide: "this side does not send the command"
    case .notInEdition(let edition):
      "\(edition.name) has no such command; check the version in Flag"
    case .missing(let key): "\(key) is missing"
    case .unexpected(let key): "\(key) is no item of the command"
    case .value(let key, let text, let kind): "\(key) is \"\(text)\"; write \(kind.english)"
    case .repeated(let key): "\(key) comes more than once"
    }
  }
}

extension FieldKind {
  var chinese: String {
    switch self {
    case .time: "yyyyMMddHHmmss"
    case .timeOfDay: "HHmmss"
    case .number(let bounds): "\(bounds.lowerBound) 到 \(bounds.upperBound) 的整数"
    case .oneOf(let numbers): numbers.map(String.init).joined(separator: "、") + " 之一"
    case .decimal: "十进制数"
    case .flag: "一个字符的数据标记"
    case .factor: "因子编码"
    case .password: "不超过 6 位的 0-9、a-z、A-Z"
    case .text: "文本"
    }
  }

  var english: String {
    switch self {
    case .time: "yyyyMMddHHmmss"
    case .timeOfDay: "HHmmss"
    case .number(let bounds): "a whole number from \(bounds.lowerBound) to \(bounds.upperBound)"
    case .oneOf(let numbers): "one of " + numbers.map(String.init).joined(separator: ", ")
    case .decimal: "a decimal number"
    case .flag: "one sign"
    case .factor: "a factor's code"
    case .password: "at most six of 0-9, a-z, A-Z"
    case .text: "text"
    }
  }
}
