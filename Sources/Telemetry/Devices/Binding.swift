public import AirQuality

/// Says which series a device's key feeds, during which time, and in which unit it is sent.
///
/// A new logger continues an old series by a new binding to the same series.
public struct Binding: Sendable, Hashable {
  public let mn: String
  /// Factor and suffix exactly as sent: `a34004-Rtd`.
  public let rawKey: String
  /// Command the key comes in: `2011` real time, `2051` minutes, `2061` hours, `2031` days.
  public let cn: String
  public let series: SeriesKey
  /// Power of ten from the sent unit to the quantity's: 3 turns mg into µg.
  public let shift: Int
  /// Factor after the shift; nil is 1.
  public let multiplier: ExactDecimal?
  /// First instant (of sample time) it holds for, UTC epoch seconds.
  public let from: Int
  /// First instant it no longer holds for; nil is open.
  public let until: Int?

  public init(
    mn: String, rawKey: String, cn: String, series: SeriesKey, shift: Int = 0,
    multiplier: ExactDecimal? = nil, from: Int = 0, until: Int? = nil
  ) {
    self.mn = mn
    self.rawKey = rawKey
    self.cn = cn
    self.series = series
    self.shift = shift
    self.multiplier = multiplier
    self.from = from
    self.until = until
  }

  public func holds(at instant: Int) -> Bool {
    guard instant >= from else { return false }
    guard let until else { return true }
    return instant < until
  }

  /// A sent number in the quantity's unit; nil where it does not fit into 64 bits and 18 decimals.
  public func value(of asSent: ExactDecimal) -> ExactDecimal? {
    guard let shifted = asSent.shifted(by: shift) else { return nil }
    guard let multiplier else { return shifted }
    return shifted.multiplied(by: multiplier)
  }
}
