import ActionPlan

/// The wording of a document on a page.
struct DocumentPreview: Sendable {
  struct Run: Sendable {
    let text: String
    let isStrong: Bool
    let isBreak: Bool
  }

  struct Cell: Sendable {
    let runs: [Run]
  }

  struct Row: Sendable {
    let cells: [Cell]
  }

  struct Column: Sendable {
    /// Per cent.
    let width: String
  }

  struct Block: Sendable {
    let isParagraph: Bool
    let isTable: Bool
    let isLine: Bool
    /// Of `FormText.Style`; empty for what is no paragraph.
    let style: String
    let runs: [Run]
    let columns: [Column]
    let rows: [Row]
  }

  let blocks: [Block]

  init(_ text: FormText) {
    blocks = text.blocks.map { block in
      switch block {
      case .paragraph(let style, let runs):
        Self.block(isParagraph: true, style: style.rawValue, runs: runs.map(Self.run))
      case .table(let widths, let rows):
        Self.block(
          isTable: true, columns: widths.map { Column(width: "\($0)") },
          rows: rows.map { row in
            Row(cells: row.map { Cell(runs: $0.map(Self.run)) })
          })
      case .line: Self.block(isLine: true)
      }
    }
  }

  private static func block(
    isParagraph: Bool = false, isTable: Bool = false, isLine: Bool = false, style: String = "",
    runs: [Run] = [], columns: [Column] = [], rows: [Row] = []
  ) -> Block {
    Block(
      isParagraph: isParagraph, isTable: isTable, isLine: isLine, style: style, runs: runs,
      columns: columns, rows: rows)
  }

  private static func run(_ run: FormText.Run) -> Run {
    switch run {
    case .text(let text): Run(text: text, isStrong: false, isBreak: false)
    case .strong(let text): Run(text: text, isStrong: true, isBreak: false)
    case .lineBreak: Run(text: "", isStrong: false, isBreak: true)
    }
  }
}
