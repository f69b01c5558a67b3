/// The readings of a packet under way. Factors and keys are compared by fingerprint first, since a
/// packet has up to a hundred of them.
struct ReadingDraft {
  private(set) var readings: [FoundReading] = []
  /// Flags that do not stand right behind a value of their factor.
  private var flags: [(factor: Slice, mark: UInt64, value: Slice)] = []
  private var sampleTimes: [(factor: Slice, mark: UInt64, epoch: Int)] = []
  private var factorsFlagged = SeenMarks()
  private var keysRead = SeenMarks()
  /// Whether two keys may be the same.
  private var mayRepeat = false

  /// - Parameter items: how many the packet has; room for all of them is made at once.
  init(items: Int) {
    readings.reserveCapacity(items)
  }

  /// - Parameter item: one whose key has a `-`.
  mutating func add(
    _ item: Item, _ value: Slice, of packet: Packet, _ bytes: Span<UInt8>,
    _ times: inout TimeItems
  ) {
    let dash = Int(item.dash)
    let factor = item.key.offset..<dash
    let suffix = (dash + 1)..<item.key.end
    let mark = bytes.fingerprint(factor)
    let suffixName = bytes.shortName(suffix)
    switch Suffix(suffixName, bytes, suffix) {
    case .flag:
      addFlag(Slice(factor), mark, value, bytes)
    case .sampleTime:
      if let epoch = times.read(item, of: packet, bytes) {
        sampleTimes.append((Slice(factor), mark, epoch))
      }
    case .description:
      break
    case .value(let statistic):
      let keyMark = mark &* 31 &+ suffixName
      if !keysRead.insert(keyMark) { mayRepeat = true }
      readings.append(
        FoundReading(
          key: item.key, keyMark: keyMark, factorMark: mark, factor: Slice(factor),
          suffix: Slice(suffix), value: value, statistic: statistic,
          fault: Reading.fault(bytes, value.range)))
    }
  }

  /// A flag mostly stands right behind the values of its factor, and is the only one.
  @inline(__always) private mutating func addFlag(
    _ factor: Slice, _ mark: UInt64, _ value: Slice, _ bytes: Span<UInt8>
  ) {
    let isFirst = factorsFlagged.insert(mark)
    var index = readings.count - 1
    guard isFirst, index >= 0, isOf(readings[index], factor, mark, bytes) else {
      flags.append((factor, mark, value))
      return
    }
    repeat {
      readings[index].flag = value
      index -= 1
    } while index >= 0 && isOf(readings[index], factor, mark, bytes)
  }

  /// Gives each reading its flag and its time, and finds keys that come more than once.
  mutating func settle(_ bytes: Span<UInt8>, dataTime: Int?, bareFlag: Slice?) {
    for index in readings.indices {
      if readings[index].flag == nil {
        readings[index].flag = flag(ofFactorOf: index, bytes) ?? bareFlag
      }
      readings[index].start = sampleTime(ofFactorOf: index, bytes) ?? dataTime
    }
    if mayRepeat { findRepeated(bytes) }
  }

  private mutating func findRepeated(_ bytes: Span<UInt8>) {
    for index in readings.indices {
      for earlier in 0..<index
      where readings[earlier].keyMark == readings[index].keyMark
        && bytes.equals(readings[earlier].key.range, in: readings[index].key.range)
      {
        readings[earlier].fault = .repeated
        readings[index].fault = .repeated
      }
    }
  }

  /// The first flag of the factor.
  private func flag(ofFactorOf index: Int, _ bytes: Span<UInt8>) -> Slice? {
    guard !factorsFlagged.isEmpty else { return nil }
    let (factor, mark) = (readings[index].factor, readings[index].factorMark)
    // One that stands behind a value of the same factor was certainly the first.
    for other in readings where other.flag != nil && isOf(other, factor, mark, bytes) {
      return other.flag
    }
    for flag in flags where flag.mark == mark && Self.isSame(flag.factor, factor, bytes) {
      return flag.value
    }
    return nil
  }

  private func sampleTime(ofFactorOf index: Int, _ bytes: Span<UInt8>) -> Int? {
    for time in sampleTimes
    where isOf(readings[index], time.factor, time.mark, bytes) {
      return time.epoch
    }
    return nil
  }

  @inline(__always) private func isOf(
    _ reading: FoundReading, _ factor: Slice, _ mark: UInt64, _ bytes: Span<UInt8>
  ) -> Bool {
    reading.factorMark == mark && Self.isSame(reading.factor, factor, bytes)
  }

  /// Names with the same fingerprint; of a short one it is the whole name.
  private static func isSame(_ one: Slice, _ other: Slice, _ bytes: Span<UInt8>) -> Bool {
    one.count == other.count && (one.count <= 7 || bytes.equals(one.range, in: other.range))
  }
}

/// Tells quickly of most marks that they have not been seen yet.
private struct SeenMarks {
  private var bits: UInt64 = 0

  var isEmpty: Bool { bits == 0 }

  /// - Returns: true where the mark is new for certain.
  mutating func insert(_ mark: UInt64) -> Bool {
    let bit: UInt64 = 1 << ((mark &* 0x9E37_79B9_7F4A_7C15) >> 58)
    defer { bits |= bit }
    return bits & bit == 0
  }
}

/// What stands behind the last `-` of a key.
enum Suffix {
  case value(ReadingStatistic)
  case flag
  case sampleTime
  /// Text about the instrument or its limits, no measured value.
  case description

  /// - Parameter name: the short name of the range.
  init(_ name: UInt64, _ bytes: Span<UInt8>, _ range: Range<Int>) {
    switch name {
    case ShortName.flag: self = .flag
    case ShortName.rtd, ShortName.zsRtd: self = .value(.realTime)
    case ShortName.avg, ShortName.zsAvg: self = .value(.mean)
    case ShortName.min, ShortName.zsMin: self = .value(.minimum)
    case ShortName.max, ShortName.zsMax: self = .value(.maximum)
    case ShortName.cou, ShortName.zsCou: self = .value(.total)
    case ShortName.rs, ShortName.zsRS: self = .value(.state)
    case ShortName.rt, ShortName.zsRT: self = .value(.runningHours)
    case ShortName.eFlag, ShortName.info, ShortName.sn,
      ShortName.upValue:
      self = .description
    default:
      if bytes.equals("SampleTime", in: range) {
        self = .sampleTime
      } else {
        self = bytes.equals("LowValue", in: range) ? .description : .value(.other)
      }
    }
  }
}
