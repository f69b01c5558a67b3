import NIOCore

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

  let segment: ByteBuffer
  let found: FoundReading

  public var keySlice: Slice { found.key }
  public var factorSlice: Slice { found.factor }
  public var suffixSlice: Slice { found.suffix }
  public var valueSlice: Slice { found.value }
  public var flagSlice: Slice? { found.flag }
  public var statistic: ReadingStatistic { found.statistic }
  /// Start of the period for 2031, 2041, 2051, 2061; moment of sampling for 2011, 2021. UTC epoch
  /// seconds of `SampleTime` where the factor has one, otherwise of `DataTime`; `nil` without either.
  public var start: Int? { found.start }
  public var fault: Fault? { found.fault }

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

/// A reading without its text: places alone, so that many of them cost no count of references.
struct FoundReading: Sendable {
  let key: Slice
  /// What tells it from most other keys, and its factor from most other factors.
  let keyMark: UInt64
  let factorMark: UInt64
  let factor: Slice
  let suffix: Slice
  let value: Slice
  var flag: Slice?
  let statistic: ReadingStatistic
  var start: Int?
  var fault: Reading.Fault?
}

/// The readings of one packet, in the order sent.
public struct Readings: Sendable, RandomAccessCollection {
  private let segment: ByteBuffer
  private let found: [FoundReading]

  init(_ found: [FoundReading] = [], of segment: ByteBuffer = ByteBuffer()) {
    self.found = found
    self.segment = segment
  }

  public var startIndex: Int { 0 }
  public var endIndex: Int { found.count }

  public subscript(index: Int) -> Reading { Reading(segment: segment, found: found[index]) }
}
