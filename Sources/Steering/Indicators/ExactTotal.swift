import AirQuality

/// An exact sum of decimals in 128 bits, whatever their count and order.
struct ExactTotal: Sendable, Hashable {
  /// In units of 10^-18, the smallest that a decimal can have.
  private(set) var units: Int128 = 0
  /// The largest count of decimals seen, 0…18.
  private(set) var scale = 0
  private(set) var count = 0
  /// How often `units` went round: the sum is `units` + `turns` · 2^128, in whatever order it was added
  /// up.
  private(set) var turns = 0

  init() {}

  init(units: Int128, turns: Int, scale: Int, count: Int) {
    self.units = units
    self.turns = turns
    self.scale = scale
    self.count = count
  }

  mutating func add(_ value: ExactDecimal) {
    add(mantissa: value.mantissa, scale: value.scale)
  }

  /// - Parameter scale: 0…18.
  mutating func add(mantissa: Int64, scale: Int) {
    add(units: Self.units(mantissa, scale))
    count += 1
    if scale > self.scale { self.scale = scale }
  }

  mutating func add(_ other: ExactTotal) {
    add(units: other.units)
    turns += other.turns
    count += other.count
    scale = max(scale, other.scale)
  }

  private mutating func add(units other: Int128) {
    let (sum, overflow) = units.addingReportingOverflow(other)
    units = sum
    if overflow { turns += other < 0 ? -1 : 1 }
  }

  /// nil where 128 bits do not hold it.
  var fraction: ExactFraction? { turns == 0 ? Self.fraction(ofUnits: units) : nil }

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
