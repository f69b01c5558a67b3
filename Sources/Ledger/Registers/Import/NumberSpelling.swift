import ActionPlan
import AirQuality

/// Numbers as people write them into cells.
enum NumberSpelling {
  /// Plain, with full-width digits, with separators of thousands where each stands before three
  /// digits, and with the field's unit behind it in either language.
  static func number(_ cell: String, unit: Label?) -> ExactDecimal? {
    if let number = ExactDecimal(cell) { return number }
    var text = SearchText.folded(cell).replacing("\u{2212}", with: "-").trimmed
    let units = unit.map { [$0.zh, $0.en].map(SearchText.folded) } ?? []
    // The longer one first: `10,000 yuan` is no `yuan`.
    for unit in units.sorted(by: { $0.count > $1.count })
    where !unit.isEmpty && text.hasSuffix(unit) {
      text = String(text.dropLast(unit.count)).trimmed
      break
    }
    return withoutSeparators(text).flatMap { ExactDecimal($0) }
  }

  /// - Returns: nil where a separator stands elsewhere: `1,5` is no thousand.
  private static func withoutSeparators(_ text: String) -> String? {
    guard let separator = text.first(where: { $0 == "," || $0 == " " }) else { return text }
    let whole = text.prefix { $0 != "." }
    guard !text.dropFirst(whole.count).contains(where: { $0 == "," || $0 == " " }) else {
      return nil
    }
    let sign = whole.prefix { $0 == "-" || $0 == "+" }
    let groups = whole.dropFirst(sign.count)
      .split(separator: separator, omittingEmptySubsequences: false)
    guard sign.count <= 1, (1...3).contains(groups[0].utf8.count),
      groups.dropFirst().allSatisfy({ $0.utf8.count == 3 }),
      groups.allSatisfy({ $0.utf8.allSatisfy(\.isDigit) })
    else { return nil }
    return sign + groups.joined() + text.dropFirst(whole.count)
  }
}
