import AirQuality
public import Foundation

/// Writes a table as CSV in UTF-8 with a byte order mark, which spreadsheets need to read Chinese.
///
/// - Source: RFC 4180. A text that a spreadsheet would take for a formula begins with an apostrophe,
///   which `SheetTable` takes off again.
public struct CSVWriter {
  private var bytes: [UInt8] = [0xEF, 0xBB, 0xBF]

  public init(_ columns: [SheetColumn]) {
    append(columns.map { .text($0.header) })
  }

  public mutating func append(_ cells: [SheetCell]) {
    for (index, cell) in cells.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      append(cell)
    }
    bytes += [UInt8(ascii: "\r"), UInt8(ascii: "\n")]
  }

  public var data: Data { Data(bytes) }

  /// What was written since the last call, so that a long table need not wait in memory.
  public mutating func take() -> Data {
    defer { bytes.removeAll(keepingCapacity: true) }
    return Data(bytes)
  }

  private mutating func append(_ cell: SheetCell) {
    switch cell {
    case .empty: break
    case .number(let number): bytes += Array(number.description.utf8)
    case .day(let day): bytes += Array(day.cellText.utf8)
    case .localInstant(let seconds): bytes += Array(Self.instant(seconds).utf8)
    case .text(let text):
      let guarded = Guard.guarded(text)
      if guarded.utf8.contains(where: { ",;\t\"\r\n".utf8.contains($0) }) {
        bytes += Array("\"\(guarded.replacing("\"", with: "\"\""))\"".utf8)
      } else {
        bytes += Array(guarded.utf8)
      }
    }
  }

  /// `2021-03-01 08:30:15`, without seconds where there are none.
  static func instant(_ local: Int) -> String {
    let day = CalendarDay(ofEpoch: local, utcOffsetSeconds: 0)
    let second = local - day.dayNumber * 86_400
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let rest = second % 60 == 0 ? "" : ":" + two(second % 60)
    return "\(day.cellText) \(two(second / 3_600)):\(two(second / 60 % 60))\(rest)"
  }
}
