import AirQuality
import Foundation

/// Test vectors kept beside the repository; a checkout without them says so and goes on.
enum Vectors {
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "../shared").standardizedFileURL

  static func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: root.appending(path: path).path)
  }

  static func note(_ path: String) -> String { "../shared/\(path) is not beside this checkout" }

  /// Rows by column name; understands quoted fields.
  static func rows(_ path: String) throws -> [[String: String]] {
    let text = try String(contentsOf: root.appending(path: path), encoding: .utf8)
    var lines = text.split(whereSeparator: \.isNewline).map { fields(of: $0) }
    let header = lines.removeFirst()
    return lines.map { Dictionary(uniqueKeysWithValues: zip(header, $0)) }
  }

  private static func fields(of line: Substring) -> [String] {
    var fields = [""]
    var isQuoted = false
    for character in line {
      switch character {
      case "\"": isQuoted.toggle()
      case "," where !isQuoted: fields.append("")
      default: fields[fields.count - 1].append(character)
      }
    }
    return fields
  }

  static func edition(_ id: String) -> IndexEdition? {
    [IndexEdition.hj633of2012, .hj633of2026].first { $0.id == id }
  }

  /// `SO2_24H`, `PM25_24H`, `O3_8H`
  static func item(_ name: String) -> IndexEdition.Item? {
    let parts = name.split(separator: "_")
    guard parts.count == 2, let pollutant = Pollutant(rawValue: parts[0].lowercased()),
      let hours = Int(parts[1].dropLast()), let period = IndexEdition.Item.Period(rawValue: hours)
    else { return nil }
    return IndexEdition.Item(pollutant, period)
  }
}
