/// Commands 1000 to 1999: what the unit is set to.
extension CommandForm {
  static let parameters: [CommandForm] = [
    row(
      1000, .centre, .request, .all, "设置超时时间及重发次数", "set time-out and resends",
      [.need("OverTime", .number(1...99)), .need("ReCount", .number(1...99))],
      c17: "C.1", c25: "C.1"),
    row(
      1001, .centre, .request, .only2005, "设置超限报警时间", "set the time over the limit to alarm",
      [.need("WarnTime", .number(1...9999))]),
    row(
      1001, .unit, .data, .only2025, "上传数采仪硬件序号", "hardware numbers of the logger",
      [.each("Info", .text)], c25: "C.2"),
    row(
      1002, .centre, .request, .only2025, "设置数采仪 MN 编码", "give the logger its MN",
      [.each("Info", .text)], c25: "C.3"),
    row(
      1011, .centre, .request, .all, "提取现场机时间", "read the clock", [.may("PolId", .factor)],
      c17: "C.2", c25: "C.4"),
    row(
      1011, .unit, .data, .all, "上传现场机时间", "the clock",
      [.may("PolId", .factor), .need("SystemTime", .time)], c17: "C.2", c25: "C.4"),
    row(
      1012, .centre, .request, .all, "设置现场机时间", "set the clock",
      [.may("PolId", .factor), .need("SystemTime", .time)], c17: "C.3", c25: "C.5"),
    row(
      1013, .unit, .notice, .since2017, "现场机时间校准请求", "wish to have the clock set",
      [.may("PolId", .factor)], c17: "C.4", c25: "C.6"),
    row(
      1014, .unit, .notice, .only2025, "现场机获取新密钥", "wish for a new key",
      [.may("SKCreateTime", .time)], c25: "C.7"),
    row(
      1014, .centre, .request, .only2025, "设置新密钥", "set a new key",
      [.need("SKCreateTime", .time), .need("NewSK", .text)], c25: "C.8"),
    row(
      1021, .centre, .request, .only2005, "提取污染物报警门限值", "read alarm limits",
      [.may("PolId", .factor, mayRepeat: true)]),
    row(
      1021, .unit, .data, .only2005, "上传污染物报警门限值", "alarm limits",
      [.each("LowValue"), .each("UpValue")]),
    row(
      1022, .centre, .request, .only2005, "设置污染物报警门限值", "set alarm limits",
      [.each("LowValue"), .each("UpValue")]),
    row(1031, .centre, .request, .only2005, "提取上位机地址", "read the centre's address"),
    row(
      1031, .unit, .data, .only2005, "上传上位机地址", "the centre's address",
      [.need("ReportTarget", .text)]),
    row(
      1032, .centre, .request, .only2005, "设置上位机地址", "set the centre's address",
      [.need("ReportTarget", .text)]),
    row(1041, .centre, .request, .only2005, "提取数据上报时间", "read the time of the daily report"),
    row(
      1041, .unit, .data, .only2005, "上传数据上报时间", "the time of the daily report",
      [.need("ReportTime", .timeOfDay)]),
    row(
      1042, .centre, .request, .only2005, "设置数据上报时间", "set the time of the daily report",
      [.need("ReportTime", .timeOfDay)]),
    row(
      1061, .centre, .request, .all, "提取实时数据间隔", "read the interval of real-time data",
      c17: "C.5", c25: "C.9"),
    row(
      1061, .unit, .data, .only2005, "上传实时数据间隔", "the interval of real-time data",
      [.need("RtdInterval", .number(1...9999))]),
    row(
      1061, .unit, .data, .since2017, "上传实时数据间隔", "the interval of real-time data",
      [.need("RtdInterval", .number(30...3600))], c17: "C.5", c25: "C.9"),
    row(
      1062, .centre, .request, .only2005, "设置实时数据间隔", "set the interval of real-time data",
      [.need("RtdInterval", .number(1...9999))]),
    row(
      1062, .centre, .request, .since2017, "设置实时数据间隔", "set the interval of real-time data",
      [.need("RtdInterval", .number(30...3600))], c17: "C.6", c25: "C.10"),
    row(
      1063, .centre, .request, .since2017, "提取分钟数据间隔", "read the interval of minute data",
      c17: "C.7", c25: "C.11"),
    row(
      1063, .unit, .data, .since2017, "上传分钟数据间隔", "the interval of minute data",
      [.need("MinInterval", .minuteInterval)], c17: "C.7", c25: "C.11"),
    row(
      1064, .centre, .request, .since2017, "设置分钟数据间隔", "set the interval of minute data",
      [.need("MinInterval", .minuteInterval)], c17: "C.8", c25: "C.12"),
    row(
      1072, .centre, .request, .only2005, "设置现场机密码", "set the password",
      [.need("PW", .password)]),
    row(
      1072, .centre, .request, .since2017, "设置现场机访问密码", "set the password",
      [.need("NewPW", .password)], c17: "C.9", c25: "C.13"),
  ]
}

extension FieldKind {
  /// Minutes of which an hour is made in equal parts.
  ///
  /// - Source: HJ 212-2017, table 4.
  static let minuteInterval = FieldKind.oneOf([1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30])
}
