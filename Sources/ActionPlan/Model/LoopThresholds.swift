/// From where on what people did with cases is listed for the auditor as a sign of gaming. 疑似造假迹象
public struct LoopThresholds: Sendable, Hashable {
  /// Closings by one person, and the seconds within which they are that many.
  public var bulkCases: Int
  public var bulkSeconds: Int
  /// How alike two texts are, in per cent of their pieces of three characters; the shortest that
  /// count; and how far apart in seconds.
  public var textLikeness: Int
  public var textCharacters: Int
  public var textSeconds: Int
  /// Faster than this between two places where somebody was, and how far apart in metres they are at
  /// least: positions of phones are not exact.
  public var kilometresPerHour: Int
  public var beyondMetres: Int
  /// Seconds before its deadline in which a case is closed, and seconds after in which something
  /// follows.
  public var lastSeconds: Int
  public var followSeconds: Int
  /// Seconds after a closing within which the same is found again.
  public var againSeconds: Int

  public init(
    bulkCases: Int = 10, bulkSeconds: Int = 600, textLikeness: Int = 90,
    textCharacters: Int = 15, textSeconds: Int = 2_592_000, kilometresPerHour: Int = 120,
    beyondMetres: Int = 3_000, lastSeconds: Int = 900, followSeconds: Int = 86_400,
    againSeconds: Int = 604_800
  ) {
    self.bulkCases = bulkCases
    self.bulkSeconds = bulkSeconds
    self.textLikeness = textLikeness
    self.textCharacters = textCharacters
    self.textSeconds = textSeconds
    self.kilometresPerHour = kilometresPerHour
    self.beyondMetres = beyondMetres
    self.lastSeconds = lastSeconds
    self.followSeconds = followSeconds
    self.againSeconds = againSeconds
  }
}
