/// A text with places in braces: `{phone}`. Anything else in braces is text, as JSON has it.
enum PlaceText {
  /// Names of the places, in order of their appearance.
  static func places(of text: String) -> [String] {
    var found: [String] = []
    _ = fill(text) { name in
      found.append(name)
      return nil
    }
    return found
  }

  /// - Parameter value: of a place; nil leaves it as it is.
  static func fill(_ text: String, with value: (String) -> String?) -> String {
    var filled = ""
    var rest = text[...]
    while let open = rest.firstIndex(of: "{") {
      filled += rest[..<open]
      let inner = rest[rest.index(after: open)...]
      let name = inner.prefix { $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "-") }
      if !name.isEmpty, name.endIndex < rest.endIndex, rest[name.endIndex] == "}" {
        filled += value(String(name)) ?? "{\(name)}"
        rest = rest[rest.index(after: name.endIndex)...]
      } else {
        filled += "{"
        rest = inner
      }
    }
    return filled + rest
  }

  /// As it stands between the quotation marks of a JSON text.
  static func json(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": escaped += "\\\""
      case "\\": escaped += "\\\\"
      case "\n": escaped += "\\n"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        let digits = String(scalar.value, radix: 16)
        escaped += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }

  /// As much of a text as fits, whole characters, with a sign that there was more.
  static func cut(_ text: String, toBytes limit: Int) -> String {
    guard text.utf8.count > limit else { return text }
    var (kept, used) = ("", 3)
    for character in text {
      used += character.utf8.count
      if used > limit { break }
      kept.append(character)
    }
    return kept + "…"
  }
}
