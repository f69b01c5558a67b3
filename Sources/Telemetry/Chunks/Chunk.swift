import AirQuality

/// Samples that came in the same messages, as columns: one row a message and start, one column of cells
/// a series. Times, arrivals and sequences are told once for all of a row's series.
///
/// Every column stands for itself, so that one series is read without the others. What is read is as it
/// was written, digit by digit; that the bytes are those that were written, a checksum beside them says.
struct Chunk: Equatable {
  /// Rows and columns that one can hold.
  static let rowLimit = 1 << 18
  static let columnLimit = 4_096

  /// Starts of the rows, UTC epoch seconds; the same one may occur again, from another message.
  var starts: [Int] = []
  /// UTC epoch seconds.
  var receivedAt: [Int] = []
  /// Inbox sequences of the messages.
  var sequences: [Int64] = []
  /// By series id, a cell or nil for each row.
  var columns: [Int64: [ChunkCell?]] = [:]

  var rowCount: Int { starts.count }

  /// - Precondition: every column has as many cells as there are rows; both are within the limits, and
  ///   no series has more than `CellColumn.flagLimit` kinds of flag.
  func encoded() -> [UInt8] {
    precondition(rowCount <= Self.rowLimit && columns.count <= Self.columnLimit)
    precondition(receivedAt.count == rowCount && sequences.count == rowCount)
    var head = ChunkWriter()
    head.write(rowCount)
    head.write(columns.count)
    var body: [UInt8] = []
    func add(_ column: [UInt8]) {
      head.write(column.count)
      body += column
    }
    add(IntegerColumn.encode(starts.map { Int64($0) }))
    add(IntegerColumn.encode(zip(receivedAt, starts).map { Int64($0) &- Int64($1) }))
    add(IntegerColumn.encode(sequences))
    for (series, cells) in columns.sorted(by: { $0.key < $1.key }) {
      precondition(cells.count == rowCount)
      head.write(Int(series))
      add(CellColumn.encode(cells))
    }
    return [Self.version] + head.bytes + body
  }

  init() {}

  init(_ bytes: [UInt8]) throws(ChunkFault) {
    let reader = try ChunkReader(bytes)
    (starts, receivedAt, sequences) = (reader.starts, reader.receivedAt, reader.sequences)
    for series in reader.series { columns[series] = try reader.cells(of: series) }
  }

  static let version: UInt8 = 1
}

/// Reads a chunk, or some series of it.
struct ChunkReader {
  /// Of each row, as in `Chunk`.
  let starts: [Int]
  let receivedAt: [Int]
  let sequences: [Int64]
  private let columns: [Int64: ArraySlice<UInt8>]

  /// - Throws: where the head is none, and where the columns are not as long as it says.
  init(_ bytes: [UInt8]) throws(ChunkFault) {
    guard let version = bytes.first else { throw .unreadable("it is empty") }
    guard version == Chunk.version else { throw .unreadable("version \(version) is not known") }
    var scanner = ChunkScanner(bytes.dropFirst())
    let rowCount = try scanner.number(upTo: Chunk.rowLimit)
    let columnCount = try scanner.number(upTo: Chunk.columnLimit)
    var lengths: [Int] = []
    var names: [Int64] = []
    for _ in 0..<3 { lengths.append(try scanner.number(upTo: bytes.count)) }
    for _ in 0..<columnCount {
      names.append(Int64(try scanner.number(upTo: .max)))
      lengths.append(try scanner.number(upTo: bytes.count))
    }
    guard lengths.reduce(0, +) == scanner.rest.count else {
      throw .unreadable("its columns are \(lengths.reduce(0, +)) bytes, not \(scanner.rest.count)")
    }
    var rest = scanner.rest
    let parts = lengths.map { length in
      defer { rest = rest.dropFirst(length) }
      return rest.prefix(length)
    }
    let starts = try IntegerColumn.decode(parts[0], count: rowCount)
    let after = try IntegerColumn.decode(parts[1], count: rowCount)
    self.starts = starts.map { Int($0) }
    receivedAt = zip(starts, after).map { Int($0 &+ $1) }
    sequences = try IntegerColumn.decode(parts[2], count: rowCount)
    var columns: [Int64: ArraySlice<UInt8>] = [:]
    for (name, part) in zip(names, parts.dropFirst(3)) {
      guard columns.updateValue(part, forKey: name) == nil else {
        throw .unreadable("it has series \(name) twice")
      }
    }
    self.columns = columns
  }

  var series: [Int64] { columns.keys.sorted() }

  /// Nil where the chunk has none of the series.
  func cells(of series: Int64) throws(ChunkFault) -> [ChunkCell?]? {
    guard let column = columns[series] else { return nil }
    return try CellColumn.decode(column, count: starts.count)
  }
}
