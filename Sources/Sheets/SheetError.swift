/// Words for a person, in Chinese and in English.
public struct SheetWords: Sendable, Hashable, Codable {
  public let zh: String
  public let en: String

  public init(zh: String, en: String) {
    self.zh = zh
    self.en = en
  }
}

/// Where in a table file something stands.
public struct SheetPlace: Sendable, Hashable, Codable {
  /// Of a workbook.
  public let sheet: String?
  /// From 1.
  public let row: Int
  /// In letters, as spreadsheets count: `A`, `AB`.
  public let column: String?

  public init(sheet: String? = nil, row: Int, column: String? = nil) {
    self.sheet = sheet
    self.row = row
    self.column = column
  }

  /// The letters of a column.
  ///
  /// - Parameter number: from 1.
  static func letters(_ number: Int) -> String {
    var letters = ""
    var rest = number
    while rest > 0 {
      letters = String(UnicodeScalar(UInt8(65 + (rest - 1) % 26))) + letters
      rest = (rest - 1) / 26
    }
    return letters
  }
}

/// Why a table file cannot be read or written at all.
public struct SheetError: Error, Sendable, Hashable, Codable, CustomStringConvertible {
  public let path: String
  /// nil where it concerns the whole file.
  public let place: SheetPlace?
  /// What is the matter and what to do.
  public let reason: SheetWords

  public init(path: String, place: SheetPlace? = nil, zh: String, en: String) {
    self.path = path
    self.place = place
    reason = SheetWords(zh: zh, en: en)
  }

  /// `book.xlsx:12: sheet 一: column B: what is the matter; what to do`
  public var description: String {
    guard let place else { return "\(path): \(reason.en)" }
    let sheet = place.sheet.map { "sheet \($0): " } ?? ""
    let column = place.column.map { "column \($0): " } ?? ""
    return "\(path):\(place.row): \(sheet)\(column)\(reason.en)"
  }
}
