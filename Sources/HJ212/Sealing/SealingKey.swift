/// The key with which a unit of the 2025 edition seals its data areas: SM4, block by block.
///
/// - Source: HJ 212-2025, as three independent programs have it.
public struct SealingKey: Sendable {
  let cipher: SM4

  /// - Returns: `nil` unless there are 16 bytes.
  public init?(bytes: [UInt8]) {
    guard bytes.count == 16 else { return nil }
    cipher = SM4(key: bytes)
  }

  /// - Returns: `nil` unless there are 32 hexadecimal digits.
  public init?(hexadecimal text: String) {
    let digits = text.utf8.map { Ascii.hexValue($0) }
    guard digits.count == 32 else { return nil }
    var bytes: [UInt8] = []
    for place in stride(from: 0, to: 32, by: 2) {
      guard let high = digits[place], let low = digits[place + 1] else { return nil }
      bytes.append(UInt8(high << 4 | low))
    }
    self.init(bytes: bytes)
  }

  /// What stands in place of a data area: whole groups of 16 bytes as `{0x9E,0x99,…}`, then the rest
  /// as it is. A data area under 16 bytes stays plain.
  func sealed(_ plain: ArraySlice<UInt8>) -> [UInt8] {
    let whole = plain.count / 16 * 16
    guard whole > 0 else { return Array(plain) }
    var sealed: [UInt8] = [Ascii.openingBrace]
    for place in stride(from: plain.startIndex, to: plain.startIndex + whole, by: 16) {
      for byte in cipher.encrypted(plain[place..<(place + 16)]) {
        if sealed.count > 1 { sealed.append(Ascii.comma) }
        sealed += [UInt8(ascii: "0"), UInt8(ascii: "x")] + Ascii.hexDigits(UInt16(byte)).suffix(2)
      }
    }
    return sealed + [Ascii.closingBrace] + plain[(plain.startIndex + whole)...]
  }

  /// - Returns: `nil` where it is not what `sealed` writes, in either case of the digits.
  func opened(_ sealed: ArraySlice<UInt8>) -> [UInt8]? {
    guard sealed.first == Ascii.openingBrace,
      let end = sealed.firstIndex(of: Ascii.closingBrace)
    else { return Array(sealed) }
    var bytes: [UInt8] = []
    var place = sealed.startIndex + 1
    while place < end {
      // `0xNN`, then a comma or the brace.
      guard place + 4 <= end, sealed[place] == UInt8(ascii: "0"),
        sealed[place + 1] | 0x20 == UInt8(ascii: "x"),
        let high = Ascii.hexValue(sealed[place + 2]), let low = Ascii.hexValue(sealed[place + 3]),
        place + 4 == end || sealed[place + 4] == Ascii.comma
      else { return nil }
      bytes.append(UInt8(high << 4 | low))
      place += 5
    }
    guard !bytes.isEmpty, bytes.count % 16 == 0 else { return nil }
    let groups = stride(from: 0, to: bytes.count, by: 16).map { bytes[$0..<($0 + 16)] }
    return groups.flatMap(cipher.decrypted) + sealed[(end + 1)...]
  }
}
