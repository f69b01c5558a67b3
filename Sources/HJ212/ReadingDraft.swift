import NIOCore

/// The readings of a packet under way. Factors and keys are compared by hash first, since a packet
/// has up to a hundred of them.
struct ReadingDraft {
  private(set) var readings: [Reading] = []
  private let segment: ByteBuffer
  private var hashes: [(factor: UInt32, key: UInt32)] = []
  private var flags: [(factor: Slice, hash: UInt32, value: Slice)] = []
  private var sampleTimes: [(factor: Slice, hash: UInt32, epoch: Int)] = []

  init(segment: ByteBuffer) {
    self.segment = segment
    readings.reserveCapacity(16)
    hashes.reserveCapacity(16)
    flags.reserveCapacity(16)
  }

  /// - Parameter dash: place of the last `-` of the key.
  mutating func add(
    _ item: Item, _ value: Slice, dash: Int, _ bytes: Span<UInt8>, _ times: inout TimeItems
  ) {
    let factor = item.key.offset..<dash
    let suffix = (dash + 1)..<item.key.end
    let factorHash = Self.hash(bytes, factor)
    switch Suffix(bytes, suffix) {
    case .flag:
      flags.append((Slice(factor), factorHash, value))
    case .sampleTime:
      if let epoch = times.read(item) { sampleTimes.append((Slice(factor), factorHash, epoch)) }
    case .description:
      break
    case .value(let statistic):
      hashes.append((factorHash, Self.hash(bytes, item.key.range)))
      readings.append(
        Reading(
          segment: segment, keySlice: item.key, factorSlice: Slice(factor),
          suffixSlice: Slice(suffix), valueSlice: value, statistic: statistic,
          fault: Self.fault(bytes, value.range)))
    }
  }

  /// Gives each reading its flag and its time, and finds keys that come more than once.
  mutating func settle(_ bytes: Span<UInt8>, dataTime: Int?, bareFlag: Slice?) {
    for index in readings.indices {
      let factor = readings[index].factorSlice.range
      let hash = hashes[index].factor
      readings[index].flagSlice =
        flags.first { $0.hash == hash && bytes.equals($0.factor.range, in: factor) }?.value
        ?? bareFlag
      readings[index].start =
        sampleTimes.first { $0.hash == hash && bytes.equals($0.factor.range, in: factor) }?.epoch
        ?? dataTime
      for earlier in 0..<index
      where hashes[earlier].key == hashes[index].key
        && bytes.equals(readings[earlier].keySlice.range, in: readings[index].keySlice.range)
      {
        readings[earlier].fault = .repeated
        readings[index].fault = .repeated
      }
    }
  }

  /// FNV-1a.
  private static func hash(_ bytes: Span<UInt8>, _ range: Range<Int>) -> UInt32 {
    var hash: UInt32 = 2_166_136_261
    for index in range { hash = (hash ^ UInt32(bytes[index])) &* 16_777_619 }
    return hash
  }

  /// Plain decimal text: a sign, digits, at most one point; no more than 18 digits.
  private static func fault(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Reading.Fault? {
    guard !range.isEmpty else { return .empty }
    var digits = 0
    var points = 0
    for index in range {
      switch bytes[index] {
      case 0x30...0x39: digits += 1
      case UInt8(ascii: ".") where points == 0: points = 1
      case UInt8(ascii: "-") where index == range.lowerBound: break
      case UInt8(ascii: "+") where index == range.lowerBound: break
      case UInt8(ascii: "e"), UInt8(ascii: "E"):
        return digits > 0 ? .exponent : .notANumber
      default: return .notANumber
      }
    }
    guard digits > 0 else { return .notANumber }
    if digits > 18 { return .tooLong }
    return isSentinel(bytes, range) ? .sentinel : nil
  }

  /// -999, -9999 or -99999, also with zero decimals.
  private static func isSentinel(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard bytes[range.lowerBound] == Ascii.minus else { return false }
    var index = range.lowerBound + 1
    var nines = 0
    while index < range.upperBound, bytes[index] == UInt8(ascii: "9") {
      nines += 1
      index += 1
    }
    guard (3...5).contains(nines) else { return false }
    guard index < range.upperBound else { return true }
    guard bytes[index] == UInt8(ascii: ".") else { return false }
    for place in (index + 1)..<range.upperBound where bytes[place] != UInt8(ascii: "0") {
      return false
    }
    return true
  }
}

/// What stands behind the last `-` of a key.
enum Suffix {
  case value(ReadingStatistic)
  case flag
  case sampleTime
  /// Text about the instrument or its limits, no measured value.
  case description

  init(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    if bytes.equals("Flag", in: range) {
      self = .flag
    } else if bytes.equals("SampleTime", in: range) {
      self = .sampleTime
    } else if bytes.equals("EFlag", in: range) || bytes.equals("Info", in: range)
      || bytes.equals("SN", in: range) || bytes.equals("UpValue", in: range)
      || bytes.equals("LowValue", in: range)
    {
      self = .description
    } else {
      self = Self.statistic(bytes, range)
    }
  }

  private static func statistic(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Suffix {
    // Converted to the standard's reference state.
    let isConverted =
      range.count > 2 && bytes[range.lowerBound] == UInt8(ascii: "Z")
      && bytes[range.lowerBound + 1] == UInt8(ascii: "s")
    let name = isConverted ? (range.lowerBound + 2)..<range.upperBound : range
    let statistic: ReadingStatistic =
      if bytes.equals("Rtd", in: name) {
        .realTime
      } else if bytes.equals("Avg", in: name) {
        .mean
      } else if bytes.equals("Min", in: name) {
        .minimum
      } else if bytes.equals("Max", in: name) {
        .maximum
      } else if bytes.equals("Cou", in: name) {
        .total
      } else if bytes.equals("RS", in: name) {
        .state
      } else if bytes.equals("RT", in: name) {
        .runningHours
      } else {
        .other
      }
    return .value(statistic)
  }
}
