/// A plate or a machine's code without what people write differently.
public enum PlainCode {
  /// `浙 d·12345` and `浙Ｄ12345` are both `浙D12345`.
  public static func of(_ text: String) -> String {
    var plain = ""
    for scalar in text.unicodeScalars {
      let isWide = (0xFF01...0xFF5E).contains(scalar.value)
      let narrow = isWide ? Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar : scalar
      if left.contains(narrow) || narrow.properties.isWhitespace { continue }
      // Only letters that SQLite's upper() knows, so that both sides say the same.
      let isSmall = ("a"..."z").contains(narrow)
      plain.unicodeScalars.append(
        isSmall ? Unicode.Scalar(UInt8(narrow.value) - 0x20) : narrow)
    }
    return plain
  }

  /// The same of a column, whose text is in half-width letters. Registers have an index of it
  /// (`RegisterUses`): the words of both must be the same.
  public static func sql(of column: String) -> String {
    left.map(String.init).sorted().reduce("upper(\(column))") { text, sign in
      "replace(\(text), '\(sign)', '')"
    }
  }

  private static let left: Set<Unicode.Scalar> = [" ", "·", "•"]
}
