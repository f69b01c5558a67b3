public import ActionPlan
public import Sheets

/// What is wrong with one place of a file that was to be imported.
public struct ImportFault: Error, Sendable, Hashable, Codable, CustomStringConvertible {
  public let file: String
  /// Of a workbook.
  public let sheet: String?
  /// From 1; the header is line 1.
  public let line: Int
  /// As the header names it; `nil` where it concerns the whole line.
  public let column: String?
  /// What stands there.
  public let foundWords: Label
  public let remedyWords: Label
  /// Where a value was read that may not stand in its field: what is wrong with it.
  public let fieldFault: FieldFault?

  /// Characters of what was found that are kept; a cell may hold a book.
  public static let foundLimit = 80

  public init(
    file: String, sheet: String? = nil, line: Int, column: String?, found: Label, remedy: Label,
    fieldFault: FieldFault? = nil
  ) {
    self.file = file
    self.sheet = sheet
    self.line = line
    self.column = column.map(Self.short)
    foundWords = Label(zh: Self.short(found.zh), en: Self.short(found.en))
    remedyWords = remedy
    self.fieldFault = fieldFault.map {
      FieldFault(field: $0.field, code: $0.code, found: Self.short($0.found), remedy: $0.remedy)
    }
  }

  public var found: String { foundWords.en }
  public var remedy: String { remedyWords.en }

  private static func short(_ text: String) -> String {
    // Its length alone would be as long as the cell.
    guard let end = text.index(text.startIndex, offsetBy: foundLimit, limitedBy: text.endIndex),
      end < text.endIndex
    else { return text }
    return text[..<end] + "…"
  }

  /// `devices.csv:12: column shift: found "x"; write a whole number`, with `sheet 一:` before the
  /// column of a workbook.
  public var description: String {
    let place = column.map { "column \($0): " } ?? ""
    let sheet = sheet.map { "sheet \($0): " } ?? ""
    return "\(file):\(line): \(sheet)\(place)found \"\(found)\"; \(remedy)"
  }
}

/// Everything that is wrong with a file; nothing of it was imported.
public struct ImportFaults: Error, Sendable, Hashable, CustomStringConvertible {
  /// Faults listed at most; the rest are counted.
  public static let limit = 200

  public private(set) var faults: [ImportFault] = []
  /// Faults found beyond those listed.
  public private(set) var more = 0

  public init(_ faults: [ImportFault] = []) {
    for fault in faults { add(fault) }
  }

  /// What cannot be read in a table, before anybody asks what it means.
  public init(of table: SheetTable) {
    for fault in table.faults {
      add(
        ImportFault(
          file: table.file, sheet: table.sheet, line: fault.row, column: fault.column,
          found: Label(zh: fault.found.zh, en: fault.found.en),
          remedy: Label(zh: fault.remedy.zh, en: fault.remedy.en)))
    }
  }

  public mutating func add(_ fault: ImportFault) {
    if faults.count < Self.limit { faults.append(fault) } else { more += 1 }
  }

  public var isEmpty: Bool { faults.isEmpty }

  /// Of all, also of those that are not listed.
  public var count: Int { faults.count + more }

  public var description: String {
    let lines = faults.map(\.description)
    return (lines + (more > 0 ? ["and \(more) more"] : [])).joined(separator: "\n")
  }
}
