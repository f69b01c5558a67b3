import AirQuality

/// An exact sum of decimals in 128 bits, whatever their count and order.
struct ExactTotal: Sendable, Hashable {
  /// In units of 10^-18, the smallest that a decimal can have.
  private(set) var units: Int128 = 0
  /// The largest count of decimals seen, 0…18.
  private(set) var scale = 0
  private(set) var count = 0
  private(set) var hasOverflowed = false

  mutating func add(_ value: ExactDecimal) {
    add(mantissa: value.mantissa, scale: value.scale)
  }

  /// - Parameter scale: 0…18.
  mutating func add(mantissa: Int64, scale: Int) {
    let (sum, overflow) = units.addingReportingOverflow(Self.units(mantissa, scale))
    units = sum
    count += 1
    if scale > self.scale { self.scale = scale }
    if overflow { hasOverflowed = true }
  }

  mutating func add(_ other: ExactTotal) {
    let (sum, overflow) = units.addingReportingOverflow(other.units)
    units = sum
    count += other.count
    scale = max(scale, other.scale)
    if overflow || other.hasOverflowed { hasOverflowed = true }
  }

  /// nil where 128 bits did not hold it.
  var fraction: ExactFraction? { hasOverflowed ? nil : Self.fraction(ofUnits: units) }

  static func fraction(ofUnits units: Int128) -> ExactFraction {
    ExactFraction(units, over: Int128(powersOfTen[ExactDecimal.greatestScale]))
  }

  /// A decimal in units of 10^-18: of any two the order is theirs.
  static func units(_ mantissa: Int64, _ scale: Int) -> Int128 {
    Int128(mantissa) * Int128(powersOfTen[ExactDecimal.greatestScale - scale])
  }

  private static let powersOfTen: [Int64] = (0...ExactDecimal.greatestScale).map { exponent in
    (0..<exponent).reduce(into: Int64(1)) { value, _ in value *= 10 }
  }
}

/// Plain decimal text as the Ledger keeps it, read a million at a time: `-12.50`.
struct DecimalBytes {
  let mantissa: Int64
  let scale: Int

  /// nil for what is no such text, or does not fit.
  init?(_ bytes: UnsafeBufferPointer<UInt8>) {
    var mantissa: Int64 = 0
    var decimals = -1
    var index = 0
    let isNegative = bytes.first == UInt8(ascii: "-")
    if isNegative { index = 1 }
    guard index < bytes.count else { return nil }
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      if byte == UInt8(ascii: "."), decimals < 0 {
        decimals = 0
        continue
      }
      let digit = byte &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      let (times, overflow) = mantissa.multipliedReportingOverflow(by: 10)
      let (sum, overflows) = times.addingReportingOverflow(Int64(digit))
      guard !overflow, !overflows else { return nil }
      mantissa = sum
      if decimals >= 0 { decimals += 1 }
    }
    guard decimals <= ExactDecimal.greatestScale else { return nil }
    self.mantissa = isNegative ? -mantissa : mantissa
    scale = max(0, decimals)
  }
}
