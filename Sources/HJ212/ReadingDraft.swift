import NIOCore

/// The readings of a packet under way. Factors and keys are compared by fingerprint first, since a
/// packet has up to a hundred of them.
struct ReadingDraft {
  private(set) var readings: [FoundReading] = []
  private var flags: [(factor: Slice, mark: UInt64, value: Slice)] = []
  private var sampleTimes: [(factor: Slice, mark: UInt64, epoch: Int)] = []

  /// - Parameter items: how many the packet has; room for all of them is made at once.
  init(items: Int) {
    readings.reserveCapacity(items)
    flags.reserveCapacity(items / 2)
  }

  /// - Parameter item: one whose key has a `-`.
  mutating func add(
    _ item: Item, _ value: Slice, _ bytes: Span<UInt8>, _ times: inout TimeItems
  ) {
    let dash = Int(item.dash)
    let factor = item.key.offset..<dash
    let suffix = (dash + 1)..<item.key.end
    let mark = bytes.fingerprint(factor)
    let suffixName = bytes.shortName(suffix)
    switch Suffix(suffixName, bytes, suffix) {
    case .flag:
      flags.append((Slice(factor), mark, value))
    case .sampleTime:
      if let epoch = times.read(item) { sampleTimes.append((Slice(factor), mark, epoch)) }
    case .description:
      break
    case .value(let statistic):
      readings.append(
        FoundReading(
          key: item.key, keyMark: mark &* 31 &+ suffixName, factorMark: mark,
          factor: Slice(factor), suffix: Slice(suffix), value: value,
          statistic: statistic, fault: Reading.fault(bytes, value.range)))
    }
  }

  /// Gives each reading its flag and its time, and finds keys that come more than once.
  mutating func settle(_ bytes: Span<UInt8>, dataTime: Int?, bareFlag: Slice?) {
    for index in readings.indices {
      let (factor, mark) = (readings[index].factor, readings[index].factorMark)
      let keyMark = readings[index].keyMark
      readings[index].flag = flag(of: factor, mark, bytes) ?? bareFlag
      readings[index].start = sampleTime(of: factor, mark, bytes) ?? dataTime
      for earlier in 0..<index
      where readings[earlier].keyMark == keyMark
        && bytes.equals(readings[earlier].key.range, in: readings[index].key.range)
      {
        readings[earlier].fault = .repeated
        readings[index].fault = .repeated
      }
    }
  }

  private func flag(of factor: Slice, _ mark: UInt64, _ bytes: Span<UInt8>) -> Slice? {
    for flag in flags where flag.mark == mark && Self.isSame(flag.factor, factor, bytes) {
      return flag.value
    }
    return nil
  }

  private func sampleTime(of factor: Slice, _ mark: UInt64, _ bytes: Span<UInt8>) -> Int? {
    for time in sampleTimes where time.mark == mark && Self.isSame(time.factor, factor, bytes) {
      return time.epoch
    }
    return nil
  }

  /// Names with the same fingerprint; of a short one it is the whole name.
  private static func isSame(_ one: Slice, _ other: Slice, _ bytes: Span<UInt8>) -> Bool {
    one.count == other.count && (one.count <= 7 || bytes.equals(one.range, in: other.range))
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
