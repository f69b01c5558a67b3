extension [UInt8] {
  var hex: String {
    String(unsafeUninitializedCapacity: 2 * count) { text in
      for (place, byte) in enumerated() {
        text[2 * place] = Self.digits[Int(byte >> 4)]
        text[2 * place + 1] = Self.digits[Int(byte & 0xF)]
      }
      return 2 * count
    }
  }

  /// From the hex of a hash; nil for anything else.
  init?(hash text: String) {
    let digits = text.utf8.map { Self.digits.firstIndex(of: $0) }
    guard digits.count == 2 * ArchiveLink.hashLength else { return nil }
    self = []
    for place in stride(from: 0, to: digits.count, by: 2) {
      guard let high = digits[place], let low = digits[place + 1] else { return nil }
      append(UInt8(high << 4 | low))
    }
  }

  private static let digits = Array("0123456789abcdef".utf8)
}
