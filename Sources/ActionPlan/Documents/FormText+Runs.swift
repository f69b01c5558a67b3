/// Text within a paragraph or a cell.
extension FormText {
  /// Stands for a line break of a value: the line goes on in Markdown.
  static let valueBreak: Character = "\u{2028}"
  /// Stands for a break that the form's writer wrote.
  static let breakMark: Character = "\u{E000}"

  /// A value as Markdown that reads as the same text.
  static func escaped(_ value: String) -> String {
    var text = ""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\r": continue
      case "\n": text.append(valueBreak)
      // Our own marks mean nothing in a value.
      case "\u{2028}", "\u{2029}", "\u{E000}", "\u{0B}", "\u{0C}", "\u{85}", "\t": text += " "
      case "!"..."/", ":"..."@", "["..."`", "{"..."~":
        text += "\\"
        text.unicodeScalars.append(scalar)
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }

  static func runs(_ markdown: Substring) -> [Run] {
    var runs: [Run] = []
    var text = ""
    var isStrong = false
    func end() {
      if !text.isEmpty { runs.append(isStrong ? .strong(text) : .text(text)) }
      text = ""
    }
    var scalars = markdown.unicodeScalars
    while let scalar = scalars.popFirst() {
      switch scalar {
      case "\\":
        text.unicodeScalars.append(scalars.popFirst() ?? "\\")
      case "*" where scalars.first == "*":
        scalars.removeFirst()
        end()
        isStrong.toggle()
      case "\u{2028}", "\u{E000}":
        end()
        runs.append(.lineBreak)
      default: text.unicodeScalars.append(scalar)
      }
    }
    end()
    return runs
  }
}

extension Character {
  /// The end of a line of the form, not of a value in it.
  var isLineEnd: Bool { self == "\n" || self == "\r\n" }
}

extension Substring {
  /// Without blanks at either end; a value's line breaks stay.
  var trimmedSpaces: Substring {
    var text = self
    while let first = text.first, first == " " || first == "\t" { text.removeFirst() }
    while let last = text.last, last == " " || last == "\t" { text.removeLast() }
    return text
  }
}
