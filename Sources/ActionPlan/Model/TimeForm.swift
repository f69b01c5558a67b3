/// How a document writes times. 时间格式
public enum TimeForm: Sendable, Hashable {
  /// `2021-06-07T10:20:00+08:00`, a fraction of a second left out.
  case rfc3339
  case epochSeconds
  case epochMilliseconds
  /// `yyyy-MM-dd HH:mm:ss` and the like.
  case pattern(TimePattern)

  public static let remedy =
    "write rfc3339, epoch-seconds, epoch-milliseconds, or a pattern such as \"yyyy-MM-dd HH:mm:ss\""

  public init?(_ text: String) {
    switch text {
    case "rfc3339": self = .rfc3339
    case "epoch-seconds": self = .epochSeconds
    case "epoch-milliseconds": self = .epochMilliseconds
    default:
      guard let pattern = TimePattern(text) else { return nil }
      self = .pattern(pattern)
    }
  }
}

extension TimeForm: CustomStringConvertible {
  public var description: String {
    switch self {
    case .rfc3339: "rfc3339"
    case .epochSeconds: "epoch-seconds"
    case .epochMilliseconds: "epoch-milliseconds"
    case .pattern(let pattern): pattern.text
    }
  }
}

/// Local time by digits: `yyyy` the year, `MM` and `dd` month and day, `HH`, `mm` and `ss` the clock;
/// what else stands there has to stand there.
public struct TimePattern: Sendable, Hashable {
  public enum Part: Sendable, Hashable {
    case year, month, day, hour, minute, second
    case sign(Character)
  }

  public let text: String
  public let parts: [Part]

  static let longest = 40

  /// - Returns: nil where it does not name year, month and day once each, or something else twice.
  public init?(_ text: String) {
    guard text.count <= Self.longest else { return nil }
    let letters: KeyValuePairs<String, Part> = [
      "yyyy": .year, "MM": .month, "dd": .day, "HH": .hour, "mm": .minute, "ss": .second,
    ]
    var parts: [Part] = []
    var rest = text[...]
    while let first = rest.first {
      if let field = letters.first(where: { rest.hasPrefix($0.key) }) {
        guard !parts.contains(field.value) else { return nil }
        parts.append(field.value)
        rest = rest.dropFirst(field.key.count)
      } else {
        guard !first.isNumber, !(first.isASCII && first.isLetter && first != "T") else {
          return nil
        }
        parts.append(.sign(first))
        rest.removeFirst()
      }
    }
    for needed in [Part.year, .month, .day] where !parts.contains(needed) { return nil }
    // A clock without its hour says nothing.
    guard parts.contains(.hour) || !(parts.contains(.minute) || parts.contains(.second)),
      parts.contains(.minute) || !parts.contains(.second)
    else { return nil }
    self.text = text
    self.parts = parts
  }
}
