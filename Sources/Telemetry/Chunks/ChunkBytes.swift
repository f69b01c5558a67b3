/// Numbers and texts of a chunk's head, as bytes.
struct ChunkWriter {
  private(set) var bytes: [UInt8] = []

  /// Seven bits a byte, the lowest first.
  mutating func write(_ number: Int) {
    var rest = UInt64(bitPattern: Int64(number))
    while rest > 0x7F {
      bytes.append(UInt8(rest & 0x7F) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  mutating func write(_ part: [UInt8]) {
    write(part.count)
    bytes += part
  }
}

/// Reads them again; whatever the bytes, it ends with a fault or within them.
struct ChunkScanner {
  private(set) var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

  mutating func number(upTo limit: Int) throws(ChunkFault) -> Int {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 64, by: 7) {
      guard let byte = rest.popFirst() else { throw .unreadable("it ends within its head") }
      value |= UInt64(byte & 0x7F) << shift
      if byte & 0x80 == 0 {
        guard value <= UInt64(limit) else {
          throw .unreadable("a number of its head is \(value), over \(limit)")
        }
        return Int(value)
      }
    }
    throw .unreadable("a number of its head is too long")
  }

  mutating func part() throws(ChunkFault) -> ArraySlice<UInt8> {
    let count = try number(upTo: rest.count)
    guard count <= rest.count else {
      throw .unreadable("a part of \(count) bytes is longer than what is left")
    }
    defer { rest = rest.dropFirst(count) }
    return rest.prefix(count)
  }
}
