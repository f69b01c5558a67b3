public import ActionPlan
import FoundationEssentials
import GRDB

/// Which rows of a register a page shows, in which order.
public struct RegisterQuery: Sendable, Hashable {
  /// A piece of a text, of a facility's name or credit code, or of the label of a choice, place or
  /// unit; empty for all rows.
  public var search: String
  public var filter: RowFilter?
  /// Field id → what it holds exactly, as `FieldValue` keeps it: the id of a choice, place, unit,
  /// facility, point, row or attachment, `true` or `false`, a date as 2021-03-01, a number. Empty
  /// text: the field is empty.
  public var equals: [String: String]
  /// Field id; nil for the newest rows first. A field that `RegisterStore.isQuick` does not name sorts up
  /// to `RegisterPage.countLimit` rows; more stand with the newest first.
  public var sort: String?
  /// Of `sort`.
  public var isDescending: Bool
  /// Where the page before ended; nil for the first one.
  public var after: RegisterCursor?
  /// Rows at most, 1...500.
  public var limit: Int

  public init(
    search: String = "", filter: RowFilter? = nil, equals: [String: String] = [:],
    sort: String? = nil, isDescending: Bool = false, after: RegisterCursor? = nil, limit: Int = 50
  ) {
    self.search = search
    self.filter = filter
    self.equals = equals
    self.sort = sort
    self.isDescending = isDescending
    self.after = after
    self.limit = limit
  }
}

/// One page of rows.
public struct RegisterPage: Sendable, Hashable {
  /// Rows counted at most.
  public static let countLimit = 10_000

  public let rows: [RegisterRow]
  /// nil on the last page.
  public let next: RegisterCursor?
  /// All rows that the query finds; nil where they are more than `countLimit`.
  public let total: Int?
  /// Whether the rows stand in the order that was asked for.
  public let isSorted: Bool

  public var isCounted: Bool { total != nil }

  public init(rows: [RegisterRow], next: RegisterCursor?, total: Int?, isSorted: Bool = true) {
    self.rows = rows
    self.next = next
    self.total = total
    self.isSorted = isSorted
  }
}

/// Where a page ended: its last row and what that row is sorted by.
public struct RegisterCursor: Sendable, Hashable {
  enum Value: Codable, Sendable, Hashable {
    case none
    case integer(Int64)
    case real(Double)
    case text(String)
  }
  private struct Content: Codable {
    let row: Int64
    let value: Value
  }

  let row: Int64
  let value: Value

  init(row: Int64, value: Value) {
    self.row = row
    self.value = value
  }

  /// Reads what `text` wrote; nil for anything else.
  public init?(_ text: String) {
    var base64 = text.replacing("-", with: "+").replacing("_", with: "/")
    guard base64.utf8.count < 20_000 else { return nil }
    while !base64.utf8.count.isMultiple(of: 4) { base64 += "=" }
    guard let data = Data(base64Encoded: base64),
      let content = try? JSONDecoder().decode(Content.self, from: data)
    else { return nil }
    self.init(row: content.row, value: content.value)
  }

  /// Opaque, safe in addresses.
  public var text: String {
    // Two plain values always encode.
    let data = (try? JSONEncoder().encode(Content(row: row, value: value))) ?? Data()
    return data.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
      .replacing("=", with: "")
  }
}

extension RegisterCursor: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let cursor = RegisterCursor(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "not a place in a register's list")
    }
    self = cursor
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}
