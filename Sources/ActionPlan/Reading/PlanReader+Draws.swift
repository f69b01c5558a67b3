/// Draws by lot, and labels.
extension PlanReader {
  func drawCheck(_ table: Table) -> DrawCheck? {
    let subjects = table.required("subjects", "add subjects: {register: …, where: …}")
      .flatMap { pool($0, "the subjects of \(table.name)") }
    let inspectors = table.required("inspectors", "add inspectors: {register: …, where: …}")
      .flatMap { pool($0, "the inspectors of \(table.name)") }
    guard let subjects, let inspectors else { return nil }
    return DrawCheck(subjects: subjects, inspectors: inspectors)
  }

  private func pool(_ value: Value, _ name: String) -> DrawCheck.Pool? {
    guard let table = Table(value, name, .drawPool, log: log) else { return nil }
    let register = checkRegister(table, name)
    let rows = table["where"].flatMap { filter($0, of: register, "\"where\" of \(name)") }
    guard let register, table["where"] == nil || rows != nil else { return nil }
    return DrawCheck.Pool(register: register.id, filter: rows)
  }

  func labelCheck(_ table: Table) -> LabelCheck? {
    let register = checkRegister(table, table.name)
    let by = checkField(table, "by", of: register, Self.codeKinds, table.name)
    let classes = table.required("classes", "add classes: {field: …}")
      .flatMap { self.classes($0, of: register, "the classes of \(table.name)") }
    let shows = table["shows"].map { shownFields($0, of: register, table.name) } ?? []
    guard let register, let by, let classes else { return nil }
    return LabelCheck(
      register: register.id, by: by.id, classField: classes.field, colours: classes.colours,
      shows: shows)
  }

  /// The choice that decides the colour, and the colour of each of its choices.
  private func classes(
    _ value: Value, of register: Register?, _ name: String
  ) -> (field: String, colours: [String: LabelCheck.Colour])? {
    guard let table = Table(value, name, .labelClasses, log: log),
      let field = checkField(table, "field", of: register, ["choice"], name),
      case .choice(let choices) = field.kind
    else { return nil }
    var colours: [String: LabelCheck.Colour] = [:]
    for choice in choices { colours[choice.id] = LabelCheck.Colour(rawValue: choice.id) }
    if let given = table["colours"] {
      guard case .table(let entries) = given.content else {
        log.error(
          given.location, "\"colours\" of \(name) is \(given.kind) where a mapping is needed",
          "write {choice: green, …}")
        return nil
      }
      for entry in entries {
        guard choices.contains(where: { $0.id == entry.key }) else {
          log.error(
            entry.keyLocation,
            "\"colours\" of \(name): field \"\(field.id)\" has no choice \"\(Value.shortened(entry.key))\"",
            suggestion(
              Value(location: entry.keyLocation, content: .text(entry.key)),
              among: choices.map(\.id)))
          continue
        }
        colours[entry.key] = word(
          entry.value, "a colour of \(name)", among: LabelCheck.Colour.allCases)
      }
    }
    for choice in choices where colours[choice.id] == nil && table["colours"] == nil {
      log.error(
        table.location(of: "field"), "\(name): no colour is called \"\(choice.id)\"",
        "add colours: {\(choice.id): green, …}")
    }
    return (field.id, colours)
  }

  private func shownFields(_ value: Value, of register: Register?, _ owner: String) -> [String] {
    let name = "\"shows\" of \(owner)"
    let kinds = Self.kindWords.filter { $0 != "attachment" }
    guard let items = list(value, name), let register else { return [] }
    return items.compactMap { field($0, of: register, kinds: kinds, name)?.id }
  }
}
