import FoundationEssentials
import GRDB

typealias DataBytes = Data

extension [UInt8] {
  /// As GRDB binds a BLOB.
  var data: Data { Data(self) }

  /// Lower-case hex.
  package var hex: String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(count * 2)
    for byte in self {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 0x0F)])
    }
    return String(decoding: text, as: UTF8.self)
  }
}

extension [UInt8] {
  /// Reads hex of either case; `nil` where it is none.
  init?(hex text: some StringProtocol) {
    func value(_ digit: UInt8) -> UInt8? {
      switch digit {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
      case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
      default: nil
      }
    }
    let digits = Array(text.utf8)
    guard digits.count.isMultiple(of: 2) else { return nil }
    self = []
    reserveCapacity(digits.count / 2)
    for index in stride(from: 0, to: digits.count, by: 2) {
      guard let high = value(digits[index]), let low = value(digits[index + 1]) else { return nil }
      append(high << 4 | low)
    }
  }
}

extension StringProtocol {
  /// Without white space at either end.
  var trimmed: String {
    if let first = utf8.first, first.isVisible || first > 0xE3, let last = unicodeScalars.last,
      last.isPlain, last != " "
    {
      return String(self)
    }
    var rest = self[...]
    while let first = rest.first, first.isWhitespace { rest.removeFirst() }
    while let last = rest.last, last.isWhitespace { rest.removeLast() }
    return String(rest)
  }
}

extension UInt8 {
  /// An ASCII sign other than a blank.
  fileprivate var isVisible: Bool { (0x21...0x7E).contains(self) }
}

extension Unicode.Scalar {
  /// A printable ASCII sign or a common Chinese character: what nearly every text consists of, and of
  /// which nothing need be looked up.
  var isPlain: Bool {
    (0x20...0x7E).contains(value) || (0x4E00...0x9FFF).contains(value)
  }
}

extension String {
  /// Percent-encoded but for unreserved characters, for one query value or one path segment.
  ///
  /// - Source: RFC 3986, 2.3.
  package var percentEncoded: String {
    var encoded = ""
    for byte in utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"):
        encoded.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let hex = String(byte, radix: 16, uppercase: true)
        encoded += hex.count == 1 ? "%0" + hex : "%" + hex
      }
    }
    return encoded
  }
}
