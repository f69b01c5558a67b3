/// What names, dates and guards the rows of a register, which its fields decide.
extension PlanReader {
  /// The register with the keys that speak of its fields.
  func completed(_ bare: Register, _ table: Table) -> Register {
    let key = table["key"].map { self.key($0, bare, table.name) } ?? []
    let title = table["title"].flatMap { naming($0, bare, "\"title\" of \(table.name)")?.id }
    let dated = table["dated"].flatMap {
      field($0, of: bare, kinds: ["date"], "\"dated\" of \(table.name)")?.id
    }
    let keepers = table["keepers"].map { unitList($0, "\"keepers\" of \(table.name)") }
    let guards = self.guards(table, bare)
    let keptBy = keptBy(table, bare, key: key)
    return Register(
      id: bare.id, label: bare.label, clause: bare.clause, role: bare.role,
      fields: bare.fields.map { field in
        field.guarded(isKey: key.contains(field.id), by: guards[field.id])
      },
      key: key, title: title, dated: dated, keepers: keepers ?? self.keepers(of: bare.clause),
      keptBy: keptBy, backdateSeconds: backdate(table, bare))
  }

  /// A ledger of firms: each row says whose it is, no key means the row of another firm, and no field
  /// shows what is another's.
  private func keptBy(_ table: Table, _ register: Register, key: [String]) -> Register.Keeper? {
    guard let value = table["kept-by"],
      let keeper = word(value, "\"kept-by\" of \(table.name)", among: Register.Keeper.allCases)
    else { return nil }
    let owners = register.fields.filter { $0.kind == .facility }
    if owners.count != 1 || !owners[0].isRequired {
      log.error(
        value.location,
        "\(table.name) is kept by the firms and does not say in one required field whose a row is",
        "keep one field of kind facility, with required: true")
    } else if !key.isEmpty, !key.contains(owners[0].id) {
      log.error(
        table.location(of: "key"),
        "the key of \(table.name), which the firms keep, does not hold \"\(owners[0].id)\"",
        "add it, so that two firms never mean the same row")
    }
    for field in register.fields {
      guard case .row = field.kind else { continue }
      log.error(
        value.location,
        "\(table.name) is kept by the firms and its field \"\(field.id)\" names rows of others",
        "make it a text, or leave kept-by out")
    }
    if let role = register.role {
      log.error(
        value.location, "\(table.name) has the role \(role.rawValue) and is no ledger of firms",
        "leave kept-by out")
    }
    return keeper
  }

  private func backdate(_ table: Table, _ register: Register) -> Int {
    guard let value = table["backdate"] else { return 0 }
    if register.role != .declarations {
      log.error(
        table.location(of: "backdate"),
        "\(table.name) declares no stops and can have no \"backdate\"",
        "remove it, or write role: declarations")
    }
    return duration(value, "\"backdate\" of \(table.name)") ?? 0
  }

  /// A field that a row can be called by.
  private func naming(_ value: Value, _ register: Register, _ name: String) -> Field? {
    guard let field = field(value, of: register, kinds: Self.kindWords, name) else { return nil }
    guard [.position, .attachment, .flag].contains(field.kind) else { return field }
    log.error(
      value.location,
      "\(name) is \"\(field.id)\", a \(field.kind.code), by which no row is called",
      "name another field")
    return nil
  }

  /// The units of the clause.
  func keepers(of clause: String?) -> [String] {
    guard let clause = clauses.first(where: { $0.id == clause }) else { return [] }
    return clause.lead + clause.with
  }

  private func key(_ value: Value, _ register: Register, _ name: String) -> [String] {
    var key: [String] = []
    let items = oneOrMore(value)
    if items.isEmpty {
      log.error(value.location, "\"key\" of \(name) names no field", "name one, or leave key out")
    }
    for item in items {
      guard let field = naming(item, register, "\"key\" of \(name)") else { continue }
      if key.contains(field.id) {
        log.error(item.location, "\"key\" of \(name) names \"\(field.id)\" twice", "keep one")
      } else {
        key.append(field.id)
      }
    }
    return key
  }

  /// The conditions under which fields are required, by field.
  private func guards(_ table: Table, _ register: Register) -> [String: RowFilter] {
    guard let fields = table["fields"], case .list(let items) = fields.content else { return [:] }
    var guards: [String: RowFilter] = [:]
    for item in items {
      guard case .table(let entries) = item.content,
        let entry = entries.first(where: { $0.key == "required-when" }),
        case .text(let id)? = entries.first(where: { $0.key == "field" })?.value.content
      else { continue }
      let name = "\"required-when\" of field \"\(id)\" of \(table.name)"
      if register.field(id)?.isRequired == true {
        log.error(
          entry.keyLocation, "\(name) stands beside required: true, which holds in every row",
          "keep one of the two")
      }
      guard let filter = filter(entry.value, of: register, name) else { continue }
      if filter.predicate.fields.contains(id) {
        log.error(
          entry.value.location, "\(name) asks for the field itself",
          "let it depend on other fields")
      }
      guards[id] = filter
    }
    return guards
  }
}

extension Field {
  /// Whoever is part of a key is never empty.
  fileprivate func guarded(isKey: Bool, by filter: RowFilter?) -> Field {
    Field(
      id: id, label: label, kind: kind, isRequired: isRequired || isKey, unit: unit,
      atLeast: atLeast, atMost: atMost, requiredWhen: filter)
  }
}

extension Predicate {
  /// The fields it looks at.
  public var fields: Set<String> {
    switch self {
    case .compare(let a, _, let b): Set([a.field, b.field].compactMap { $0 })
    case .isEmpty(let field): [field]
    case .isOne(let operand, _): Set([operand.field].compactMap { $0 })
    case .all(let parts), .any(let parts): parts.reduce(into: []) { $0.formUnion($1.fields) }
    case .not(let part): part.fields
    }
  }
}

extension Predicate.Operand {
  /// nil where it is no field.
  public var field: String? {
    if case .field(let id) = self { id } else { nil }
  }
}
