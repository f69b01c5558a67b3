import Testing

/// Text that wants to hurt whoever reads it as YAML.
struct HostileText: Sendable, CustomTestStringConvertible {
  let name: String
  let text: String
  /// It says nothing at all, so there is nothing to complain about.
  let isHarmless: Bool

  init(_ name: String, _ text: String, isHarmless: Bool = false) {
    self.name = name
    self.text = text
    self.isHarmless = isHarmless
  }

  var testDescription: String { name }

  static let all: [HostileText] = [
    HostileText("aliases that double", bomb),
    HostileText("aliases that double in a key", "? {\(flowBomb)}\n: 1"),
    HostileText("aliases that double after a line separator", breakBomb),
    HostileText("brackets", repeated("[", 200_000)),
    HostileText("braces", repeated("{", 200_000)),
    HostileText("braces as keys", repeated("{? ", 50_000)),
    HostileText("quoted brackets", repeated(#"["]", "#, 50_000)),
    HostileText("dashes", repeated("- ", 100_000)),
    HostileText("indents", indents),
    HostileText("nine hundred levels", repeated("[", 900) + repeated("]", 900)),
    HostileText("a zero byte", "rule: a\u{0}b"),
    HostileText("a bell", "rule: \u{7}"),
    HostileText("a stray percent sign", "%"),
    HostileText("a tag", "!!binary |\n  aGVsbG8="),
    HostileText("a merge", "- &a {rule: x}\n- {<<: *a}"),
    HostileText("a list in a list", "[[[]]]"),
    HostileText("numbers", "[1, 2.5, ~, true]"),
    HostileText("empty documents", "---\n---\n---\n...", isHarmless: true),
    HostileText("nothing", "", isHarmless: true),
    HostileText("a byte order mark", "\u{FEFF}", isHarmless: true),
  ]

  private static func repeated(_ text: String, _ count: Int) -> String {
    String(repeating: text, count: count)
  }

  private static let indents: String = (0..<1200).map { repeated(" ", $0) + "a:" }
    .joined(separator: "\n")

  private static func row(_ level: Int) -> String {
    let alias = "*a\(level - 1)"
    let row = Array(repeating: alias, count: 9).joined(separator: ", ")
    return "a\(level): &a\(level) [\(row)]"
  }

  private static let rows: [String] = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"] + (1..<30).map(row)
  private static let bomb: String = rows.joined(separator: "\n")
  private static let breakBomb = bomb.replacing(", *", with: ",\u{2028}*")
    .replacing("[*", with: "[\u{2028}*")
  private static let flowBomb: String = rows.joined(separator: ", ")
}
