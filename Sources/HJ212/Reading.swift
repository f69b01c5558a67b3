public import NIOCore

/// What the suffix of a key says about its value.
///
/// - Source: HJ 212-2017, table 4.
public enum ReadingStatistic: String, Sendable, Hashable {
  case realTime = "Rtd"
  case minimum = "Min"
  case mean = "Avg"
  case maximum = "Max"
  case total = "Cou"
  /// Equipment state of 2021.
  case state = "RS"
  /// Running hours of a day of 2041.
  case runningHours = "RT"
  /// A suffix of a vendor or of a special class (noise statistics, electricity).
  case other = ""
}

/// One value of a packet that carries readings.
public struct Reading: Sendable {
  /// Why a value cannot be used. The text is kept all the same.
  public enum Fault: String, Sendable, Hashable {
    case empty = "value-empty"
    case notANumber = "value-not-a-number"
    case exponent = "value-with-exponent"
    /// -999, -9999 or -99999, which loggers send for "nothing measured".
    case sentinel = "value-is-sentinel"
    /// More than 18 digits.
    case tooLong = "value-too-long"
    /// The same key comes more than once, so that nobody knows which value is meant.
    case repeated = "key-repeated"
  }

  public let segment: ByteBuffer
  public let keySlice: Slice
  public let factorSlice: Slice
  public let suffixSlice: Slice
  public let valueSlice: Slice
  public internal(set) var flagSlice: Slice?
  public let statistic: ReadingStatistic
  /// Start of the period for 2031, 2041, 2051, 2061; moment of sampling for 2011, 2021. UTC epoch
  /// seconds of `SampleTime` where the factor has one, otherwise of `DataTime`; `nil` without either.
  public internal(set) var start: Int?
  public internal(set) var fault: Fault?

  /// The key exactly as sent, such as `a34004-Rtd`.
  public var key: String { segment.text(keySlice) }
  /// What stands before the last `-` of the key.
  public var factor: String { segment.text(factorSlice) }
  public var suffix: String { segment.text(suffixSlice) }
  /// The value exactly as sent.
  public var value: String { segment.text(valueSlice) }
  /// The value's flag as sent; `nil` where none was.
  public var flag: String? { flagSlice.map(segment.text) }
}
