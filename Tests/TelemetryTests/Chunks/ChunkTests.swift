import AirQuality
import Foundation
import Seeds
import Testing

@testable import Telemetry

@Suite struct `A chunk of samples` {
  @Test(arguments: 0..<200 as Range<UInt64>)
  func `is read as it was written, digit by digit`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let chunk = Chunk.random(&random)
    let bytes = chunk.encoded()
    #expect(try Chunk(bytes) == chunk)
    let reader = try ChunkReader(bytes)
    for series in chunk.columns.keys {
      #expect(try reader.cells(of: series) == chunk.columns[series])
    }
    #expect(try reader.cells(of: -1) == nil)
  }

  @Test func `holds the numbers at the edges`() throws {
    let edges = [0, 1, -1, .max, .min, .max - 1, .min + 1, 10, -10, 1 << 32] as [Int64]
    let scales = [0, 1, 17, 18]
    let decimals = edges.flatMap { edge in scales.map { ExactDecimal(edge, scale: $0) } }
    let read = try DecimalColumn.decode(
      DecimalColumn.encode(decimals)[...], count: decimals.count)
    #expect(zip(read, decimals).allSatisfy { $0.hasDigits(of: $1) })
    #expect(try IntegerColumn.decode(IntegerColumn.encode(edges)[...], count: edges.count) == edges)
    #expect(try Chunk(Chunk().encoded()) == Chunk())
  }

  /// A flue gas analyser that prints two decimals each minute, and a state that hardly changes.
  @Test func `takes little more than what its values tell`() {
    var random = SeededGenerator(seed: 7)
    var chunk = Chunk()
    for minute in 0..<1_440 {
      chunk.starts.append(1_767_225_600 + 60 * minute)
      chunk.receivedAt.append(chunk.starts[minute] + 62 + random.below(2))
      chunk.sequences.append(Int64(1_000_000 + 3_000 * minute))
      let value = ExactDecimal(Int64(3_500 + random.below(16)), scale: 2)
      chunk.columns[1, default: []].append(ChunkCell(value: value, asSent: value, flag: .normal))
      let state = ExactDecimal(Int64(minute / 700 % 2))
      chunk.columns[2, default: []].append(ChunkCell(value: state, asSent: state, flag: .normal))
    }
    // Four bits a value and one an arrival: 900 bytes.
    #expect(chunk.encoded().count < 1_100)
  }

  @Test(arguments: 0..<40 as Range<UInt64>)
  func `gives a fault or some samples for any bytes, and ends`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let whole = Chunk.random(&random).encoded()
    for _ in 0..<50 {
      var bytes = whole
      for _ in 0...random.below(4) where !bytes.isEmpty {
        bytes[random.below(bytes.count)] = UInt8(random.below(256))
      }
      if random.below(4) == 0 { bytes.removeLast(random.below(bytes.count)) }
      if random.below(8) == 0 {
        bytes = (0..<random.below(64)).map { _ in UInt8(random.below(256)) }
      }
      _ = try? Chunk(bytes)
    }
  }
}

extension Chunk {
  /// Series of many kinds: levels, counters, states, any numbers, gaps, other units, flags.
  fileprivate static func random(_ random: inout SeededGenerator) -> Chunk {
    var chunk = Chunk()
    let rows = [0, 1, 2, 60, 300][random.below(5)]
    var start = 1_700_000_000
    for row in 0..<rows {
      start += random.below(10) == 0 ? random.below(10_000) : 60
      chunk.starts.append(start)
      chunk.receivedAt.append(start + random.below(5) - (random.below(50) == 0 ? 100_000 : 0))
      chunk.sequences.append(Int64(row * 10 + random.below(10)))
    }
    for series in 0..<Int64(random.below(6)) {
      chunk.columns[series * 7] = cells(rows, &random)
    }
    return chunk
  }

  private static func cells(_ rows: Int, _ random: inout SeededGenerator) -> [ChunkCell?] {
    let kind = random.below(6)
    let scale = random.below(4)
    let shift = [0, 0, 3, -3][random.below(4)]
    let gaps = random.below(3) == 0
    var level: Int64 = 5_000
    return (0..<rows).map { row in
      if gaps, random.below(4) == 0 { return nil }
      switch kind {
      case 0: level = Int64(random.below(2))
      case 1: level += Int64(random.below(100))
      case 2: level = Int64(bitPattern: random.next() / 4)
      default: level += Int64(random.below(21)) - 10
      }
      let sent = ExactDecimal(level, scale: kind == 5 ? random.below(19) : scale)
      let value = kind == 3 ? sent : sent.shifted(by: shift) ?? sent
      let flag = random.below(20) == 0 ? SampleFlag(rawValue: "校准\(random.below(3))") : .normal
      return ChunkCell(value: value, asSent: sent, flag: flag)
    }
  }
}
