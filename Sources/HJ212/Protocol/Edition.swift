/// An edition of the standard, numbered as in the version bits of Flag.
public enum Edition: UInt8, Sendable, Hashable, CaseIterable, Comparable {
  /// HJ/T 212-2005.
  case of2005 = 0
  /// HJ 212-2017.
  case of2017 = 1
  /// HJ 212-2025, as far as several independent programs agree on it.
  case of2025 = 2

  /// As printed on the standard.
  public var name: String {
    switch self {
    case .of2005: "HJ/T 212-2005"
    case .of2017: "HJ 212-2017"
    case .of2025: "HJ 212-2025"
    }
  }

  public static func < (one: Edition, other: Edition) -> Bool { one.rawValue < other.rawValue }
}

extension PacketFlag {
  public init(_ edition: Edition, wantsAnswer: Bool, isSplit: Bool = false) {
    self.init(version: edition.rawValue, wantsAnswer: wantsAnswer, isSplit: isSplit)
  }
}

extension Packet {
  /// What the packet speaks: 2005 without Flag, 2017 for version bits that nobody has defined.
  ///
  /// Surface-water stations (ST 21) wrote the version bits of 2025 years before that edition; they
  /// speak 2017.
  public var edition: Edition {
    guard let version = flag?.version else { return .of2005 }
    guard let edition = Edition(rawValue: version) else { return .of2017 }
    return edition == .of2025 && st == "21" ? .of2017 : edition
  }
}
