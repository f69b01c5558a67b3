/// The Flag field: edition in the six high bits, then D (packet numbers present) and A (answer
/// wanted).
///
/// - Source: HJ 212-2017, table 3; HJ/T 212-2005, table 6.3.2.
public struct PacketFlag: RawRepresentable, Sendable, Hashable {
  public let rawValue: UInt8

  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// - Parameter version: 0…63.
  public init(version: UInt8, wantsAnswer: Bool, isSplit: Bool = false) {
    rawValue = version << 2 | (isSplit ? 2 : 0) | (wantsAnswer ? 1 : 0)
  }

  /// 0 is 2005, 1 is 2017, 2 is 2025 (or a surface-water protocol older than that edition).
  public var version: UInt8 { rawValue >> 2 }
  public var wantsAnswer: Bool { rawValue & 1 == 1 }
  public var isSplit: Bool { rawValue & 2 == 2 }

  /// Of the same edition, neither split nor asking for an answer: what an answer carries.
  public var forAnswer: PacketFlag { PacketFlag(rawValue: rawValue & 0xFC) }
}
