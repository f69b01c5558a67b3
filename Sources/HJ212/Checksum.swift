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
    let table = table
    var register: UInt16 = 0xFFFF
    for index in bytes.indices {
      register = table[Int((register >> 8) ^ UInt16(bytes[index]))]
    }
    return register
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
}
