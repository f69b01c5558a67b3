/// A made-up district: devices that report, and what goes wrong with them.
public struct Scenario: Sendable, Equatable {
  /// Distance of the devices' clocks from UTC.
  public let utcOffsetSeconds: Int
  public let password: String
  /// Seeds the noise; the same seed gives the same values at the same times.
  public let seed: UInt64
  public let devices: [SimulatedDevice]
  public let incidents: [Incident]
}

/// A data logger.
public struct SimulatedDevice: Sendable, Equatable {
  public let mn: String
  public let st: String
  /// Devices of one name share a TCP connection; its own where the file names none.
  public let connection: String
  /// Multiplies the level, swing, wander and noise of every signal.
  public let factor: Double
  public let uploads: [Upload]
}

/// A packet sent again and again.
public struct Upload: Sendable, Equatable {
  public let cn: String
  public let everySeconds: Int
  /// Time between sampling or the period's end and sending.
  public let delaySeconds: Int
  /// How far back-fill of this upload reaches, where it is more than the command's.
  public let historySeconds: Int
  public let signals: [Signal]

  /// Minute, hour and day data carry the start of a period of the clock; others the moment.
  public var isPeriodic: Bool { ["2031", "2051", "2061"].contains(cn) }
}

/// One value of an upload as a function of time.
public struct Signal: Sendable, Equatable {
  /// The key as sent, such as `a34004-Avg`.
  public let key: String
  public let level: Double
  /// Half the distance between the day's highest and lowest.
  public let swing: Double
  /// Local hour of the highest.
  public let peakHour: Double
  /// Greatest slow deviation, over hours.
  public let wander: Double
  /// Greatest deviation of one sample.
  public let noise: Double
  public let least: Double
  public let decimals: Int
  /// Whether a `-Flag=N` is sent beside it.
  public let isFlagged: Bool

  /// What stands before the last `-` of the key.
  public var factor: String {
    key.lastIndex(of: "-").map { String(key[..<$0]) } ?? key
  }
}

/// Something that happens to one device, once or again and again.
public struct Incident: Sendable, Equatable {
  public enum Effect: Sendable, Equatable {
    /// The key shows this value instead.
    case value(key: String, level: Double, noise: Double)
    /// Nothing is sent.
    case silent
  }

  public let id: String
  public let mn: String
  public let effect: Effect
  /// Seconds from the start of the simulation; negative lies in the back-fill.
  public let at: Int
  public let lastsSeconds: Int
  /// Seconds from one beginning to the next; `nil` happens once.
  public let everySeconds: Int?

  /// Whether it is under way.
  ///
  /// - Parameter second: seconds from the start of the simulation.
  public func isActive(at second: Int) -> Bool {
    guard second >= at else { return false }
    let passed = second - at
    guard let everySeconds else { return passed < lastsSeconds }
    return passed % everySeconds < lastsSeconds
  }
}
