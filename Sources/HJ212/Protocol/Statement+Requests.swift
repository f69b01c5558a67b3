/// What a centre asks of a unit. Factors are codes of the instrument meant; without one the logger is
/// meant. Times are seconds of the unit's own local clock.
extension Statement {
  /// Time-out in seconds and number of resends, 1…99 each.
  public static func setTimeouts(answerSeconds: Int, resends: Int) -> Statement {
    request(1000, [("OverTime", .number(answerSeconds)), ("ReCount", .number(resends))])
  }

  public static func readClock(of factor: String? = nil) -> Statement {
    request(1011, instrument(factor))
  }

  public static func setClock(of factor: String? = nil, to local: Int) -> Statement {
    request(1012, instrument(factor) + [("SystemTime", .time(local))])
  }

  public static var readRealTimeInterval: Statement { request(1061) }

  /// - Parameter seconds: 30…3600.
  public static func setRealTimeInterval(seconds: Int) -> Statement {
    request(1062, [("RtdInterval", .number(seconds))])
  }

  public static var readMinuteInterval: Statement { request(1063) }

  /// - Parameter minutes: one of 1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30.
  public static func setMinuteInterval(minutes: Int) -> Statement {
    request(1064, [("MinInterval", .number(minutes))])
  }

  /// The exchange itself still carries the old password.
  public static func setPassword(_ new: String, in edition: Edition = .of2017) -> Statement {
    request(1072, [(edition == .of2005 ? "PW" : "NewPW", .text(new))], in: edition)
  }

  public static var beginRealTime: Statement { request(2011) }
  public static var endRealTime: Statement { request(2012) }
  public static var beginStates: Statement { request(2021) }
  public static var endStates: Statement { request(2022) }

  /// History of whole periods: 2031 days, 2041 running hours, 2051 minutes, 2061 hours.
  public static func history(_ command: Command, from begin: Int, to end: Int) -> Statement? {
    guard [2031, 2041, 2051, 2061].contains(command.rawValue) else { return nil }
    return request(command.rawValue, [("BeginTime", .time(begin)), ("EndTime", .time(end))])
  }

  public static func calibrate(_ factor: String) -> Statement { request(3011, instrument(factor)) }
  public static func sampleNow(_ factor: String) -> Statement { request(3012, instrument(factor)) }
  public static func rinse(_ factor: String) -> Statement { request(3013, instrument(factor)) }
  public static func compare(_ factor: String) -> Statement { request(3014, instrument(factor)) }
  public static var keepSample: Statement { request(3015) }

  /// - Parameters:
  ///   - start: `HHmmss` of the first sample of a day.
  ///   - hours: between two samples, 1…24.
  public static func setSamplingPeriod(
    _ factor: String, start: String, hours: Int
  ) -> Statement {
    request(
      3016, instrument(factor) + [("CstartTime", .text(start)), ("Ctime", .number(hours))])
  }

  public static func readSamplingPeriod(_ factor: String) -> Statement {
    request(3017, instrument(factor))
  }

  public static func readResultMinutes(_ factor: String) -> Statement {
    request(3018, instrument(factor))
  }

  public static func readSerial(_ factor: String) -> Statement {
    request(3019, instrument(factor))
  }

  /// A state or parameter (`i12001`), or a log (`i11001`) of a period.
  public static func readInformation(
    _ information: String, of factor: String?, from begin: Int? = nil, to end: Int? = nil
  ) -> Statement {
    var entries = instrument(factor) + [("InfoId", .text(information))]
    if let begin, let end { entries += [("BeginTime", .time(begin)), ("EndTime", .time(end))] }
    return request(3020, entries)
  }

  public static func setParameter(
    _ information: String, of factor: String, to value: String
  ) -> Statement {
    request(
      3021,
      instrument(factor) + [
        ("InfoId", .text(information)), ("\(information)-Info", .text(value)),
      ])
  }

  private static func instrument(_ factor: String?) -> [(String, FieldValue)] {
    factor.map { [("PolId", .text($0))] } ?? []
  }

  private static func request(
    _ number: UInt16, _ entries: [(String, FieldValue)] = [], in edition: Edition = .of2017
  ) -> Statement {
    guard let form = CommandForm.of(Command(rawValue: number), from: .centre, in: edition) else {
      preconditionFailure("command \(number) of a centre is missing in the tables")
    }
    return Statement(form, groups: entries.map { [Entry($0.0, $0.1)] })
  }
}
