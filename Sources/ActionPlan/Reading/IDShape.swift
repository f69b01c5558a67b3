/// What an id may look like. Ids are permanent: they end in table names, addresses and archives.
enum IDShape {
  /// Letters, digits and hyphens: `EEB`, `330604001`.
  case code
  /// Letters, digits, dots and hyphens: `4.4.a`.
  case number
  /// Lower-case letters, digits and hyphens, first a letter: `equipment-pairs`.
  case word

  static let longest = 48

  func allows(_ text: String) -> Bool {
    guard let first = text.utf8.first, let last = text.utf8.last, text.utf8.count <= Self.longest,
      isLetter(first) || (self != .word && isDigit(first)), isLetter(last) || isDigit(last)
    else { return false }
    return text.utf8.allSatisfy { byte in
      isDigit(byte) || isLetter(byte) || byte == UInt8(ascii: "-")
        || (self == .number && byte == UInt8(ascii: "."))
    }
  }

  private func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  private func isLetter(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte) || (self != .word && (0x41...0x5A).contains(byte))
  }

  var remedy: String {
    switch self {
    case .code: "use letters, digits and hyphens, at most \(Self.longest)"
    case .number: "use letters, digits, dots and hyphens, at most \(Self.longest)"
    case .word:
      "use lower-case letters, digits and hyphens, a letter first, at most \(Self.longest)"
    }
  }
}
