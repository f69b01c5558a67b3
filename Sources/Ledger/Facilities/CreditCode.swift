/// The unified social credit code of an organisation. 统一社会信用代码
///
/// Source: GB 32100-2015, 4 (structure) and 5 (check character, modulus 31).
public enum CreditCode {
  private static let alphabet = Array("0123456789ABCDEFGHJKLMNPQRTUWXY".utf8)
  private static let weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]

  /// Capital letters, without spaces.
  public static func canonical(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0.isDigit || (0x41...0x5A).contains($0) }) { return text }
    return SearchText.folded(text).uppercased().filter { !$0.isWhitespace }
  }

  /// 18 characters of which the last checks the rest.
  public static func isValid(_ code: String) -> Bool {
    let values = code.utf8.compactMap { alphabet.firstIndex(of: $0) }
    guard code.utf8.count == 18, values.count == 18 else { return false }
    let sum = zip(values, weights).reduce(0) { $0 + $1.0 * $1.1 }
    return values[17] == (31 - sum % 31) % 31
  }
}
