/// One of the sixteen directions that the wind comes from. 风向方位
///
/// - Source: GB/T 35227-2017, directions and their degrees: N is 348.76°…11.25°, NNE 11.26°…33.75°
///   and so on; an edge belongs to the sector before it.
public enum WindSector: Int, Sendable, Hashable, CaseIterable {
  case n, nne, ne, ene, e, ese, se, sse, s, ssw, sw, wsw, w, wnw, nw, nnw

  /// - Parameter degrees: from north, clockwise, 0…360; both ends are north.
  /// - Returns: nil for what is no direction.
  public init?(degrees: ExactDecimal) {
    self.init(mantissa: degrees.mantissa, scale: ExactDecimal.powersOfTen[degrees.scale])
  }

  /// Whole numbers only, because a year has 8,760 of them.
  ///
  /// - Parameter scale: what the mantissa is over.
  init?(mantissa: Int64, scale: Int64) {
    let (whole, wide) = (Int128(mantissa), Int128(scale))
    guard whole >= 0, whole <= 360 * wide else { return nil }
    // 22.5 degrees a sector, from 11.25 degrees before north; counted up to the edge itself.
    let (beyond, width) = (whole * 100 + 1_125 * wide, 2_250 * wide)
    self.init(rawValue: Int((beyond + width - 1) / width - 1 + 16) % 16)
  }

  /// Its middle in degrees: 0, 22.5…337.5.
  public var degrees: ExactDecimal { ExactDecimal(Int64(rawValue) * 225, scale: 1) }

  /// `NNE`, as reports of both languages write it.
  public var name: String {
    [
      "N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE", "S", "SSW", "SW", "WSW", "W", "WNW", "NW",
      "NNW",
    ][rawValue]
  }
}
