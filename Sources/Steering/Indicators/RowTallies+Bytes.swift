import Foundation
import Ledger

/// Tallies as a few bytes a stretch: whole numbers of seven bits a byte, the low ones first, those that
/// may be negative with their sign in the lowest bit. Values stand sorted, each by what it is above the
/// one before.
extension RowTallies {
  var bytes: Data {
    var writer = TallyWriter()
    guard !byKey.isEmpty else {
      writer.append(0)
      writer.append(overall)
      return writer.data
    }
    // Of all keys together they are the sum.
    writer.append(UInt128(byKey.count))
    for (key, pair) in byKey {
      writer.append(key)
      writer.append(pair)
    }
    return writer.data
  }

  /// nil for anything that `bytes` does not write.
  init?(_ data: Data) {
    self.init()
    let read = data.withUnsafeBytes { bytes -> RowTallies? in
      var reader = TallyReader(bytes: bytes)
      return reader.tallies()
    }
    guard let read else { return nil }
    self = read
  }
}

private struct TallyWriter {
  private(set) var data = Data()

  mutating func append(_ number: UInt128) {
    var rest = number
    while rest > 0x7F {
      data.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    data.append(UInt8(rest))
  }

  mutating func append(signed number: Int128) {
    append(UInt128(bitPattern: (number << 1) ^ (number >> 127)))
  }

  mutating func append(_ key: String?) {
    guard let key else { return append(0) }
    append(UInt128(key.utf8.count + 1))
    data.append(contentsOf: key.utf8)
  }

  mutating func append(_ pair: RowTallies.Pair) {
    append(pair.all)
    append(pair.marked)
  }

  private mutating func append(_ tally: RowTally) {
    append(UInt128(tally.rows))
    append(UInt128(tally.total.count))
    append(UInt128(tally.total.scale))
    append(signed: Int128(tally.total.turns))
    append(signed: tally.total.units)
    append(UInt128(tally.values.count))
    // No value has more decimals than the total.
    let step = ExactTotal.units(1, tally.total.scale)
    var last: Int128 = 0
    for (index, value) in tally.values.sorted().enumerated() {
      let steps = value / step
      if index == 0 { append(signed: steps) } else { append(UInt128(steps - last)) }
      last = steps
    }
  }
}

private struct TallyReader {
  let bytes: UnsafeRawBufferPointer
  private var place = 0

  init(bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  mutating func tallies() -> RowTallies? {
    var tallies = RowTallies()
    guard let keys = count() else { return nil }
    if keys == 0 {
      guard let pair = pair() else { return nil }
      tallies.overall = pair
    }
    for _ in 0..<keys {
      guard let key = key(), let pair = pair() else { return nil }
      tallies.overall.add(pair)
      tallies.byKey[key.text] = pair
    }
    return place == bytes.count ? tallies : nil
  }

  private mutating func number() -> UInt128? {
    var number: UInt128 = 0
    var shift: UInt128 = 0
    while place < bytes.count, shift < 128 {
      let byte = bytes[place]
      place += 1
      number |= UInt128(byte & 0x7F) << shift
      if byte < 0x80 { return number }
      shift += 7
    }
    return nil
  }

  private mutating func signed() -> Int128? {
    number().map { Int128(bitPattern: $0 >> 1) ^ -Int128(bitPattern: $0 & 1) }
  }

  private mutating func signless(upTo most: Int128) -> Int? {
    number().flatMap { $0 <= UInt128(most) ? Int($0) : nil }
  }

  /// Of things that take a byte at least.
  private mutating func count() -> Int? {
    number().flatMap { Int(exactly: $0) }.flatMap { $0 <= bytes.count - place ? $0 : nil }
  }

  private mutating func key() -> (text: String?, Void)? {
    guard let length = count() else { return nil }
    guard length > 0 else { return (nil, ()) }
    defer { place += length - 1 }
    return (String(decoding: bytes[place..<place + length - 1], as: UTF8.self), ())
  }

  private mutating func pair() -> RowTallies.Pair? {
    guard let all = tally(), let marked = tally() else { return nil }
    return RowTallies.Pair(all: all, marked: marked)
  }

  private mutating func tally() -> RowTally? {
    let most = Int128(RegisterStretches.rows)
    guard let rows = signless(upTo: most), let numbers = signless(upTo: most),
      let scale = signless(upTo: 18), let turns = signed(), (-most...most).contains(turns),
      let units = signed(), let count = count()
    else { return nil }
    let total = ExactTotal(units: units, turns: Int(turns), scale: scale, count: numbers)
    guard let values = values(count, step: ExactTotal.units(1, scale)) else { return nil }
    return RowTally(rows: rows, total: total, values: values)
  }

  private mutating func values(_ count: Int, step: Int128) -> [Int128]? {
    guard count > 0 else { return [] }
    guard var steps = signed() else { return nil }
    var values: [Int128] = []
    values.reserveCapacity(count)
    values.append(steps &* step)
    for _ in 1..<count {
      guard let more = number() else { return nil }
      steps &+= Int128(bitPattern: more)
      values.append(steps &* step)
    }
    return values
  }
}
