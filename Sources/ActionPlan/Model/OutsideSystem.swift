/// Another system in which cases have numbers and a status: a hotline, a platform of enforcement. 外部系统
public struct OutsideSystem: Sendable, Hashable {
  /// What the system calls a status.
  public struct Word: Sendable, Hashable {
    public let word: String
    /// Other spellings that it sends.
    public let also: [String]
    /// What a case is when it has this status; empty for a word that says nothing of it.
    public let standings: [CaseStanding]

    public init(word: String, also: [String] = [], standings: [CaseStanding]) {
      self.word = word
      self.also = also
      self.standings = standings
    }
  }
  public let id: String
  public let label: Label
  /// How its numbers look: `9` stands for a digit, `A` for a letter, `*` at the end for any more of both;
  /// other signs for themselves. Empty where they may look like anything.
  public let numbers: [String]
  /// Whether one number may stand on several cases.
  public let isShared: Bool
  /// Whether a case may have several of its numbers.
  public let hasSeveral: Bool
  /// Empty for a system without a status; else every standing has exactly one word.
  public let words: [Word]

  public init(
    id: String, label: Label, numbers: [String] = [], isShared: Bool = false,
    hasSeveral: Bool = false, words: [Word] = []
  ) {
    self.id = id
    self.label = label
    self.numbers = numbers
    self.isShared = isShared
    self.hasSeveral = hasSeveral
    self.words = words
  }
}

/// What a case is, whatever its procedure: as far as other systems care. 办理情况
public enum CaseStanding: String, Sendable, CaseIterable, Codable {
  /// Nobody has taken it up.
  case waiting
  case working
  case suspended
  /// At its end.
  case closed
  /// At its end, and there was nothing.
  case dismissed
}

extension OutsideSystem {
  /// Longest number, in characters.
  public static let numberLimit = 64

  /// The word for what a case is; nil for a system without a status.
  public func word(for standing: CaseStanding) -> Word? {
    words.first { $0.standings.contains(standing) }
  }

  /// The status that a text of the system means; nil for none that the plan knows.
  public func word(reading text: String) -> Word? {
    words.first { $0.word == text || $0.also.contains(text) }
  }

  /// A number as it is kept: without blanks, full-width signs and small letters turned into plain
  /// capitals; nil where it does not look like one of the system's.
  public func number(reading text: String) -> String? {
    let number = Self.plain(text)
    guard !number.isEmpty, number.count <= Self.numberLimit,
      number.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control })
    else { return nil }
    guard numbers.isEmpty || numbers.contains(where: { Self.fits(number, $0) }) else { return nil }
    return number
  }

  static func plain(_ text: String) -> String {
    var plain = ""
    for scalar in text.unicodeScalars where !scalar.properties.isWhitespace {
      let isWide = (0xFF01...0xFF5E).contains(scalar.value)
      let narrow = isWide ? Unicode.Scalar(scalar.value - 0xFEE0) : scalar
      plain.unicodeScalars.append(narrow ?? scalar)
    }
    return plain.uppercased()
  }

  private static func fits(_ number: String, _ form: String) -> Bool {
    var rest = number[...]
    for sign in form {
      if sign == "*" { return rest.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) } }
      guard let next = rest.popFirst(), next.isASCII || next == sign else { return false }
      switch sign {
      case "9": if !next.isNumber { return false }
      case "A": if !next.isLetter { return false }
      default: if next != sign { return false }
      }
    }
    return rest.isEmpty
  }
}
