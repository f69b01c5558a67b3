/// Checks that answer on the spot.
extension PlanReader {
  /// The kinds of check.
  enum CheckWord: String, CaseIterable {
    case gate, retest, admission, draw, label
  }

  func check(_ value: Value, _ id: String) -> Check? {
    let name = "check \"\(id)\""
    guard case .table(let entries) = value.content,
      let kind = entries.first(where: { $0.key == "kind" })
    else {
      let words = CheckWord.allCases.map(\.rawValue).joined(separator: ", ")
      log.error(value.location, "\(name) has no \"kind\"", "add one of \(words)")
      return nil
    }
    guard
      let word = word(kind.value, "the kind of \(name)", among: CheckWord.allCases),
      let table = Table(value, name, .check(word), log: log)
    else { return nil }
    if id == "veto" {
      log.error(
        table.location(of: "check"), "\"veto\" is the address of the veto look-up",
        "choose another id")
    }
    let label = label(table)
    let clause = requiredClause(table)
    let others = table["clauses"].map { otherClauses($0, beside: clause, table) } ?? []
    guard let kind = checkKind(word, table), let label, let clause else { return nil }
    return Check(id: id, label: label, clause: clause, clauses: others, kind: kind)
  }

  private func checkKind(_ word: CheckWord, _ table: Table) -> Check.Kind? {
    switch word {
    case .gate: gateCheck(table).map { .gate($0) }
    case .retest: retestCheck(table).map { .retest($0) }
    case .admission: admissionCheck(table).map { .admission($0) }
    case .draw: drawCheck(table).map { .draw($0) }
    case .label: labelCheck(table).map { .label($0) }
    }
  }

  private func otherClauses(_ value: Value, beside first: String?, _ owner: Table) -> [String] {
    let name = "\"clauses\" of \(owner.name)"
    var ids: [String] = []
    for item in list(value, name) ?? [] {
      guard let id = reference(item, to: .clause, name) else { continue }
      if id == first || ids.contains(id) {
        log.error(item.location, "\(name) names \"\(id)\" a second time", "keep one")
      }
      ids.append(id)
    }
    return ids
  }

  /// The sound register that a part of a check names; what is nil has been told.
  func checkRegister(_ table: Table, _ name: String) -> Register? {
    soundRegister(table.required("register", "name the register"), "\"register\" of \(name)")
  }

  /// A field that a key of a check names. Nothing is told where the register itself is at fault.
  func checkField(
    _ table: Table, _ key: String, of register: Register?, _ kinds: [String], _ name: String
  ) -> Field? {
    let remedy = "name a field of kind \(kinds.joined(separator: " or "))"
    guard let value = table.required(key, remedy), let register else { return nil }
    return field(value, of: register, kinds: kinds, "\"\(key)\" of \(name)")
  }

  func optionalCheckField(
    _ table: Table, _ key: String, of register: Register?, _ kinds: [String], _ name: String
  ) -> Field? {
    guard let value = table[key], let register else { return nil }
    return field(value, of: register, kinds: kinds, "\"\(key)\" of \(name)")
  }

  /// A register that a check writes rows of by itself must ask for nothing that the check does not know.
  func checkFilled(_ register: Register, by fields: [Field?], _ location: Location, _ name: String)
  {
    let filled = Set(fields.compactMap { $0?.id })
    for field in register.fields
    where !filled.contains(field.id) && (field.isRequired || field.requiredWhen != nil) {
      log.error(
        location,
        "\(name) cannot fill the field \"\(field.id)\" that register \"\(register.id)\" requires",
        "let the field be empty, or take another register")
    }
  }
}
