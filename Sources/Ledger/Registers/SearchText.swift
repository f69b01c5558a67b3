import ActionPlan
import GRDB

/// How rows are found by a piece of text: two Chinese characters are enough, letters in any case,
/// full-width and half-width alike.
///
/// SQLite's own index of three-character pieces knows no pieces of two, and its other splitters take
/// a Chinese sentence for one word. So a text is laid into FTS5 as overlapping pieces: two characters,
/// or three where the first two are ASCII (of which two alone would be far too frequent). A text that
/// contains the wanted one contains its pieces in a row, which FTS5 finds as a phrase.
public enum SearchText {
  static let endMark: Unicode.Scalar = "\u{E000}"

  /// Full-width signs as their half-width ones.
  static func folded(_ text: String) -> String {
    var folded = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0xFF01...0xFF5E:
        folded.append(Unicode.Scalar(UInt8(scalar.value - 0xFEE0)))
      case 0x3000: folded.append(" ")
      default: folded.append(scalar)
      }
    }
    return String(folded)
  }

  /// Lower case, half width, without blanks around.
  public static func normal(_ text: String) -> String {
    guard text.unicodeScalars.allSatisfy(\.isPlain) else {
      return folded(text).lowercased().trimmed
    }
    let isSmall = !text.utf8.contains { (0x41...0x5A).contains($0) }
    return (isSmall ? text : text.lowercased()).trimmed
  }

  /// The pieces of values, as one text for the index; empty where there is nothing to find.
  public static func pieces(of values: [String]) -> String {
    var text: [UInt8] = []
    for value in values {
      let scalars = Array(normal(value).unicodeScalars) + [endMark]
      guard scalars.count > 1 else { continue }
      for start in scalars.indices.dropLast() {
        let end = min(start + length(scalars, start), scalars.count)
        if !text.isEmpty { text.append(UInt8(ascii: " ")) }
        for scalar in scalars[start..<end] { append(sign(scalar), to: &text) }
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  private static func append(_ scalar: Unicode.Scalar, to text: inout [UInt8]) {
    let value = scalar.value
    func rest(_ shift: UInt32) -> UInt8 { 0x80 | UInt8(value >> shift & 0x3F) }
    switch value {
    case ..<0x80: text.append(UInt8(value))
    case ..<0x800:
      text.append(0xC0 | UInt8(value >> 6))
      text.append(rest(0))
    case ..<0x1_0000:
      text.append(0xE0 | UInt8(value >> 12))
      text.append(rest(6))
      text.append(rest(0))
    default:
      text.append(0xF0 | UInt8(value >> 18))
      text.append(rest(12))
      text.append(rest(6))
      text.append(rest(0))
    }
  }

  /// The phrase that finds texts which contain this one; `nil` where only a walk over the rows does:
  /// for nothing and for a single ASCII character.
  public static func phrase(containing text: String) -> String? {
    let scalars = Array(normal(text).unicodeScalars)
    guard scalars.count > 1 || scalars.first.map({ !$0.isASCII }) == true else { return nil }
    var pieces: [String] = []
    var covered = 0
    for start in scalars.indices {
      let end = start + length(scalars, start)
      guard end <= scalars.count else { break }
      pieces.append(piece(scalars[start..<end]))
      covered = end
    }
    // The rest is the beginning of the next piece.
    var isOpen = false
    if covered < scalars.count || pieces.isEmpty {
      pieces.append(piece(scalars[pieces.count...]))
      isOpen = true
    }
    return "\"" + pieces.joined(separator: " ") + "\"" + (isOpen ? "*" : "")
  }

  private static func length(_ scalars: [Unicode.Scalar], _ start: Int) -> Int {
    guard scalars[start].isASCII, start + 1 < scalars.count else { return 2 }
    return scalars[start + 1].isASCII ? 3 : 2
  }

  private static func piece(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var text = String.UnicodeScalarView()
    for scalar in scalars { text.append(sign(scalar)) }
    return String(text)
  }

  /// The index splits at ASCII signs other than letters and digits; they stand as private ones.
  private static func sign(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9": return scalar
    default: guard scalar.isASCII else { return scalar }
    }
    return Unicode.Scalar(0xE001 + scalar.value) ?? endMark
  }

  /// `register_text_contains(wanted, text…)`: whether one of the texts contains the wanted one, which
  /// is already normal. For texts so frequent that the index would not help.
  static let contains = DatabaseFunction("register_text_contains", pure: true) { values in
    guard let wanted = values.first.flatMap({ String.fromDatabaseValue($0) }) else { return false }
    return values.dropFirst().contains { value in
      guard let text = String.fromDatabaseValue(value) else { return false }
      return normal(text).contains(wanted)
    }
  }
}
