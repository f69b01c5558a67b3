/// Bytes that mean something in a frame.
enum Ascii {
  static let hash = UInt8(ascii: "#")
  static let ampersand = UInt8(ascii: "&")
  static let semicolon = UInt8(ascii: ";")
  static let comma = UInt8(ascii: ",")
  static let equals = UInt8(ascii: "=")
  static let minus = UInt8(ascii: "-")
  static let star = UInt8(ascii: "*")
  static let openingBrace = UInt8(ascii: "{")
  static let closingBrace = UInt8(ascii: "}")
  static let carriageReturn = UInt8(ascii: "\r")
  static let lineFeed = UInt8(ascii: "\n")

  static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == carriageReturn || byte == lineFeed
  }

  static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

  static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    isDigit(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }

  /// Value of a hexadecimal digit in either case.
  static func hexValue(_ byte: UInt8) -> UInt16? {
    switch byte {
    case 0x30...0x39: UInt16(byte - 0x30)
    case 0x41...0x46: UInt16(byte - 0x41 + 10)
    case 0x61...0x66: UInt16(byte - 0x61 + 10)
    default: nil
    }
  }

  /// Four upper-case hexadecimal digits, high byte first.
  static func hexDigits(_ value: UInt16) -> [UInt8] {
    stride(from: 12, through: 0, by: -4).map { shift in
      let digit = UInt8((value >> UInt16(shift)) & 0xF)
      return digit < 10 ? 0x30 + digit : 0x41 + digit - 10
    }
  }

  static func hexText(_ value: UInt16) -> String {
    String(decoding: hexDigits(value), as: UTF8.self)
  }
}
