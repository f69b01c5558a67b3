/// A decimal number exactly as written: `1.50` is 150 with two digits behind the point.
public struct DecimalText: Sendable, Hashable {
  /// The digits without the point; at most 18 of them.
  public var mantissa: Int
  /// How many of them stand behind the point, at most 18; below 0, how many zeros follow them.
  public var scale: Int

  public init(mantissa: Int, scale: Int) {
    self.mantissa = mantissa
    self.scale = scale
  }

  /// - Returns: `nil` for everything but plain digits with at most one point and a leading `-`, and
  ///   for other ways to write the same number (`+1`, `.5`, `01`, `-0`), so that reading and writing
  ///   give the same text.
  public init?(_ text: String) {
    var mantissa = 0
    var digits = 0
    var scale: Int?
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39 where digits < 18:
        mantissa = mantissa * 10 + Int(byte & 0x0F)
        digits += 1
        scale = scale.map { $0 + 1 }
      case UInt8(ascii: ".") where scale == nil: scale = 0
      case Ascii.minus where digits == 0 && scale == nil: break
      default: return nil
      }
    }
    self.mantissa = text.utf8.first == Ascii.minus ? -mantissa : mantissa
    self.scale = scale ?? 0
    guard digits > 0, self.text == text else { return nil }
  }

  public var text: String {
    let digits = String(mantissa.magnitude)
    let sign = mantissa < 0 ? "-" : ""
    if scale <= 0 {
      return mantissa == 0 ? "0" : sign + digits + String(repeating: "0", count: -scale)
    }
    let padded =
      digits.utf8.count > scale
      ? digits : String(repeating: "0", count: scale + 1 - digits.utf8.count) + digits
    return sign + padded.dropLast(scale) + "." + padded.suffix(scale)
  }

  /// The number times a power of ten, with the same digits, so that the way back gives the same text.
  ///
  /// - Returns: `nil` where the text would need more than 18 digits.
  public func shifted(by power: Int) -> DecimalText? {
    let result = DecimalText(mantissa: mantissa, scale: scale - power)
    let digits = String(mantissa.magnitude).utf8.count
    return result.scale <= 18 && digits - min(result.scale, 0) <= 18 ? result : nil
  }
}

/// What stands behind a key, by the form that its command gives it.
public enum FieldValue: Sendable, Hashable {
  /// Seconds from 1970-01-01T00:00:00 of the unit's own local clock.
  case time(Int)
  case number(Int)
  case decimal(DecimalText)
  /// Text, codes, flags; also whatever has not the form that its command asks for.
  case text(String)
  /// A key without `=`.
  case none
}

extension FieldValue {
  /// Reads a value; what would not be written the same way again stays text.
  init(_ text: String?, as kind: FieldKind?) {
    guard let text else {
      self = .none
      return
    }
    let bytes = Array(text.utf8)
    switch kind {
    case .time where bytes.count == 14:
      self = TimeLabel.seconds(bytes.span, in: 0..<14).map(FieldValue.time) ?? .text(text)
    case .number, .oneOf:
      let number = bytes.span.number(in: 0..<bytes.count, digits: 1...9)
      self = number.flatMap { String($0) == text ? .number($0) : nil } ?? .text(text)
    case .decimal: self = DecimalText(text).map(FieldValue.decimal) ?? .text(text)
    default: self = .text(text)
    }
  }

  /// As it is written; `nil` for a key without `=`.
  public var text: String? {
    switch self {
    case .time(let local): TimeLabel.text(epoch: local, utcOffsetSeconds: 0)
    case .number(let number): String(number)
    case .decimal(let decimal): decimal.text
    case .text(let text): text
    case .none: nil
    }
  }
}
