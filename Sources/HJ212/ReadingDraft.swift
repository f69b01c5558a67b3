import NIOCore

/// The readings of a packet under way. Factors and keys are compared by fingerprint first, since a
/// packet has up to a hundred of them.
struct ReadingDraft {
  /// What a factor's flag and time are found by, beside each reading.
  private struct Mark {
    let factor: UInt64
    let key: UInt64
  }

  private(set) var readings: [Reading] = []
  private let segment: ByteBuffer
  private var marks: [Mark] = []
  private var flags: [(factor: Slice, mark: UInt64, value: Slice)] = []
  private var sampleTimes: [(factor: Slice, mark: UInt64, epoch: Int)] = []

  /// - Parameter items: how many the packet has; room for all of them is made at once.
  init(segment: ByteBuffer, items: Int) {
    self.segment = segment
    readings.reserveCapacity(items)
    marks.reserveCapacity(items)
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
      marks.append(Mark(factor: mark, key: mark &* 31 &+ suffixName))
      readings.append(
        Reading(
          segment: segment, keySlice: item.key, factorSlice: Slice(factor),
          suffixSlice: Slice(suffix), valueSlice: value, statistic: statistic,
          fault: Reading.fault(bytes, value.range)))
    }
  }

  /// Gives each reading its flag and its time, and finds keys that come more than once.
  mutating func settle(_ bytes: Span<UInt8>, dataTime: Int?, bareFlag: Slice?) {
    for index in readings.indices {
      let mark = marks[index]
      let factor = readings[index].factorSlice
      readings[index].flagSlice = flag(of: factor, mark.factor, bytes) ?? bareFlag
      readings[index].start = sampleTime(of: factor, mark.factor, bytes) ?? dataTime
      for earlier in 0..<index
      where marks[earlier].key == mark.key
        && bytes.equals(readings[earlier].keySlice.range, in: readings[index].keySlice.range)
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
    case Ascii.shortName("Flag"): self = .flag
    case Ascii.shortName("Rtd"), Ascii.shortName("ZsRtd"): self = .value(.realTime)
    case Ascii.shortName("Avg"), Ascii.shortName("ZsAvg"): self = .value(.mean)
    case Ascii.shortName("Min"), Ascii.shortName("ZsMin"): self = .value(.minimum)
    case Ascii.shortName("Max"), Ascii.shortName("ZsMax"): self = .value(.maximum)
    case Ascii.shortName("Cou"), Ascii.shortName("ZsCou"): self = .value(.total)
    case Ascii.shortName("RS"), Ascii.shortName("ZsRS"): self = .value(.state)
    case Ascii.shortName("RT"), Ascii.shortName("ZsRT"): self = .value(.runningHours)
    case Ascii.shortName("EFlag"), Ascii.shortName("Info"), Ascii.shortName("SN"),
      Ascii.shortName("UpValue"):
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
