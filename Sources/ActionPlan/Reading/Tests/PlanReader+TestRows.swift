import AirQuality

/// Rows of tests: values as a person types them.
extension PlanReader {
  /// `{fuel-checks: [{sample: A}], times: 13}`
  func rows(_ value: Value, _ name: String) -> [PlanTest.Step] {
    guard case .table(let entries) = value.content else {
      log.error(
        value.location, "\(name) is \(value.kind) where a mapping is needed",
        "write {register: [{field: value}]}")
      return []
    }
    let times =
      entries.first { $0.key == "times" }
      .map { whole($0.value, "\"times\" of \(name)", in: Self.testCopies) } ?? 1
    let registers = entries.filter { $0.key != "times" }
    if registers.isEmpty {
      log.error(value.location, "\(name) names no register", "write {register: [{field: value}]}")
    }
    return registers.compactMap { entry in
      let id = Value(location: entry.keyLocation, content: .text(entry.key))
      let register = soundRegister(id, name)
      let owner = "\"\(Value.shortened(entry.key))\" in \(name)"
      guard let items = list(entry.value, owner) else { return nil }
      if items.isEmpty {
        log.error(entry.value.location, "\(owner) has no rows", "add at least one")
      }
      let rows = items.compactMap { typedValues($0, of: register, owner) }
      guard let register, let times else { return nil }
      return .rows(register: register.id, rows, times: times)
    }
  }

  /// - Parameters:
  ///   - register: nil where it has faults of its own.
  ///   - isSound: false where the values are meant to be refused.
  func typedValues(
    _ value: Value, of register: Register?, _ name: String, isSound: Bool = true
  ) -> [String: String]? {
    guard case .table(let entries) = value.content, !entries.isEmpty else {
      log.error(
        value.location, "\(name) is \(value.kind) where a mapping of fields is needed",
        "write {field: value}")
      return nil
    }
    var values: [String: String] = [:]
    for entry in entries {
      guard let text = typed(entry.value, "\"\(Value.shortened(entry.key))\" of \(name)") else {
        continue
      }
      values[entry.key] = text
      guard let register else { continue }
      guard let field = register.field(entry.key) else {
        log.error(
          entry.keyLocation,
          "\(name): register \"\(register.id)\" has no field \"\(Value.shortened(entry.key))\"",
          suggestion(
            Value(location: entry.keyLocation, content: .text(entry.key)),
            among: register.fields.map(\.id)))
        continue
      }
      if isSound { check(text, in: field, entry.value, name) }
    }
    return values
  }

  private func typed(_ value: Value, _ name: String) -> String? {
    switch value.content {
    case .text(let text): return text
    case .nothing: return ""
    case .list(let items):
      let numbers = items.compactMap { item -> String? in
        if case .text(let text) = item.content { text } else { nil }
      }
      if numbers.count == 2, items.count == 2 { return numbers.joined(separator: " ") }
    case .table: break
    }
    log.error(
      value.location, "\(name) is \(value.kind) where one value is needed", "write it as a text")
    return nil
  }

  /// What can be told without the other rows. A `#` becomes the number of the copy.
  private func check(_ text: String, in field: Field, _ value: Value, _ owner: String) {
    guard !text.isEmpty, !text.contains("#") else { return }
    let name = "\"\(field.id)\" of \(owner)"
    func refuse(_ remedy: String) {
      log.error(
        value.location,
        "\(name) is \(value.kind), but the field is of kind \(field.kind.code)", remedy)
    }
    func known(_ ids: [String], _ kind: ElementKind?) {
      guard !ids.contains(text), kind.map({ !unsure.contains($0) }) ?? true else { return }
      refuse(suggestion(value, among: ids))
    }
    switch field.kind {
    case .integer where ExactDecimal(text)?.scale != 0: refuse("write a whole number")
    case .decimal where ExactDecimal(text) == nil:
      refuse("write plain decimal digits, such as 1.20")
    case .date where CalendarDay(text) == nil: refuse("write a day, such as 2021-07-01")
    case .flag where text != "true" && text != "false": refuse("write true or false")
    case .choice(let choices): known(choices.map(\.id), nil)
    case .place: known(ids(of: .place), .place)
    case .unit: known(ids(of: .unit), .unit)
    default: break
    }
  }
}
