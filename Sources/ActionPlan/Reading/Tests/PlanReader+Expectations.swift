/// What tests expect.
extension PlanReader {
  /// The word an expectation begins with.
  enum ExpectWord: String, CaseIterable {
    case indicator, findings, cases, task, credit, veto, check, refused
  }

  static let taskStates: [String] = ["open", "reported", "returned", "accepted", "overdue"]

  func expectation(_ value: Value, _ name: String) -> PlanTest.Expectation? {
    let words = ExpectWord.allCases.map(\.rawValue)
    guard case .table(let entries) = value.content,
      let word = ExpectWord.allCases.first(where: { word in
        entries.contains { $0.key == word.rawValue }
      })
    else {
      var near: (location: Location, word: String)?
      if case .table(let entries) = value.content {
        near =
          entries.lazy.compactMap { entry in
            Nearest.word(to: entry.key, among: words).map { (entry.keyLocation, $0) }
          }.first
      }
      log.error(
        near?.location ?? value.location, "\(name) names nothing a test can look at",
        near.map { "did you mean \"\($0.word)\"?" }
          ?? "write one of \(words.joined(separator: ", "))")
      return nil
    }
    guard let table = Table(value, name, .expectation(word), log: log) else { return nil }
    switch word {
    case .indicator: return indicatorExpected(table, name)
    case .findings:
      guard let id = element(table, "findings", .rule, name), let count = count(table, name) else {
        return nil
      }
      return .findings(rule: id, count: count)
    case .cases:
      guard let id = element(table, "cases", .procedure, name), let count = count(table, name)
      else { return nil }
      return .cases(procedure: id, count: count)
    case .task: return taskExpected(table, name)
    case .credit: return creditExpected(table, name)
    case .veto:
      let barred = table.required("barred", "add barred: true or false")
        .flatMap { flag($0, "\"barred\" of \(name)") }
      guard let id = element(table, "veto", .veto, name), let facility = facility(table, name),
        let barred
      else { return nil }
      return .veto(id, facility: facility, isBarred: barred)
    case .check: return checkExpected(table, name)
    case .refused: return refusal(table, name)
    }
  }

  private func element(
    _ table: Table, _ key: String, _ kind: ElementKind, _ name: String
  ) -> String? {
    table.required(key, "name \(kind.name)")
      .flatMap { reference($0, to: kind, "\"\(key)\" of \(name)") }
  }

  private func count(_ table: Table, _ name: String) -> Int? {
    table.required("count", "add count: and how many there are")
      .flatMap { whole($0, "\"count\" of \(name)", in: Self.testCounts) }
  }

  private func facility(_ table: Table, _ name: String) -> String? {
    table.required("facility", "name the facility, as the rows do")
      .flatMap { text($0, "\"facility\" of \(name)", longest: 200) }
  }

  private func indicatorExpected(_ table: Table, _ name: String) -> PlanTest.Expectation? {
    let id = element(table, "indicator", .indicator, name)
    let value = table["value"].flatMap { decimal($0, "\"value\" of \(name)") }
    let lamp = table["lamp"].flatMap {
      word($0, "\"lamp\" of \(name)", among: IndicatorLamp.allCases)
    }
    if table["value"] == nil, table["lamp"] == nil {
      log.error(
        table.location, "\(name) says neither value nor lamp", "add value: 13, lamp: yellow or both"
      )
    }
    if let lamp, lamp != .grey, let id, let indicator = indicators.first(where: { $0.id == id }),
      indicator.target?.number == nil
    {
      log.error(
        table.location(of: "lamp"),
        "\(name) cannot be \(lamp.rawValue): indicator \"\(id)\" has no number to reach",
        "write lamp: grey, or give the indicator a target")
    }
    return id.map { .indicator($0, value: value, lamp: lamp) }
  }

  private func taskExpected(_ table: Table, _ name: String) -> PlanTest.Expectation? {
    let task = task(table, "task", name)
    guard
      let value = table.required(
        "state", "add state: one of \(Self.taskStates.joined(separator: ", "))")
    else { return nil }
    guard case .text(let state) = value.content, Self.taskStates.contains(state) else {
      log.error(
        value.location, "\"state\" of \(name) cannot be \(value.kind)",
        suggestion(value, among: Self.taskStates))
      return nil
    }
    return task.map { .task(clause: $0.clause, unit: $0.unit, state: state) }
  }

  private func creditExpected(_ table: Table, _ name: String) -> PlanTest.Expectation? {
    let points = table.required("points", "add points: and what is left of them")
      .flatMap { decimal($0, "\"points\" of \(name)") }
    let blacklisted = table["blacklisted"].flatMap { flag($0, "\"blacklisted\" of \(name)") }
    guard let id = element(table, "credit", .credit, name), let facility = facility(table, name),
      let points
    else { return nil }
    return .credit(scheme: id, facility: facility, points: points, isBlacklisted: blacklisted)
  }

  private func checkExpected(_ table: Table, _ name: String) -> PlanTest.Expectation? {
    let id = element(table, "check", .check, name)
    let input = table.required("input", "add input: {key: value}")
      .flatMap { typedValues($0, of: nil, "\"input\" of \(name)", isSound: false) }
    guard let value = table.required("answer", "add answer: and what the check is to answer"),
      let id, let check = checks.first(where: { $0.id == id })
    else { return nil }
    guard case .text(let answer) = value.content, check.kind.answers.contains(answer) else {
      log.error(
        value.location, "\"answer\" of \(name) cannot be \(value.kind)",
        suggestion(value, among: check.kind.answers))
      return nil
    }
    return input.map { .check(id, input: $0, answer: answer) }
  }

  private func refusal(_ table: Table, _ name: String) -> PlanTest.Expectation? {
    let register = soundRegister(
      table.required("refused", "name the register"), "\"refused\" of \(name)")
    let row = table.required("row", "add row: {field: value}")
      .flatMap { typedValues($0, of: register, "\"row\" of \(name)", isSound: false) }
    let value = table.required("field", "name the field that is at fault")
    guard let register, let value else { return nil }
    let field = field(value, of: register, kinds: Self.kindWords, "\"field\" of \(name)")?.id
    guard let row, let field else { return nil }
    return .refused(register: register.id, row: row, field: field)
  }
}
