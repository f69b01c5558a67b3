extension Reading {
  /// Plain decimal text: a sign, digits, at most one point; no more than 18 digits.
  static func fault(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Reading.Fault? {
    guard !range.isEmpty else { return .empty }
    if range.count <= 8, bytes.isPlainNumber(range) { return nil }
    var digits = 0
    var points = 0
    for index in range {
      switch bytes[index] {
      case 0x30...0x39: digits += 1
      case UInt8(ascii: ".") where points == 0: points = 1
      case UInt8(ascii: "-") where index == range.lowerBound: break
      case UInt8(ascii: "+") where index == range.lowerBound: break
      case UInt8(ascii: "e"), UInt8(ascii: "E"):
        return digits > 0 ? .exponent : .notANumber
      default: return .notANumber
      }
    }
    guard digits > 0 else { return .notANumber }
    if digits > 18 { return .tooLong }
    return isSentinel(bytes, range) ? .sentinel : nil
  }

  /// -999, -9999 or -99999, also with zero decimals.
  private static func isSentinel(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard bytes[range.lowerBound] == Ascii.minus else { return false }
    var index = range.lowerBound + 1
    var nines = 0
    while index < range.upperBound, bytes[index] == UInt8(ascii: "9") {
      nines += 1
      index += 1
    }
    guard (3...5).contains(nines) else { return false }
    guard index < range.upperBound else { return true }
    guard bytes[index] == UInt8(ascii: ".") else { return false }
    for place in (index + 1)..<range.upperBound where bytes[place] != UInt8(ascii: "0") {
      return false
    }
    return true
  }
}

extension Span<UInt8> {
  /// Whether at most eight bytes are digits with at most one point and nothing else.
  @inline(__always) fileprivate func isPlainNumber(_ range: Range<Int>) -> Bool {
    let unused = UInt64(truncatingIfNeeded: 8 &- range.count) &* 8
    // Digits stand in for what is behind the end.
    let word = word(at: range.lowerBound) << unused | 0x3030_3030_3030_3030 >> (64 &- unused)
    let points = Bytes.zeros(word ^ 0x2E2E_2E2E_2E2E_2E2E)
    guard Bytes.digits(word) | points == Bytes.highest else { return false }
    return points == 0 || (points & (points &- 1) == 0 && range.count > 1)
  }
}
