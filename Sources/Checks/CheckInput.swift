import ActionPlan
import AirQuality

/// What a check may be asked with.
public struct CheckInputKey: Sendable, Hashable {
  public let name: String
  public let isRequired: Bool

  init(_ name: String, isRequired: Bool = false) {
    self.name = name
    self.isRequired = isRequired
  }
}

/// Why a check cannot answer: the input is not what it asks for.
public enum CheckInputError: Error, Sendable, Equatable, CustomStringConvertible {
  case unknownKey(String, known: [String])
  case missing(String)
  case bad(key: String, found: String, remedy: String)

  public var description: String {
    switch self {
    case .unknownKey(let key, let known):
      "the check takes no \"\(key)\"; it takes \(known.joined(separator: ", "))"
    case .missing(let key): "\"\(key)\" is missing; add \(key)=…"
    case .bad(let key, let found, let remedy): "\"\(key)\" is \"\(found)\"; \(remedy)"
    }
  }

  /// The key at fault.
  public var key: String {
    switch self {
    case .unknownKey(let key, _), .missing(let key), .bad(let key, _, _): key
    }
  }
}

/// Texts by key, read as what they stand for.
struct CheckInput {
  private let values: [String: String]

  /// - Parameter values: blank ones count as missing.
  init(_ values: [String: String], keys: [CheckInputKey]) throws(CheckInputError) {
    let known = keys.map(\.name)
    if let unknown = values.keys.sorted().first(where: { !known.contains($0) }) {
      throw .unknownKey(unknown, known: known)
    }
    var kept: [String: String] = [:]
    for (key, value) in values {
      let words = value.split(whereSeparator: \.isWhitespace)
      guard !words.isEmpty else { continue }
      guard value.unicodeScalars.count <= Self.longest else {
        throw .bad(key: key, found: value.prefix(20) + "…", remedy: "write something shorter")
      }
      kept[key] = words.joined(separator: " ")
    }
    self.values = kept
    for key in keys where key.isRequired && kept[key.name] == nil { throw .missing(key.name) }
  }

  /// In Unicode scalars.
  static let longest = 200

  subscript(key: String) -> String? { values[key] }

  func required(_ key: String) throws(CheckInputError) -> String {
    guard let value = values[key] else { throw .missing(key) }
    return value
  }

  /// A number that is not negative.
  func number(_ key: String) throws(CheckInputError) -> ExactDecimal? {
    guard let text = values[key] else { return nil }
    guard let number = ExactDecimal(text), number >= .zero else {
      throw .bad(key: key, found: text, remedy: "write a number of at least 0, such as 12.5")
    }
    return number
  }

  func count(_ key: String, in range: ClosedRange<Int>) throws(CheckInputError) -> Int {
    let text = try required(key)
    guard let count = Int(text), range.contains(count) else {
      throw .bad(
        key: key, found: text,
        remedy: "write a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return count
  }

  func flag(_ key: String) throws(CheckInputError) -> Bool {
    switch values[key] {
    case nil, "no", "false", "否": return false
    case "yes", "true", "是": return true
    case .some(let text): throw .bad(key: key, found: text, remedy: "write yes or no")
    }
  }

  /// `longitude latitude` in WGS-84 degrees.
  func position(_ key: String) throws(CheckInputError) -> Coordinate? {
    guard let text = values[key] else { return nil }
    let parts = text.split(whereSeparator: { " ,，".contains($0) })
    guard parts.count == 2, let longitude = ExactDecimal(parts[0])?.approximate,
      let latitude = ExactDecimal(parts[1])?.approximate, abs(longitude) <= 180,
      abs(latitude) <= 90
    else {
      throw .bad(
        key: key, found: text,
        remedy: "write longitude and latitude in WGS-84 degrees, such as 120.87 30.03")
    }
    return Coordinate(longitude: longitude, latitude: latitude)
  }
}
