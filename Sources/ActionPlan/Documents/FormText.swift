/// The Markdown of an official document, block by block: what forms are made of and nothing else.
///
/// `# ` is the title, `## ` a section's heading; `**…**` is bold, a backslash at the end of a line
/// breaks it; `| a | b |` is a row of a table, whose second line `|--|----|` gives the columns'
/// widths; `---` is the red line under the head; `::: style` … `:::` lays its paragraphs in a style.
public struct FormText: Sendable, Hashable {
  /// How paragraphs stand. The words are those of a form's text.
  public enum Style: String, Sendable, Hashable, CaseIterable {
    /// The office's name in red above the line; the document's number.
    case head, number
    case title
    /// A section's heading.
    case section
    /// To whom it is written; text that does not indent.
    case plain
    case body
    /// Signature, seal and date at the right; remarks in small type.
    case sign, note
  }

  public enum Run: Sendable, Hashable {
    case text(String)
    case strong(String)
    case lineBreak
  }

  public enum Block: Sendable, Hashable {
    case paragraph(Style, [Run])
    /// Widths in per cent; each row has as many cells.
    case table(widths: [Int], rows: [[[Run]]])
    /// The line under the head.
    case line
  }

  public let blocks: [Block]

  private init(blocks: [Block]) { self.blocks = blocks }

  /// One text after another.
  public static func + (first: FormText, second: FormText) -> FormText {
    FormText(blocks: first.blocks + second.blocks)
  }

  static let mostColumns = 12

  /// - Throws: `DocumentTemplate.Fault` with the line of what cannot be read.
  public init(_ markdown: String) throws(DocumentTemplate.Fault) {
    var blocks: [Block] = []
    var style = Style.body
    var opened: Int?
    var paragraph: [Substring] = []
    var table: [(line: Int, cells: [String])] = []
    func endParagraph() {
      guard !paragraph.isEmpty else { return }
      blocks += Self.paragraphs(paragraph, style)
      paragraph = []
    }
    func endTable() throws(DocumentTemplate.Fault) {
      guard !table.isEmpty else { return }
      blocks.append(try Self.table(table))
      table = []
    }
    let lines = markdown.split(omittingEmptySubsequences: false, whereSeparator: \.isLineEnd)
    for (index, line) in lines.enumerated() {
      let text = line.trimmedSpaces
      if text.hasPrefix("|") {
        endParagraph()
        table.append((index + 1, Self.cells(text)))
        continue
      }
      try endTable()
      if text.isEmpty {
        endParagraph()
      } else if text.hasPrefix(":::") {
        endParagraph()
        (style, opened) = try Self.fence(text, open: opened, line: index + 1)
      } else if text == "---" {
        endParagraph()
        blocks.append(.line)
      } else if text.hasPrefix("# ") || text.hasPrefix("## ") {
        endParagraph()
        let isTitle = text.hasPrefix("# ")
        blocks.append(
          .paragraph(isTitle ? .title : .section, Self.runs(text.dropFirst(isTitle ? 2 : 3))))
      } else {
        paragraph.append(text)
      }
    }
    endParagraph()
    try endTable()
    if let opened {
      throw DocumentTemplate.Fault(
        line: opened, found: "\":::\" is not closed",
        remedy: "write ::: on a line of its own after it")
    }
    self.blocks = blocks
  }

  private static func fence(
    _ text: Substring, open: Int?, line: Int
  ) throws(DocumentTemplate.Fault) -> (Style, Int?) {
    let word = text.drop { $0 == ":" }.trimmedSpaces
    if word.isEmpty {
      guard open != nil else {
        throw DocumentTemplate.Fault(
          line: line, found: "\":::\" closes nothing", remedy: "open it with ::: and a style")
      }
      return (.body, nil)
    }
    let words = Style.allCases.map(\.rawValue)
    guard let style = Style(rawValue: String(word)) else {
      let near = Nearest.word(to: String(word), among: words)
      throw DocumentTemplate.Fault(
        line: line, found: "there is no style \"\(Value.shortened(String(word)))\"",
        remedy: near.map { "did you mean \"\($0)\"?" }
          ?? "write one of \(words.joined(separator: ", "))")
    }
    guard open == nil else {
      throw DocumentTemplate.Fault(
        line: line, found: "\"::: \(word)\" opens inside another",
        remedy: "close that with ::: first")
    }
    return (style, line)
  }

  /// The lines of one paragraph; a value's own line breaks make paragraphs of it.
  private static func paragraphs(_ lines: [Substring], _ style: Style) -> [Block] {
    var text = ""
    for (index, line) in lines.enumerated() {
      let isLast = index == lines.count - 1
      if line.hasSuffix("\\"), !line.hasSuffix("\\\\"), !isLast {
        text += line.dropLast() + String(breakMark)
      } else {
        text += line
        if !isLast, let end = line.last, end.isASCII { text += " " }
      }
    }
    return text.split(separator: valueBreak).map { .paragraph(style, runs($0)) }
  }

  private static func table(
    _ lines: [(line: Int, cells: [String])]
  ) throws(DocumentTemplate.Fault) -> Block {
    let columns = lines[0].cells.count
    guard lines.count > 1, lines[1].cells.allSatisfy({ !$0.isEmpty && $0.allSatisfy { $0 == "-" } })
    else {
      throw DocumentTemplate.Fault(
        line: lines[0].line, found: "the table has no line of widths",
        remedy: "write |---|------| under its first row, as many hyphens as a column is wide")
    }
    guard columns <= mostColumns else {
      throw DocumentTemplate.Fault(
        line: lines[0].line, found: "the table has more than \(mostColumns) columns",
        remedy: "write fewer")
    }
    if let odd = lines.first(where: { $0.cells.count != columns }) {
      throw DocumentTemplate.Fault(
        line: odd.line,
        found: "the row has \(odd.cells.count) cells where the first has \(columns)",
        remedy: "write \(columns), some of them empty")
    }
    let hyphens = lines[1].cells.map(\.count)
    let all = hyphens.reduce(0, +)
    let rows = lines.enumerated().filter { $0.offset != 1 }.map { row in
      row.element.cells.map { runs(Substring($0)) }
    }
    return .table(widths: hyphens.map { $0 * 100 / all }, rows: rows)
  }

  /// The cells between the bars; a bar behind a backslash is none.
  private static func cells(_ line: Substring) -> [String] {
    var cells: [String] = []
    var cell = ""
    var isEscaped = false
    for character in line.dropFirst() {
      if character == "|", !isEscaped {
        cells.append(String(Substring(cell).trimmedSpaces))
        cell = ""
      } else {
        cell.append(character)
      }
      isEscaped = character == "\\" && !isEscaped
    }
    let rest = Substring(cell).trimmedSpaces
    return rest.isEmpty ? cells : cells + [String(rest)]
  }
}
