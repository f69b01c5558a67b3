/// A plain decimal number read from bytes: `mantissa × 10^-scale`.
struct PlainNumber {
  var mantissa: Int64
  var scale: Int

  /// Reads `12`, `-0.5` or `7.`; nil for anything else and for more than the
  /// 17 digits that a binary number is written with.
  init?(_ bytes: UnsafeBufferPointer<UInt8>) {
    var (mantissa, scale, digits): (Int64, Int, Int) = (0, 0, 0)
    var (isNegative, sawPoint, sawDigit) = (false, false, false)
    for (place, byte) in bytes.enumerated() {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        mantissa = mantissa * 10 + Int64(byte & 0x0F)
        sawDigit = true
        if mantissa > 0 { digits += 1 }
        if sawPoint { scale += 1 }
        guard digits <= 17 else { return nil }
      case UInt8(ascii: ".") where !sawPoint: sawPoint = true
      case UInt8(ascii: "-") where place == 0: isNegative = true
      default: return nil
      }
    }
    guard sawDigit else { return nil }
    self.mantissa = isNegative ? -mantissa : mantissa
    self.scale = scale
  }

  /// The whole number, where it is one.
  var whole: Int? {
    var (rest, places) = (mantissa, scale)
    while places > 0 {
      guard rest % 10 == 0 else { return nil }
      (rest, places) = (rest / 10, places - 1)
    }
    return Int(rest)
  }
}
