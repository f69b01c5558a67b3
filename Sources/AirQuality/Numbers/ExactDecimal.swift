/// A decimal number kept exactly as it was written: `mantissa × 10^-scale`.
///
/// Concentrations, limits and instrument readings are decimal text in every document and every
/// frame; binary floating point gives a wrong digit at the edges (CO 2.2 mg/m³ is an IAQI of
/// exactly 55, a `Double` says 56). Two values are equal when they are the same number: 1.0 == 1.00.
public struct ExactDecimal: Sendable {
  public let mantissa: Int64
  /// Count of decimals, 0…18.
  public let scale: Int

  public static let greatestScale = 18

  /// - Precondition: `scale` is in 0…18.
  public init(_ mantissa: Int64, scale: Int = 0) {
    precondition((0...Self.greatestScale).contains(scale), "scale \(scale) is not in 0…18")
    self.mantissa = mantissa
    self.scale = scale
  }

  /// Reads plain decimal text such as `-12.50`, `+3`, `.5` or `7.`; nothing else (no exponent,
  /// no blanks). `nil` where it is not such text or does not fit.
  @inlinable public init?(_ text: some StringProtocol) {
    self.init(digits: text.utf8)
  }

  /// Reads plain decimal text from bytes, without making a string.
  @inlinable public init?(digits bytes: some Sequence<UInt8>) {
    var mantissa: Int64 = 0
    var scale = 0
    var sawDigit = false
    var sawPoint = false
    var isNegative = false
    var isFirst = true
    for byte in bytes {
      defer { isFirst = false }
      switch byte {
      case UInt8(ascii: "-") where isFirst: isNegative = true
      case UInt8(ascii: "+") where isFirst: break
      case UInt8(ascii: ".") where !sawPoint: sawPoint = true
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        let (times, overflow1) = mantissa.multipliedReportingOverflow(by: 10)
        let (sum, overflow2) = times.addingReportingOverflow(Int64(byte & 0x0F))
        guard !overflow1, !overflow2 else { return nil }
        mantissa = sum
        sawDigit = true
        if sawPoint { scale += 1 }
      default: return nil
      }
    }
    guard sawDigit, scale <= Self.greatestScale else { return nil }
    self.init(isNegative ? -mantissa : mantissa, scale: scale)
  }

  public static let zero = ExactDecimal(0)

  /// For drawing and statistics only; never for a published figure.
  public var approximate: Double {
    Double(mantissa) / Double(Self.powersOfTen[scale])
  }

  /// Moves the decimal point: `shifted(by: 3)` multiplies by 1,000. `nil` where it does not fit.
  public func shifted(by places: Int) -> ExactDecimal? {
    if places <= scale {
      let newScale = scale - places
      return newScale <= Self.greatestScale ? ExactDecimal(mantissa, scale: newScale) : nil
    }
    let more = places - scale
    guard more <= Self.greatestScale else { return mantissa == 0 ? .zero : nil }
    let (product, overflow) = mantissa.multipliedReportingOverflow(by: Self.powersOfTen[more])
    return overflow ? nil : ExactDecimal(product)
  }

  /// The same number with `decimals` decimals, ties to even.
  ///
  /// Round once, from the number as measured: 15.4546 is 15 in whole units, never 15.5 and then 16.
  ///
  /// - Parameter decimals: more than `scale` leaves the number as it is; negative rounds to tens
  ///   (-1), hundreds (-2) and so on, down to -18. A multiple of tens beyond 64 bits gives the
  ///   nearest one within.
  /// - Source: GB/T 8170-2008, 3.2.
  public func rounded(to decimals: Int) -> ExactDecimal {
    guard decimals < scale else { return self }
    let places = max(decimals, -Self.greatestScale)
    if places >= 0 {
      // The usual case, in 64 bits.
      let divisor = Self.powersOfTen[scale - places]
      var (quotient, remainder) = mantissa.quotientAndRemainder(dividingBy: divisor)
      let twice = remainder.magnitude * 2
      if twice > divisor.magnitude || (twice == divisor.magnitude && quotient % 2 != 0) {
        quotient += mantissa < 0 ? -1 : 1
      }
      return ExactDecimal(quotient, scale: places)
    }
    let unit = Int128(Self.powersOfTen[-places])
    let divisor = Int128(Self.powersOfTen[scale]) * unit
    var (quotient, remainder) = Int128(mantissa).quotientAndRemainder(dividingBy: divisor)
    let twice = remainder.magnitude * 2
    if twice > divisor.magnitude || (twice == divisor.magnitude && quotient % 2 != 0) {
      quotient += mantissa < 0 ? -1 : 1
    }
    while Int64(exactly: quotient * unit) == nil { quotient -= quotient.signum() }
    return ExactDecimal(Int64(quotient * unit))
  }

  package static let powersOfTen: [Int64] = (0...greatestScale).map { power in
    (0..<power).reduce(into: Int64(1)) { value, _ in value *= 10 }
  }

  /// Both mantissas over the larger scale, in 128 bits so that nothing overflows.
  private static func aligned(_ a: ExactDecimal, _ b: ExactDecimal) -> (Int128, Int128) {
    let scale = max(a.scale, b.scale)
    return (
      Int128(a.mantissa) * Int128(powersOfTen[scale - a.scale]),
      Int128(b.mantissa) * Int128(powersOfTen[scale - b.scale])
    )
  }
}

extension ExactDecimal: Comparable, Hashable {
  public static func == (a: ExactDecimal, b: ExactDecimal) -> Bool {
    let (x, y) = aligned(a, b)
    return x == y
  }

  public static func < (a: ExactDecimal, b: ExactDecimal) -> Bool {
    let (x, y) = aligned(a, b)
    return x < y
  }

  public func hash(into hasher: inout Hasher) {
    var mantissa = mantissa
    var scale = scale
    while scale > 0, mantissa % 10 == 0 {
      mantissa /= 10
      scale -= 1
    }
    hasher.combine(mantissa)
    hasher.combine(mantissa == 0 ? 0 : scale)
  }
}

extension ExactDecimal {
  /// `nil` where the product does not fit into 64 bits and 18 decimals.
  public func multiplied(by other: ExactDecimal) -> ExactDecimal? {
    var product = Int128(mantissa) * Int128(other.mantissa)
    var scale = scale + other.scale
    while scale > 0, product % 10 == 0 {
      product /= 10
      scale -= 1
    }
    guard scale <= Self.greatestScale, let fits = Int64(exactly: product) else { return nil }
    return ExactDecimal(fits, scale: scale)
  }

  /// `nil` where the sum does not fit.
  public func adding(_ other: ExactDecimal) -> ExactDecimal? {
    let (x, y) = Self.aligned(self, other)
    guard let sum = Int64(exactly: x + y) else { return nil }
    return ExactDecimal(sum, scale: max(scale, other.scale))
  }

  /// `nil` where the difference does not fit.
  public func subtracting(_ other: ExactDecimal) -> ExactDecimal? {
    let (x, y) = Self.aligned(self, other)
    guard let difference = Int64(exactly: x - y) else { return nil }
    return ExactDecimal(difference, scale: max(scale, other.scale))
  }
}

extension ExactDecimal: CustomStringConvertible {
  /// Plain decimal text with exactly `scale` decimals, as the number was written.
  public var description: String {
    guard scale > 0 else { return String(mantissa) }
    var digits = String(mantissa.magnitude)
    if digits.count <= scale {
      digits = String(repeating: "0", count: scale + 1 - digits.count) + digits
    }
    digits.insert(".", at: digits.index(digits.endIndex, offsetBy: -scale))
    return mantissa < 0 ? "-" + digits : digits
  }
}

extension ExactDecimal: Codable {
  /// Written and read as text, so that no reader turns it into a binary float.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let value = ExactDecimal(text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "\"\(text)\" is not a decimal number")
    }
    self = value
  }
}
