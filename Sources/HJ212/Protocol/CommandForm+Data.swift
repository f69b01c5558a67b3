/// Commands 2000 to 2999: what instruments and equipment say.
extension CommandForm {
  private static let dataTime = FieldRule.need("DataTime", .time)
  private static let period: [FieldRule] = [.need("BeginTime", .time), .need("EndTime", .time)]
  private static let flag = FieldRule.each("Flag", .flag)

  private static let realTimeFields: [FieldRule] = [
    dataTime, .each("SampleTime", .time), .each("Rtd"), .each("ZsRtd"), flag,
    .each("EFlag", .text),
  ]
  private static let statisticFields: [FieldRule] = [
    dataTime, .each("Cou"), .each("Min"), .each("Avg"), .each("Max"), .each("ZsMin"),
    .each("ZsAvg"), .each("ZsMax"), .each("Data"), .each("DayData"), .each("NightData"), flag,
  ]
  private static let hours = FieldRule.each("RT")

  static let data: [CommandForm] = [
    row(
      2011, .centre, .request, .until2017, "取污染物实时数据", "begin real-time data", c17: "C.10"),
    row(
      2011, .centre, .request, .only2025, "取实时数据或用电监测历史数据",
      "begin real-time data, or ask for electricity's history",
      [.may("BeginTime", .time), .may("EndTime", .time)], c25: "C.14, C.39"),
    row(
      2011, .unit, .data, .all, "上传实时数据", "real-time data", realTimeFields,
      c17: "C.14, C.25, C.29", c25: "C.18, C.32, C.36-C.38"),
    row(
      2012, .centre, .notice, .all, "停止察看实时数据", "end real-time data",
      c17: "C.11", c25: "C.15"),
    row(
      2013, .centre, .request, .only2025, "取原始监测数据", "ask for raw data", period,
      c25: "C.27"),
    row(
      2013, .unit, .data, .only2025, "上传原始监测数据", "raw data",
      [
        dataTime, .each("SampleTime", .time), .each("CompleteTime", .time),
        .each("SampleType", .text), .each("Avg"), flag, .each("Info", .text),
      ], c25: "C.28"),
    row(
      2021, .centre, .request, .all, "取设备运行状态数据", "begin states of equipment",
      c17: "C.12", c25: "C.16"),
    row(
      2021, .unit, .data, .only2005, "上传设备运行状态数据", "states of equipment",
      [dataTime, .each("RS", .number(0...1))]),
    row(
      2021, .unit, .data, .since2017, "上传设备运行状态数据", "states of equipment",
      [dataTime, .each("RS", .number(0...5))], c17: "C.15", c25: "C.19"),
    row(
      2022, .centre, .notice, .all, "停止察看设备运行状态", "end states of equipment",
      c17: "C.13", c25: "C.17"),
    row(
      2031, .centre, .request, .all, "取日历史数据", "ask for day data", period,
      c17: "C.22", c25: "C.26"),
    row(
      2031, .unit, .data, .all, "上传日数据", "day data", statisticFields,
      c17: "C.18, C.28", c25: "C.22, C.35"),
    row(
      2041, .centre, .request, .all, "取设备运行时间日历史数据", "ask for running hours", period,
      c17: "C.23", c25: "C.29"),
    row(
      2041, .unit, .data, .all, "上传设备运行时间日历史数据", "running hours of a day",
      [dataTime, hours], c17: "C.19", c25: "C.23"),
    row(
      2051, .centre, .request, .all, "取分钟历史数据", "ask for minute data", period,
      c17: "C.20", c25: "C.24"),
    row(
      2051, .unit, .data, .all, "上传分钟数据", "minute data", statisticFields,
      c17: "C.16, C.26", c25: "C.20, C.33"),
    row(
      2052, .centre, .request, .only2025, "取噪声单次测量数据", "ask for single noise measurements",
      period),
    row(
      2052, .unit, .data, .only2025, "上传噪声单次测量数据", "a single noise measurement",
      [dataTime, .each("Data"), flag], c25: "C.34"),
    row(
      2061, .centre, .request, .all, "取小时历史数据", "ask for hour data", period,
      c17: "C.21", c25: "C.25"),
    row(
      2061, .unit, .data, .all, "上传小时数据", "hour data", statisticFields,
      c17: "C.17, C.27", c25: "C.21"),
    row(
      2062, .centre, .request, .only2025, "提取自动标样核查（校准）数据", "ask for standard checks",
      period, c25: "C.60"),
    row(
      2062, .unit, .data, .only2025, "上传自动标样核查（校准）数据", "an automatic standard check",
      [dataTime, .each("SampleRd"), .each("StandardValue"), .each("ResultType", .number(0...1))],
      c25: "C.59"),
    row(2071, .centre, .request, .only2005, "取污染物报警记录", "ask for alarm records", period),
    row(
      2071, .unit, .data, .only2005, "上传污染物报警记录", "alarm records",
      [.may("DataTime", .time), .may("AlarmTime", .time), .each("Ala")]),
    row(
      2072, .unit, .data, .only2005, "上传报警事件", "an alarm begins or ends",
      [.need("AlarmTime", .time), .may("AlarmType", .number(0...1)), .each("Ala")]),
    row(
      2081, .unit, .data, .since2017, "上传数采仪开机时间", "the logger has started",
      [dataTime, .need("RestartTime", .time)], c17: "C.24", c25: "C.30"),
    row(
      2111, .unit, .data, .only2025, "上传炉膛温度 5 分钟均值", "five-minute furnace temperature",
      [dataTime, .each("Avg"), flag], c25: "C.31"),
  ]
}
