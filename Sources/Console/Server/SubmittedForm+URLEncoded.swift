extension SubmittedForm {
  public enum Fault: Error, Equatable {
    case notUTF8
    case brokenPercentEscape
    case tooManyFields
    case boundaryMissing
    case brokenPart
  }

  /// Reads `application/x-www-form-urlencoded`.
  ///
  /// - Source: WHATWG URL, 5.1.
  static func urlEncoded(_ bytes: some Sequence<UInt8>) throws(Fault) -> SubmittedForm {
    var form = SubmittedForm()
    var name: [UInt8]?
    var current: [UInt8] = []
    func finish() throws(Fault) {
      let key = name ?? current
      let value = name == nil ? [] : current
      if !(key.isEmpty && value.isEmpty) {
        guard form.fieldCount < Limit.fields else { throw .tooManyFields }
        form.add(try decode(value), to: try decode(key))
      }
      name = nil
      current = []
    }
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "&"): try finish()
      case UInt8(ascii: "=") where name == nil:
        name = current
        current = []
      default: current.append(byte)
      }
    }
    try finish()
    return form
  }

  private static func decode(_ bytes: [UInt8]) throws(Fault) -> String {
    var decoded: [UInt8] = []
    decoded.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "+"):
        decoded.append(UInt8(ascii: " "))
      case UInt8(ascii: "%"):
        guard index + 2 < bytes.count, let high = hexDigit(bytes[index + 1]),
          let low = hexDigit(bytes[index + 2])
        else { throw .brokenPercentEscape }
        decoded.append(high << 4 | low)
        index += 2
      default:
        decoded.append(bytes[index])
      }
      index += 1
    }
    return try text(decoded)
  }

  static func text(_ bytes: some Collection<UInt8>) throws(Fault) -> String {
    guard let text = String(validating: bytes, as: UTF8.self), !text.contains("\0") else {
      throw .notUTF8
    }
    return text
  }

  private static func hexDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
