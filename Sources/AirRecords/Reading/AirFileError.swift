import AirQuality

/// Why a file cannot be read at all.
public enum AirFileError: Error, Sendable, Hashable, CustomStringConvertible {
  case cannotRead(path: String, reason: String)
  case empty(path: String)
  /// No column says what, when or where.
  case noColumn(path: String, row: Int = 1, needed: String, found: [String])
  case twoColumns(path: String, row: Int = 1, name: String, columns: [Int])

  public var description: String {
    switch self {
    case .cannotRead(let path, let reason): "\(path): \(reason)"
    case .empty(let path): "\(path): holds no row; give a table with a header"
    case .noColumn(let path, let row, let needed, let found):
      "\(path):\(row): no column gives \(needed); the header has \(found.joined(separator: ", ")); "
        + "Docs/air-quality.md lists the names that are understood"
    case .twoColumns(let path, let row, let name, let columns):
      "\(path):\(row): columns \(columns.map(String.init).joined(separator: " and ")) both give \(name); "
        + "leave one out"
    }
  }
}

/// A row, or one value of it, that was not taken.
public struct BadRow: Sendable, Hashable, CustomStringConvertible {
  public let file: String
  /// From 1, the header being 1.
  public let row: Int
  /// Name in the header; nil where the whole row is at fault.
  public let column: String?
  public let found: String
  public let remedy: String

  public var description: String {
    "\(file):\(row): \(column.map { "\($0) is " } ?? "")\(found); \(remedy)"
  }
}
