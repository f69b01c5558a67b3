/// Eight bytes looked at as one number; what is found is the highest bit of each byte.
enum Bytes {
  static let highest: UInt64 = 0x8080_8080_8080_8080
  private static let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F

  /// Bytes that are 0.
  @inline(__always) static func zeros(_ word: UInt64) -> UInt64 {
    ~(((word & low) &+ low) | word | low)
  }

  /// Bytes that are decimal digits.
  @inline(__always) static func digits(_ word: UInt64) -> UInt64 {
    // 0 to 9 are those that do not reach 0x80 by 0x76, without a highest bit of their own.
    let value = word ^ 0x3030_3030_3030_3030
    return ~(((value & low) &+ 0x7676_7676_7676_7676) | value) & highest
  }

  /// The number that eight digits are, the first in the lowest place.
  @inline(__always) static func number(_ digits: UInt64) -> Int {
    let ones = digits & 0x0F0F_0F0F_0F0F_0F0F
    let pairs = (ones &* 2561) >> 8 & 0x00FF_00FF_00FF_00FF
    let fours = (pairs &* 6_553_601) >> 16 & 0x0000_FFFF_0000_FFFF
    return Int((fours &* 42_949_672_960_001) >> 32)
  }
}
