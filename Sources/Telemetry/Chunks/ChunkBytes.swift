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

  /// The sign in the lowest bit.
  mutating func writeSigned(_ number: Int64) {
    write(Int(truncatingIfNeeded: (number << 1) ^ (number >> 63)))
  }

  mutating func write(_ part: [UInt8]) {
    write(part.count)
    bytes += part
  }

  mutating func write(_ text: String) {
    write(text.utf8.count)
    bytes += text.utf8
  }

  mutating func reserve(_ count: Int) { bytes.reserveCapacity(count) }
}

/// Reads them again; whatever the bytes, it ends with a fault or within them.
struct ChunkScanner {
  private(set) var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

  mutating func number(upTo limit: Int) throws(ChunkFault) -> Int {
    let value = try bits()
    guard value <= UInt64(limit) else {
      throw .unreadable("a number of its head is \(value), over \(limit)")
    }
    return Int(value)
  }

  private mutating func bits() throws(ChunkFault) -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while shift < 64 {
      guard let byte = rest.popFirst() else { throw .unreadable("it ends within a number") }
      value |= UInt64(byte & 0x7F) << shift
      if byte & 0x80 == 0 { return value }
      shift += 7
    }
    throw .unreadable("a number of its head is too long")
  }

  mutating func signed() throws(ChunkFault) -> Int64 {
    let bits = try bits()
    return Int64(bitPattern: bits >> 1) ^ -Int64(bits & 1)
  }

  mutating func part() throws(ChunkFault) -> ArraySlice<UInt8> {
    let count = try number(upTo: rest.count)
    guard count <= rest.count else {
      throw .unreadable("a part of \(count) bytes is longer than what is left")
    }
    defer { rest = rest.dropFirst(count) }
    return rest.prefix(count)
  }

  mutating func text() throws(ChunkFault) -> String {
    String(decoding: try part(), as: UTF8.self)
  }
}
