/// Names one series: what is measured where, how it is condensed, and over which window.
///
/// A series outlives the device that feeds it; see `Binding`.
public struct SeriesKey: Hashable, Sendable, Codable {
  /// Id of the monitoring point.
  public let point: String
  /// Id of the quantity, such as `so2` or `power`.
  public let quantity: String
  public let statistic: Statistic
  /// Length of a sample's window; 0 for real-time values and states, else 60, 600, 3,600, 86,400…
  public let windowSeconds: Int

  public init(point: String, quantity: String, statistic: Statistic, windowSeconds: Int = 0) {
    self.point = point
    self.quantity = quantity
    self.statistic = statistic
    self.windowSeconds = windowSeconds
  }
}

extension SeriesKey: CustomStringConvertible {
  /// `SY-01/so2/avg/3600`
  public var description: String { "\(point)/\(quantity)/\(statistic.rawValue)/\(windowSeconds)" }
}

extension SeriesKey: Comparable {
  /// By point, quantity, statistic and window: the order in which lists show them.
  public static func < (a: SeriesKey, b: SeriesKey) -> Bool {
    (a.point, a.quantity, a.statistic.rawValue, a.windowSeconds)
      < (b.point, b.quantity, b.statistic.rawValue, b.windowSeconds)
  }
}
