/// Commands 3000 to 3999: what the unit is to do, and what it is.
extension CommandForm {
  private static let instrument = FieldRule.need("PolId", .factor)
  private static let samplingPeriod: [FieldRule] = [
    instrument, .need("CstartTime", .timeOfDay), .need("Ctime", .number(1...24), or: "CTime"),
  ]

  static let control: [CommandForm] = [
    row(
      3011, .centre, .request, .until2017, "零点校准、量程校准", "calibrate zero and span",
      [instrument], c17: "C.30"),
    row(
      3011, .centre, .request, .only2025, "零点（量程）校准与调整", "calibrate zero or span",
      [instrument, .may("CalibrationType", .text)], c25: "C.41"),
    row(
      3012, .centre, .request, .all, "即时采样", "sample now", [instrument],
      c17: "C.31", c25: "C.42"),
    row(
      3013, .centre, .request, .only2005, "设备操作", "operate equipment", [.may("PolId", .factor)]),
    row(
      3013, .centre, .request, .since2017, "启动清洗、反吹", "rinse or blow back", [instrument],
      c17: "C.32", c25: "C.43"),
    row(
      3014, .centre, .request, .only2005, "设置设备采样时间周期", "set hours of sampling",
      [instrument, .may("CTime", .timeOfDay, mayRepeat: true)]),
    row(
      3014, .centre, .request, .only2017, "比对采样", "comparison sample", [instrument],
      c17: "C.33"),
    row(
      3015, .centre, .request, .since2017, "超标留样", "keep a sample of what is over the limit",
      c17: "C.34"),
    row(
      3015, .unit, .data, .since2017, "上传超标留样信息", "a sample that was kept",
      [
        .need("DataTime", .time), .need("VaseNo", .number(0...9999)), .each("Info", .text),
      ], c17: "C.34", c25: "C.63"),
    row(
      3016, .centre, .request, .since2017, "设置采样时间周期", "set the sampling period",
      samplingPeriod, c17: "C.35"),
    row(
      3017, .centre, .request, .since2017, "提取采样时间周期", "read the sampling period",
      [instrument], c17: "C.36"),
    row(
      3017, .unit, .data, .since2017, "上传采样时间周期", "the sampling period", samplingPeriod,
      c17: "C.36"),
    row(
      3018, .centre, .request, .since2017, "提取出样时间", "read the time to a result",
      [instrument], c17: "C.37", c25: "C.44"),
    row(
      3018, .unit, .data, .since2017, "上传出样时间", "the time to a result",
      [instrument, .need("Stime", .number(1...120), or: "STime")], c17: "C.37", c25: "C.44"),
    row(
      3019, .centre, .request, .since2017, "提取设备唯一标识", "read the instrument's number",
      [instrument], c17: "C.38", c25: "C.45"),
    row(
      3019, .unit, .data, .since2017, "上传设备唯一标识", "the instrument's number",
      [.may("DataTime", .time), .may("PolId", .factor), .each("SN", .text)],
      c17: "C.38, C.39", c25: "C.45, C.46"),
    row(
      3020, .centre, .request, .since2017, "提取现场机信息", "read log, states or parameters",
      [
        .may("PolId", .factor), .may("InfoId", .factor, mayRepeat: true), .may("BeginTime", .time),
        .may("EndTime", .time),
      ], c17: "C.41, C.43, C.45", c25: "C.48, C.50, C.52"),
    row(
      3020, .unit, .data, .since2017, "上传现场机信息", "log, states or parameters",
      [.need("DataTime", .time), .may("PolId", .factor), .each("Info", .text)],
      c17: "C.40, C.42, C.44", c25: "C.47, C.49, C.51"),
    row(
      3021, .centre, .request, .since2017, "设置现场机参数", "set a parameter",
      [instrument, .need("InfoId", .factor), .each("Info", .text)], c17: "C.46", c25: "C.53"),
    row(
      3022, .centre, .request, .only2025, "下发即时留样任务", "keep a sample now", [instrument],
      c25: "C.62"),
    row(
      3024, .centre, .request, .only2025, "启动自动标样核查", "start a standard check", [instrument],
      c25: "C.61"),
  ]
}

/// Commands 9000 to 9999: answers and signs of life.
extension CommandForm {
  /// The edition of 2005 names the exchange in the data area.
  private static let exchange: [FieldRule] = [
    .may("QN", .text), .may("CN", .number(1000...9999)),
  ]

  static let interaction: [CommandForm] = [
    row(
      9011, .unit, .reply, .all, "请求应答", "answer to a request",
      exchange + [.need("QnRtn", .oneOf(Answer.RequestVerdict.allCases.map(\.rawValue)))],
      c17: "C.1", c25: "C.1"),
    row(
      9012, .unit, .reply, .all, "执行结果", "result of a request",
      exchange + [.need("ExeRtn", .oneOf(Answer.ExecutionVerdict.allCases.map(\.rawValue)))],
      c17: "C.1", c25: "C.1"),
    row(
      9013, .centre, .reply, .all, "通知应答", "answer to a notice", exchange,
      c17: "C.4", c25: "C.6"),
    row(
      9013, .unit, .reply, .all, "通知应答", "answer to a notice", exchange,
      c17: "C.11", c25: "C.15"),
    row(
      9014, .centre, .reply, .all, "数据应答", "answer to data", exchange,
      c17: "C.14", c25: "C.18"),
    row(
      9014, .unit, .reply, .all, "数据应答", "answer to data", exchange),
    row(9015, .unit, .notice, .only2025, "心跳包", "heartbeat", c25: "C.54"),
  ]
}
