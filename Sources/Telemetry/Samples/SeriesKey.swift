/// Names one series: what is measured where, how it is condensed, and over which window.
///
/// A series outlives the device that feeds it; see `Binding`. Its parts lie behind one reference with
/// their hash: a million samples a second are found by it.
public struct SeriesKey: Sendable {
  private final class Parts: Sendable {
    let point: String
    let quantity: String
    let statistic: Statistic
    let windowSeconds: Int
    let hash: Int

    init(_ point: String, _ quantity: String, _ statistic: Statistic, _ windowSeconds: Int) {
      self.point = point
      self.quantity = quantity
      self.statistic = statistic
      self.windowSeconds = windowSeconds
      var hasher = Hasher()
      hasher.combine(point)
      hasher.combine(quantity)
      hasher.combine(statistic)
      hasher.combine(windowSeconds)
      hash = hasher.finalize()
    }
  }

  private let parts: Parts

  public init(point: String, quantity: String, statistic: Statistic, windowSeconds: Int = 0) {
    parts = Parts(point, quantity, statistic, windowSeconds)
  }

  /// Id of the monitoring point.
  public var point: String { parts.point }
  /// Id of the quantity, such as `so2` or `power`.
  public var quantity: String { parts.quantity }
  public var statistic: Statistic { parts.statistic }
  /// Length of a sample's window; 0 for real-time values and states, else 60, 600, 3,600, 86,400…
  public var windowSeconds: Int { parts.windowSeconds }
}

extension SeriesKey: Hashable {
  public static func == (a: SeriesKey, b: SeriesKey) -> Bool {
    a.parts === b.parts
      || a.parts.hash == b.parts.hash && a.windowSeconds == b.windowSeconds
        && a.statistic == b.statistic && a.quantity == b.quantity && a.point == b.point
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(parts.hash) }
}

extension SeriesKey: Codable {
  private enum CodingKeys: String, CodingKey {
    case point, quantity, statistic, windowSeconds
  }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      point: try values.decode(String.self, forKey: .point),
      quantity: try values.decode(String.self, forKey: .quantity),
      statistic: try values.decode(Statistic.self, forKey: .statistic),
      windowSeconds: try values.decode(Int.self, forKey: .windowSeconds))
  }

  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(point, forKey: .point)
    try values.encode(quantity, forKey: .quantity)
    try values.encode(statistic, forKey: .statistic)
    try values.encode(windowSeconds, forKey: .windowSeconds)
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
