import AirQuality

/// Registers and their fields.
extension PlanReader {
  /// Words that name columns or subjects of Lantian itself.
  static let reservedFields = ["id", "rowid", "row", "version", "created-at", "changed-at"]
  /// A table keeps well below what SQLite and a form can show.
  static let mostFields = 200
  static let mostChoices = 500
  static let reservedRegisters = ["devices", "times"]

  static let plainKinds: [String: Field.Kind] = [
    "text": .text, "integer": .integer, "decimal": .decimal, "flag": .flag, "date": .date,
    "instant": .instant, "position": .position, "facility": .facility, "point": .point,
    "place": .place, "unit": .unit, "credit-code": .creditCode, "plate": .plate,
    "attachment": .attachment,
  ]

  /// The words for kinds of field: those that say all, and those that need a second key.
  static let kindWords = plainKinds.keys.sorted() + ["choice", "row"]

  func register(_ value: Value, _ id: String) -> Register? {
    let before = log.errorCount
    defer { if log.errorCount > before { faultyRegisters.insert(id) } }
    guard let table = Table(value, "register \"\(id)\"", .register, log: log) else { return nil }
    if Self.reservedRegisters.contains(id) {
      log.error(
        table.location(of: "register"), "\"\(id)\" is a word of the language", "choose another id")
    }
    let label = label(table)
    let clause = clauseReference(table)
    let role = table["role"].flatMap {
      word($0, "the role of \(table.name)", among: Register.Role.allCases)
    }
    let fields = table.required("fields", "add a list of fields").map { self.fields($0, table) }
    guard let label, let fields else { return nil }
    let isSound = log.errorCount == before
    let bare = Register(id: id, label: label, clause: clause, role: role, fields: fields)
    // What hangs on a field that could not be read would only be told twice.
    let register = isSound ? completed(bare, table) : bare
    if let role { checkShape(of: register, as: role, table) }
    return register
  }

  private func fields(_ value: Value, _ owner: Table) -> [Field] {
    guard let items = list(value, "\"fields\" of \(owner.name)") else { return [] }
    if items.isEmpty {
      log.error(value.location, "\(owner.name) has no fields", "add at least one")
    }
    guard items.count <= Self.mostFields else {
      log.error(
        items[Self.mostFields].location,
        "\(owner.name) has more than \(Self.mostFields) fields", "split it into two registers")
      return []
    }
    var seen: Set<String> = []
    return items.compactMap { item in
      guard let (field, location) = field(item, owner) else { return nil }
      guard seen.insert(field.id).inserted else {
        log.error(location, "\(owner.name) has the field \"\(field.id)\" twice", "keep one")
        return nil
      }
      return field
    }
  }

  private func field(_ value: Value, _ owner: Table) -> (Field, Location)? {
    guard let table = Table(value, "a field of \(owner.name)", .field, log: log),
      let idValue = table.required("field", "begin it with \"field: its-id\""),
      let id = id(idValue, .word, "the id of \(table.name)")
    else { return nil }
    let name = "field \"\(id)\" of \(owner.name)"
    if Self.reservedFields.contains(id) {
      log.error(idValue.location, "\"\(id)\" is a column of Lantian's own", "choose another id")
    } else if FilterToken.words.contains(id) {
      log.error(
        idValue.location, "\"\(id)\" is a word of conditions, which no field may be called",
        "choose another id")
    }
    let label = label(table)
    let kind = kind(table, name)
    let isRequired = table["required"].map { flag($0, "\"required\" of \(name)") } ?? false
    let numbers = numbers(table, kind, name)
    guard let label, let kind, let isRequired else { return nil }
    let field = Field(
      id: id, label: label, kind: kind, isRequired: isRequired,
      unit: numbers.unit, atLeast: numbers.atLeast, atMost: numbers.atMost)
    return (field, idValue.location)
  }

  /// What only numbers have: a unit, and between what they lie.
  func numbers(
    _ table: Table, _ kind: Field.Kind?, _ name: String
  ) -> (unit: Label?, atLeast: ExactDecimal?, atMost: ExactDecimal?) {
    let unit = table["unit"].flatMap { printedUnit($0, "the unit of \(name)") }
    let atLeast = table["at-least"].flatMap { decimal($0, "\"at-least\" of \(name)") }
    let atMost = table["at-most"].flatMap { decimal($0, "\"at-most\" of \(name)") }
    if let kind, kind != .integer, kind != .decimal {
      for key in ["unit", "at-least", "at-most"] where table[key] != nil {
        log.error(
          table.location(of: key), "\(name) is no number and can have no \"\(key)\"",
          "remove it, or make the field an integer or a decimal")
      }
    }
    if let atLeast, let atMost, atLeast > atMost {
      log.error(
        table.location(of: "at-least"), "\(name) allows no value: \(atLeast) is over \(atMost)",
        "swap at-least and at-most")
    }
    return (unit, atLeast, atMost)
  }

  private func kind(_ table: Table, _ name: String) -> Field.Kind? {
    let words = Self.kindWords
    guard let value = table.required("kind", "add one of \(words.joined(separator: ", "))") else {
      return nil
    }
    if case .text("choice") = value.content {
      return table.required("choices", "add choices: [{choice: id, label: {zh: …, en: …}}]")
        .flatMap { choices($0, name) }.map(Field.Kind.choice)
    }
    if case .text("row") = value.content {
      return table.required("of", "add of: the register whose rows it names")
        .flatMap { reference($0, to: .register, "\"of\" of \(name)") }.map(Field.Kind.row)
    }
    if let of = table["of"] {
      log.error(
        of.location, "\(name) names rows of a register but is of another kind", "write kind: row")
    }
    if let choices = table["choices"] {
      log.error(
        choices.location, "\(name) has choices but is of another kind", "write kind: choice")
    }
    if case .text(let text) = value.content, let kind = Self.plainKinds[text] { return kind }
    log.error(
      value.location, "the kind of \(name) cannot be \(value.kind)", suggestion(value, among: words)
    )
    return nil
  }

  /// `[{choice: id, label: {zh, en}}]`, at least one, each once.
  func choices(_ value: Value, _ name: String) -> [Field.Choice]? {
    guard let items = list(value, "the choices of \(name)") else { return nil }
    guard !items.isEmpty else {
      log.error(value.location, "\(name) has no choices", "add at least one")
      return nil
    }
    guard items.count <= Self.mostChoices else {
      log.error(
        items[Self.mostChoices].location, "\(name) has more than \(Self.mostChoices) choices",
        "make it a text, or name rows of a register")
      return nil
    }
    var choices: [Field.Choice] = []
    for item in items {
      guard
        let table = Table(item, "a choice of \(name)", .choice, log: log),
        let idValue = table.required("choice", "begin it with \"choice: its-id\""),
        let id = id(idValue, .word, "the id of \(table.name)"), let label = label(table)
      else { continue }
      if choices.contains(where: { $0.id == id }) {
        log.error(idValue.location, "\(name) has the choice \"\(id)\" twice", "keep one")
      } else {
        choices.append(.init(id: id, label: label))
      }
    }
    return choices
  }

  /// Detection reads declarations, casework cameras, the desk officers and shifts: their shapes are fixed.
  private func checkShape(of register: Register, as role: Register.Role, _ table: Table) {
    let wanted: [(id: String, kind: String, isRequired: Bool)] =
      switch role {
      case .declarations:
        [
          ("facility", "facility", true), ("kind", "choice", true), ("from", "instant", true),
          ("until", "instant", true), ("point", "point", false), ("factor", "choice", false),
          ("reason", "text", false), ("photo", "attachment", false),
          ("withdrawn", "instant", false),
        ]
      case .cameras:
        [
          ("camera", "text", true), ("place", "place", true), ("position", "position", true),
          ("in-service", "flag", false),
        ]
      case .officers:
        [
          ("officer", "text", true), ("unit", "unit", true), ("phone", "text", false),
          ("certificate", "text", false), ("account", "text", false),
        ]
      case .shifts:
        [
          ("day", "date", true), ("officer", "text", true), ("log", "text", true),
          ("handed-over", "flag", false),
        ]
      case .instruments:
        [("instrument", "text", true), ("valid-until", "date", true)]
      case .complaints:
        [
          ("about", "text", true), ("received-on", "date", true), ("repeated", "flag", true),
          ("place", "place", false), ("facility", "facility", false),
          ("answered-on", "date", false),
        ]
      }
    func fits(_ field: Field, _ kind: String) -> Bool { field.kind.code == kind }
    let missing = wanted.filter { id, kind, isRequired in
      guard isRequired else { return false }
      guard let field = register.field(id), field.isRequired else { return true }
      return !fits(field, kind)
    }
    if !missing.isEmpty {
      let names = missing.map { "\"\($0.id)\" of kind \($0.kind)" }.joined(separator: ", ")
      log.error(
        table.location(of: "role"),
        "\(table.name) has the role \(role.rawValue) but not its required fields \(names)",
        "add each as {field: …, kind: …, required: true, label: …}")
    }
    for (id, kind, isRequired) in wanted where !isRequired {
      guard let field = register.field(id), !fits(field, kind) else { continue }
      log.error(
        table.location(of: "role"),
        "\(table.name) has the role \(role.rawValue), in which the field \"\(id)\" is of kind \(kind)",
        "make it a \(kind), or give it another id")
    }
    if role == .declarations { checkFactors(of: register, table) }
  }

  /// What a stop explains is named by the plan's own quantities.
  private func checkFactors(of register: Register, _ table: Table) {
    guard case .choice(let choices)? = register.field("factor")?.kind else { return }
    let known = quantities.map(\.id)
    for choice in choices where !known.contains(choice.id) {
      log.error(
        table.location(of: "fields"),
        "the field \"factor\" of \(table.name) has the choice \"\(choice.id)\", which is no quantity",
        Nearest.word(to: choice.id, among: known).map { "did you mean \"\($0)\"?" }
          ?? "write the id of a quantity")
    }
  }

  /// At most one register may have a role.
  func checkRoles() {
    for role in Register.Role.allCases {
      for second in registers.filter({ $0.role == role }).dropFirst() {
        guard let location = declared[.register, default: [:]][second.id] else { continue }
        log.error(
          location, "register \"\(second.id)\" is the second with the role \(role.rawValue)",
          "keep the role on one register")
      }
    }
  }
}
