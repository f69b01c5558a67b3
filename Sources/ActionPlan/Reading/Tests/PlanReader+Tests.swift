import AirQuality

/// Tests of the plan: their steps.
extension PlanReader {
  /// The word a step consists of.
  enum StepWord: String, CaseIterable {
    case at, rows, change, remove, samples, report, accept
    case giveBack = "return"
    case expect
  }

  static let testCopies = 1...100_000
  /// Rows and samples that one test may put in.
  static let heaviestTest = 200_000
  static let testCounts = 0...1_000_000

  func test(_ value: Value, _ id: String) -> PlanTest? {
    guard let table = Table(value, "test \"\(id)\"", .test, log: log) else { return nil }
    let clause = requiredClause(table)
    let before = log.errorCount
    let entries = table.required("steps", "add steps: [{at: \"2021-07-01 09:00\"}, …]")
      .map { self.entries($0, table) }
    guard let clause, let entries, log.errorCount == before else { return nil }
    return PlanTest(id: id, clause: clause, entries: entries)
  }

  private func entries(_ value: Value, _ owner: Table) -> [PlanTest.Entry] {
    guard let items = list(value, "\"steps\" of \(owner.name)") else { return [] }
    var entries: [PlanTest.Entry] = []
    var expectsSomething = false
    var clock: Int?
    var load = 0
    for item in items {
      guard let (word, content) = stepWord(item, owner.name) else {
        // What could not be read may have been what is missed below.
        expectsSomething = true
        continue
      }
      if entries.isEmpty, word != .at, item.location == items.first?.location {
        log.error(
          item.location, "\(owner.name) does not say when it begins",
          "make {at: \"2021-07-01 09:00\"} its first step")
      }
      expectsSomething = expectsSomething || word == .expect
      for step in steps(word, content, "\"\(word.rawValue)\" of \(owner.name)", after: clock) {
        entries.append(.init(step: step, location: item.location))
        switch step {
        case .at(let time): clock = time
        case .samples(_, _, _, let seconds, _): clock = clock.map { $0 + seconds }
        default: break
        }
        let before = load
        load += step.load
        if before <= Self.heaviestTest, load > Self.heaviestTest {
          log.error(
            item.location,
            "\(owner.name) puts in more than \(Self.heaviestTest) rows and samples",
            "test with fewer, or in two tests")
        }
      }
    }
    if !expectsSomething {
      log.error(
        value.location, "\(owner.name) expects nothing, so it could not fail",
        "end it with an expect step")
    }
    return entries
  }

  private func stepWord(_ item: Value, _ owner: String) -> (StepWord, Value)? {
    let words = StepWord.allCases.map(\.rawValue)
    guard case .table(let entries) = item.content, let entry = entries.first else {
      log.error(
        item.location, "a step of \(owner) is \(item.kind)",
        "begin it with one of \(words.joined(separator: ", ")), such as {at: \"2021-07-01 09:00\"}")
      return nil
    }
    guard let word = StepWord(rawValue: entry.key) else {
      log.error(
        entry.keyLocation, "a step of \(owner) cannot be \"\(Value.shortened(entry.key))\"",
        suggestion(
          Value(location: entry.keyLocation, content: .text(entry.key)), among: words))
      return nil
    }
    guard entries.count == 1 else {
      log.error(
        entries[1].keyLocation,
        "a step of \(owner) has a second key \"\(Value.shortened(entries[1].key))\"",
        StepWord(rawValue: entries[1].key) == nil
          ? "put it inside the braces of \(word.rawValue)" : "make it a step of its own")
      return nil
    }
    return (word, entry.value)
  }

  private func steps(
    _ word: StepWord, _ value: Value, _ name: String, after clock: Int?
  ) -> [PlanTest.Step] {
    switch word {
    case .at: moment(value, name, after: clock).map { [.at($0)] } ?? []
    case .rows: rows(value, name)
    case .change: change(value, name).map { [$0] } ?? []
    case .remove: removal(value, name).map { [$0] } ?? []
    case .samples: testSamples(value, name).map { [$0] } ?? []
    case .report, .accept, .giveBack: taskStep(word, value, name).map { [$0] } ?? []
    case .expect: expectation(value, name).map { [.expect($0)] } ?? []
    }
  }

  private func change(_ value: Value, _ name: String) -> PlanTest.Step? {
    guard let table = Table(value, name, .testChange, log: log) else { return nil }
    let (register, rows) = rows(table, "register", name)
    _ = table.required("where", "say which rows change")
    let set = table.required("set", "add set: {field: value}")
      .flatMap { typedValues($0, of: register, "\"set\" of \(name)") }
    guard let rows, let filter = rows.filter, let set else { return nil }
    return .change(register: rows.register, filter: filter, set)
  }

  private func removal(_ value: Value, _ name: String) -> PlanTest.Step? {
    guard let table = Table(value, name, .testRemoval, log: log) else { return nil }
    let (_, rows) = rows(table, "register", name)
    _ = table.required("where", "say which rows are removed")
    guard let rows, let filter = rows.filter else { return nil }
    return .remove(register: rows.register, filter: filter)
  }

  private func testSamples(_ value: Value, _ name: String) -> PlanTest.Step? {
    guard let table = Table(value, name, .testSamples, log: log) else { return nil }
    let point = table.required("point", "name the point that reports")
      .flatMap { text($0, "\"point\" of \(name)", longest: 64) }
    let id = table.required("quantity", "name the quantity it reports")
      .flatMap { reference($0, to: .quantity, "\"quantity\" of \(name)") }
    let unit = quantities.first { $0.id == id }?.unit
    let number = table.required("value", "add the value it reports").flatMap { value in
      unit.flatMap { figure(value, in: .same($0), "\"value\" of \(name)") }
    }
    let seconds = table.required("for", "say for how long: for: 20 min")
      .flatMap { duration($0, "\"for\" of \(name)", atLeast: 1) }
    let every = table.required("every", "say how often: every: 1 min")
      .flatMap { duration($0, "\"every\" of \(name)", atLeast: 1) }
    guard let point, let id, let number, let seconds, let every else { return nil }
    guard every <= seconds, seconds / every <= Self.testCopies.upperBound else {
      log.error(
        table.location(of: "every"),
        every > seconds
          ? "\(name) reports less often than it lasts"
          : "\(name) makes more than \(Self.testCopies.upperBound) samples",
        every > seconds ? "write every no longer than for" : "write every longer")
      return nil
    }
    return .samples(
      point: point, quantity: id, value: number, seconds: seconds, everySeconds: every)
  }

  private func taskStep(_ word: StepWord, _ value: Value, _ name: String) -> PlanTest.Step? {
    let shape: Shape =
      switch word {
      case .report: .testReport
      case .giveBack: .testReturn
      default: .testAcceptance
      }
    guard let table = Table(value, name, shape, log: log) else { return nil }
    let task = self.task(table, "clause", name)
    func words(_ key: String) -> String? {
      table.required(key, "add \(key): and a text").flatMap { text($0, "\"\(key)\" of \(name)") }
    }
    switch word {
    case .report:
      guard let text = words("text"), let task else { return nil }
      return .report(clause: task.clause, unit: task.unit, text: text)
    case .giveBack:
      guard let why = words("why"), let task else { return nil }
      return .giveBack(clause: task.clause, unit: task.unit, why: why)
    default: return task.map { .accept(clause: $0.clause, unit: $0.unit) }
    }
  }

  /// A task is a lead unit's share of a clause.
  func task(_ table: Table, _ key: String, _ name: String) -> (clause: String, unit: String)? {
    let id = table.required(key, "name the clause of the task")
      .flatMap { reference($0, to: .clause, "\"\(key)\" of \(name)") }
    let unitValue = table.required("unit", "name the lead unit whose task it is")
    guard let unitValue, let unit = reference(unitValue, to: .unit, "\"unit\" of \(name)"), let id
    else { return nil }
    guard let clause = clauses.first(where: { $0.id == id }) else { return nil }
    guard clause.lead.contains(unit) else {
      log.error(
        unitValue.location,
        "unit \"\(unit)\" does not lead clause \"\(id)\", so it has no task of it",
        suggestion(unitValue, among: clause.lead))
      return nil
    }
    return (id, unit)
  }
}
