/// What one key of a data area holds.
public struct FieldRule: Sendable, Hashable {
  public enum Name: Sendable, Hashable {
    /// A key by itself, such as `SystemTime`.
    case key(String)
    /// What stands behind the last `-` of a key that begins with any factor, such as `Rtd`.
    case suffix(String)
  }

  public let name: Name
  public let kind: FieldKind
  /// Whether a data area without it is incomplete. A suffix is never required of each factor.
  public let isRequired: Bool
  /// Whether it may come several times, each time with another value.
  public let mayRepeat: Bool
  /// Other spellings of the key that the standard's own examples have.
  public let otherKeys: [String]

  init(
    _ name: Name, _ kind: FieldKind, isRequired: Bool = false, mayRepeat: Bool = false,
    otherKeys: [String] = []
  ) {
    self.name = name
    self.kind = kind
    self.isRequired = isRequired
    self.mayRepeat = mayRepeat
    self.otherKeys = otherKeys
  }

  /// As a person reads it in a list of fields.
  public var title: String {
    switch name {
    case .key(let key): key
    case .suffix(let suffix): "*-" + suffix
    }
  }
}

extension FieldRule {
  static func need(_ key: String, _ kind: FieldKind, or otherKeys: String...) -> FieldRule {
    FieldRule(.key(key), kind, isRequired: true, otherKeys: otherKeys)
  }

  static func may(_ key: String, _ kind: FieldKind, mayRepeat: Bool = false) -> FieldRule {
    FieldRule(.key(key), kind, mayRepeat: mayRepeat)
  }

  static func each(_ suffix: String, _ kind: FieldKind = .decimal) -> FieldRule {
    FieldRule(.suffix(suffix), kind)
  }
}

/// The form of a value.
public enum FieldKind: Sendable, Hashable {
  /// `yyyyMMddHHmmss`, the unit's local time.
  case time
  /// `HHmmss`, or `HHmm` or `HH` as older examples have it.
  case timeOfDay
  /// A whole number within bounds, digits only.
  case number(ClosedRange<Int>)
  /// One of some whole numbers.
  case oneOf([Int])
  /// A decimal number: a sign, digits, at most one point.
  case decimal
  /// One sign of `ValueFlag`; the standard's table is open.
  case flag
  /// The code of a factor, such as `a34004`.
  case factor
  /// At most six signs 0-9, a-z, A-Z.
  case password
  case text
}

extension FieldKind {
  /// Whether a value has this form.
  public func fits(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    switch self {
    case .time: return bytes.count == 14 && TimeLabel.seconds(bytes.span, in: 0..<14) != nil
    case .timeOfDay: return Self.isTimeOfDay(bytes)
    case .number(let bounds): return Self.number(bytes).map(bounds.contains) ?? false
    case .oneOf(let numbers): return Self.number(bytes).map(numbers.contains) ?? false
    case .decimal: return Reading.fault(bytes.span, 0..<bytes.count) == nil
    case .flag: return bytes.count == 1
    case .factor: return !bytes.isEmpty && bytes.allSatisfy(Self.isOfName)
    case .password: return bytes.count <= 6 && bytes.allSatisfy(Ascii.isLetterOrDigit)
    case .text: return true
    }
  }

  private static func number(_ bytes: [UInt8]) -> Int? {
    bytes.span.number(in: 0..<bytes.count, digits: 1...9)
  }

  private static func isTimeOfDay(_ bytes: [UInt8]) -> Bool {
    guard [2, 4, 6].contains(bytes.count), bytes.allSatisfy(Ascii.isDigit) else { return false }
    let pairs = stride(from: 0, to: bytes.count, by: 2).map {
      Int(bytes[$0] & 0x0F) * 10 + Int(bytes[$0 + 1] & 0x0F)
    }
    return pairs[0] < 24 && pairs.dropFirst().allSatisfy { $0 < 60 }
  }

  private static func isOfName(_ byte: UInt8) -> Bool {
    Ascii.isLetterOrDigit(byte) || byte == UInt8(ascii: "_") || byte == Ascii.minus
  }
}
