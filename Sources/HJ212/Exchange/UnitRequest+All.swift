extension UnitRequest {
  /// Everything that can be asked, in the order of a menu: what is read, what is set, what is done.
  public static let all: [UnitRequest] = reading + history + setting + doing

  public static func named(_ name: String) -> UnitRequest? { all.first { $0.name == name } }

  /// Of the readings of a command: 2051, 2061, 2031.
  public static func history(of command: Command) -> UnitRequest? {
    history.first { $0.command == command }
  }

  private static let reading: [UnitRequest] = [
    row("get-clock", 1011, "读取时钟", "read the clock", [may("factor", "PolId", .factor)]),
    row("get-interval", 1061, "读取实时数据间隔", "read the interval of real-time data"),
    row("get-minute-interval", 1063, "读取分钟数据间隔", "read the interval of minute data"),
    row(
      "get-information", 3020, "读取现场机信息（参数、状态、日志）", "read parameters, states or logs",
      [
        may("factor", "PolId", .factor), need("information", "InfoId", .factor),
        may("from", "BeginTime", .time), may("to", "EndTime", .time),
      ]),
    row(
      "get-serial", 3019, "读取仪器唯一标识", "read an instrument's serial number",
      [need("factor", "PolId", .factor)]),
    row(
      "get-result-minutes", 3018, "读取出样时间", "read the time to a result",
      [need("factor", "PolId", .factor)]),
    row(
      "get-sampling", 3017, "读取采样周期", "read the sampling period", [need("factor", "PolId", .factor)]
    ),
  ]

  private static let history: [UnitRequest] = [
    row("history-minutes", 2051, "补取分钟数据", "request minute data", period),
    row("history-hours", 2061, "补取小时数据", "request hour data", period),
    row("history-days", 2031, "补取日数据", "request day data", period),
    row("history-running", 2041, "补取设备运行时间", "request running hours", period),
    row("history-realtime", 2011, "补取实时数据", "request real-time data", period),
  ]

  private static let setting: [UnitRequest] = [
    row(
      "set-clock", 1012, "校时", "set the clock", isRepeatable: false,
      [may("factor", "PolId", .factor), may("time", "SystemTime", .time)]),
    row(
      "set-interval", 1062, "设置实时数据间隔", "set the interval of real-time data", isRepeatable: false,
      [need("seconds", "RtdInterval", .number(30...3600))]),
    row(
      "set-minute-interval", 1064, "设置分钟数据间隔", "set the interval of minute data",
      isRepeatable: false,
      [need("minutes", "MinInterval", .minuteInterval)]),
    row(
      "set-timeouts", 1000, "设置超时和重发次数", "set time-out and resends", isRepeatable: false,
      [need("seconds", "OverTime", .number(1...99)), need("resends", "ReCount", .number(1...99))]),
    row(
      "change-password", 1072, "修改访问密码", "change the password", isRepeatable: false,
      [need(secret, "NewPW", .password)]),
    row(
      "set-sampling", 3016, "设置采样周期", "set the sampling period", isRepeatable: false,
      [
        need("factor", "PolId", .factor), need("start", "CstartTime", .timeOfDay),
        need("hours", "Ctime", .number(1...24)),
      ]),
    row(
      "set-parameter", 3021, "设置现场机参数", "set a parameter", isRepeatable: false,
      [
        need("factor", "PolId", .factor), need("information", "InfoId", .factor),
        need("value", "*-Info", .text),
      ]),
  ]

  private static let doing: [UnitRequest] = [
    row("start-realtime", 2011, "开始上传实时数据", "begin real-time data"),
    row("stop-realtime", 2012, "停止上传实时数据", "end real-time data"),
    row("start-states", 2021, "开始上传设备状态", "begin states of equipment"),
    row("stop-states", 2022, "停止上传设备状态", "end states of equipment"),
    row(
      "calibrate", 3011, "零点和量程校准", "calibrate zero and span", isRepeatable: false,
      [need("factor", "PolId", .factor)]),
    row(
      "sample-now", 3012, "即时采样", "sample now", isRepeatable: false,
      [need("factor", "PolId", .factor)]),
    row(
      "rinse", 3013, "清洗或反吹", "rinse or blow back", isRepeatable: false,
      [need("factor", "PolId", .factor)]),
    row(
      "compare", 3014, "比对采样", "comparison sample", isRepeatable: false,
      [need("factor", "PolId", .factor)]),
    row("keep-sample", 3015, "超标留样", "keep a sample", isRepeatable: false),
  ]

  private static let period = [need("from", "BeginTime", .time), need("to", "EndTime", .time)]

  private static func row(
    _ name: String, _ command: UInt16, _ chinese: String, _ english: String,
    isRepeatable: Bool = true, _ parameters: [Parameter] = []
  ) -> UnitRequest {
    UnitRequest(
      name: name, command: Command(rawValue: command), chinese: chinese, english: english,
      isRepeatable: isRepeatable, parameters: parameters)
  }

  private static func need(_ name: String, _ key: String, _ kind: FieldKind) -> Parameter {
    Parameter(name: name, key: key, kind: kind, isRequired: true)
  }

  private static func may(_ name: String, _ key: String, _ kind: FieldKind) -> Parameter {
    Parameter(name: name, key: key, kind: kind, isRequired: false)
  }
}
