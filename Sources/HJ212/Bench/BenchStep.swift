/// One thing that a bench tries on a device.
public enum BenchStep: String, Sendable, Hashable, CaseIterable {
  case readClock = "read-clock"
  case setClock = "set-clock"
  case setTimeouts = "set-timeouts"
  case readRealTimeInterval = "read-real-time-interval"
  case setRealTimeInterval = "set-real-time-interval"
  case readMinuteInterval = "read-minute-interval"
  case setMinuteInterval = "set-minute-interval"
  case endRealTime = "end-real-time"
  case beginRealTime = "begin-real-time"
  case endStates = "end-states"
  case beginStates = "begin-states"
  case minuteHistory = "minute-history"
  case hourHistory = "hour-history"
  case dayHistory = "day-history"
  case wrongPassword = "wrong-password"
  case unknownCommand = "unknown-command"
  case brokenChecksum = "broken-checksum"
  case withheldAnswer = "withheld-answer"

  /// Whether it writes into the device's settings. Intervals are set to what they were.
  public var changesSettings: Bool {
    switch self {
    case .setClock, .setTimeouts, .setRealTimeInterval, .setMinuteInterval: true
    default: false
    }
  }

  public var chinese: String {
    switch self {
    case .readClock: "提取现场机时间（1011）"
    case .setClock: "设置现场机时间（1012）"
    case .setTimeouts: "设置超时时间及重发次数（1000）"
    case .readRealTimeInterval: "提取实时数据间隔（1061）"
    case .setRealTimeInterval: "设置实时数据间隔（1062）"
    case .readMinuteInterval: "提取分钟数据间隔（1063）"
    case .setMinuteInterval: "设置分钟数据间隔（1064）"
    case .endRealTime: "停止察看实时数据（2012）"
    case .beginRealTime: "取实时数据（2011）"
    case .endStates: "停止察看设备运行状态（2022）"
    case .beginStates: "取设备运行状态（2021）"
    case .minuteHistory: "取分钟历史数据（2051）"
    case .hourHistory: "取小时历史数据（2061）"
    case .dayHistory: "取日历史数据（2031）"
    case .wrongPassword: "密码错误的请求"
    case .unknownCommand: "没有的命令（1999）"
    case .brokenChecksum: "CRC 错误的请求"
    case .withheldAnswer: "不应答一次上传，看是否重发"
    }
  }

  public var english: String {
    switch self {
    case .readClock: "read the clock (1011)"
    case .setClock: "set the clock (1012)"
    case .setTimeouts: "set time-out and resends (1000)"
    case .readRealTimeInterval: "read the interval of real-time data (1061)"
    case .setRealTimeInterval: "set the interval of real-time data (1062)"
    case .readMinuteInterval: "read the interval of minute data (1063)"
    case .setMinuteInterval: "set the interval of minute data (1064)"
    case .endRealTime: "end real-time data (2012)"
    case .beginRealTime: "begin real-time data (2011)"
    case .endStates: "end states of equipment (2022)"
    case .beginStates: "begin states of equipment (2021)"
    case .minuteHistory: "ask for minute data (2051)"
    case .hourHistory: "ask for hour data (2061)"
    case .dayHistory: "ask for day data (2031)"
    case .wrongPassword: "a request with a wrong password"
    case .unknownCommand: "a command that there is not (1999)"
    case .brokenChecksum: "a request with a broken CRC"
    case .withheldAnswer: "leave one upload unanswered"
    }
  }

  /// Whether a value must come before the result.
  var readsValue: Bool {
    switch self {
    case .readClock, .readRealTimeInterval, .readMinuteInterval: true
    default: false
    }
  }
}

/// How a step went.
public enum BenchVerdict: Sendable, Hashable {
  case passed
  /// The device says that it has no such data.
  case noData
  /// It could not be tried, since something it needs never came.
  case skipped
  case deviating
}

/// A deviation, and where it was seen first.
public struct BenchFinding: Sendable, Hashable {
  /// Short fixed name for machines.
  public let code: String
  public let chinese: String
  public let english: String
  /// Part of the standard, such as `HJ 212-2017 table 3`.
  public let clause: String
  /// Number of the device's frame, from 1; `nil` for what concerns none, such as silence.
  public let frame: Int?
  /// Place in that frame, counted from its first `#`; in all that was received where it is of none.
  public let byteOffset: Int?
  /// During what it was seen; `nil` for what the device sends by itself.
  public let step: BenchStep?
  /// How often it was seen.
  public internal(set) var count = 1
}

/// All that a bench has to say of a device.
public struct BenchReport: Sendable {
  public var mn: String?
  public var edition: Edition?
  public var frames = 0
  public var steps: [(step: BenchStep, verdict: BenchVerdict)] = []
  public private(set) var findings: [BenchFinding] = []

  public init() {}

  /// What is the same but for its place is counted.
  mutating func add(_ finding: BenchFinding) {
    let same = findings.firstIndex { $0.code == finding.code && $0.english == finding.english }
    if let same {
      findings[same].count += 1
    } else {
      findings.append(finding)
    }
  }

  /// Whether nothing deviates.
  public var isClean: Bool { findings.isEmpty && steps.allSatisfy { $0.verdict != .deviating } }
}
