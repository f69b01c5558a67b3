import AirQuality

/// What one transaction stored, as the bytes of one row of `tail`: the samples that no chunk holds yet,
/// and the newest samples of series to which something came that was not simply the next.
struct TailBatch {
  struct Entry: Equatable {
    let series: Int64
    let sample: StoredSample
  }

  struct Content {
    var entries: [Entry] = []
    /// By series id.
    var newest: [(series: Int64, newest: SeriesHead.Newest)] = []
  }

  private var writer = ChunkWriter()
  private var flags: [SampleFlag] = []
  private var numbers: [SampleFlag: Int] = [:]
  private var lastFlag: (flag: SampleFlag, number: Int)?
  private var last = Position()
  private var newest: [Int64: SeriesHead.Newest] = [:]
  private var count = 0

  var isEmpty: Bool { count == 0 && newest.isEmpty }

  /// Every number is told as its distance from the one before.
  private struct Position {
    var series: Int64 = 0
    var start = 0
    var receivedAt = 0
    var sequence: Int64 = 0
  }

  /// Bits of an entry's first byte; its lower five are the decimals of the value.
  private enum Bit {
    /// Start, arrival or sequence are others than those of the entry before.
    static let otherRow = 0x20
    static let sentApart = 0x40
  }

  private static let version = 1

  /// Tells the newest sample of a series as it is at the batch's end.
  mutating func set(_ newest: SeriesHead.Newest, of series: Int64) {
    self.newest[series] = newest
  }

  /// Whether `set` has told it before, so that it must be told again.
  func tellsNewest(of series: Int64) -> Bool { !newest.isEmpty && newest[series] != nil }

  mutating func add(_ sample: StoredSample, of series: Int64) {
    let isOtherRow =
      sample.start != last.start || sample.receivedAt != last.receivedAt
      || sample.sequence != last.sequence
    let sent = sample.asSentApart
    writer.write(
      sample.value.scale | (isOtherRow ? Bit.otherRow : 0) | (sent == nil ? 0 : Bit.sentApart))
    writer.writeSigned(series &- last.series)
    if isOtherRow {
      writer.writeSigned(Int64(sample.start &- last.start))
      writer.writeSigned(Int64(sample.receivedAt &- last.receivedAt))
      writer.writeSigned(sample.sequence &- last.sequence)
    }
    writer.write(number(of: sample.flag))
    writer.writeSigned(sample.value.mantissa)
    if let sent {
      writer.write(sent.scale)
      writer.writeSigned(sent.mantissa)
    }
    last = Position(
      series: series, start: sample.start, receivedAt: sample.receivedAt,
      sequence: sample.sequence)
    count += 1
  }

  private mutating func number(of flag: SampleFlag) -> Int {
    // Nearly all have the flag of the one before.
    if let lastFlag, lastFlag.flag == flag { return lastFlag.number }
    let number = numbers[flag] ?? flags.count
    if number == flags.count {
      flags.append(flag)
      numbers[flag] = number
    }
    lastFlag = (flag, number)
    return number
  }

  mutating func encoded() -> [UInt8] {
    var newest = ChunkWriter()
    newest.write(self.newest.count)
    for (series, one) in self.newest.sorted(by: { $0.key < $1.key }) {
      newest.write(Int(series))
      for number in [one.start, one.receivedAt, one.runStart] { newest.writeSigned(Int64(number)) }
      newest.write(number(of: one.flag))
      newest.write(one.value.scale)
      newest.writeSigned(one.value.mantissa)
    }
    var head = ChunkWriter()
    head.write(Self.version)
    head.write(flags.count)
    for flag in flags { head.write(Array(flag.rawValue.utf8)) }
    head.write(count)
    return head.bytes + writer.bytes + newest.bytes
  }

  static func decode(_ bytes: [UInt8]) throws(ChunkFault) -> Content {
    var scanner = ChunkScanner(bytes[...])
    guard try scanner.number(upTo: .max) == version else {
      throw .unreadable("its version is not known")
    }
    var flags: [SampleFlag] = []
    for _ in 0..<(try scanner.number(upTo: bytes.count)) {
      flags.append(SampleFlag(rawValue: String(decoding: try scanner.part(), as: UTF8.self)))
    }
    let count = try scanner.number(upTo: bytes.count)
    var last = Position()
    var content = Content()
    content.entries.reserveCapacity(count)
    for _ in 0..<count {
      content.entries.append(try entry(&scanner, after: &last, flags))
    }
    for _ in 0..<(try scanner.number(upTo: bytes.count)) {
      content.newest.append(try newest(&scanner, flags))
    }
    guard scanner.rest.isEmpty else { throw .unreadable("something follows its end") }
    return content
  }

  private static func newest(
    _ scanner: inout ChunkScanner, _ flags: [SampleFlag]
  ) throws(ChunkFault) -> (series: Int64, newest: SeriesHead.Newest) {
    let series = Int64(try scanner.number(upTo: .max))
    let start = Int(try scanner.signed())
    let receivedAt = Int(try scanner.signed())
    let runStart = Int(try scanner.signed())
    let flag = try flag(&scanner, flags)
    let value = try decimal(scale: try scanner.number(upTo: .max), try scanner.signed())
    return (
      series,
      SeriesHead.Newest(
        start: start, value: value, flag: flag, receivedAt: receivedAt, runStart: runStart)
    )
  }

  private static func flag(
    _ scanner: inout ChunkScanner, _ flags: [SampleFlag]
  ) throws(ChunkFault) -> SampleFlag {
    let number = try scanner.number(upTo: .max)
    guard number < flags.count else { throw .unreadable("a flag is not among its flags") }
    return flags[number]
  }

  private static func entry(
    _ scanner: inout ChunkScanner, after last: inout Position, _ flags: [SampleFlag]
  ) throws(ChunkFault) -> Entry {
    let head = try scanner.number(upTo: 0x7F)
    last.series &+= try scanner.signed()
    if head & Bit.otherRow != 0 {
      last.start &+= Int(try scanner.signed())
      last.receivedAt &+= Int(try scanner.signed())
      last.sequence &+= try scanner.signed()
    }
    let flag = try flag(&scanner, flags)
    let value = try decimal(scale: head & 0x1F, try scanner.signed())
    let asSent =
      head & Bit.sentApart == 0
      ? value : try decimal(scale: try scanner.number(upTo: .max), try scanner.signed())
    return Entry(
      series: last.series,
      sample: StoredSample(
        start: last.start, value: value, asSent: asSent, flag: flag,
        receivedAt: last.receivedAt, sequence: last.sequence, revisionCount: 0))
  }

  private static func decimal(
    scale: Int, _ mantissa: Int64
  ) throws(ChunkFault) -> ExactDecimal {
    guard scale <= ExactDecimal.greatestScale else {
      throw .unreadable("a number has \(scale) decimals")
    }
    return ExactDecimal(mantissa, scale: scale)
  }
}
