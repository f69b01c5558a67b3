/// The numbers of a picture as a table.
struct NumberTable: Sendable {
  struct Head: Sendable {
    let text: String
  }

  struct Cell: Sendable {
    let value: String
    /// What the value rests on; nil where the value is a count.
    let count: String?
    /// Of the page that opens the value to its inputs; nil where there is nothing to open.
    let opensAt: String?
  }

  struct Row: Sendable {
    let label: String
    let cells: [Cell]
  }

  let caption: String
  let corner: String
  let heads: [Head]
  let rows: [Row]
}
