/// The mark an instrument sets beside a value; `""` where it sent none.
///
/// The standard's table is open: an unknown flag is not valid, and never an error.
/// - Source: HJ 212-2017, table 8; 0…3 are the air stations' flags of HJ/T 212-2005.
public struct SampleFlag: RawRepresentable, Hashable, Sendable, Codable {
  public let rawValue: String

  public init(rawValue: String) {
    self.rawValue = rawValue
  }

  /// The instrument works.
  public static let normal = SampleFlag(rawValue: "N")
  /// No flag was sent; the value counts as normal.
  public static let none = SampleFlag(rawValue: "")
  public static let stopped = SampleFlag(rawValue: "F")
  public static let maintenance = SampleFlag(rawValue: "M")
  public static let fault = SampleFlag(rawValue: "D")
  public static let calibrating = SampleFlag(rawValue: "C")
  public static let aboveRange = SampleFlag(rawValue: "T")
  /// The logger has lost its instrument.
  public static let disconnected = SampleFlag(rawValue: "B")
  public static let powerFailure = SampleFlag(rawValue: "P")

  /// Whether the value may enter means, limits and published figures.
  public var isValid: Bool {
    switch rawValue {
    case "N", "", "3": true
    default: false
    }
  }

  /// The number is unusable, but that it was above the measuring range is an alarm.
  public var isAboveRange: Bool { self == .aboveRange }
}
