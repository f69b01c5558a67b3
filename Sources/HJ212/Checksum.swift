/// The two checksums met in the field.
public enum Checksum: Sendable, Hashable {
  /// The one the standard describes: the low byte of the register is thrown away before each byte.
  case hj212
  /// Plain Modbus CRC-16, which one family of firmware sends by mistake.
  case modbus
}

extension Checksum {
  /// CRC of a data segment as HJ 212 computes it.
  ///
  /// The register starts at FFFF; for each byte it becomes `(register >> 8) XOR byte` and is then
  /// shifted right eight times with the polynomial A001. One table look-up a byte does the same,
  /// because the register never keeps more than eight bits: only 256 different values can occur,
  /// so a right CRC alone does not prove a frame; length, names, times and numbers are checked too.
  ///
  /// - Returns: the register; printed as four hexadecimal digits, high byte first.
  /// - Source: HJ 212-2017, Appendix A.
  public static func hj212(_ bytes: Span<UInt8>) -> UInt16 {
    guard bytes.count > 0 else { return 0xFFFF }
    // What is kept of the register, byte by byte; eight bytes at once, because a step is linear: what
    // each of them adds to the eighth state can be looked up by itself.
    let steps = steps.span
    let last = bytes.count - 1
    var kept = 0xFF
    var index = 0
    while index + 8 <= last {
      // Places below `last` and, in the table, eight rows of 256: both in bounds.
      func added(_ place: Int, _ kept: Int = 0) -> UInt8 {
        let byte = Int(bytes[unchecked: index + place])
        return steps[unchecked: (7 - place) << 8 | (kept ^ byte)]
      }
      // Whatever does not wait for the last state first.
      let early = (added(1) ^ added(2)) ^ (added(3) ^ added(4))
      let late = (added(5) ^ added(6)) ^ added(7)
      kept = Int(added(0, kept) ^ (early ^ late))
      index += 8
    }
    while index < last {
      kept = Int(steps[kept ^ Int(bytes[index])])
      index += 1
    }
    return table[kept ^ Int(bytes[last])]
  }

  /// Modbus CRC-16 of the same bytes, accepted only where a device's setting says so.
  public static func modbus(_ bytes: Span<UInt8>) -> UInt16 {
    let table = table
    var register: UInt16 = 0xFFFF
    for index in bytes.indices {
      register = (register >> 8) ^ table[Int((register ^ UInt16(bytes[index])) & 0xFF)]
    }
    return register
  }

  private static let table: [UInt16] = (0..<256).map { index in
    var register = UInt16(index)
    for _ in 0..<8 { register = (register >> 1) ^ (register & 1 == 1 ? 0xA001 : 0) }
    return register
  }

  /// What a kept byte has become after 1, 2, …, 8 steps: eight rows of 256.
  private static let steps: [UInt8] = {
    var row = (0..<256).map { UInt8($0) }
    var rows: [UInt8] = []
    for _ in 0..<8 {
      row = row.map { UInt8(table[Int($0)] >> 8) }
      rows += row
    }
    return rows
  }()
}
