import AirQuality

/// What is wrong in the text of a filter.
struct FilterFault: Error, Equatable {
  /// In Unicode scalars from the text's beginning.
  let offset: Int
  let problem: String
  let remedy: String

  init(_ offset: Int, _ problem: String, _ remedy: String) {
    self.offset = offset
    self.problem = problem
    self.remedy = remedy
  }
}

/// One piece of the text of a filter, with where it begins.
struct FilterToken: Equatable {
  enum Kind: Equatable {
    /// A field, or one of the language's words.
    case word(String)
    case text(String)
    case number(ExactDecimal)
    case comparison(Predicate.Comparison)
    case open, close, comma, plus, minus
    case end
  }

  let kind: Kind
  let offset: Int

  /// Words that no field may be called.
  static let words: [String] = [
    "and", "or", "not", "in", "is", "empty", "today", "true", "false",
  ]

  /// As a message names it.
  var name: String {
    switch kind {
    case .word(let word): "\"\(Value.shortened(word))\""
    case .text(let text): "the text '\(Value.shortened(text))'"
    case .number(let number): "the number \(number)"
    case .comparison(let comparison): "\"\(comparison.rawValue)\""
    case .open: "\"(\""
    case .close: "\")\""
    case .comma: "\",\""
    case .plus: "\"+\""
    case .minus: "\"-\""
    case .end: "its end"
    }
  }
}

/// Cuts the text of a filter into pieces.
struct FilterLexer {
  /// Longest text of a filter, in scalars.
  static let longest = 2_000

  private let scalars: [Unicode.Scalar]
  private var at = 0

  /// - Returns: the pieces; the last is the end.
  static func tokens(of text: String) throws(FilterFault) -> [FilterToken] {
    var lexer = FilterLexer(scalars: Array(text.unicodeScalars))
    guard lexer.scalars.count <= longest else {
      throw FilterFault(0, "is longer than \(longest) characters", "shorten it")
    }
    var tokens: [FilterToken] = []
    while let token = try lexer.next() { tokens.append(token) }
    tokens.append(FilterToken(kind: .end, offset: lexer.scalars.count))
    return tokens
  }

  private init(scalars: [Unicode.Scalar]) { self.scalars = scalars }

  private mutating func next() throws(FilterFault) -> FilterToken? {
    while at < scalars.count, scalars[at].properties.isWhitespace { at += 1 }
    guard at < scalars.count else { return nil }
    let start = at
    return FilterToken(kind: try kind(), offset: start)
  }

  private mutating func kind() throws(FilterFault) -> FilterToken.Kind {
    let start = at
    let scalar = scalars[at]
    at += 1
    switch scalar {
    case "(": return .open
    case ")": return .close
    case ",": return .comma
    case "+": return .plus
    case "-": return .minus
    case "=":
      guard at < scalars.count, scalars[at] == "=" else { return .comparison(.equal) }
      throw FilterFault(start, "holds \"==\"", "write one =")
    case "!":
      if take("=") { return .comparison(.unequal) }
      throw FilterFault(start, "holds a lone \"!\"", "write != or not")
    case "<":
      if take("=") { return .comparison(.atMost) }
      if take(">") { throw FilterFault(start, "holds \"<>\"", "write !=") }
      return .comparison(.less)
    case ">": return .comparison(take("=") ? .atLeast : .greater)
    case "'": return .text(try text(from: start))
    case "\u{2018}", "\u{2019}", "\u{201C}", "\u{201D}", "\u{FF08}", "\u{FF09}", "\u{FF0C}",
      "\u{FF1D}":
      throw FilterFault(
        start, "holds the full-width \"\(scalar)\"", "write ASCII punctuation: ' ( ) , =")
    case "\"":
      throw FilterFault(start, "holds a double quote", "put texts in single quotes: 'text'")
    default: return try wordOrNumber(from: start)
    }
  }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard at < scalars.count, scalars[at] == scalar else { return false }
    at += 1
    return true
  }

  private mutating func text(from start: Int) throws(FilterFault) -> String {
    var text = String.UnicodeScalarView()
    while at < scalars.count {
      let scalar = scalars[at]
      at += 1
      guard scalar == "'" else {
        text.append(scalar)
        continue
      }
      guard take("'") else { return String(text) }
      text.append("'")
    }
    throw FilterFault(start, "holds a text that is not closed", "end it with a single quote")
  }

  private mutating func wordOrNumber(from start: Int) throws(FilterFault) -> FilterToken.Kind {
    let first = scalars[start]
    guard Self.isWordPart(first), first != "-" else {
      throw FilterFault(
        start, "holds \"\(Value.shortened(String(first)))\", which has no meaning in it",
        "write fields, comparisons, and, or, not")
    }
    while at < scalars.count, Self.isWordPart(scalars[at]) { at += 1 }
    var piece = String.UnicodeScalarView()
    piece.append(contentsOf: scalars[start..<at])
    let text = String(piece)
    guard ("0"..."9").contains(first) || first == "." else { return .word(text) }
    guard let number = ExactDecimal(text) else {
      let isDay = CalendarDay(text) != nil
      throw FilterFault(
        start, "holds \"\(Value.shortened(text))\", which is no number",
        isDay ? "put dates in single quotes: '\(text)'" : "write plain decimal digits, such as 1.20"
      )
    }
    return .number(number)
  }

  /// Letters of any script, so that a misspelt word is told as a whole.
  private static func isWordPart(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "-" || scalar == "_" || scalar == "." || scalar.properties.isAlphabetic
      || ("0"..."9").contains(scalar)
  }
}
