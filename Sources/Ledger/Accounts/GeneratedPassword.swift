/// A password to be told once: five groups of four, easy to read aloud.
public enum GeneratedPassword {
  private static let letters = Array("abcdefghjkmnpqrstuvwxyz")
  private static let digits = Array("23456789")

  public static func make() -> String {
    var generator = SystemRandomNumberGenerator()
    return (0..<5).map { _ in
      String((0..<3).map { _ in letters.randomElement(using: &generator) ?? "x" })
        + String(digits.randomElement(using: &generator) ?? "7")
    }.joined(separator: "-")
  }
}
