import AirQuality

/// One value within a chunk.
struct ChunkCell: Equatable {
  /// In the quantity's unit.
  let value: ExactDecimal
  /// As it stood in the message.
  let asSent: ExactDecimal
  let flag: SampleFlag

  /// With the very digits, too: 1.0 is not 1.00.
  static func == (a: ChunkCell, b: ChunkCell) -> Bool {
    a.value.hasDigits(of: b.value) && a.asSent.hasDigits(of: b.asSent) && a.flag == b.flag
  }
}

extension ExactDecimal {
  /// Written the same way, not only the same number.
  func hasDigits(of other: ExactDecimal) -> Bool {
    mantissa == other.mantissa && scale == other.scale
  }
}

/// The cells of one series in a chunk: which rows have one, their values as sent and in the quantity's
/// unit, their flags.
enum CellColumn {
  /// Flags that a chunk can hold of one series.
  static let flagLimit = 256

  static func encode(_ cells: [ChunkCell?]) -> [UInt8] {
    let present = cells.compactMap { $0 }
    var writer = ChunkWriter()
    writer.write(present.count == cells.count ? [] : presence(cells))
    writer.write(DecimalColumn.encode(present.map(\.asSent)))
    writer.write(units(present))
    let flags = flags(present)
    for flag in flags.names { writer.write(Array(flag.rawValue.utf8)) }
    return [UInt8(flags.names.count - 1)] + writer.bytes + flags.column
  }

  static func decode(_ bytes: ArraySlice<UInt8>, count: Int) throws(ChunkFault) -> [ChunkCell?] {
    guard let flagCount = bytes.first.map({ Int($0) + 1 }) else {
      throw .unreadable("a series has no column")
    }
    var scanner = ChunkScanner(bytes.dropFirst())
    let presence = try scanner.part()
    let isThere = presence.isEmpty ? nil : readPresence(presence, count: count)
    let present = isThere.map { $0.count(where: \.self) } ?? count
    let sent = try DecimalColumn.decode(try scanner.part(), count: present)
    let values = try readUnits(try scanner.part(), of: sent)
    var names: [SampleFlag] = []
    for _ in 0..<flagCount {
      names.append(SampleFlag(rawValue: String(decoding: try scanner.part(), as: UTF8.self)))
    }
    let flags = try readFlags(scanner.rest, names: names, count: present)
    var next = 0
    return (0..<count).map { row in
      guard isThere?[row] ?? true else { return nil }
      defer { next += 1 }
      return ChunkCell(value: values[next], asSent: sent[next], flag: flags[next])
    }
  }

  // MARK: Which rows have one

  private static func presence(_ cells: [ChunkCell?]) -> [UInt8] {
    var encoder = RangeEncoder()
    var models = [AdaptiveBit(), AdaptiveBit()]
    var last = 1
    for cell in cells {
      encoder.encode(cell != nil, by: &models[last])
      last = cell != nil ? 1 : 0
    }
    // What is empty means that all rows have one.
    return [0] + encoder.finish()
  }

  private static func readPresence(_ bytes: ArraySlice<UInt8>, count: Int) -> [Bool] {
    var decoder = RangeDecoder(bytes.dropFirst())
    var models = [AdaptiveBit(), AdaptiveBit()]
    var last = 1
    return (0..<count).map { _ in
      let isThere = decoder.decode(by: &models[last])
      last = isThere ? 1 : 0
      return isThere
    }
  }

  // MARK: The quantity's unit

  private enum Unit: UInt8 {
    case asSent = 0
    /// Every value is the one sent, moved by as many places: the unit is another power of ten.
    case shifted = 1
    case apart = 2
  }

  private static func units(_ cells: [ChunkCell]) -> [UInt8] {
    if cells.allSatisfy({ $0.value.hasDigits(of: $0.asSent) }) { return [Unit.asSent.rawValue] }
    for places in -ExactDecimal.greatestScale...ExactDecimal.greatestScale
    where cells.allSatisfy({ $0.asSent.shifted(by: places)?.hasDigits(of: $0.value) == true }) {
      return [Unit.shifted.rawValue, UInt8(places + ExactDecimal.greatestScale)]
    }
    return [Unit.apart.rawValue] + DecimalColumn.encode(cells.map(\.value))
  }

  private static func readUnits(
    _ bytes: ArraySlice<UInt8>, of sent: [ExactDecimal]
  ) throws(ChunkFault) -> [ExactDecimal] {
    switch bytes.first.flatMap(Unit.init(rawValue:)) {
    case .asSent: return sent
    case .shifted:
      guard let places = bytes.dropFirst().first.map({ Int($0) - ExactDecimal.greatestScale }),
        places <= ExactDecimal.greatestScale
      else { throw .unreadable("a column's unit has no shift") }
      var values: [ExactDecimal] = []
      values.reserveCapacity(sent.count)
      for number in sent {
        guard let value = number.shifted(by: places) else {
          throw .unreadable("\(number) does not fit when shifted by \(places) places")
        }
        values.append(value)
      }
      return values
    case .apart: return try DecimalColumn.decode(bytes.dropFirst(), count: sent.count)
    case nil: throw .unreadable("a column's unit is unknown")
    }
  }

  // MARK: Flags

  private static func flags(_ cells: [ChunkCell]) -> (names: [SampleFlag], column: [UInt8]) {
    var names: [SampleFlag] = []
    var numbers: [SampleFlag: Int] = [:]
    var encoder = RangeEncoder()
    var isOther = [AdaptiveBit(), AdaptiveBit()]
    var other = AdaptiveNumber(width: 8)
    var last = 0
    var wasOther = 0
    for cell in cells {
      let number = numbers[cell.flag] ?? names.count
      if number == names.count {
        names.append(cell.flag)
        numbers[cell.flag] = number
      }
      let changes = number != last
      encoder.encode(changes, by: &isOther[wasOther])
      if changes { other.encode(number, to: &encoder) }
      last = number
      wasOther = changes ? 1 : 0
    }
    return (names.isEmpty ? [.none] : names, names.count > 1 ? encoder.finish() : [])
  }

  private static func readFlags(
    _ bytes: ArraySlice<UInt8>, names: [SampleFlag], count: Int
  ) throws(ChunkFault) -> [SampleFlag] {
    if names.count == 1 { return Array(repeating: names[0], count: count) }
    var decoder = RangeDecoder(bytes)
    var isOther = [AdaptiveBit(), AdaptiveBit()]
    var other = AdaptiveNumber(width: 8)
    var last = 0
    var wasOther = 0
    var flags: [SampleFlag] = []
    flags.reserveCapacity(count)
    for _ in 0..<count {
      let changes = decoder.decode(by: &isOther[wasOther])
      if changes { last = other.decode(from: &decoder) }
      guard last < names.count else { throw .unreadable("a flag is not among the column's flags") }
      flags.append(names[last])
      wasOther = changes ? 1 : 0
    }
    return flags
  }
}
