/// Looks at the text of a plan's query before SQLite does: one plain SELECT of known functions.
///
/// SQLite's own report of what a statement reads decides which tables are reached; this keeps away what
/// that report does not cover.
struct QueryInspection: Sendable, Hashable {
  /// Published views that it names, lower case.
  private(set) var views: Set<String> = []
  /// Days that it asks for: `first` and `last` of the period.
  private(set) var parameters: Set<String> = []

  static let viewPrefix = "published_"

  private static let longest = 4_000
  private static let functions: Set<String> = [
    "abs", "avg", "cast", "ceil", "coalesce", "count", "date", "floor", "ifnull", "iif", "instr",
    "julianday", "length", "lower", "max", "min", "nullif", "round", "strftime", "substr", "sum",
    "total", "trim", "upper",
  ]
  /// Words that may stand before a parenthesis.
  private static let words: Set<String> = [
    "all", "and", "as", "between", "by", "case", "distinct", "else", "except", "exists", "filter",
    "from", "having", "in", "intersect", "join", "like", "not", "on", "or", "over", "partition",
    "select", "then", "union", "using", "values", "when", "where",
  ]
  private static let refused: Set<String> = [
    "alter", "analyze", "attach", "begin", "commit", "create", "delete", "detach", "drop",
    "explain",
    "insert", "pragma", "recursive", "reindex", "release", "replace", "rollback", "savepoint",
    "update", "vacuum", "with", "main", "temp",
  ]

  /// nil for what is not allowed.
  init?(_ sql: String) {
    guard sql.utf8.count <= Self.longest, let tokens = Self.tokens(of: sql),
      tokens.first == .word("select")
    else { return nil }
    for (index, token) in tokens.enumerated() {
      let next = index + 1 < tokens.count ? tokens[index + 1] : nil
      switch token {
      case .word(let word):
        guard !Self.refused.contains(word), !word.hasPrefix("sqlite_"), !word.hasPrefix("pragma_")
        else { return nil }
        if next == .symbol("("), !Self.functions.contains(word), !Self.words.contains(word) {
          return nil
        }
        if word.hasPrefix(Self.viewPrefix) { views.insert(word) }
      case .parameter(let name):
        guard ["first", "last"].contains(name) else { return nil }
        parameters.insert(name)
      case .symbol, .value: break
      }
    }
  }

  private enum Token: Equatable {
    /// Lower case; also of a quoted identifier.
    case word(String)
    case parameter(String)
    case symbol(Character)
    /// A text or a number.
    case value
  }

  /// nil for comments, several statements, other quotes and characters that no such query needs.
  private static func tokens(of sql: String) -> [Token]? {
    var tokens: [Token] = []
    var rest = sql[...]
    while let first = rest.first {
      switch first {
      case " ", "\n", "\t", "\r", "\r\n": rest.removeFirst()
      case "'", "\"":
        guard let quoted = quoted(&rest, by: first) else { return nil }
        tokens.append(first == "'" ? .value : .word(quoted.lowercased()))
      case ":":
        rest.removeFirst()
        tokens.append(.parameter(word(&rest)))
      case "(", ")", ",", "*", "+", "/", "%", "=", "<", ">", "!", "|", ".":
        rest.removeFirst()
        if first == "/", rest.first == "*" { return nil }
        tokens.append(.symbol(first))
      case "-":
        rest.removeFirst()
        guard rest.first != "-" else { return nil }
        tokens.append(.symbol("-"))
      case "0"..."9":
        _ = word(&rest)
        tokens.append(.value)
      default:
        guard first.isASCII, first.isLetter || first == "_" else { return nil }
        tokens.append(.word(word(&rest).lowercased()))
      }
    }
    return tokens
  }

  private static func word(_ rest: inout Substring) -> String {
    let word = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    rest = rest[word.endIndex...]
    return String(word)
  }

  /// A doubled quote is one within.
  private static func quoted(_ rest: inout Substring, by quote: Character) -> String? {
    var text = ""
    rest.removeFirst()
    while let end = rest.firstIndex(of: quote) {
      text += rest[..<end]
      rest = rest[rest.index(after: end)...]
      guard rest.first == quote else { return text }
      text.append(quote)
      rest.removeFirst()
    }
    return nil
  }
}
