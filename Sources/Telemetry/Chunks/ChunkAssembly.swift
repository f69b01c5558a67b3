/// Samples of the series of one group and span, from wherever they lie, becoming one chunk.
struct ChunkAssembly {
  /// One row of a chunk: a start and the message that brought it.
  struct Place: Hashable, Comparable {
    let start: Int
    let sequence: Int64
    let receivedAt: Int

    static func < (a: Place, b: Place) -> Bool {
      (a.start, a.sequence, a.receivedAt) < (b.start, b.sequence, b.receivedAt)
    }
  }

  private struct Source {
    let places: [Place]
    var columns: [Int64: [(row: Int, cell: ChunkCell)]] = [:]
  }

  private var sources: [Source] = []
  /// Those of a later source replace others of the series and start.
  private var corrections: [(series: Int64, place: Place, cell: ChunkCell)] = []

  /// - Parameter span: only rows that start in it.
  mutating func add(_ tail: TailGroup, span: Range<Int>) {
    var source = Source(places: tail.rows.map(Place.init))
    for (series, column) in tail.columns {
      let cells = column.cells.filter { span.contains(tail.rows[Int($0.row)].start) }
      guard !cells.isEmpty else { continue }
      source.columns[series] = cells.map {
        (Int($0.row), ChunkCell(value: $0.value, asSent: $0.asSent, flag: $0.flag))
      }
    }
    sources.append(source)
  }

  /// - Returns: how many samples it has.
  @discardableResult
  mutating func add(_ chunk: SealedChunk) throws -> Int {
    var source = Source(places: chunk.places)
    for series in chunk.series {
      source.columns[series] = try chunk.cells(of: series).enumerated().compactMap { row, cell in
        cell.map { (row, $0) }
      }
    }
    sources.append(source)
    return source.columns.values.reduce(0) { $0 + $1.count }
  }

  /// A correction: nothing else of the series and start is kept.
  mutating func correct(_ sample: StoredSample, of series: Int64) {
    corrections.append(
      (
        series,
        Place(
          start: sample.start, sequence: sample.sequence, receivedAt: sample.receivedAt),
        ChunkCell(value: sample.value, asSent: sample.asSent, flag: sample.flag)
      ))
  }

  /// Nil where it is more than a chunk holds, or nothing.
  func chunk() -> Chunk? {
    var used: Set<Place> = Set(corrections.map(\.place))
    for source in sources {
      var rows = Set<Int>()
      for column in source.columns.values { rows.formUnion(column.map(\.row)) }
      used.formUnion(rows.map { source.places[$0] })
    }
    let places = used.sorted()
    guard (1...Chunk.rowLimit).contains(places.count) else { return nil }
    let index = Dictionary(uniqueKeysWithValues: places.enumerated().map { ($1, $0) })
    var columns: [Int64: [ChunkCell?]] = [:]
    let empty = [ChunkCell?](repeating: nil, count: places.count)
    for source in sources {
      let rows = source.places.map { index[$0] }
      for (series, cells) in source.columns {
        for (row, cell) in cells {
          if let row = rows[row] { columns[series, default: empty][row] = cell }
        }
      }
    }
    apply(to: &columns, places, index, empty)
    guard columns.count <= Chunk.columnLimit,
      columns.values.allSatisfy({ column in
        Set(column.lazy.compactMap { $0?.flag }).count <= CellColumn.flagLimit
      })
    else { return nil }
    return Self.chunk(places, columns)
  }

  private func apply(
    to columns: inout [Int64: [ChunkCell?]], _ places: [Place], _ index: [Place: Int],
    _ empty: [ChunkCell?]
  ) {
    for (series, place, cell) in corrections {
      var row = places.partitioningIndex { $0.start >= place.start }
      while row < places.count, places[row].start == place.start {
        columns[series, default: empty][row] = nil
        row += 1
      }
      if let row = index[place] { columns[series, default: empty][row] = cell }
    }
  }

  /// Rows of which corrections have left nothing are left out.
  private static func chunk(_ places: [Place], _ columns: [Int64: [ChunkCell?]]) -> Chunk {
    let kept = places.indices.filter { row in columns.values.contains { $0[row] != nil } }
    var chunk = Chunk()
    chunk.starts = kept.map { places[$0].start }
    chunk.sequences = kept.map { places[$0].sequence }
    chunk.receivedAt = kept.map { places[$0].receivedAt }
    chunk.columns =
      kept.count == places.count
      ? columns : columns.mapValues { column in kept.map { column[$0] } }
    return chunk
  }
}

extension ChunkAssembly.Place {
  init(_ row: TailGroup.Row) {
    self.init(start: row.start, sequence: row.sequence, receivedAt: row.receivedAt)
  }
}

extension Array {
  /// First index from which on `belongs` holds, of an array in which it holds for none before.
  func partitioningIndex(where belongs: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if belongs(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
