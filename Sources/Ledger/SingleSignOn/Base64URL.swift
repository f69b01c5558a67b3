import FoundationEssentials

/// Bytes in addresses and tokens.
///
/// - Source: RFC 4648, 5, without padding; RFC 7515, 2.
enum Base64URL {
  static func encode(_ bytes: some Sequence<UInt8>) -> String {
    Data(bytes).base64EncodedString()
      .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
  }

  /// - Returns: nil for anything that `encode` does not write.
  static func decode(_ text: some StringProtocol) -> [UInt8]? {
    var base64 = ""
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "-"): base64 += "+"
      case UInt8(ascii: "_"): base64 += "/"
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        base64.unicodeScalars.append(Unicode.Scalar(byte))
      default: return nil
      }
    }
    while !base64.utf8.count.isMultiple(of: 4) { base64 += "=" }
    guard let data = Data(base64Encoded: base64) else { return nil }
    let bytes = [UInt8](data)
    return encode(bytes) == String(text) ? bytes : nil
  }
}
