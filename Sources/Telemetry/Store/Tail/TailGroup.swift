import AirQuality

/// Samples of the series of one point and window that no chunk holds yet, in memory, in the order in
/// which they came. Each instant of a series is here once; its corrections lie in rows of `sample`.
struct TailGroup: Sendable {
  /// What the samples of one message and start have in common.
  struct Row: Sendable {
    /// UTC epoch seconds.
    let start: Int
    let receivedAt: Int
    /// Inbox sequence of the message.
    let sequence: Int64
  }

  struct Cell: Sendable {
    let row: Int32
    private let scale: UInt8
    private let sentScale: UInt8
    private let mantissa: Int64
    private let sentMantissa: Int64
    let flag: SampleFlag

    init(row: Int, value: ExactDecimal, asSent: ExactDecimal, flag: SampleFlag) {
      self.row = Int32(row)
      scale = UInt8(value.scale)
      sentScale = UInt8(asSent.scale)
      mantissa = value.mantissa
      sentMantissa = asSent.mantissa
      self.flag = flag
    }

    var value: ExactDecimal { ExactDecimal(mantissa, scale: Int(scale)) }
    var asSent: ExactDecimal { ExactDecimal(sentMantissa, scale: Int(sentScale)) }
  }

  struct Column: Sendable {
    private(set) var cells: [Cell] = []
    /// Every sample starts after those before it.
    private(set) var isInOrder = true
    private var lastStart = Int.min

    fileprivate mutating func append(_ cell: Cell, startingAt start: Int) {
      isInOrder = isInOrder && (cells.isEmpty || start > lastStart)
      lastStart = start
      cells.append(cell)
    }
  }

  private(set) var rows: [Row] = []
  /// By series id.
  private(set) var columns: [Int64: Column] = [:]
  private(set) var cellCount = 0

  var isEmpty: Bool { rows.isEmpty }

  mutating func append(_ sample: StoredSample, of series: Int64) {
    if rows.last.map({
      $0.start != sample.start || $0.sequence != sample.sequence
        || $0.receivedAt != sample.receivedAt
    }) ?? true {
      rows.append(
        Row(start: sample.start, receivedAt: sample.receivedAt, sequence: sample.sequence))
    }
    let cell = Cell(
      row: rows.count - 1, value: sample.value, asSent: sample.asSent, flag: sample.flag)
    columns[series, default: Column()].append(cell, startingAt: sample.start)
    cellCount += 1
  }

  /// Of one instant.
  func sample(of series: Int64, at start: Int) -> StoredSample? {
    guard let column = columns[series] else { return nil }
    if column.isInOrder {
      let index = firstIndex(in: column, from: start)
      guard index < column.cells.count else { return nil }
      let found = sample(column.cells[index])
      return found.start == start ? found : nil
    }
    return column.cells.last { rows[Int($0.row)].start == start }.map(sample)
  }

  /// Samples of a series with `from <= start < until`, oldest first.
  func samples(of series: Int64, from: Int, until: Int) -> [StoredSample] {
    guard let column = columns[series], from < until else { return [] }
    if column.isInOrder {
      let range = firstIndex(in: column, from: from)..<firstIndex(in: column, from: until)
      return column.cells[range].map(sample)
    }
    return column.cells.map(sample).filter { $0.start >= from && $0.start < until }
      .sorted { $0.start < $1.start }
  }

  private func sample(_ cell: Cell) -> StoredSample {
    let row = rows[Int(cell.row)]
    return StoredSample(
      start: row.start, value: cell.value, asSent: cell.asSent, flag: cell.flag,
      receivedAt: row.receivedAt, sequence: row.sequence, revisionCount: 0)
  }

  /// Index of the first cell that does not start before an instant, of a column in order.
  private func firstIndex(in column: Column, from start: Int) -> Int {
    column.cells.partitioningIndex { rows[Int($0.row)].start >= start }
  }
}
