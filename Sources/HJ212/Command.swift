/// A command number (CN).
public struct Command: RawRepresentable, Sendable, Hashable {
  public let rawValue: UInt16

  public init(rawValue: UInt16) { self.rawValue = rawValue }

  public static let realTime = Command(rawValue: 2011)
  public static let equipmentState = Command(rawValue: 2021)
  public static let day = Command(rawValue: 2031)
  public static let runningHours = Command(rawValue: 2041)
  public static let minute = Command(rawValue: 2051)
  public static let hour = Command(rawValue: 2061)
  public static let requestAnswer = Command(rawValue: 9011)
  public static let result = Command(rawValue: 9012)
  public static let noticeAnswer = Command(rawValue: 9013)
  public static let dataAnswer = Command(rawValue: 9014)
  /// Heartbeat of the 2025 edition, answered by 9013.
  public static let heartbeat = Command(rawValue: 9015)
  /// Login or heartbeat outside the standard, common in the field.
  public static let fieldHeartbeat = Command(rawValue: 9021)

  /// Whether a packet of this command carries readings with a DataTime: 2011 real time, 2021
  /// equipment state, 2031 day, 2041 running hours, 2051 minute, 2061 hour.
  public var carriesReadings: Bool {
    switch rawValue {
    case 2011, 2021, 2031, 2041, 2051, 2061: true
    default: false
    }
  }

  /// Whether the number is one of an edition of the standard or seen in the field.
  ///
  /// - Source: the command tables of HJ/T 212-2005, HJ 212-2017 and HJ 212-2025; then vendors'
  ///   heartbeats, vendor data and the surface-water protocol (2062-2066, 304x, 308x, 3100).
  public var isKnown: Bool {
    switch rawValue {
    case 1000...1002, 1011...1014, 1021, 1022, 1031, 1032, 1041, 1042, 1061...1064, 1072: true
    case 2011...2013, 2021, 2022, 2031, 2041, 2051, 2052, 2061, 2062, 2071, 2072, 2081, 2111: true
    case 3011...3022, 3024: true
    case 9011...9015: true
    case 2000, 2063...2066, 3040...3049, 3080...3089, 3100, 8013, 9021, 9051: true
    default: false
    }
  }
}
