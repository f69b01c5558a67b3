extension SheetTable {
  /// A place where it is no table, or where a value cannot be what was meant.
  public struct Fault: Sendable, Hashable {
    public enum Kind: Sendable, Hashable {
      /// Cells of a range that are one.
      case merged(String)
      /// Written by a program that does not compute.
      case formulaWithoutValue
      /// `#REF!` and its like.
      case errorValue(String)
      /// A number longer than a sheet keeps, as codes are.
      case lostDigits(String)
      /// A row of so many fields below a header of so many.
      case width(Int, header: Int)
    }

    public let row: Int
    /// In letters; nil where it concerns the whole row.
    public let column: String?
    public let kind: Kind

    public init(row: Int, column: String?, kind: Kind) {
      self.row = row
      self.column = column
      self.kind = kind
    }

    public var found: SheetWords {
      switch kind {
      case .merged(let range): SheetWords(zh: "合并单元格 \(range)", en: "merged cells \(range)")
      case .formulaWithoutValue:
        SheetWords(zh: "没有计算结果的公式", en: "a formula without its value")
      case .errorValue(let value): SheetWords(zh: value, en: value)
      case .lostDigits(let number): SheetWords(zh: number, en: number)
      case .width(let count, _): SheetWords(zh: "\(count) 格", en: "\(count) fields")
      }
    }

    public var remedy: SheetWords {
      switch kind {
      case .merged:
        SheetWords(
          zh: "请取消合并，在每一格都写上内容",
          en: "split them and write the value into each cell")
      case .formulaWithoutValue:
        SheetWords(
          zh: "请用 Excel 打开并保存一次，或直接写上数值",
          en: "open it in Excel and save it once, or write the value itself")
      case .errorValue:
        SheetWords(zh: "公式出错，请更正，或直接写上内容", en: "correct the formula, or write the value itself")
      case .lostDigits:
        SheetWords(
          zh: "Excel 只保留 15 位数字，后面的已丢失；请把单元格设为文本格式后重新填写",
          en: "Excel keeps 15 digits and has lost the others; format the cell as text and write it "
            + "again")
      case .width(_, let header):
        SheetWords(zh: "应与表头一样是 \(header) 格", en: "write \(header), as the header has")
      }
    }
  }

  /// What a person may not expect of how a table was read.
  enum Note {
    static func above(_ rows: [Int]) -> [SheetWords] {
      guard let last = rows.last else { return [] }
      return [
        SheetWords(
          zh: "表头在第 \(last) 行之后，其上的内容没有读入。",
          en: "The header stands below row \(last); what is above it was not read.")
      ]
    }

    static func ofSheet(_ read: Workbook.Sheet) -> [SheetWords] {
      var notes: [SheetWords] = []
      let others = read.shown.filter { $0 != read.name }
      if !others.isEmpty {
        notes.append(
          SheetWords(
            zh: "只读入了工作表“\(read.name)”，没有读入：\(others.joined(separator: "、"))。",
            en: "Only sheet \"\(read.name)\" was read, not \(others.joined(separator: ", "))."))
      }
      if read.hiddenRows > 0 {
        notes.append(
          SheetWords(
            zh: "有 \(read.hiddenRows) 行在表中是隐藏的，也读入了。",
            en: "\(read.hiddenRows) rows are hidden in the sheet; they were read too."))
      }
      if read.hiddenColumns > 0 {
        notes.append(
          SheetWords(
            zh: "有隐藏的列，也读入了。", en: "Some columns are hidden in the sheet; they were read too."))
      }
      return notes
    }
  }
}
