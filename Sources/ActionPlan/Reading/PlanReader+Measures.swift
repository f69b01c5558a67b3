import AirQuality

/// The measures of indicators.
extension PlanReader {
  /// The word a measure begins with.
  enum MeasureWord: String, CaseIterable {
    case count, sum, mean, percentile, share, ratio
    case growthOnYear = "growth-on-year"
    case samples, query

    /// Whether it may be a part of a ratio or a growth.
    var isPart: Bool { [.count, .sum, .mean, .percentile].contains(self) }
  }

  static let measureExamples =
    "write {count: register}, {sum: field, of: register}, {mean: …}, {percentile: 90, field: …, of: …}, "
    + "{share: register, where: …}, {ratio: {…}, to: {…}}, {growth-on-year: {…}}, {samples: …} or {query: …}"

  func indicatorMeasure(_ value: Value, _ owner: String) -> Indicator.Measure? {
    let name = "the measure of \(owner)"
    guard let (word, table) = measureTable(value, name, among: MeasureWord.allCases) else {
      return nil
    }
    switch word {
    case .count, .sum, .mean, .percentile: return part(word, table, name).map { .fold($0) }
    case .share: return share(table, name)
    case .ratio:
      let top = table["ratio"].flatMap { part($0, "\"ratio\" of \(owner)") }
      let bottom = table.required("to", "add to: what it is divided by, such as {count: register}")
        .flatMap { part($0, "\"to\" of \(owner)") }
      guard let top, let bottom else { return nil }
      return .ratio(top, to: bottom)
    case .growthOnYear: return growth(table, owner)
    case .samples: return samples(table, name)
    case .query: return table["query"].flatMap { query($0, owner) }.map { .query($0) }
    }
  }

  /// The word a measure begins with, and its mapping.
  private func measureTable(
    _ value: Value, _ name: String, among words: [MeasureWord]
  ) -> (MeasureWord, Table)? {
    guard case .table(let entries) = value.content else {
      log.error(
        value.location, "\(name) is \(value.kind) where a mapping is needed", Self.measureExamples)
      return nil
    }
    guard let word = words.first(where: { word in entries.contains { $0.key == word.rawValue } })
    else {
      let near = entries.lazy.compactMap { entry in
        Nearest.word(to: entry.key, among: words.map(\.rawValue)).map { (entry.keyLocation, $0) }
      }.first
      log.error(
        near?.0 ?? value.location, "\(name) says not how it is made",
        near.map { "did you mean \"\($0.1)\"?" }
          ?? "begin it with one of \(words.map(\.rawValue).joined(separator: ", "))")
      return nil
    }
    return Table(value, name, .measure(word), log: log).map { (word, $0) }
  }

  /// A part of a ratio or a growth.
  private func part(_ value: Value, _ name: String) -> Indicator.Part? {
    measureTable(value, name, among: MeasureWord.allCases.filter(\.isPart))
      .flatMap { part($0, $1, name) }
  }

  private func part(_ word: MeasureWord, _ table: Table, _ name: String) -> Indicator.Part? {
    let (register, rows) = rows(table, word == .count ? "count" : "of", name)
    func number(_ key: String) -> String? {
      guard let value = table.required(key, "name a number field of the register"), let register
      else { return nil }
      return field(value, of: register, kinds: ["integer", "decimal"], "\"\(key)\" of \(name)")?.id
    }
    let fold: Indicator.Fold?
    switch word {
    case .sum: fold = number("sum").map { .sum($0) }
    case .mean: fold = number("mean").map { .mean($0) }
    case .percentile:
      let rank = table["percentile"].flatMap { decimal($0, "\"percentile\" of \(name)") }
      if let rank, rank < .zero || rank > ExactDecimal(100) {
        log.error(
          table.location(of: "percentile"), "\"percentile\" of \(name) is \(rank)",
          "write a number from 0 to 100")
        return nil
      }
      let field = number("field")
      fold = rank.flatMap { rank in field.map { .percentile(rank, $0) } }
    default: fold = .count
    }
    guard let fold, let rows else { return nil }
    return Indicator.Part(fold: fold, rows: rows)
  }

  /// Register, filter and date of a mapping that speaks of rows. The register is nil where it has
  /// faults of its own.
  ///
  /// - Parameter key: where the register is named.
  func rows(
    _ table: Table, _ key: String, _ name: String
  ) -> (register: Register?, rows: Indicator.Rows?) {
    let value = table.required(key, "name the register whose rows are meant")
    let register = soundRegister(value, "\"\(key)\" of \(name)")
    let filter = table["where"].flatMap { self.filter($0, of: register, "\"where\" of \(name)") }
    var dated = register?.dated
    if table.knows("dated"), let value = table["dated"], let register {
      if case .text("never") = value.content {
        dated = nil
      } else {
        dated = field(value, of: register, kinds: ["date"], "\"dated\" of \(name)")?.id
        guard dated != nil else { return (register, nil) }
      }
    }
    guard let register, table["where"] == nil || filter != nil else { return (register, nil) }
    return (register, Indicator.Rows(register: register.id, filter: filter, dated: dated))
  }

  private func share(_ table: Table, _ name: String) -> Indicator.Measure? {
    let (register, rows) = rows(table, "share", name)
    let hasFilter =
      table.required("where", "say which rows are counted, of those that among lets in") != nil
    let among = table["among"].flatMap { filter($0, of: register, "\"among\" of \(name)") }
    guard let rows, hasFilter, table["among"] == nil || among != nil else { return nil }
    return .share(rows, among: among)
  }

  private func growth(_ table: Table, _ owner: String) -> Indicator.Measure? {
    let name = "\"growth-on-year\" of \(owner)"
    guard let value = table["growth-on-year"], let part = part(value, name) else { return nil }
    guard part.rows.dated != nil else {
      log.error(
        value.location, "\(name) compares two years, but its rows have no date",
        "add dated: and a date field, here or in the register")
      return nil
    }
    return .growthOnYear(part)
  }

  private func samples(_ table: Table, _ name: String) -> Indicator.Measure? {
    let statistic = table["samples"].flatMap {
      word($0, "\"samples\" of \(name)", among: Indicator.SampleStatistic.allCases)
    }
    let quantity = table.required("of", "name the quantity the points measure")
      .flatMap { reference($0, to: .quantity, "\"of\" of \(name)") }
    guard let value = table.required("points", "name the points as register.field") else {
      return nil
    }
    guard case .text(let text) = value.content,
      case let parts = text.split(separator: ".", omittingEmptySubsequences: false),
      parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty
    else {
      log.error(
        value.location, "\"points\" of \(name) is \(value.kind), which names no register and field",
        "write register.field, such as construction-sites.dust-point")
      return nil
    }
    func part(_ text: Substring) -> Value {
      Value(location: value.location, content: .text(String(text)))
    }
    guard let register = soundRegister(part(parts[0]), "\"points\" of \(name)"),
      let field = field(part(parts[1]), of: register, kinds: ["point"], "\"points\" of \(name)"),
      let statistic, let quantity
    else { return nil }
    return .samples(statistic, quantity: quantity, register: register.id, field: field.id)
  }

  /// Longest text of a query, in scalars.
  static let longestQuery = 4_000

  private func query(_ value: Value, _ owner: String) -> String? {
    let name = "the query of \(owner)"
    guard case .text(let text) = value.content else {
      log.error(
        value.location, "\(name) is \(value.kind) where a text is needed",
        "write one SELECT on the published views")
      return nil
    }
    let first = text.drop(while: \.isWhitespace).prefix(while: \.isLetter).uppercased()
    guard first == "SELECT" || first == "WITH" else {
      log.error(
        value.location, "\(name) begins with \"\(Value.shortened(first))\"",
        "begin it with SELECT: a query only reads")
      return nil
    }
    guard text.unicodeScalars.count <= Self.longestQuery else {
      log.error(
        value.location, "\(name) is longer than \(Self.longestQuery) characters", "shorten it")
      return nil
    }
    let allowed: Set<Unicode.Scalar> = ["\n", "\t"]
    guard
      !text.unicodeScalars.contains(where: {
        $0.properties.generalCategory == .control && !allowed.contains($0)
      })
    else {
      log.error(value.location, "\(name) holds a control character", "remove it")
      return nil
    }
    return text
  }
}
