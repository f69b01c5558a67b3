import AirQuality

/// The comparisons of a rule.
extension PlanReader {
  static let statistics = ["rtd", "avg", "min", "max", "cou", "rs"]

  /// A field of a register, of one of the kinds wanted.
  func field(
    _ value: Value, of register: Register, kinds: [String], _ name: String
  ) -> Field? {
    let fitting = register.fields.filter { kinds.contains($0.kind.code) }
    let remedy = suggestion(
      value, among: fitting.map(\.id),
      else: fitting.isEmpty
        ? "add a field of kind \(kinds.joined(separator: " or ")) to the register" : nil)
    guard case .text(let id) = value.content, let field = register.field(id) else {
      log.error(
        value.location, "\(name): register \"\(register.id)\" has no field \(value.kind)", remedy)
      return nil
    }
    guard fitting.contains(field) else {
      log.error(
        value.location,
        "\(name): field \"\(id)\" of register \"\(register.id)\" is of kind \(field.kind.code), not \(kinds.joined(separator: " or "))",
        remedy)
      return nil
    }
    return field
  }

  /// `field.quantity`.
  func series(
    _ text: String, at location: Location, _ register: Register?, _ name: String
  ) -> (field: String, quantity: String)? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
      log.error(
        location, "\(name): \"\(Value.shortened(text))\" names no point and quantity",
        "write field.quantity, such as production.power")
      return nil
    }
    let quantityValue = Value(location: location, content: .text(String(parts[1])))
    let quantity = reference(quantityValue, to: .quantity, name)
    guard let register else { return nil }
    let fieldValue = Value(location: location, content: .text(String(parts[0])))
    guard let field = field(fieldValue, of: register, kinds: ["point"], name), let quantity else {
      return nil
    }
    return (field.id, quantity)
  }

  /// One entry of `when`; both an upper and a lower bound make two conditions.
  func conditions(_ entry: Value.Entry, _ register: Register?, _ name: String) -> [Condition] {
    let target = series(entry.key, at: entry.keyLocation, register, name)
    let owner = "\"\(Value.shortened(entry.key))\" of \(name)"
    guard let table = Table(entry.value, owner, .condition, log: log) else { return [] }
    let (statistic, window) = self.statistic(table)
    guard let target, let quantity = quantities.first(where: { $0.id == target.quantity }),
      let register
    else { return [] }
    let share = table["of"].flatMap { self.share($0, register, quantity, table) }
    if table["of"] != nil, share == nil { return [] }
    let unit = share == nil ? quantity.unit : "%"
    let comparisons = self.comparisons(table, unit: unit, share: share)
    let release = table["release"].flatMap { value -> ExactDecimal? in
      guard let number = amount(value, in: unit, "\"release\" of \(owner)") else { return nil }
      guard number >= .zero else {
        log.error(value.location, "\"release\" of \(owner) is negative", "write 0 or more")
        return nil
      }
      for comparison in comparisons {
        checkRelease(number, of: comparison, in: quantity, owner, at: value.location)
      }
      return number
    }
    guard let statistic, let window else { return [] }
    return comparisons.map {
      Condition(
        field: target.field, quantity: target.quantity, statistic: statistic,
        windowSeconds: window, comparison: $0, releaseMargin: release ?? .zero)
    }
  }

  /// A condition that could never let go again would hold for ever.
  private func checkRelease(
    _ margin: ExactDecimal, of comparison: Condition.Comparison, in quantity: Quantity,
    _ owner: String, at location: Location
  ) {
    let isBelowZero = MeasuringUnit.isBelowZero(quantity.unit)
    switch comparison {
    case .above(let amount):
      guard margin > .zero, amount.number >= .zero, margin >= amount.number, !isBelowZero else {
        return
      }
      log.error(
        location, "\"release\" of \(owner) leads down to zero, which no value goes below",
        "write less than \(amount.number)")
    case .outside(let low, let high):
      guard let down = margin.multiplied(by: ExactDecimal(-1)),
        let first = low.number.adding(margin), let last = high.number.adding(down), first >= last
      else { return }
      log.error(
        location, "\"release\" of \(owner) leaves no value between the two that lets go",
        "write less than half of what lies between them")
    case .equals:
      log.error(
        location, "\"release\" of \(owner) stands with equals, which any other value ends",
        "remove release")
    case .below: break
    }
  }

  /// A share is of a number of the same row, in the quantity's unit.
  private func share(
    _ value: Value, _ register: Register, _ quantity: Quantity, _ table: Table
  ) -> String? {
    guard
      let field = field(
        value, of: register, kinds: ["integer", "decimal"], "\"of\" of \(table.name)")
    else { return nil }
    let unit = field.unit?.en ?? ""
    if unit != quantity.unit {
      log.error(
        value.location,
        "\"of\" of \(table.name): field \"\(field.id)\" is in \(unit.isEmpty ? "no unit" : unit), quantity \"\(quantity.id)\" in \(quantity.unit.isEmpty ? "no unit" : quantity.unit)",
        "keep both in one unit")
      return nil
    }
    return field.id
  }

  func statistic(_ table: Table) -> (String?, Int?) {
    var statistic: String? = "rtd"
    if let value = table["statistic"] {
      if case .text(let text) = value.content, Self.statistics.contains(text) {
        statistic = text
      } else {
        log.error(
          value.location, "\(table.name) has no statistic \(value.kind)",
          suggestion(value, among: Self.statistics))
        statistic = nil
      }
    }
    let isInstant = statistic == "rtd" || statistic == "rs"
    guard let value = table["window"] else {
      guard !isInstant, statistic != nil else { return (statistic, 0) }
      log.error(
        table.location(of: "statistic"), "\(table.name) names a statistic without its window",
        "add window: 10 min")
      return (statistic, nil)
    }
    if isInstant {
      log.error(
        value.location, "\(table.name) gives a window to single values",
        "add statistic: avg, or remove window")
    }
    return (statistic, duration(value, "window of \(table.name)", atLeast: 1))
  }

  private func comparisons(
    _ table: Table, unit: String, share: String?
  ) -> [Condition.Comparison] {
    func limit(_ value: Value, _ key: String) -> Condition.Amount? {
      amount(value, in: unit, "\"\(key)\" of \(table.name)").map { number in
        share.map { .percent(number, ofField: $0) } ?? .fixed(number)
      }
    }
    let given = ["above", "below", "outside", "equals"].filter { table[$0] != nil }
    switch given {
    case ["above"], ["below"], ["above", "below"]:
      let above = table["above"].flatMap { limit($0, "above") }
      let below = table["below"].flatMap { limit($0, "below") }
      if let above, let below, !Self.ascends(above, below) {
        log.error(
          table.location,
          "\(table.name) can never hold: nothing is above the one and below the other",
          "swap the two, or use outside: [low, high]")
      }
      return [above.map(Condition.Comparison.above), below.map(Condition.Comparison.below)]
        .compactMap { $0 }
    case ["outside"]:
      guard let value = table["outside"], let items = list(value, "\"outside\" of \(table.name)"),
        items.count == 2, let low = limit(items[0], "outside"),
        let high = limit(items[1], "outside")
      else {
        if let value = table["outside"], case .list(let items) = value.content, items.count != 2 {
          log.error(
            value.location, "\"outside\" of \(table.name) needs two amounts", "write [low, high]")
        }
        return []
      }
      if !Self.ascends(low, high) {
        log.error(
          value.location, "\"outside\" of \(table.name) does not ascend",
          "write the lower amount first"
        )
      }
      return [.outside(low, high)]
    case ["equals"]:
      guard let value = table["equals"] else { return [] }
      if share != nil {
        log.error(value.location, "\"equals\" of \(table.name) cannot be a share", "remove of")
        return []
      }
      return amount(value, in: unit, "\"equals\" of \(table.name)").map { [.equals($0)] } ?? []
    default:
      log.error(
        table.location,
        given.isEmpty
          ? "\(table.name) compares with nothing" : "\(table.name) compares in two ways",
        "write above, below, both of them, outside: [low, high] or equals")
      return []
    }
  }

  private static func ascends(_ a: Condition.Amount, _ b: Condition.Amount) -> Bool {
    switch (a, b) {
    case (.fixed(let x), .fixed(let y)): x < y
    case (.percent(let x, _), .percent(let y, _)): x < y
    default: true
    }
  }
}

extension Condition.Amount {
  fileprivate var number: ExactDecimal {
    switch self {
    case .fixed(let number), .percent(let number, _): number
    }
  }
}
