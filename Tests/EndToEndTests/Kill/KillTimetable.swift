import Foundation

/// What is sent while the server is killed again and again: stations of air that report steadily,
/// and pairs of production and treatment meters whose treatment stops now and then.
///
/// Sample time runs 300 times as fast as the clock and lies in the past.
struct KillTimetable: Sendable {
  static let stations = 40
  static let pairs = 8
  static let senders = 4
  static let sampleSecondsPerSecond = 300
  /// Of each hour of sample time, the treatment stands still for half.
  private static let cycleMinutes = 60
  private static let offMinutes = 30
  /// So long it takes until a case opens; the plan's rule `treatment-off-while-producing`.
  private static let caseMinutes = 15
  private static let utcOffsetSeconds = 28_800

  /// A value that must be in the store.
  struct Value: Hashable, Sendable {
    let point: String
    let quantity: String
    let start: Int
    let text: String
  }

  /// An episode that must have one finding and one case.
  struct Incident: Hashable, Sendable {
    let pair: Int
    let start: Int
  }

  private(set) var lines = Array(repeating: [String](), count: senders)
  private(set) var frames: Set<String> = []
  private(set) var values: Set<Value> = []
  private(set) var incidents: Set<Incident> = []

  /// - Parameters:
  ///   - seconds: how long it takes to send.
  ///   - now: epoch seconds.
  init(seconds: Int, now: Int) {
    let minutes = seconds * Self.sampleSecondsPerSecond / 60
    let base = (now / 60 - minutes - 60) * 60
    for minute in 0..<minutes {
      for pair in 0..<Self.pairs { addPair(pair, minute: minute, of: minutes, base: base) }
      for station in 0..<Self.stations { addStation(station, minute: minute, base: base) }
    }
  }

  private mutating func addPair(_ pair: Int, minute: Int, of minutes: Int, base: Int) {
    let start = base + minute * 60
    // The pairs' cycles are shifted against each other. Nothing runs in the first minute, so that
    // the start of production is seen; the start-up exemption is over before anything stops.
    let phase = (minute + Self.cycleMinutes - 20 - pair * 3) % Self.cycleMinutes
    let hasBegun = minute >= 20 + pair * 3
    let isOff = hasBegun && phase < Self.offMinutes
    add(
      sender: pair % Self.senders, mn: Self.production(pair), st: "31", key: "p01-Rtd",
      point: "made-\(pair)", quantity: "power", start: start, base: base,
      text: minute == 0 ? "0.0" : "8\(minute % 10).\(pair)")
    add(
      sender: pair % Self.senders, mn: Self.treatment(pair), st: "31", key: "p01-Rtd",
      point: "treated-\(pair)", quantity: "power", start: start, base: base,
      text: isOff ? "0.\(minute % 10)" : "1\(minute % 10).\(pair)")
    if isOff, phase == 0, minute + Self.caseMinutes < minutes {
      incidents.insert(Incident(pair: pair, start: start))
    }
  }

  private mutating func addStation(_ station: Int, minute: Int, base: Int) {
    add(
      sender: station % Self.senders, mn: Self.station(station), st: "22", key: "a34004-Rtd",
      point: "air-\(station)", quantity: "pm25", start: base + minute * 60, base: base,
      text: "\(10 + (minute * 7 + station) % 190).\(minute % 10)")
  }

  private mutating func add(
    sender: Int, mn: String, st: String, key: String, point: String, quantity: String, start: Int,
    base: Int, text: String
  ) {
    let at = Double(start - base) / Double(Self.sampleSecondsPerSecond)
    let time = Self.localTime(start)
    let qn = time + "000"
    lines[sender].append("\(at) \(mn) 123456 \(st) 2011 \(qn) DataTime=\(time);\(key)=\(text)")
    frames.insert("\(mn) \(qn)")
    values.insert(Value(point: point, quantity: quantity, start: start, text: text))
  }

  // MARK: Devices

  private static func production(_ pair: Int) -> String { "50DA000000000000000A\(1_000 + pair)" }
  private static func treatment(_ pair: Int) -> String { "50DA000000000000000B\(1_000 + pair)" }
  private static func station(_ number: Int) -> String { "50DA000000000000000C\(1_000 + number)" }

  /// What `lantian device import` reads.
  static var deviceList: String {
    var rows = [
      "mn,password,device_label,st,facility,facility_label,facility_kind,place,point,point_label,"
        + "point_kind,station_role,key,cn,quantity,statistic"
    ]
    for pair in 0..<pairs {
      let firm = "firm-\(pair),Firm \(pair),enterprise,330604001"
      rows.append(
        "\(production(pair)),123456,Made \(pair),31,\(firm),made-\(pair),Made \(pair),production,,"
          + "p01-Rtd,2011,power,rtd")
      rows.append(
        "\(treatment(pair)),123456,Treated \(pair),31,\(firm),treated-\(pair),Treated \(pair),"
          + "treatment,,p01-Rtd,2011,power,rtd")
    }
    for number in 0..<stations {
      rows.append(
        "\(station(number)),123456,Air \(number),22,,,,330604001,air-\(number),Air \(number),"
          + "air-station,town,a34004-Rtd,2011,pm25,rtd")
    }
    return rows.joined(separator: "\n") + "\n"
  }

  /// What `lantian register import equipment-pairs` reads; row ids follow the order, from 1.
  static var pairList: String {
    let rows = (0..<pairs).map { "firm-\($0),Pair \($0),made-\($0),100,treated-\($0),20" }
    return (["facility,name,production,production-rated,treatment,treatment-rated"] + rows)
      .joined(separator: "\n") + "\n"
  }

  private static func localTime(_ epoch: Int) -> String {
    let local = epoch + utcOffsetSeconds
    var time = time_t(local)
    var parts = tm()
    gmtime_r(&time, &parts)
    return String(
      format: "%04d%02d%02d%02d%02d%02d", parts.tm_year + 1_900, parts.tm_mon + 1, parts.tm_mday,
      parts.tm_hour, parts.tm_min, parts.tm_sec)
  }
}
