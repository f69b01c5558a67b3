import FoundationEssentials
import GRDB

/// The rows of all tables of an SQLite file, page by page and without its trees, which one flipped bit may
/// cut off. For rows that never change: pages that are free again still hold what they held.
///
/// - Source: SQLite, "Database File Format", 1.6 and 2.1.
struct LeafPages {
  private let bytes: [UInt8]

  private static let pageSize = 4_096
  private static let leafOfTable: UInt8 = 0x0D
  private static let headerBytes = 100

  init(_ path: String) throws {
    bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
  }

  /// What can be read as a row of so many columns.
  func rows(columns: Int) -> [[DatabaseValue]] {
    (0..<bytes.count / Self.pageSize).flatMap { page in
      cells(of: page).compactMap { try? row(at: $0, columns: columns) }
    }
  }

  /// Where the cells of a page begin; none where it is no leaf of a table.
  private func cells(of page: Int) -> [Int] {
    let begin = page * Self.pageSize
    let head = begin + (page == 0 ? Self.headerBytes : 0)
    guard bytes[head] == Self.leafOfTable else { return [] }
    let count = Int(bytes[head + 3]) << 8 | Int(bytes[head + 4])
    return (0..<min(count, Self.pageSize / 4)).compactMap { index in
      let at = head + 8 + 2 * index
      guard at + 1 < begin + Self.pageSize else { return nil }
      let offset = Int(bytes[at]) << 8 | Int(bytes[at + 1])
      return offset < Self.pageSize ? begin + offset : nil
    }
  }

  // MARK: A cell

  private struct Unreadable: Error {}

  private func row(at cell: Int, columns: Int) throws -> [DatabaseValue] {
    var place = cell
    let size = try number(bytes, &place)
    let id = try number(bytes, &place)
    guard size >= 0, size <= Int64(bytes.count) else { throw Unreadable() }
    let payload = try payload(at: place, size: Int(size))
    var values = try record(payload, columns: columns)
    // The key of a table lies in the cell, not in its record.
    if values.first == DatabaseValue.null { values[0] = id.databaseValue }
    return values
  }

  /// The first part lies in the cell, what does not fit in a chain of other pages.
  private func payload(at place: Int, size: Int) throws -> [UInt8] {
    let usable = Self.pageSize
    let most = usable - 35
    guard size > most else { return try slice(place, size) }
    let least = (usable - 12) * 32 / 255 - 23
    let wanted = least + (size - least) % (usable - 4)
    let local = wanted <= most ? wanted : least
    var payload = try slice(place, local)
    var next = try page(at: place + local)
    while payload.count < size {
      guard next > 0 else { throw Unreadable() }
      let begin = (next - 1) * usable
      payload += try slice(begin + 4, min(size - payload.count, usable - 4))
      next = try page(at: begin)
    }
    return payload
  }

  private func slice(_ begin: Int, _ count: Int) throws -> [UInt8] {
    guard begin >= 0, count >= 0, begin + count <= bytes.count else { throw Unreadable() }
    return Array(bytes[begin..<begin + count])
  }

  private func page(at place: Int) throws -> Int {
    try slice(place, 4).reduce(0) { $0 << 8 | Int($1) }
  }

  private func record(_ payload: [UInt8], columns: Int) throws -> [DatabaseValue] {
    var place = 0
    let headSize = Int(try number(payload, &place))
    var types: [Int64] = []
    while place < headSize { types.append(try number(payload, &place)) }
    guard types.count == columns, place == headSize else { throw Unreadable() }
    return try types.map { try value(of: $0, in: payload, &place) }
  }

  private func value(
    of type: Int64, in payload: [UInt8], _ place: inout Int
  ) throws -> DatabaseValue {
    switch type {
    case 0: return .null
    case 8, 9: return (type - 8).databaseValue
    case 1...6:
      let length = [1, 2, 3, 4, 6, 8][Int(type) - 1]
      let part = try part(of: payload, &place, length)
      let sign: Int64 = part[0] & 0x80 == 0 ? 0 : -1
      return part.reduce(sign) { $0 << 8 | Int64($1) }.databaseValue
    case 12...:
      let part = try part(of: payload, &place, Int(type - 12) / 2)
      return type % 2 == 0
        ? Data(part).databaseValue : String(decoding: part, as: UTF8.self).databaseValue
    default: throw Unreadable()
    }
  }

  private func part(
    of payload: [UInt8], _ place: inout Int, _ count: Int
  ) throws -> ArraySlice<UInt8>.SubSequence {
    guard count >= 0, place + count <= payload.count else { throw Unreadable() }
    defer { place += count }
    return ArraySlice(Array(payload[place..<place + count]))
  }

  /// Seven bits a byte, the highest first; all eight of the ninth.
  private func number(_ bytes: [UInt8], _ place: inout Int) throws -> Int64 {
    var value: UInt64 = 0
    for index in 0..<9 {
      guard place >= 0, place < bytes.count else { throw Unreadable() }
      let byte = bytes[place]
      place += 1
      if index == 8 { return Int64(bitPattern: value << 8 | UInt64(byte)) }
      value = value << 7 | UInt64(byte & 0x7F)
      if byte & 0x80 == 0 { return Int64(bitPattern: value) }
    }
    return Int64(bitPattern: value)
  }
}
