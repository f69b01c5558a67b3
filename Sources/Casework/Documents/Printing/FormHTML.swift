import ActionPlan

/// An official document as HTML for pandoc, which takes each paragraph's Word style from its class.
enum FormHTML {
  /// Without a language: pandoc would call the Latin letters of a Chinese text Chinese, and LibreOffice
  /// would break words and numbers anywhere.
  static func page(_ text: FormText) -> String {
    let blocks = text.blocks.enumerated().map { index, block in
      self.block(block, before: text.blocks.dropFirst(index + 1).first)
    }
    return """
      <html><head><meta charset="utf-8"></head><body>
      \(blocks.joined(separator: "\n"))
      </body></html>

      """
  }

  private static func block(_ block: FormText.Block, before next: FormText.Block?) -> String {
    switch block {
    case .paragraph(.body, let runs) where next?.isSignature == true:
      styled(WordStyle.bodyBeforeSign, "<p>\(runs.map(run).joined())</p>")
    case .paragraph(let style, let runs):
      styled(WordStyle.name(of: style), "<p>\(runs.map(run).joined())</p>")
    // A non-breaking space: pandoc leaves empty paragraphs out.
    case .line: styled(WordStyle.line, "<p>&#160;</p>")
    case .table(let widths, let rows):
      """
      <table><colgroup>\(widths.map { "<col style=\"width:\($0)%\">" }.joined())</colgroup><tbody>
      \(rows.map(row).joined(separator: "\n"))
      </tbody></table>
      """
    }
  }

  private static func row(_ cells: [[FormText.Run]]) -> String {
    let cells = cells.map { runs in
      "<td>\(styled(WordStyle.cell, "<p>\(runs.isEmpty ? "&#160;" : runs.map(run).joined())</p>"))</td>"
    }
    return "<tr>\(cells.joined())</tr>"
  }

  private static func styled(_ style: String, _ content: String) -> String {
    "<div custom-style=\"\(style)\">\(content)</div>"
  }

  private static func run(_ run: FormText.Run) -> String {
    switch run {
    case .text(let text): escaped(text)
    case .strong(let text): "<strong>\(escaped(text))</strong>"
    case .lineBreak: "<br>"
    }
  }

  static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      // XML has no word for what a keyboard does not write.
      case let scalar where scalar.value < 0x20 || scalar.value == 0x7F: escaped += " "
      case "\u{FFFE}", "\u{FFFF}": continue
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}

extension FormText.Block {
  fileprivate var isSignature: Bool {
    if case .paragraph(.sign, _) = self { return true }
    return false
  }
}
